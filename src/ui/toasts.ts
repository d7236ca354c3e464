import { useSyncExternalStore } from 'react';
import type { Tone } from './tones.ts';

export interface Toast {
  readonly id: number;
  readonly message: string;
  readonly tone: Tone;
  /** Undoes what was just done; preferred to asking « êtes-vous sûr ? » where it can be. */
  readonly undo: (() => void) | undefined;
}

const LIFETIME_MS = 8_000;
/** What can be undone stays long enough to be read, thought about and reached. */
const LIFETIME_WITH_UNDO_MS = 20_000;

const listeners = new Set<() => void>();
let toasts: readonly Toast[] = [];
let nextId = 1;

/** Says what has just been done: shown at the foot of the screen and read by screen readers. */
export function annoncer(
  message: string,
  options: { readonly tone?: Tone; readonly annuler?: () => void } = {},
): void {
  const toast: Toast = { id: nextId++, message, tone: options.tone ?? 'fait', undo: options.annuler };
  publish([...toasts.slice(-2), toast]);
}

export const dismiss = (id: number): void => publish(toasts.filter((toast) => toast.id !== id));

export const lifetimeOf = (toast: Toast): number => (toast.undo ? LIFETIME_WITH_UNDO_MS : LIFETIME_MS);

export function useToasts(): readonly Toast[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => toasts,
    () => toasts,
  );
}

function publish(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}
