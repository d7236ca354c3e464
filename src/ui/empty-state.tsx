import type { ReactNode } from 'react';

interface EmptyStateProps {
  /** What this place is for, not « Aucun résultat » alone. */
  readonly title: string;
  readonly children: ReactNode;
  /** The first thing to do. */
  readonly action?: ReactNode;
  readonly level?: 2 | 3;
}

/** An empty list says what it will hold and what to do first (A11Y-03). */
export function EmptyState({ title, children, action, level = 2 }: EmptyStateProps) {
  const Heading = level === 2 ? 'h2' : 'h3';
  return (
    <div className="empty">
      <Heading>{title}</Heading>
      <p>{children}</p>
      {action}
    </div>
  );
}
