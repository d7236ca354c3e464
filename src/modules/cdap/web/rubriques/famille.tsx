import { type Definition, DefinitionList } from '../../../../ui/definition-list.tsx';
import { Disclosure } from '../../../../ui/disclosure.tsx';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { Table } from '../../../../ui/table.tsx';
import type { ContenuBloc } from '../../domain/blocs.ts';
import {
  LIBELLES_ACTIVITES,
  LIBELLES_LIENS,
  LIBELLES_NON_CHARGE,
  LIBELLES_SITUATIONS,
} from '../../libelles.ts';
import { jour, mois, NON_CONNU, periodeDeJours } from '../mots.ts';
import { ageLe, direNaissance } from '../personnes.ts';
import type { Contenu } from './contenu.ts';
import { useFoyer } from './foyer-contexte.ts';

/** Blocks that say who depends on whom, and what each adult does. */

interface Props<C> {
  readonly contenu: C;
}

type EnfantLu = Contenu<'famille', 'composition'>['enfants'][number];

const compteACharge = (nombre: number): string =>
  nombre < 2 ? `${nombre === 0 ? 'Aucun' : 'Un'} enfant à charge.` : `${nombre} enfants à charge.`;

/** T2: who the children are and who is dependent, nothing on the couple. */
export const FamilleComposition = ({ contenu }: Props<Contenu<'famille', 'composition'>>) => (
  <>
    <p>{compteACharge(contenu.nombreACharge)}</p>
    {contenu.enfants.length > 0 && <TableEnfants enfants={contenu.enfants} />}
  </>
);

/** T21: the children for whom the childcare supplement is due. */
export const FamilleJeunesEnfants = ({ contenu }: Props<Contenu<'famille', 'enfants-moins-6'>>) =>
  contenu.enfants.length === 0 ? (
    <p>Aucun enfant de moins de six ans.</p>
  ) : (
    <TableEnfants enfants={contenu.enfants} />
  );

function TableEnfants({ enfants }: { readonly enfants: readonly EnfantLu[] }) {
  const { donneesLe } = useFoyer();
  return (
    <Table<EnfantLu>
      caption="Enfants"
      captionHidden
      rows={enfants}
      keyOf={({ rang }) => String(rang)}
      empty={null}
      columns={[
        { id: 'nom', header: 'Enfant', cell: (enfant) => nomEnfant(enfant) },
        {
          id: 'naissance',
          header: 'Naissance',
          cell: ({ dateNaissance }) => direNaissance(dateNaissance).replace(/^(le|en) /, ''),
        },
        {
          id: 'age',
          header: 'Âge',
          align: 'end',
          cell: (enfant) => direAge(enfant.dateNaissance, donneesLe),
        },
        {
          id: 'charge',
          header: 'À charge',
          cell: ({ aCharge }) => <Charge aCharge={aCharge} motif={null} />,
        },
      ]}
    />
  );
}

export function Famille({ contenu }: Props<ContenuBloc<'famille'>>) {
  const { donneesLe } = useFoyer();
  const { situation, depuis, conjoint, enfants, naissancePrevue } = contenu;
  type Enfant = (typeof enfants)[number];
  const aCharge = enfants.filter((enfant) => enfant.aCharge).length;
  const faits: Definition[] = [
    {
      term: 'Situation',
      value: LIBELLES_SITUATIONS[situation] + (depuis ? `, depuis le ${jour(depuis)}` : ''),
    },
    ...(conjoint?.vieCommuneDepuis
      ? [{ term: 'Vie commune', value: `depuis le ${jour(conjoint.vieCommuneDepuis)}` }]
      : []),
    ...(naissancePrevue ? [{ term: 'Naissance prévue', value: mois(naissancePrevue) }] : []),
    { term: 'Enfants à charge', value: String(aCharge) },
  ];
  return (
    <>
      <DefinitionList items={faits} />
      {enfants.length > 0 && (
        <Table<Enfant>
          caption="Enfants"
          captionHidden
          rows={enfants}
          keyOf={({ rang }) => String(rang)}
          empty={null}
          columns={[
            {
              id: 'nom',
              header: 'Enfant',
              cell: (enfant) => (
                <>
                  {nomEnfant(enfant)}
                  <span className="dossier__cell-note">
                    {LIBELLES_LIENS[enfant.lien]}
                    {enfant.gardeAlternee && ', garde alternée'}
                  </span>
                </>
              ),
            },
            {
              id: 'naissance',
              header: 'Naissance',
              cell: ({ dateNaissance }) => direNaissance(dateNaissance).replace(/^(le|en) /, ''),
            },
            {
              id: 'age',
              header: 'Âge',
              align: 'end',
              cell: (enfant) => direAge(enfant.dateNaissance, donneesLe),
            },
            {
              id: 'charge',
              header: 'À charge',
              cell: ({ aCharge: compte, motifNonCharge, aChargeJusqua }) => (
                <Charge
                  aCharge={compte}
                  motif={[
                    ...(motifNonCharge ? [LIBELLES_NON_CHARGE[motifNonCharge]] : []),
                    ...(aChargeJusqua ? [`jusqu’en ${mois(aChargeJusqua)}`] : []),
                  ].join(', ')}
                />
              ),
            },
          ]}
        />
      )}
    </>
  );
}

const nomEnfant = ({
  prenoms,
  nomUsage,
  nomNaissance,
}: {
  readonly prenoms: readonly string[];
  readonly nomUsage: string | null;
  readonly nomNaissance: string;
}): string => `${prenoms.join(' ')} ${nomUsage ?? nomNaissance}`;

function direAge(naissance: string | null, leJour: string): string {
  const ans = ageLe(naissance, leJour);
  if (ans === null) return NON_CONNU;
  return ans < 2 ? `${ans}\u00a0an` : `${ans}\u00a0ans`;
}

function Charge({ aCharge, motif }: { readonly aCharge: boolean; readonly motif: string | null }) {
  return (
    <>
      <StatusTag tone={aCharge ? 'fait' : 'neutre'}>{aCharge ? 'Oui' : 'Non'}</StatusTag>
      {motif && <span className="dossier__cell-note">{motif}</span>}
    </>
  );
}

export function SituationPro({ contenu }: Props<ContenuBloc<'situationPro'>>) {
  const { nommerAdulte } = useFoyer();
  return (
    <div className="dossier__people">
      {contenu.adultes.map(({ role, activite, depuis, precedentes }) => (
        <div key={role}>
          <h4>{nommerAdulte(role)}</h4>
          <p>
            {LIBELLES_ACTIVITES[activite]}
            {depuis && <span className="soft">, depuis le {jour(depuis)}</span>}
          </p>
          {precedentes.length > 0 && (
            <Disclosure label="Activités précédentes" about={nommerAdulte(role)}>
              {precedentes.map((precedente) => (
                <p key={precedente.depuis}>
                  {LIBELLES_ACTIVITES[precedente.activite]}
                  <span className="soft">, {periodeDeJours(precedente.depuis, precedente.jusqua)}</span>
                </p>
              ))}
            </Disclosure>
          )}
        </div>
      ))}
    </div>
  );
}
