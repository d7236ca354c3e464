import { useRouterState } from '@tanstack/react-router';
import { type ReactNode, type RefObject, useEffect, useRef } from 'react';

interface PageHeaderProps {
  readonly title: string;
  /** Where the page stands; see `Breadcrumb`. */
  readonly breadcrumb?: ReactNode;
  /** The one main action of the page. */
  readonly action?: ReactNode;
  readonly intro?: ReactNode;
  /** Where the focus lands instead of the title, on a page whose only use is one field. */
  readonly landing?: RefObject<HTMLElement | null>;
}

/**
 * Title of a page: the tab's title, the only h1, and where the focus lands after a navigation, so that a screen
 * reader says the new page as it would after a full load.
 */
export function PageHeader({ title, breadcrumb, action, intro, landing }: PageHeaderProps) {
  const heading = usePageTitle(title, landing);
  return (
    <div className="page-header">
      {breadcrumb}
      <div className="page-header__row">
        <h1 ref={heading} tabIndex={-1}>
          {title}
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

let lastPath: string | undefined;

/** True when the person came here inside the portal; on the first load the browser already starts at the top. */
function arrivedByNavigation(path: string): boolean {
  const moved = lastPath !== undefined && lastPath !== path;
  lastPath = path;
  return moved;
}
