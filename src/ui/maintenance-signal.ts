/** Fired on `window` when an answer says that the portal is in maintenance, or when it was begun or lifted here. */
const MAINTENANCE = 'passerelle:maintenance';

/** Says, wherever it was learnt, that the maintenance is to be asked about (ACC-12). */
export const signalerMaintenance = (): void => {
  window.dispatchEvent(new Event(MAINTENANCE));
};

export function surMaintenance(agir: () => void): () => void {
  window.addEventListener(MAINTENANCE, agir);
  return () => window.removeEventListener(MAINTENANCE, agir);
}
