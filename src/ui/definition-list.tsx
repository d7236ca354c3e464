import type { ReactNode } from 'react';

export interface Definition {
  readonly term: string;
  readonly value: ReactNode;
}

/** Words and their values. `numeric` lines figures up on the right, units included in the value. */
export function DefinitionList({
  items,
  numeric = false,
}: {
  readonly items: readonly Definition[];
  readonly numeric?: boolean;
}) {
  return (
    <div className="definitions-frame">
      <dl className="definitions" data-numeric={numeric}>
        {items.map(({ term, value }) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
