import type { LinkProps } from '@tanstack/react-router';
import { formatNombre } from '../../../../ui/format.ts';
import { ButtonLink } from '../../../../ui/link.tsx';

interface PagesProps {
  readonly page: number;
  readonly pages: number;
  readonly lien: (page: number) => LinkProps;
}

/** The way from page to page of a long list; nothing when there is only one. */
export function Pages({ page, pages, lien }: PagesProps) {
  if (pages < 2) return null;
  return (
    <nav className="button-row" aria-label="Pages de la liste">
      {page > 1 && <ButtonLink {...lien(page - 1)}>Page précédente</ButtonLink>}
      <p>
        Page {formatNombre(page)} sur {formatNombre(pages)}
      </p>
      {page < pages && <ButtonLink {...lien(page + 1)}>Page suivante</ButtonLink>}
    </nav>
  );
}
