import type { KeyboardEvent, MouseEvent } from 'react';

const STOP = 'a[href], button, input, select, summary';

/**
 * ↑ and ↓ go to the same control of the next line: from box to box, from link to link. Tab still reaches
 * everything, so who does not know the arrows loses nothing.
 *
 * Answers the line arrived at when Shift was held on a box, for the caller to extend the selection.
 */
export function moveBetweenRows(event: KeyboardEvent<HTMLTableSectionElement>): string | null {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return null;
  const from = event.target instanceof HTMLElement ? event.target : null;
  const row = from?.closest('tr');
  if (!from || !row) return null;
  const next = event.key === 'ArrowDown' ? row.nextElementSibling : row.previousElementSibling;
  const rank = [...row.querySelectorAll(STOP)].indexOf(from);
  const target = next?.querySelectorAll<HTMLElement>(STOP)[rank];
  if (!(next instanceof HTMLElement) || !target) return null;
  event.preventDefault();
  target.focus();
  return event.shiftKey && from.matches('input[type="checkbox"]') ? (next.dataset.key ?? null) : null;
}

/**
 * A click anywhere on a line follows its link, Ctrl and the middle button included, unless the click was on
 * another control or ended a selection of text: numbers are copied from these lines.
 */
export function openRow(event: MouseEvent<HTMLTableRowElement>): void {
  const target = event.target instanceof HTMLElement ? event.target : null;
  if (!target || target.closest(`${STOP}, label`) || window.getSelection()?.isCollapsed === false) return;
  const link = event.currentTarget.querySelector<HTMLAnchorElement>('th a[href]');
  link?.dispatchEvent(
    new window.MouseEvent('click', {
      bubbles: true,
      cancelable: true,
      ctrlKey: event.ctrlKey,
      metaKey: event.metaKey,
      shiftKey: event.shiftKey,
    }),
  );
}
