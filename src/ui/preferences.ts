import { useSyncExternalStore } from 'react';

/** How one person likes to see the portal, on one workstation. Nothing here says who they are. */
export interface Preferences {
  readonly theme: 'systeme' | 'clair' | 'sombre';
  readonly densite: 'confortable' | 'compacte';
  /** Single-key shortcuts can be turned off, since they fire by accident with voice control (RGAA 12.10). */
  readonly raccourcis: boolean;
}

const DEFAULTS: Preferences = { theme: 'systeme', densite: 'confortable', raccourcis: true };

/** Also read by `src/apps/web/public/apparence.js`, which applies the theme before the first paint. */
const STORAGE_KEY = 'passerelle.apparence';

/** Reads what was stored; anything unreadable or unknown falls back to the defaults, value by value. */
export function parsePreferences(stored: string | null): Preferences {
  let raw: unknown = null;
  try {
    raw = JSON.parse(stored ?? 'null');
  } catch {
    return DEFAULTS;
  }
  if (typeof raw !== 'object' || raw === null) return DEFAULTS;
  const { theme, densite, raccourcis } = raw as Record<string, unknown>;
  return {
    theme: theme === 'clair' || theme === 'sombre' ? theme : DEFAULTS.theme,
    densite: densite === 'compacte' ? densite : DEFAULTS.densite,
    raccourcis: typeof raccourcis === 'boolean' ? raccourcis : DEFAULTS.raccourcis,
  };
}

const listeners = new Set<() => void>();
let current: Preferences | undefined;

/** The preferences in force now, outside a component. */
export function readPreferences(): Preferences {
  current ??= parsePreferences(readStorage());
  return current;
}

/** Changes some preferences, shows them at once and remembers them on this workstation. */
export function changePreferences(change: Partial<Preferences>): void {
  const next = { ...readPreferences(), ...change };
  current = next;
  document.documentElement.dataset.theme = next.theme;
  document.documentElement.dataset.densite = next.densite;
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify(next));
  } catch {
    // Storage can be closed by the workstation's policy; the choice then lasts as long as the page.
  }
  for (const listener of listeners) listener();
}

/** The preferences, followed: the component is drawn again when one changes. */
export function usePreferences(): Preferences {
  return useSyncExternalStore(subscribe, readPreferences, () => DEFAULTS);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function readStorage(): string | null {
  try {
    return localStorage.getItem(STORAGE_KEY);
  } catch {
    return null;
  }
}
