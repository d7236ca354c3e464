import { CopyButton } from '../../../ui/copy-button.tsx';
import { Figure } from '../../../ui/figure.tsx';
import { formatEuros, formatNombre } from '../../../ui/format.ts';
import { StatusTag } from '../../../ui/status-tag.tsx';
import type { ContenuBloc } from '../domain/blocs.ts';
import { idRubrique } from './rubriques/rubrique.tsx';

interface BaseRessourcesProps {
  readonly contenu: ContenuBloc<'baseRessourcesEaje'>;
  /** The QF is shown above and is the first figure of the screen. */
  readonly seconde: boolean;
}

/** What a crèche bills on: the resource base of the year, and the children who change its rate (CDAP-17). */
export function BaseRessources({ contenu, seconde }: BaseRessourcesProps) {
  const { annee, baseAnnuelleEuros, nombreEnfantsACharge, nombreEnfantsAeeh } = contenu;
  const enfants = [
    { term: 'Enfants à charge', value: formatNombre(nombreEnfantsACharge) },
    { term: 'dont avec AEEH', value: formatNombre(nombreEnfantsAeeh) },
  ];
  const id = idRubrique('baseRessourcesEaje');
  return (
    <section className="dossier__lead" aria-labelledby={id}>
      <h3 id={id} tabIndex={-1} className="visually-hidden">
        Base de ressources pour la crèche
      </h3>
      <div className="dossier__figure">
        {baseAnnuelleEuros === null ? (
          <>
            <Figure
              label={`Base de ressources ${annee} pour la crèche`}
              value={null}
              size={seconde ? 'medium' : 'huge'}
              state={<StatusTag tone="attention">Ce n’est pas zéro</StatusTag>}
              about={enfants}
            />
            <p className="dossier__note">
              Les ressources de la famille ne sont pas connues de la Caf. Demandez l’avis d’imposition.
            </p>
          </>
        ) : (
          <>
            <Figure
              label={`Base de ressources ${annee} pour la crèche`}
              value={formatNombre(baseAnnuelleEuros)}
              unit="€ par an"
              size={seconde ? 'medium' : 'huge'}
              about={[{ term: 'Par mois', value: formatEuros(baseAnnuelleEuros / 12) }, ...enfants]}
            />
            <CopyButton value={String(baseAnnuelleEuros)} what="la base de ressources annuelle" />
          </>
        )}
      </div>
    </section>
  );
}
