import type { LinkProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { ButtonLink } from './link.tsx';

interface PaginationProps {
  /** Names the list whose pages these are. */
  readonly label: string;
  /** Leads to the lines after the last one shown; null at the end. */
  readonly older: LinkProps | null;
  readonly olderLabel?: string;
  /** Leads back to the first page; null when it is the one shown. */
  readonly first: LinkProps | null;
  /** « 50 traces par page ». */
  readonly note?: ReactNode;
}

/** Pages by key: no page numbers, since lines keep arriving and page 3 would not be the same twice. */
export function Pagination({ label, older, olderLabel = 'Plus anciennes', first, note }: PaginationProps) {
  if (!older && !first) return null;
  return (
    <nav className="pagination" aria-label={`Pages : ${label}`}>
      {first && <ButtonLink {...first}>Retour au début</ButtonLink>}
      {older && <ButtonLink {...older}>{olderLabel}</ButtonLink>}
      {note && <span className="soft">{note}</span>}
    </nav>
  );
}
