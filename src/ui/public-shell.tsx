import type { ReactNode } from 'react';
import { DisplaySettings } from './display-settings.tsx';
import { Popover } from './popover.tsx';
import { SiteHeader, SkipLink } from './site-header.tsx';

interface PublicShellProps {
  /** Beside the display settings: sign in. */
  readonly end?: ReactNode;
  readonly band?: ReactNode;
  readonly footer: ReactNode;
  readonly children: ReactNode;
}

/** The frame of what is read without signing in (ACC-15). */
export function PublicShell({ end, band, footer, children }: PublicShellProps) {
  return (
    <div className="public">
      <SkipLink />
      {band && (
        <aside className="site-band" aria-label="Annonce">
          {band}
        </aside>
      )}
      <SiteHeader
        end={
          <>
            <Popover label={<span className="hidden-when-narrow">Affichage</span>} icon="display">
              <DisplaySettings />
            </Popover>
            {end}
          </>
        }
      />
      <main id="contenu" tabIndex={-1}>
        {children}
      </main>
      {footer}
    </div>
  );
}
