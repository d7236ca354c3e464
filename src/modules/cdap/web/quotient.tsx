import { CopyButton } from '../../../ui/copy-button.tsx';
import { Figure } from '../../../ui/figure.tsx';
import { formatEuros, formatMois, formatNombre } from '../../../ui/format.ts';
import { LineChart } from '../../../ui/line-chart.tsx';
import { StatusTag } from '../../../ui/status-tag.tsx';
import type { BlocsLus } from '../domain/blocs.ts';
import type { EtatQf } from '../domain/schemas-ressources.ts';
import { messageQuotient } from '../libelles.ts';
import { ExplicationQuotient } from './explication-quotient.tsx';
import { ABSENCES, direCalcul, direStabilite, pointsDe } from './historique-quotient.ts';
import { deMois } from './mots.ts';
import type { Contenu } from './rubriques/contenu.ts';
import { idRubrique } from './rubriques/rubrique.tsx';

interface QuotientProps {
  /** The whole block, or its current month alone. */
  readonly contenu: Contenu<'quotientFamilial', 'actuel'> & Partial<Contenu<'quotientFamilial', 'complet'>>;
  /** What the reader sees of the rest, to explain the figure when its ingredients are open (CDAP-06). */
  readonly blocs: BlocsLus;
  readonly profil: string;
}

const euros = (valeur: number): string => formatEuros(valeur, { entiers: true });

/** The figure that people come for: the largest thing of the screen, with its month and its state (CDAP-05). */
export function Quotient({ contenu, blocs, profil }: QuotientProps) {
  const { actuel, parts, historique = [] } = contenu;
  const stabilite = direStabilite(historique);
  return (
    <section className="dossier__lead" aria-labelledby={idRubrique('quotientFamilial')}>
      <h3 id={idRubrique('quotientFamilial')} tabIndex={-1} className="visually-hidden">
        Quotient familial
      </h3>
      <div className="dossier__figure">
        <LeChiffre actuel={actuel} parts={parts} />
        {stabilite && <p className="dossier__note">{stabilite}</p>}
        <ExplicationQuotient blocs={blocs} parts={parts ?? null} actuel={actuel} profil={profil} />
      </div>
      {historique.length > 1 && (
        <LineChart
          title={`${historique.length} derniers mois`}
          points={pointsDe(historique)}
          format={euros}
          detail={{
            header: 'Calculé en',
            of: ({ month }) => direCalcul(historique.find(({ mois }) => mois === month)),
          }}
        />
      )}
    </section>
  );
}

/** The three states never merge: a value, « non connu », « pas de droit » with the last value beside. */
function LeChiffre({ actuel, parts }: { readonly actuel: EtatQf; readonly parts: number | undefined }) {
  const label = `Quotient familial ${deMois(actuel.mois)}`;
  const nombreDeParts = parts === undefined ? [] : [{ term: 'Parts', value: formatNombre(parts) }];
  if (actuel.etat === 'valeur') {
    return (
      <Figure
        label={label}
        value={formatNombre(actuel.valeur)}
        unit="€"
        action={<CopyButton value={String(actuel.valeur)} what="le quotient familial" />}
        state={<StatusTag tone="fait">Valeur connue</StatusTag>}
        about={[{ term: 'Calculé en', value: formatMois(actuel.moisCalcul) }, ...nombreDeParts]}
      />
    );
  }
  const { message } = messageQuotient(actuel);
  if (actuel.etat === 'inconnu') {
    return (
      <>
        <Figure
          label={label}
          value={null}
          absent={ABSENCES.inconnu}
          state={<StatusTag tone="attention">Ce n’est pas zéro</StatusTag>}
          about={nombreDeParts}
        />
        <p className="dossier__note">{message}</p>
      </>
    );
  }
  const { derniereValeur } = actuel;
  return (
    <>
      <Figure
        label={label}
        value={null}
        absent="Pas de droit ce mois-ci"
        state={<StatusTag tone="neutre">Ce n’est pas zéro</StatusTag>}
        about={nombreDeParts}
      />
      {derniereValeur ? (
        <Figure
          size="medium"
          label={`Dernière valeur connue, ${formatMois(derniereValeur.mois)}`}
          value={formatNombre(derniereValeur.valeur)}
          unit="€"
          action={<CopyButton value={String(derniereValeur.valeur)} what="la dernière valeur connue" />}
          about={[{ term: 'Calculé en', value: formatMois(derniereValeur.moisCalcul) }]}
        />
      ) : (
        <p className="dossier__note">{message}</p>
      )}
    </>
  );
}
