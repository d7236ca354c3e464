import { useState } from 'react';
import { ErreurApi } from '../../../ui/api-error.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { annoncer } from '../../../ui/toasts.ts';

interface FinDeVeilleDialogProps {
  readonly heure: string;
  readonly onRester: () => Promise<void>;
  readonly onQuitter: () => void;
}

/** Two minutes are left: stay by one press of Enter, or leave now. */
export default function FinDeVeilleDialog({ heure, onRester, onQuitter }: FinDeVeilleDialogProps) {
  const [enCours, setEnCours] = useState(false);
  const rester = async () => {
    setEnCours(true);
    try {
      await onRester();
    } catch (erreur) {
      if (!(erreur instanceof ErreurApi)) throw erreur;
      if (erreur.nature !== 'session') annoncer(erreur.titre, { tone: 'attention' });
    } finally {
      setEnCours(false);
    }
  };
  return (
    <Dialog title="Êtes-vous toujours là ?" onClose={() => void rester()} alert>
      <p>
        Sans activité de votre part, votre session se ferme à <strong>{heure}</strong>, dans moins de deux
        minutes. Ce qui est affiché sera refermé.
      </p>
      <div className="button-row">
        <Button variant="primary" busy={enCours} onClick={() => void rester()} autoFocus>
          Rester connecté
        </Button>
        <Button onClick={onQuitter}>Se déconnecter</Button>
      </div>
    </Dialog>
  );
}
