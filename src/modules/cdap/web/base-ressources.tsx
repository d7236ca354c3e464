import { CopyButton } from '../../../ui/copy-button.tsx';
import { DefinitionList } from '../../../ui/definition-list.tsx';
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
  const { annee, baseAnnuelleEuros: base, nombreEnfantsACharge, nombreEnfantsAeeh } = contenu;
  const id = idRubrique('baseRessourcesEaje');
  return (
    <section className="dossier__lead" aria-labelledby={id}>
      <h3 id={id} tabIndex={-1} className="visually-hidden">
        Base de ressources pour la crèche
      </h3>
      <div className="dossier__figure">
        <Figure
          label={`Base de ressources ${annee} pour la crèche`}
          value={base === null ? null : formatNombre(base)}
          unit="€ par an"
          size={seconde ? 'medium' : 'huge'}
          action={base !== null && <CopyButton value={String(base)} what="la base de ressources annuelle" />}
          state={base === null && <StatusTag tone="attention">Ce n’est pas zéro</StatusTag>}
        />
        {base === null && (
          <p className="dossier__note">
            Les ressources de la famille ne sont pas connues de la Caf. Demandez l’avis d’imposition.
          </p>
        )}
      </div>
      <DefinitionList
        numeric
        items={[
          ...(base === null ? [] : [{ term: 'Soit par mois', value: formatEuros(base / 12) }]),
          { term: 'Enfants à charge', value: formatNombre(nombreEnfantsACharge) },
          { term: 'dont avec AEEH', value: formatNombre(nombreEnfantsAeeh) },
        ]}
      />
    </section>
  );
}
