import { useRouterState } from '@tanstack/react-router';
import { type ReactNode, type RefObject, useEffect, useLayoutEffect, useRef } from 'react';

interface PageHeaderProps {
  readonly title: string;
  /** Where the page stands; see `Breadcrumb`. */
  readonly breadcrumb?: ReactNode;
  /** The one main action of the page. */
  readonly action?: ReactNode;
  readonly intro?: ReactNode;
  /** Where the focus lands instead of the title, on a page whose only use is one field. */
  readonly landing?: RefObject<HTMLElement | null>;
  /** A page of several moments on one address: when it changes, the focus comes back to the title. */
  readonly moment?: string;
  /** « Étape 2 sur 3 », above the title and read with it. */
  readonly step?: { readonly rank: number; readonly of: number } | undefined;
}

/**
 * Title of a page: the tab's title, the only h1, and where the focus lands after a navigation, so that a screen
 * reader says the new page as it would after a full load.
 */
export function PageHeader(props: PageHeaderProps) {
  const { title, breadcrumb, action, intro, landing, moment, step } = props;
  const rank = step && `étape ${step.rank} sur ${step.of}`;
  const heading = usePageTitle(rank ? `${title} (${rank})` : title, landing);
  useMoment(heading, moment);
  return (
    <div className="page-header">
      {breadcrumb}
      {rank && (
        <p className="page-header__step" aria-hidden="true">
          {rank}
        </p>
      )}
      <div className="page-header__row">
        <h1 ref={heading} tabIndex={-1}>
          {title}
          {rank && <span className="visually-hidden"> ({rank})</span>}
        </h1>
        {action}
      </div>
      {intro && <p className="page-header__intro">{intro}</p>}
    </div>
  );
}

/** The same for a page whose h1 is drawn otherwise (the welcome page): put the ref on it, with tabIndex -1. */
export function usePageTitle(title: string, landing?: RefObject<HTMLElement | null>) {
  const heading = useRef<HTMLHeadingElement>(null);
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname });

  useEffect(() => {
    document.title = `${title} · Passerelle`;
  }, [title]);

  useEffect(() => {
    if (path === undefined || !arrivedByNavigation(path)) return;
    (landing?.current ?? heading.current)?.focus({ preventScroll: true });
  }, [path, landing]);

  return heading;
}

/**
 * What has just been done is gone from the screen, its button with it: the reading goes on from the new title. A field
 * or a button of the new moment that asks for the focus takes it after, in the same drawing.
 */
function useMoment(heading: RefObject<HTMLElement | null>, moment: string | undefined): void {
  const last = useRef(moment);
  useLayoutEffect(() => {
    if (last.current === moment) return;
    last.current = moment;
    window.scrollTo(0, 0);
    heading.current?.focus({ preventScroll: true });
  }, [heading, moment]);
}

let lastPath: string | undefined;

/** True when the person came here inside the portal; on the first load the browser already starts at the top. */
function arrivedByNavigation(path: string): boolean {
  const moved = lastPath !== undefined && lastPath !== path;
  lastPath = path;
  return moved;
}
