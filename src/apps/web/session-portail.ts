import { useRouter } from '@tanstack/react-router';
import { useCallback } from 'react';
import { oublierDossiers } from '../../modules/cdap/web/dossiers-ouverts.ts';
import { profilsRequete } from '../../modules/cdap/web/profils-requete.ts';
import type { Session } from '../../modules/identite/contract.ts';
import { oublierCodesMontres } from '../../modules/identite/web/codes-a-ranger.ts';
import { deconnecter, sessionRequete, signalerAuxAutresOnglets } from '../../modules/identite/web/session.ts';
import { formatDateHeure } from '../../ui/format.ts';
import { changePreferences } from '../../ui/preferences.ts';
import { oublierTout } from '../../ui/query.ts';
import { annoncer } from '../../ui/toasts.ts';
import { accueilDe, pageDemandee } from './navigation.ts';
import { queryClient } from './query-client.ts';

/** `incertaine`: the person left, and the server could not be reached to confirm it. */
export type RaisonDeconnexion = 'expiree' | 'deconnexion' | 'incertaine';

/** Opens the portal for a session that has just begun: the page that was asked, or the home of the role. */
export function useEntrer(): (session: Session, vers?: unknown) => Promise<void> {
  const router = useRouter();
  return useCallback(
    async (session, vers) => {
      await oublier();
      queryClient.setQueryData(sessionRequete.queryKey, session);
      signalerAuxAutresOnglets(session.compteId);
      await router.navigate({
        href: pageDemandee(vers) ?? (await accueilDeLaSession(session)),
        replace: true,
      });
      annoncer(direDerniereConnexion(session), { tone: 'info' });
    },
    [router],
  );
}

/** Leaves, because the person asked or because the session is over: what was read is forgotten. */
export function useQuitter(): (pourquoi: 'expiree' | 'deconnexion') => Promise<void> {
  const router = useRouter();
  return useCallback(
    async (pourquoi) => {
      // Several answers may say at once that the session is over.
      if (queryClient.getQueryData(sessionRequete.queryKey) === null) return;
      const { href } = router.state.location;
      // First of all: the frame shows nothing more of the person.
      queryClient.setQueryData(sessionRequete.queryKey, null);
      await oublier();
      queryClient.setQueryData(sessionRequete.queryKey, null);
      const search = pourquoi === 'expiree' ? { raison: pourquoi, vers: href } : { raison: await fermer() };
      await router.navigate({ to: '/connexion', search, replace: pourquoi === 'expiree' });
    },
    [router],
  );
}

async function fermer(): Promise<RaisonDeconnexion> {
  const confirmee = await deconnecter();
  // The answer empties the browser's storage; how the person likes the portal says nothing of anyone.
  changePreferences({});
  signalerAuxAutresOnglets(null);
  return confirmee ? 'deconnexion' : 'incertaine';
}

/** The home of a role; for agents it depends on whether a right to read can be used now. */
export async function accueilDeLaSession(session: Session): Promise<string> {
  if (session.nature !== 'partenaire') return accueilDe(session, 0);
  const utilisables = await queryClient.ensureQueryData(profilsRequete).then(
    ({ profils }) => profils.filter(({ utilisable }) => utilisable).length,
    () => 0,
  );
  return accueilDe(session, utilisables);
}

/** « Dernière connexion : 14 mars 2026 à 10 h 42 », told once after signing in (ACC-06). */
export const direDerniereConnexion = ({ derniereConnexion, fuseau }: Session): string =>
  derniereConnexion === null
    ? 'Bienvenue : c’est votre première connexion.'
    : `Dernière connexion : ${formatDateHeure(derniereConnexion, fuseau)}.`;

async function oublier(): Promise<void> {
  oublierDossiers();
  oublierCodesMontres();
  await oublierTout(queryClient);
}
