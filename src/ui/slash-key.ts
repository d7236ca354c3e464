import { type RefObject, useEffect } from 'react';
import { readPreferences } from './preferences.ts';

/** The « / » key brings the focus to a search field from anywhere in the page; it can be turned off (RGAA 12.10). */
export function useSlashKey(input: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
      // In the field itself too: who presses it by habit gets the field ready, not a « / » in a number.
      const elsewhere = event.target !== input.current;
      if (!readPreferences().raccourcis || (elsewhere && isTyping(event.target))) return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [input]);
}

/** A « / » typed in a field, a list or over an open dialog is meant for it. */
const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  target.closest(
    'input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable], [role="dialog"]',
  ) !== null;
