import { estNirProvisoire } from '../../../../kernel/nir.ts';
import { type Definition, DefinitionList } from '../../../../ui/definition-list.tsx';
import { Disclosure } from '../../../../ui/disclosure.tsx';
import { Identifier } from '../../../../ui/identifier.tsx';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { Table } from '../../../../ui/table.tsx';
import type { ContenuBloc } from '../../domain/blocs.ts';
import {
  LIBELLES_ACTIVITES,
  LIBELLES_LIENS,
  LIBELLES_NON_CHARGE,
  LIBELLES_ROLES,
  LIBELLES_SITUATIONS,
  MESSAGES_ETATS,
} from '../../libelles.ts';
import { enTete, jour, mois, NON_CONNU, periodeDeJours } from '../mots.ts';
import { ageLe, direNaissance, nomCourant } from '../personnes.ts';
import type { Contenu } from './contenu.ts';
import { useFoyer } from './foyer-contexte.ts';

/** Blocks that say who the household is and where it lives. */

interface Props<C> {
  readonly contenu: C;
}

type AdulteLu = ContenuBloc<'identite'>['adultes'][number];

export function Identite({ contenu }: Props<ContenuBloc<'identite'>>) {
  return (
    <Table<AdulteLu>
      caption="Adultes du dossier"
      captionHidden
      rows={contenu.adultes}
      keyOf={({ role }) => role}
      empty={null}
      columns={[
        {
          id: 'personne',
          header: 'Personne',
          cell: (adulte) => (
            <>
              {nomCourant(adulte)}
              <span className="dossier__cell-note">{LIBELLES_ROLES[adulte.role]}</span>
            </>
          ),
        },
        { id: 'nom', header: 'Nom de naissance', cell: ({ nomNaissance }) => nomNaissance },
        { id: 'prenoms', header: 'Prénoms', cell: ({ prenoms }) => prenoms.join(', ') },
        {
          id: 'naissance',
          header: 'Naissance',
          cell: ({ dateNaissance, lieuNaissance }) => (
            <>
              {direNaissance(dateNaissance).replace(/^(le|en) /, '')}
              <span className="dossier__cell-note">{direLieu(lieuNaissance)}</span>
            </>
          ),
        },
      ]}
    />
  );
}

/** « à Villexemple », « à Exempla, Mali »: a foreign birthplace gives its country (CDAP-03). */
const direLieu = ({ commune, pays, codePays }: AdulteLu['lieuNaissance']): string =>
  [commune === null ? 'commune inconnue' : `à ${commune}`, ...(codePays === '99100' ? [] : [pays])].join(
    ', ',
  );

export function Numero({ contenu }: Props<ContenuBloc<'numero'>>) {
  const { cafCode, numero, etat, depuis } = contenu;
  return (
    <DefinitionList
      items={[
        { term: 'Caf', value: <Identifier value={cafCode} /> },
        { term: 'Numéro', value: <Identifier value={numero} kind="dossier" /> },
        { term: 'État', value: `${MESSAGES_ETATS[etat].titre}, depuis le ${jour(depuis)}` },
      ]}
    />
  );
}

export function Nir({ contenu }: Props<ContenuBloc<'nir'>>) {
  const { nommerAdulte } = useFoyer();
  return (
    <DefinitionList
      items={contenu.adultes.map(({ role, nir }) => ({
        term: nommerAdulte(role),
        value:
          nir === null ? (
            NON_CONNU
          ) : (
            <>
              <Identifier value={nir} kind="nir" />
              {estNirProvisoire(nir) && (
                <>
                  {' '}
                  <StatusTag tone="attente">Numéro provisoire</StatusTag>
                </>
              )}
            </>
          ),
      }))}
    />
  );
}

type UneAdresse = NonNullable<ContenuBloc<'adresse'>['actuelle']>;

const NATURES_ADRESSE: Readonly<Record<UneAdresse['nature'], string | null>> = {
  definitive: null,
  provisoire: 'Adresse provisoire',
  retour: 'Courrier revenu à la Caf',
};

export function Adresse({ contenu }: Props<ContenuBloc<'adresse'>>) {
  const { actuelle, precedentes } = contenu;
  return (
    <>
      {actuelle ? <UneAdresseVue adresse={actuelle} /> : <p>Pas d’adresse connue en ce moment.</p>}
      {precedentes.length > 0 && (
        <Disclosure label={precedentes.length > 1 ? 'Adresses précédentes' : 'Adresse précédente'}>
          {precedentes.map((adresse) => (
            <UneAdresseVue key={adresse.depuis} adresse={adresse} />
          ))}
        </Disclosure>
      )}
    </>
  );
}

function UneAdresseVue({ adresse }: { readonly adresse: UneAdresse }) {
  const { complement, complementGeographique, voie, lieuDit, codePostal, commune, pays, nature } = adresse;
  const mention = NATURES_ADRESSE[nature];
  const lignes = [complement, complementGeographique, voie, lieuDit, `${codePostal} ${commune}`].filter(
    Boolean,
  );
  return (
    <div>
      <address className="dossier__address">
        {lignes.map((ligne) => (
          <span key={ligne}>{ligne}</span>
        ))}
        {pays.toUpperCase() !== 'FRANCE' && <span>{pays}</span>}
      </address>
      <p className="soft">
        {enTete(periodeDeJours(adresse.depuis, adresse.jusqua))}
        {mention && (
          <>
            {' '}
            <StatusTag tone="attention">{mention}</StatusTag>
          </>
        )}
      </p>
    </div>
  );
}

type EnfantLu = Contenu<'famille', 'composition'>['enfants'][number];

const compteACharge = (nombre: number): string =>
  nombre < 2 ? `${nombre === 0 ? 'Aucun' : 'Un'} enfant à charge.` : `${nombre} enfants à charge.`;

/** T2: who the children are and who is dependent, nothing on the couple. */
export function FamilleComposition({ contenu }: Props<Contenu<'famille', 'composition'>>) {
  const { donneesLe } = useFoyer();
  return (
    <>
      <p>{compteACharge(contenu.nombreACharge)}</p>
      {contenu.enfants.length > 0 && (
        <Table<EnfantLu>
          caption="Enfants"
          captionHidden
          rows={contenu.enfants}
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
      )}
    </>
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
