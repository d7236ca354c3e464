import { DefinitionList } from '../../../../ui/definition-list.tsx';
import { formatEuros, formatNombre } from '../../../../ui/format.ts';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { Table } from '../../../../ui/table.tsx';
import {
  LIBELLES_ACTIVITES,
  LIBELLES_CREANCES,
  LIBELLES_LOGEMENT,
  LIBELLES_PRESTATIONS,
  LIBELLES_RSA,
  LIBELLES_SITUATIONS,
} from '../../libelles.ts';
import { enTete, jour, mois, montant, NON_CONNU, ouiNon, periodeDeMois } from '../mots.ts';
import type { Contenu } from './contenu.ts';
import { useFoyer } from './foyer-contexte.ts';
import { Droits } from './prestations.tsx';

/** Reduced forms whose shape is not that of their block; each says what it knows, and nothing as zero. */

export function NirCinqDerniers({ contenu }: { readonly contenu: Contenu<'nir', 'cinq-derniers'> }) {
  const { nommerAdulte } = useFoyer();
  return (
    <DefinitionList
      items={contenu.adultes.map(({ role, cinqDerniers }) => ({
        term: nommerAdulte(role),
        value: cinqDerniers === null ? NON_CONNU : <span className="identifier">… {cinqDerniers}</span>,
      }))}
    />
  );
}

export const AdresseNouvelle = ({ contenu }: { readonly contenu: Contenu<'adresse', 'nouvelle-connue'> }) => (
  <p>
    {contenu.nouvelleConnue
      ? `Une nouvelle adresse est connue depuis le ${jour(contenu.depuis)}.`
      : 'Aucune nouvelle adresse n’est connue depuis deux ans.'}
  </p>
);

export const FamilleNombre = ({ contenu }: { readonly contenu: Contenu<'famille', 'nombre'> }) => (
  <DefinitionList
    items={[
      { term: 'Adultes', value: formatNombre(contenu.nombreAdultes) },
      { term: 'Enfants à charge', value: formatNombre(contenu.nombreEnfantsACharge) },
    ]}
  />
);

export const FamilleSituation = ({ contenu }: { readonly contenu: Contenu<'famille', 'situation'> }) => (
  <p>
    {LIBELLES_SITUATIONS[contenu.situation]}
    {contenu.depuis && <span className="soft">, depuis le {jour(contenu.depuis)}</span>}
  </p>
);

export function SituationProActuelle({ contenu }: { readonly contenu: Contenu<'situationPro', 'actuelle'> }) {
  const { nommerAdulte } = useFoyer();
  return (
    <DefinitionList
      items={contenu.adultes.map(({ role, activite, depuis }) => ({
        term: nommerAdulte(role),
        value: LIBELLES_ACTIVITES[activite] + (depuis ? `, depuis le ${jour(depuis)}` : ''),
      }))}
    />
  );
}

export const RessourcesTotal = ({
  contenu,
}: {
  readonly contenu: Contenu<'ressourcesAnnuelles', 'total'>;
}) => (
  <DefinitionList
    items={[{ term: `Total retenu pour ${contenu.annee}`, value: montant(contenu.totalRetenuCentimes) }]}
  />
);

export function RessourcesTranche({
  contenu,
}: {
  readonly contenu: Contenu<'ressourcesAnnuelles', 'tranche'>;
}) {
  const { annee, deCentimes, aCentimes } = contenu;
  const entier = (centimes: number) => formatEuros(centimes / 100, { entiers: true });
  return (
    <DefinitionList
      items={[
        {
          term: `Ressources de ${annee}`,
          value:
            deCentimes === null || aCentimes === null
              ? NON_CONNU
              : `De ${entier(deCentimes)} à moins de ${entier(aCentimes)}`,
        },
      ]}
    />
  );
}

export const RessourcesTrimestrielleTotal = ({
  contenu,
}: {
  readonly contenu: Contenu<'ressourcesTrimestrielles', 'total'>;
}) =>
  contenu.declarations.length === 0 ? (
    <p>Aucune déclaration trimestrielle.</p>
  ) : (
    <DefinitionList
      numeric
      items={contenu.declarations.map(({ du, au, totalCentimes }) => ({
        term: enTete(periodeDeMois(du, au)),
        value: montant(totalCentimes),
      }))}
    />
  );

/** T6: the benefits that open a cover, and the proof of residence. */
export const DroitsCpam = ({
  contenu,
}: {
  readonly contenu: Contenu<'droits', 'aah-clca-prepare-ajpp-rsa-existence'>;
}) => (
  <>
    <Droits contenu={contenu} />
    <p>
      Une prestation familiale est en cours :{' '}
      <StatusTag tone={contenu.prestationFamiliale ? 'fait' : 'neutre'}>
        {ouiNon(contenu.prestationFamiliale)}
      </StatusTag>
    </p>
  </>
);

/** T15: yes or no, and until when. */
export const DroitsOuiNon = ({ contenu }: { readonly contenu: Contenu<'droits', 'rsa-aah-oui-non-fin'> }) => (
  <DefinitionList
    items={[['RSA', contenu.rsa] as const, ['AAH', contenu.aah] as const].map(
      ([term, { beneficiaire, fin }]) => ({
        term,
        value: (
          <>
            <StatusTag tone={beneficiaire ? 'fait' : 'neutre'}>{ouiNon(beneficiaire)}</StatusTag>
            {beneficiaire && (fin === null ? ', sans fin prévue' : `, jusqu’en ${mois(fin)}`)}
          </>
        ),
      }),
    )}
  />
);

export const DroitsExistence = ({ contenu }: { readonly contenu: Contenu<'droits', 'existence'> }) =>
  contenu.ouverts.length === 0 ? (
    <p>Aucun droit en cours.</p>
  ) : (
    <p>Droits en cours : {contenu.ouverts.map((p) => LIBELLES_PRESTATIONS[p]).join(', ')}.</p>
  );

export function CreancesSoldes({ contenu }: { readonly contenu: Contenu<'creances', 'nature-solde'> }) {
  const lignes = contenu.creances.map((creance, rang) => ({ ...creance, cle: String(rang) }));
  if (lignes.length === 0) return <p>Aucune créance.</p>;
  return (
    <Table<(typeof lignes)[number]>
      caption="Créances"
      captionHidden
      rows={lignes}
      keyOf={({ cle }) => cle}
      empty={null}
      columns={[
        { id: 'nature', header: 'Créance', cell: ({ nature }) => LIBELLES_CREANCES[nature] },
        {
          id: 'solde',
          header: 'Reste dû',
          align: 'end',
          cell: ({ soldeCentimes }) => <strong>{montant(soldeCentimes)}</strong>,
        },
      ]}
    />
  );
}

export const LogementOccupation = ({ contenu }: { readonly contenu: Contenu<'logement', 'occupation'> }) => (
  <p>
    {LIBELLES_LOGEMENT[contenu.statut]}
    {contenu.depuis && <span className="soft">, depuis le {jour(contenu.depuis)}</span>}
  </p>
);

const MOTIFS_FORFAIT = {
  'aide-logement': 'le foyer reçoit une aide au logement',
  proprietaire: 'le foyer est propriétaire de son logement',
  'heberge-gratuit': 'le foyer est logé gratuitement',
} as const;

export const LogementForfait = ({ contenu }: { readonly contenu: Contenu<'logement', 'forfait-css'> }) => (
  <p>
    {contenu.motif === null
      ? 'Aucun forfait logement à ajouter aux ressources.'
      : `Un forfait logement s’ajoute aux ressources : ${MOTIFS_FORFAIT[contenu.motif]}.`}
  </p>
);

/** The state and its dates; the reasons are for those who follow the household. */
export function RsaEtat({ contenu }: { readonly contenu: Contenu<'rsa', 'etat'> }) {
  const { etat, demandeLe, clotureLe, dernierMois } = contenu;
  return (
    <DefinitionList
      items={[
        { term: 'État', value: LIBELLES_RSA[etat] },
        { term: 'Demande', value: `Le ${jour(demandeLe)}` },
        ...(dernierMois ? [{ term: 'Dernier mois versé', value: mois(dernierMois) }] : []),
        ...(clotureLe ? [{ term: 'Fin du droit', value: jour(clotureLe) }] : []),
      ]}
    />
  );
}
