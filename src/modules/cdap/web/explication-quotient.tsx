import { Disclosure } from '../../../ui/disclosure.tsx';
import { formatEuros } from '../../../ui/format.ts';
import type { BlocsLus } from '../domain/blocs.ts';
import {
  type ExplicationQuotient as Explication,
  expliquerQuotient,
  type LignePrestation,
} from '../domain/quotient-familial.ts';
import type { EtatQf } from '../domain/schemas-ressources.ts';
import { LIBELLES_FOURNISSEURS, LIBELLES_PRESTATIONS } from '../libelles.ts';
import { deMois, parts as direParts, montant } from './mots.ts';

interface ExplicationQuotientProps {
  readonly blocs: BlocsLus;
  readonly parts: number | null;
  /** Set when the figure comes from elsewhere: what the profile opens here is then not what it is made of. */
  readonly fournisseur?: 'CNAF' | 'MSA' | undefined;
  readonly actuel: EtatQf;
  readonly profil: string;
}

/**
 * How the figure comes about, with its amounts when the profile sees its ingredients; the rule alone otherwise
 * (CDAP-06).
 */
export function ExplicationQuotient(props: ExplicationQuotientProps) {
  const { blocs, parts, fournisseur, actuel, profil } = props;
  if (actuel.etat !== 'valeur') return null;
  const explication = expliquerQuotient(blocs);
  return explication ? (
    <Disclosure label="Comment ce chiffre est calculé">
      <Calcul explication={explication} />
    </Disclosure>
  ) : (
    <Disclosure label="D’où vient ce chiffre ?">
      <p>
        Les ressources d’il y a deux ans, ramenées au mois, plus les prestations du mois, le tout divisé par
        le nombre de parts{parts !== null && ` (ici ${direParts(parts)})`}.
      </p>
      <p>
        Deux parts pour le foyer, avec un adulte ou deux ; une demi-part pour chaque enfant, une part entière
        pour le troisième, une demi-part de plus pour un enfant handicapé, la moitié en garde alternée. Les
        prestations versées une seule fois et l’aide à la garde ne comptent pas.
      </p>
      {fournisseur ? (
        <p>Ce chiffre est donné par la {LIBELLES_FOURNISSEURS[fournisseur]}, sans le détail de son calcul.</p>
      ) : (
        <p>
          Votre profil {profil} ouvre le chiffre, pas les montants dont il est fait : ils ne sont pas montrés
          ici.
        </p>
      )}
    </Disclosure>
  );
}

function Calcul({ explication }: { readonly explication: Explication }) {
  const { ressources, prestations, parts, quotient, mois } = explication;
  return (
    <>
      <table className="table dossier__sum">
        <caption className="visually-hidden">Calcul du quotient familial {deMois(mois)}</caption>
        <tbody>
          <tr>
            <th scope="row">
              Ressources retenues de {ressources.annee} : {montant(ressources.annuelCentimes)} sur douze mois
            </th>
            <td data-align="end">{montant(ressources.mensuelCentimes)}</td>
          </tr>
          {prestations.comptees.map((ligne) => (
            <tr key={ligne.prestation}>
              <th scope="row">{LIBELLES_PRESTATIONS[ligne.prestation]}</th>
              <td data-align="end">{montant(ligne.montantCentimes)}</td>
            </tr>
          ))}
          <tr>
            <th scope="row">Ensemble</th>
            <td data-align="end">{montant(ressources.mensuelCentimes + prestations.totalCentimes)}</td>
          </tr>
          <tr>
            <th scope="row">{direLesParts(parts)}</th>
            <td data-align="end">÷ {direParts(parts.total)}</td>
          </tr>
          <tr>
            <th scope="row">Quotient familial, arrondi à l’euro</th>
            <td data-align="end">
              <strong>{formatEuros(quotient, { entiers: true })}</strong>
            </td>
          </tr>
        </tbody>
      </table>
      {prestations.nonComptees.length > 0 && <p>Ne comptent pas : {nommer(prestations.nonComptees)}.</p>}
    </>
  );
}

function direLesParts({ foyer, enfants }: Explication['parts']): string {
  const duFoyer = `${direParts(foyer)} pour le foyer`;
  if (enfants === null) return `Parts : ${duFoyer} et ce que les enfants y ajoutent`;
  const desEnfants = enfants.map(
    ({ rang, parts, gardeAlternee, handicap }) =>
      `${direParts(parts)} pour l’enfant ${rang}${handicap ? ', handicapé' : ''}${gardeAlternee ? ', en garde alternée' : ''}`,
  );
  return `Parts : ${[duFoyer, ...desEnfants].join(' ; ')}`;
}

const nommer = (lignes: readonly LignePrestation[]): string =>
  lignes.map(({ prestation }) => LIBELLES_PRESTATIONS[prestation]).join(', ');
