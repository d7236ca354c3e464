import { type Definition, DefinitionList } from '../../../../ui/definition-list.tsx';
import { Identifier } from '../../../../ui/identifier.tsx';
import { StatusTag, type StatusTone } from '../../../../ui/status-tag.tsx';
import { Table } from '../../../../ui/table.tsx';
import type { ContenuBloc } from '../../domain/blocs.ts';
import { LIBELLES_GARDE, LIBELLES_PROTECTION } from '../../libelles.ts';
import { jour, montant, periodeDeJours, periodeDeMois } from '../mots.ts';
import type { Contenu } from './contenu.ts';
import { useFoyer } from './foyer-contexte.ts';

/** Blocks on what helps a person or a child: protection, disability, childcare. */

export function Protection({ contenu }: { readonly contenu: ContenuBloc<'protection'> }) {
  const { nommerAdulte } = useFoyer();
  const { mesure, role, du, au, jugement, organisme, tiersPaye } = contenu;
  const items: Definition[] = [
    { term: 'Mesure', value: `${LIBELLES_PROTECTION[mesure]}, ${periodeDeJours(du, au)}` },
    { term: 'Personne protégée', value: nommerAdulte(role) },
    ...(jugement ? [{ term: 'Jugement', value: `${jugement.tribunal}, le ${jour(jugement.le)}` }] : []),
    {
      term: 'Qui agit pour elle',
      value: (
        <>
          {organisme.nom}
          <span className="dossier__cell-note">
            Référence <Identifier value={organisme.reference} />
            {organisme.siret && (
              <>
                , Siret <Identifier value={organisme.siret} kind="siret" />
              </>
            )}
          </span>
        </>
      ),
    },
    { term: 'Prestations versées à', value: tiersPaye ? organisme.nom : 'La personne elle-même' },
  ];
  return <DefinitionList items={items} />;
}

export const ProtectionExistence = ({
  contenu,
}: {
  readonly contenu: Contenu<'protection', 'existence'>;
}) => (
  <DefinitionList items={[{ term: 'Mesure de protection', value: periodeDeJours(contenu.du, contenu.au) }]} />
);

const TAUX = { '50-79': 'taux de 50 à 79\u00a0%', '80-et-plus': 'taux de 80\u00a0% et plus' } as const;

export function Handicap({ contenu: { aah, aeeh } }: { readonly contenu: ContenuBloc<'handicap'> }) {
  const { nommerAdulte, nommerEnfant } = useFoyer();
  const items: Definition[] = [
    ...aah.map(({ role, taux, depuis, jusqua, montantMensuelCentimes }) => ({
      term: `AAH de ${nommerAdulte(role)}`,
      value: `${montant(montantMensuelCentimes)} par mois, ${TAUX[taux]}, ${periodeDeMois(depuis, jusqua)}`,
    })),
    ...aeeh.map(({ rangEnfant, complement, depuis, jusqua, montantMensuelCentimes }) => ({
      term: `AEEH pour ${nommerEnfant(rangEnfant)}`,
      value: `${montant(montantMensuelCentimes)} par mois, ${complement === 0 ? 'sans complément' : `complément ${complement}`}, ${periodeDeMois(depuis, jusqua)}`,
    })),
  ];
  return items.length === 0 ? <p>Ni AAH, ni AEEH.</p> : <DefinitionList items={items} />;
}

export const HandicapMajoration = ({ contenu }: { readonly contenu: Contenu<'handicap', 'majoration'> }) => (
  <p>
    {contenu.majoration
      ? 'Le complément de mode de garde est majoré.'
      : 'Le complément de mode de garde n’est pas majoré.'}
  </p>
);

type Demande = ContenuBloc<'cmg'>['demandes'][number];

const ETATS_CMG: Readonly<Record<Demande['etat'], readonly [StatusTone, string]>> = {
  'en-cours': ['attente', 'À l’étude'],
  ouverte: ['fait', 'Ouverte'],
  close: ['neutre', 'Terminée'],
  refusee: ['stop', 'Refusée'],
};

const EtatCmg = ({ etat }: Pick<Demande, 'etat'>) => {
  const [ton, mot] = ETATS_CMG[etat];
  return <StatusTag tone={ton}>{mot}</StatusTag>;
};

export function Cmg({ contenu }: { readonly contenu: ContenuBloc<'cmg'> }) {
  const { nommerEnfant } = useFoyer();
  const lignes = contenu.demandes.map((demande, rang) => ({
    ...demande,
    cle: `${demande.deposeeLe} ${rang}`,
  }));
  return (
    <Table<(typeof lignes)[number]>
      caption="Demandes de complément de mode de garde"
      captionHidden
      rows={lignes}
      keyOf={({ cle }) => cle}
      empty={null}
      columns={[
        {
          id: 'mode',
          header: 'Mode de garde',
          cell: ({ mode, rangEnfant, numeroPajemploi }) => (
            <>
              {LIBELLES_GARDE[mode]}
              <span className="dossier__cell-note">
                {nommerEnfant(rangEnfant)}
                {numeroPajemploi && (
                  <>
                    , Pajemploi <Identifier value={numeroPajemploi} />
                  </>
                )}
              </span>
            </>
          ),
        },
        {
          id: 'periode',
          header: 'Période',
          cell: ({ du, au, deposeeLe }) => (
            <>
              {du === null ? 'Pas encore ouverte' : periodeDeMois(du, au)}
              <span className="dossier__cell-note">demandée le {jour(deposeeLe)}</span>
            </>
          ),
        },
        { id: 'etat', header: 'État', cell: ({ etat }) => <EtatCmg etat={etat} /> },
        {
          id: 'montant',
          header: 'Par mois',
          align: 'end',
          cell: ({ montantMensuelCentimes }) =>
            montantMensuelCentimes === null ? 'Sans montant' : montant(montantMensuelCentimes),
        },
      ]}
    />
  );
}

export const CmgEtats = ({ contenu: { etats } }: { readonly contenu: Contenu<'cmg', 'etat'> }) => (
  <ul className="plain-list">
    {etats.map((etat, rang) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: lines of a file that is read once and never reordered
      <li key={rang}>
        Demande {rang + 1} : <EtatCmg etat={etat} />
      </li>
    ))}
  </ul>
);
