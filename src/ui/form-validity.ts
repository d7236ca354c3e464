import type { FieldProblem } from './api-error.ts';

/** A control of a form that says its own faults: input, select, textarea. */
type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/**
 * Faults that the page can see without asking the server, in the order of the screen and in our words: the
 * browser's own bubbles speak its language, vanish, and are out of reach of many screen readers.
 *
 * A control takes part when it carries `data-field` (its name); `data-missing` and `data-format` give its words.
 */
export function problemsOf(form: HTMLFormElement): readonly FieldProblem[] {
  return [...form.querySelectorAll<Control>('[data-field]')].flatMap((control) => {
    const message = messageFor(control.validity, control.validationMessage, control.dataset);
    return message === null ? [] : [{ champ: control.dataset.field ?? '', message }];
  });
}

/** Names of the fields of a form, in the order of the screen. */
export const fieldsOf = (form: HTMLFormElement): readonly string[] =>
  [...form.querySelectorAll<Control>('[data-field]')].map(({ dataset }) => dataset.field ?? '');

/** The sentence for one control, or null when nothing is wrong. */
export function messageFor(
  validity: Pick<ValidityState, 'valid' | 'valueMissing' | 'customError' | 'typeMismatch'>,
  validationMessage: string,
  words: Readonly<Record<string, string | undefined>>,
): string | null {
  if (validity.valid) return null;
  if (validity.valueMissing) return words.missing ?? 'Ce champ est à remplir.';
  if (validity.customError) return validationMessage;
  if (words.format) return words.format;
  if (validity.typeMismatch) return 'Une adresse de courriel s’écrit comme nom@exemple.fr.';
  return 'Cette saisie n’a pas la forme attendue.';
}
