import { type RefObject, useEffect } from 'react';
import { readPreferences } from './preferences.ts';

/** The « / » key brings the focus to a search field from anywhere in the page; it can be turned off (RGAA 12.10). */
export function useSlashKey(input: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
      // In the field itself too, unless something is being typed in it: who presses it by habit gets the field ready,
      // and who types a date gets their « / ».
      const taken = event.target === input.current ? isBegun(input.current) : isTyping(event.target);
      if (!readPreferences().raccourcis || taken) return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [input]);
}

/** Text that is there and not selected as a whole is being typed. */
const isBegun = (input: HTMLInputElement | null): boolean =>
  input !== null &&
  input.value !== '' &&
  !(input.selectionStart === 0 && input.selectionEnd === input.value.length);

/** A « / » typed in a field, a list or over an open dialog is meant for it. */
const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  target.closest(
    'input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable], [role="dialog"]',
  ) !== null;
