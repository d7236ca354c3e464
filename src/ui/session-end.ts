/** Fired on `window` when an answer says that the session is over (15 minutes idle, logout elsewhere, suspension). */
export const SESSION_TERMINEE = 'passerelle:session-terminee';

/** Says once, wherever the answer came from, that the person must sign in again (ACC-06). */
export const signalerFinDeSession = (): void => {
  window.dispatchEvent(new Event(SESSION_TERMINEE));
};

/** Calls back when the session is over; the shell then forgets what it holds and goes to the sign-in page. */
export function surFinDeSession(agir: () => void): () => void {
  window.addEventListener(SESSION_TERMINEE, agir);
  return () => window.removeEventListener(SESSION_TERMINEE, agir);
}

/**
 * Where to land after signing in (ACC-10): the address that was asked, if it is a path of this portal.
 *
 * Anything else goes home: « //ailleurs.example », « /\ailleurs.example » and full addresses would let a link
 * sent by mail bring the person to a copy of the portal after a true sign-in.
 */
export function retourSur(demande: unknown, accueil = '/'): string {
  if (typeof demande !== 'string' || !demande.startsWith('/')) return accueil;
  try {
    const adresse = new URL(demande, 'https://portail.invalid');
    const chemin = adresse.pathname + adresse.search + adresse.hash;
    return adresse.origin === 'https://portail.invalid' && !chemin.startsWith('//') ? chemin : accueil;
  } catch {
    return accueil;
  }
}
