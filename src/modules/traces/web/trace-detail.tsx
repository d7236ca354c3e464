import type { ReactNode } from 'react';
import { Button } from '../../../ui/button.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { type Definition, DefinitionList } from '../../../ui/definition-list.tsx';
import { Disclosure } from '../../../ui/disclosure.tsx';
import { formatCompte, formatDate } from '../../../ui/format.ts';
import { Identifier } from '../../../ui/identifier.tsx';
import { ButtonLink } from '../../../ui/link.tsx';
import type { Trace } from '../contract.ts';
import {
  direAction,
  direCategories,
  direCodeIssue,
  direJeton,
  direMission,
  direProfil,
  direRoles,
  type LibellesTraces,
} from '../libelles-des-traces.ts';
import { direObjet, nommerNavigateur } from './dire-trace.ts';
import { heureExacte, jourCivil } from './jours-traces.ts';
import { type CriteresTraces, rechercheDeSession } from './recherche-traces.ts';

interface TraceDetailProps {
  readonly trace: Trace;
  readonly libelles: LibellesTraces;
  readonly fuseau: string;
  /** The search in force: what it already shows is not offered again. */
  readonly criteres: CriteresTraces;
  readonly nommer: (id: string) => string | null;
  readonly onVoirDossier: (numero: string) => void;
}

/** All that one line of the register holds (TRA-01), in words, and the ways to what goes with it. */
export function TraceDetail(props: TraceDetailProps) {
  const { trace, criteres, onVoirDossier } = props;
  const session = trace.session === criteres.session ? null : trace.session;
  const numero = trace.dossier?.numero;
  const dossier = numero === undefined || Number(numero) === Number(criteres.dossier) ? null : numero;
  return (
    <div className="trace-sheet">
      <div className="trace-sheet__columns">
        <DefinitionList items={acte(props)} />
        <DefinitionList items={auteur(props)} />
      </div>
      <div className="button-row trace-sheet__ways">
        {session && (
          <ButtonLink to="/traces" search={rechercheDeSession(session)} resetScroll={false}>
            Voir toute la session
          </ButtonLink>
        )}
        {dossier && <Button onClick={() => onVoirDossier(dossier)}>Voir les traces de ce dossier</Button>}
      </div>
    </div>
  );
}

/** What was done, on what, for what. */
function acte({ trace, libelles, fuseau, nommer }: TraceDetailProps): Definition[] {
  const raison = direCodeIssue(trace, libelles);
  const rubriques = direCategories(trace, libelles);
  const objet = direObjet(trace, { libelles, nommer });
  return [
    { term: 'Quand', value: <Quand instant={trace.instant} fuseau={fuseau} /> },
    { term: 'Action', value: direAction(trace.action, libelles) },
    {
      term: 'Issue',
      value: [libelles.issues[trace.issue] ?? trace.issue, raison].filter(Boolean).join(' : '),
    },
    ...presente(trace.dossier, 'Dossier', ({ numero, caf }) => (
      <>
        <Identifier value={numero} kind="dossier" /> de la Caf {caf}
      </>
    )),
    ...presente(trace.profil, 'Profil', (profil) => direProfil(profil, libelles)),
    ...presente(trace.mission, 'Mission', (mission) => direMission(mission, libelles)),
    ...presente(trace.motif, 'Motif', (motif) => <q>{motif}</q>),
    ...presente(rubriques.length > 0 ? rubriques : null, 'Rubriques', (montrees) => (
      <>
        {/* biome-ignore lint/a11y/noRedundantRoles: list-style none makes Safari forget that it is a list */}
        <ul role="list">
          {montrees.map((rubrique) => (
            <li key={rubrique}>{rubrique}</li>
          ))}
        </ul>
        <span className="trace-sheet__note">
          {formatCompte(montrees.length, 'rubrique montrée', 'rubriques montrées')}
          {trace.versionMatrice !== null && `, profils en version ${trace.versionMatrice}`}. Les valeurs lues
          ne sont pas gardées.
        </span>
      </>
    )),
    ...presente(objet, 'Sur', (texte) => (estReference(texte) ? <Identifier value={texte} /> : texte)),
  ];
}

/** Who did it, as what, from where. */
function auteur({ trace, libelles }: TraceDetailProps): Definition[] {
  const { navigateur } = trace;
  const nomNavigateur = navigateur === null ? null : nommerNavigateur(navigateur);
  return [
    {
      term: 'Personne',
      value: trace.personne ? (
        <>
          {trace.personne.nom}, identifiant <Identifier value={trace.personne.identifiant} />
        </>
      ) : (
        'Inconnue : l’identifiant tapé n’est celui d’aucun compte'
      ),
    },
    ...presente(trace.jeton, 'Jeton', direJeton),
    ...presente(trace.organisme, 'Organisme', (nom) => nom),
    ...presente(trace.role, 'Rôle', (roles) => direRoles(roles, libelles)),
    ...presente(trace.adresse, 'Adresse réseau', (adresse) => <Identifier value={adresse} />),
    ...presente(navigateur, 'Navigateur', (signature) =>
      nomNavigateur === null ? (
        signature
      ) : (
        <>
          {nomNavigateur}
          <Disclosure label="Signature complète">
            <span className="identifier">{signature}</span>
          </Disclosure>
        </>
      ),
    ),
    ...presente(trace.session, 'Session', (session) => <Identifier value={session} />),
    {
      term: 'Référence',
      value: (
        <span className="copy trace-sheet__reference">
          <Identifier value={trace.id} />
          <CopyButton value={trace.id} what="la référence de la trace" />
        </span>
      ),
    },
  ];
}

/** To the millisecond, in the Caf's zone and in the universal time that the register keeps. */
function Quand({ instant, fuseau }: { readonly instant: string; readonly fuseau: string }) {
  const millisecondes = instant.slice(20, 23).padEnd(3, '0');
  return (
    <>
      {formatDate(jourCivil(instant, fuseau))} à {heureExacte(instant, fuseau)},{millisecondes}
      <span className="trace-sheet__note">
        {heureExacte(instant, 'UTC')},{millisecondes} en temps universel
      </span>
    </>
  );
}

const presente = <V,>(valeur: V | null, term: string, dire: (valeur: V) => ReactNode): Definition[] =>
  valeur === null || valeur === '' ? [] : [{ term, value: dire(valeur) }];

const estReference = (texte: string): boolean => /^[0-9a-f-]{8,}$/.test(texte);
