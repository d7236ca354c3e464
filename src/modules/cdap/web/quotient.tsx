import { CopyButton } from '../../../ui/copy-button.tsx';
import { Figure } from '../../../ui/figure.tsx';
import { formatEuros, formatMois, formatNombre } from '../../../ui/format.ts';
import { type ChartMark, LineChart } from '../../../ui/line-chart.tsx';
import { StatusTag } from '../../../ui/status-tag.tsx';
import type { BlocsLus } from '../domain/blocs.ts';
import type { EtatQf } from '../domain/schemas-ressources.ts';
import { LIBELLES_FOURNISSEURS, messageQuotient } from '../libelles.ts';
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
  /** What changed in the household meanwhile, as far as the profile shows it (CDAP-24). */
  readonly changements?: readonly ChartMark[];
}

const euros = (valeur: number): string => formatEuros(valeur, { entiers: true });

/** The figure that people come for: the largest thing of the screen, with its month and its state (CDAP-05). */
export function Quotient({ contenu, blocs, profil, changements = [] }: QuotientProps) {
  const { actuel, parts, fournisseur, historique = [] } = contenu;
  const stabilite = direStabilite(historique);
  return (
    <section className="dossier__lead" aria-labelledby={idRubrique('quotientFamilial')}>
      <h3 id={idRubrique('quotientFamilial')} tabIndex={-1} className="visually-hidden">
        Quotient familial
      </h3>
      <div className="dossier__figure">
        <LeChiffre actuel={actuel} parts={parts ?? null} fournisseur={fournisseur} />
        {stabilite && <p className="dossier__note">{stabilite}</p>}
        <ExplicationQuotient
          blocs={blocs}
          parts={parts ?? null}
          fournisseur={fournisseur}
          actuel={actuel}
          profil={profil}
        />
      </div>
      {historique.length > 1 && (
        <LineChart
          title={`${historique.length} derniers mois`}
          points={pointsDe(historique)}
          marks={changements}
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
function LeChiffre({
  actuel,
  parts,
  fournisseur,
}: {
  readonly actuel: EtatQf;
  readonly parts: number | null;
  readonly fournisseur: 'CNAF' | 'MSA' | undefined;
}) {
  const label = `Quotient familial ${deMois(actuel.mois)}`;
  const nombreDeParts = parts === null ? [] : [{ term: 'Parts', value: formatNombre(parts) }];
  const calculePar = fournisseur
    ? [{ term: 'Calculé par', value: `la ${LIBELLES_FOURNISSEURS[fournisseur]}` }]
    : [];
  if (actuel.etat === 'valeur') {
    return (
      <Figure
        label={label}
        value={formatNombre(actuel.valeur)}
        unit="€"
        action={<CopyButton value={String(actuel.valeur)} what="le quotient familial" />}
        state={<StatusTag tone="fait">Valeur connue</StatusTag>}
        about={[
          { term: 'Calculé en', value: formatMois(actuel.moisCalcul) },
          ...nombreDeParts,
          ...calculePar,
        ]}
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

/** T15: on which side of the threshold the family stands, and nothing of the figure. */
export function QuotientSousSeuil({
  contenu,
}: {
  readonly contenu: Contenu<'quotientFamilial', 'sous-seuil'>;
}) {
  const { etat, mois, seuil, sousSeuil } = contenu;
  const seuilEcrit = seuil === null ? null : euros(seuil);
  return (
    <section className="dossier__lead" aria-labelledby={idRubrique('quotientFamilial')}>
      <h3 id={idRubrique('quotientFamilial')} tabIndex={-1} className="visually-hidden">
        Quotient familial
      </h3>
      <div className="dossier__figure">
        <Figure
          label={`Le quotient familial ${deMois(mois)} est-il ${seuilEcrit ? `de ${seuilEcrit} ou moins` : 'sous le seuil'} ?`}
          value={sousSeuil === null ? null : sousSeuil ? 'Oui' : 'Non'}
          absent={etat === 'valeur' ? 'Seuil non enregistré' : ABSENCES[etat]}
          state={
            sousSeuil === null ? (
              <StatusTag tone="attention">Ni oui, ni non</StatusTag>
            ) : (
              <StatusTag tone={sousSeuil ? 'fait' : 'neutre'}>
                {sousSeuil ? 'Au plus égal au seuil' : 'Au-dessus du seuil'}
              </StatusTag>
            )
          }
        />
      </div>
    </section>
  );
}
