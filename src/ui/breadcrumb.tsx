import type { ReactNode } from 'react';

/** The way to this page; each step is a `Link`, the page itself is not one of them. */
export function Breadcrumb({
  steps,
}: {
  readonly steps: readonly { readonly id: string; readonly link: ReactNode }[];
}) {
  return (
    <nav className="breadcrumb" aria-label="Vous êtes ici">
      {/* biome-ignore lint/a11y/noRedundantRoles: list-style none makes Safari forget that it is a list */}
      <ol role="list">
        {steps.map(({ id, link }) => (
          <li key={id}>{link}</li>
        ))}
      </ol>
    </nav>
  );
}
