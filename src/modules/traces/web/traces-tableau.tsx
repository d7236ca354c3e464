// biome-ignore-all lint/a11y/noRedundantRoles: under 600 px lines are displayed as cards, and browsers then drop the roles of a table
import { type KeyboardEvent, type MouseEvent, type ReactNode, useId, useState } from 'react';
import { formatCompte } from '../../../ui/format.ts';
import { Icon } from '../../../ui/icons.tsx';
import { Identifier } from '../../../ui/identifier.tsx';
import { StatusTag } from '../../../ui/status-tag.tsx';
import type { Trace } from '../contract.ts';
import {
  direAction,
  direCodeIssue,
  direJeton,
  direMission,
  type LibellesTraces,
} from '../libelles-des-traces.ts';
import { plusieursOrganismes, TONS_ISSUES } from './dire-trace.ts';
import { grouperParJour, heureExacte, titreDuJour } from './jours-traces.ts';
import type { CriteresTraces } from './recherche-traces.ts';
import { TraceDetail } from './trace-detail.tsx';

interface TracesTableauProps {
  readonly libelles: LibellesTraces;
  readonly fuseau: string;
  readonly aujourdHui: string;
  readonly lignes: readonly Trace[];
  /** Older lines exist: the last day shown may not be whole. */
  readonly inachevee: boolean;
  /** Another search is under way; these lines are those of the one before. */
  readonly perimee: boolean;
  readonly criteres: CriteresTraces;
  readonly nommer: (id: string) => string | null;
  readonly onVoirDossier: (numero: string) => void;
}

const COLONNES = ['Heure', 'Personne', 'Action et mission', 'Dossier', 'Profil', 'Issue'] as const;

/** Traces by day, newest first. Each line opens on all that was recorded; under 600 px it is a card. */
export function TracesTableau(props: TracesTableauProps) {
  const { lignes, fuseau, inachevee, perimee } = props;
  const jours = grouperParJour(lignes, fuseau);
  const organismes = plusieursOrganismes(lignes);
  return (
    <div className="traces__frame">
      <table
        className="traces__table"
        role="table"
        aria-labelledby="traces-trouvees"
        data-stale={perimee}
        onKeyDown={allerDeLigneEnLigne}
      >
        <thead role="rowgroup">
          <tr role="row">
            {COLONNES.map((colonne) => (
              <th key={colonne} role="columnheader" scope="col">
                {colonne}
              </th>
            ))}
          </tr>
        </thead>
        {jours.map(({ jour, lignes: duJour }, rang) => (
          <tbody key={jour} role="rowgroup">
            <tr role="row" className="traces__day">
              {/* biome-ignore lint/a11y/useSemanticElements: it already is one; the role is said again for the cards */}
              <th role="rowheader" scope="rowgroup" colSpan={COLONNES.length}>
                <h3>{titreDuJour(jour, props.aujourdHui)}</h3>
                <span className="soft">
                  {formatCompte(duJour.length, 'trace')}
                  {inachevee && rang === jours.length - 1 && ', la suite plus bas'}
                </span>
              </th>
            </tr>
            {duJour.map((trace) => (
              <Ligne key={trace.id} {...props} trace={trace} organismes={organismes} />
            ))}
          </tbody>
        ))}
      </table>
    </div>
  );
}

interface LigneProps extends TracesTableauProps {
  readonly trace: Trace;
  readonly organismes: boolean;
}

function Ligne({ trace, organismes, ...props }: LigneProps) {
  const { libelles, fuseau } = props;
  const [ouverte, setOuverte] = useState(false);
  const detail = useId();
  const raison = direCodeIssue(trace, libelles);
  return (
    <>
      {/* The click is for the mouse: the keyboard has the button of the first cell. */}
      <tr
        role="row"
        className="traces__line"
        data-open={ouverte}
        onClick={(event) => estUnClicNu(event) && setOuverte(!ouverte)}
      >
        <th role="rowheader" scope="row">
          <button
            type="button"
            className="traces__toggle"
            data-line
            aria-expanded={ouverte}
            aria-controls={ouverte ? detail : undefined}
            onClick={() => setOuverte(!ouverte)}
          >
            <Icon name="right" size={16} />
            <time dateTime={trace.instant}>{heureExacte(trace.instant, fuseau)}</time>
            <span className="visually-hidden"> : détails</span>
          </button>
        </th>
        <Case titre="Personne">
          {trace.personne?.nom ?? <span className="soft">Personne inconnue</span>}
          {trace.jeton && <span className="traces__second">{direJeton(trace.jeton)}</span>}
          {organismes && trace.organisme && <span className="traces__second">{trace.organisme}</span>}
        </Case>
        <Case titre="Action">
          {direAction(trace.action, libelles)}
          {trace.mission && <span className="traces__second">{direMission(trace.mission, libelles)}</span>}
        </Case>
        <Case titre="Dossier">
          {trace.dossier && <Identifier value={trace.dossier.numero} kind="dossier" />}
        </Case>
        <Case titre="Profil">{trace.profil}</Case>
        <Case titre="Issue">
          <StatusTag tone={TONS_ISSUES[trace.issue]}>{libelles.issues[trace.issue] ?? trace.issue}</StatusTag>
          {raison && <span className="traces__second">{raison}</span>}
        </Case>
      </tr>
      {ouverte && (
        <tr role="row" className="traces__detail">
          <td role="cell" id={detail} colSpan={COLONNES.length}>
            <TraceDetail {...props} trace={trace} />
          </td>
        </tr>
      )}
    </>
  );
}

function Case({ titre, children }: { readonly titre: string; readonly children: ReactNode }) {
  const vide = children === null || children === '';
  return (
    <td role="cell" data-empty={vide}>
      <span className="traces__label" aria-hidden="true">
        {titre}
      </span>
      {vide ? <span className="visually-hidden">Sans objet</span> : <span>{children}</span>}
    </td>
  );
}

/** A click that is not on a control and does not end a selection of text: numbers are copied from these lines. */
function estUnClicNu(event: MouseEvent<HTMLElement>): boolean {
  const cible = event.target instanceof Element ? event.target : null;
  return cible !== null && !cible.closest('a, button') && window.getSelection()?.isCollapsed !== false;
}

/** ↑ and ↓ go from line to line; Tab still reaches everything. */
function allerDeLigneEnLigne(event: KeyboardEvent<HTMLTableElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const depart =
    event.target instanceof HTMLElement && event.target.matches('[data-line]') ? event.target : null;
  if (!depart) return;
  const lignes = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-line]')];
  const suivante = lignes[lignes.indexOf(depart) + (event.key === 'ArrowDown' ? 1 : -1)];
  if (!suivante) return;
  event.preventDefault();
  suivante.focus();
}
