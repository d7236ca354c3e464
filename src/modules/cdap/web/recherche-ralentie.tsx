import { type RefObject, useEffect, useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Icon } from '../../../ui/icons.tsx';

interface RechercheRalentieProps {
  readonly titre: RefObject<HTMLHeadingElement | null>;
  /** Seconds to wait, as the server said. */
  readonly secondes: number;
  readonly onReprendre: () => void;
}

/** Many searches in the hour: how long to wait, and what goes faster (CDAP-20). */
export function RechercheRalentie({ titre, secondes, onReprendre }: RechercheRalentieProps) {
  const [fin] = useState(() => Date.now() + secondes * 1000);
  const [reste, setReste] = useState(secondes);
  useEffect(() => {
    const minuteur = setInterval(() => setReste(Math.max(0, Math.ceil((fin - Date.now()) / 1000))), 250);
    return () => clearInterval(minuteur);
  }, [fin]);
  return (
    <section className="cdap-refusal notice" data-tone="attention" aria-labelledby="recherche-ralentie">
      <Icon name="attention" />
      <div className="notice__body">
        <h2 className="notice__title" id="recherche-ralentie" ref={titre} tabIndex={-1}>
          Recherches ralenties
        </h2>
        <p>
          Vous avez fait beaucoup de recherches en une heure. Demandez à la personne son numéro de dossier :
          il s’ouvre sans attendre.
        </p>
        <div className="button-row">
          <Button variant="primary" disabled={reste > 0} onClick={onReprendre}>
            {reste > 0 ? `Chercher dans ${reste}\u202fs` : 'Chercher'}
          </Button>
        </div>
        {/* Told when it is over, not each second. */}
        <p role="status" className="visually-hidden">
          {reste === 0 ? 'Vous pouvez chercher de nouveau.' : ''}
        </p>
      </div>
    </section>
  );
}
