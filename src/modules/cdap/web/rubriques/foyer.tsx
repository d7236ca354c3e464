import { estNirProvisoire } from '../../../../kernel/nir.ts';
import { DefinitionList } from '../../../../ui/definition-list.tsx';
import { Disclosure } from '../../../../ui/disclosure.tsx';
import { Identifier } from '../../../../ui/identifier.tsx';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { Table } from '../../../../ui/table.tsx';
import type { ContenuBloc } from '../../domain/blocs.ts';
import { LIBELLES_ROLES, MESSAGES_ETATS } from '../../libelles.ts';
import { enTete, jour, NON_CONNU, periodeDeJours } from '../mots.ts';
import { direNaissance, nomCourant } from '../personnes.ts';
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
