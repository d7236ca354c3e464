import { type LinkProps, useRouterState } from '@tanstack/react-router';
import { type ReactNode, useId, useState } from 'react';
import { Button } from './button.tsx';
import { DisplaySettings } from './display-settings.tsx';
import { formatNombre } from './format.ts';
import { Link } from './link.tsx';
import { Popover } from './popover.tsx';
import { QuickSearch } from './quick-search.tsx';
import { SiteHeader, SkipLink } from './site-header.tsx';

export interface NavEntry {
  readonly id: string;
  readonly label: string;
  readonly link: LinkProps;
  /** What waits there; nothing is shown at zero. */
  readonly count?: number;
  /** What the count is of, for who hears it: « demandes à traiter ». */
  readonly countOf?: string;
}

interface ShellProps {
  /** Whom the person acts for; `caf` is absent for staff of the Cnaf. */
  readonly organisation: { readonly nom: string; readonly caf: string | null };
  /** By role, seven at most: beyond, a list is searched instead of known. */
  readonly entries: readonly NavEntry[];
  readonly search?: {
    readonly label: string;
    readonly onSearch: (text: string) => void;
    /** The page shown holds the same field: the header does not double it. */
    readonly inPage?: boolean;
  };
  readonly account: { readonly nom: string; readonly fonction: string; readonly links?: ReactNode };
  readonly onLogout: () => void;
  readonly help?: ReactNode;
  /** Above everything: demonstration, maintenance. */
  readonly band?: ReactNode;
  /** Outages and deadlines, as `Notice`s. */
  readonly notices?: ReactNode;
  readonly footer: ReactNode;
  readonly children: ReactNode;
}

/** The frame around every page of a signed-in person (page 13, Shell). */
export function Shell(props: ShellProps) {
  const { organisation, search, band, notices, help } = props;
  return (
    <div className="shell">
      <SkipLink />
      {band && (
        <aside className="site-band" aria-label="Annonce">
          {band}
        </aside>
      )}
      <SiteHeader
        end={
          <>
            {help}
            <AccountMenu {...props} />
          </>
        }
      >
        <p className="organisation">
          <span className="organisation__name">{organisation.nom}</span>
          {organisation.caf && <span className="organisation__caf">{organisation.caf}</span>}
        </p>
        {search && !search.inPage && <QuickSearch label={search.label} onSearch={search.onSearch} />}
      </SiteHeader>
      <ShellNav entries={props.entries} />
      <div className="shell__main">
        <main id="contenu" className="page" tabIndex={-1}>
          {notices && <div className="notice-list page-notices">{notices}</div>}
          {props.children}
        </main>
        {props.footer}
      </div>
    </div>
  );
}

/** On a telephone the navigation folds under its button, and folds again once the person has gone somewhere. */
function ShellNav({ entries }: { readonly entries: readonly NavEntry[] }) {
  const nav = useId();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const [openAt, setOpenAt] = useState<string | null>(null);
  const open = openAt === path;
  return (
    <div className="shell__nav">
      <Button
        className="shell__menu-button"
        icon={open ? 'close' : 'menu'}
        aria-expanded={open}
        aria-controls={nav}
        onClick={() => setOpenAt(open ? null : path)}
      >
        Menu
      </Button>
      <nav id={nav} aria-label="Navigation principale" data-open={open}>
        {/* biome-ignore lint/a11y/noRedundantRoles: list-style none makes Safari forget that it is a list */}
        <ul className="nav-list" role="list">
          {entries.map((entry) => (
            <li key={entry.id}>
              <Link {...entry.link} className="nav-link">
                {entry.label}
                {entry.count ? <NavCount count={entry.count} of={entry.countOf ?? 'en attente'} /> : null}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
    </div>
  );
}

function NavCount({ count, of }: { readonly count: number; readonly of: string }) {
  return (
    <span className="nav-link__count">
      {formatNombre(count)}
      <span className="visually-hidden"> {of}</span>
    </span>
  );
}

function AccountMenu({ account, search, onLogout }: Pick<ShellProps, 'account' | 'search' | 'onLogout'>) {
  return (
    <Popover label={<span className="hidden-when-narrow">{account.nom}</span>} icon="person">
      <div className="popover__section">
        <p>
          <strong>{account.nom}</strong>
        </p>
        <p className="soft">{account.fonction}</p>
      </div>
      {account.links && <div className="popover__section">{account.links}</div>}
      <div className="popover__section stack">
        <DisplaySettings shortcut={search !== undefined} />
      </div>
      <div className="popover__section">
        <Button onClick={onLogout}>Se déconnecter</Button>
      </div>
    </Popover>
  );
}
