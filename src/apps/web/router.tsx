import { QueryClientProvider } from '@tanstack/react-query';
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  notFound,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import type { ComponentType, ReactNode } from 'react';
import {
  peutGererMatrice,
  peutImporterDossiers,
  peutVerifierExtraits,
  peutVoirArrets,
} from '../../modules/cdap/domain/droits-cdap.ts';
import { profilsRequete } from '../../modules/cdap/web/profils-requete.ts';
import type { Session } from '../../modules/identite/contract.ts';
import { peutGererComptes } from '../../modules/identite/domain/droits-identite.ts';
import { validerRechercheComptes } from '../../modules/identite/web/comptes/recherche-comptes.ts';
import { avecReponse, lireFacteursAttendus } from '../../modules/identite/web/connexion-oidc.tsx';
import { lireParcoursEnCours, sessionRequete } from '../../modules/identite/web/session.ts';
import { peutLireTraces } from '../../modules/traces/domain/droits-traces.ts';
import { validerRechercheTraces } from '../../modules/traces/web/recherche-traces.ts';
import { ErrorPage, NotFoundPage } from '../../ui/error-page.tsx';
import { ButtonLink } from '../../ui/link.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Toaster } from '../../ui/toaster.tsx';
import { peutExploiter } from '../exploitation/droits.ts';
import { pageDemandee } from './navigation.ts';
import { PageReservee } from './pages/page-reservee.tsx';
import { lirePortail } from './portail.ts';
import { PublicLayout } from './public-layout.tsx';
import { queryClient } from './query-client.ts';
import { useSession } from './session-contexte.ts';
import { accueilDeLaSession, type RaisonDeconnexion } from './session-portail.ts';
import { VeilleMaintenance } from './veille-maintenance.tsx';

const versAccueil = <ButtonLink to="/">Aller à l’accueil</ButtonLink>;

const rootRoute = createRootRoute({
  // What the installation is, before anything is drawn: the demonstration's band must not push the page down.
  loader: lirePortail,
  staleTime: Number.POSITIVE_INFINITY,
  component: () => (
    <QueryClientProvider client={queryClient}>
      <VeilleMaintenance alOuverture={rootRoute.useLoaderData()?.maintenance ?? null} />
      <Outlet />
      <Toaster />
    </QueryClientProvider>
  ),
  notFoundComponent: () => (
    <PublicLayout portail={rootRoute.useLoaderData()}>
      <NotFoundPage elsewhere={versAccueil} />
    </PublicLayout>
  ),
  errorComponent: ({ error, reset }) => <ErrorPage error={error} onRetry={reset} elsewhere={versAccueil} />,
});

/** Pages read without signing in; each is fetched when it is asked for. */
const publicRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'public',
  component: () => (
    <PublicLayout portail={rootRoute.useLoaderData()}>
      <Outlet />
    </PublicLayout>
  ),
});

const publicPages = [
  createRoute({
    getParentRoute: () => publicRoute,
    path: '/',
    // Who is signed in has no use for the public home: the name of the portal leads to one's own.
    beforeLoad: async () => {
      const session = queryClient.getQueryData(sessionRequete.queryKey);
      if (session) throw redirect({ href: await accueilDeLaSession(session), replace: true });
    },
    component: lazyRouteComponent(() => import('./pages/accueil-page.tsx'), 'AccueilPage'),
  }),
  createRoute({
    getParentRoute: () => publicRoute,
    path: '/connexion',
    validateSearch: (recherche): { vers?: string; raison?: RaisonDeconnexion; oidc?: string } => ({
      ...(typeof recherche.vers === 'string' ? { vers: recherche.vers } : {}),
      ...(typeof recherche.oidc === 'string' ? { oidc: recherche.oidc } : {}),
      ...(estRaison(recherche.raison) ? { raison: recherche.raison } : {}),
    }),
    beforeLoad: async ({ search }) => {
      // The form is shown even when the server cannot say who is there, or what was under way.
      const [session, parcours, facteurs] = await Promise.all([
        queryClient.ensureQueryData(sessionRequete).catch(() => null),
        lireParcoursEnCours(),
        search.oidc === 'second-facteur' ? lireFacteursAttendus() : null,
      ]);
      if (session) {
        throw redirect({
          href: avecReponse(pageDemandee(search.vers), search.oidc) ?? (await accueilDeLaSession(session)),
          replace: true,
        });
      }
      return { parcours, facteurs };
    },
    component: lazyRouteComponent(() => import('./pages/connexion-route.tsx'), 'ConnexionRoute'),
  }),
  createRoute({
    getParentRoute: () => publicRoute,
    path: '/mot-de-passe-oublie',
    component: lazyRouteComponent(
      () => import('./pages/mot-de-passe-oublie-route.tsx'),
      'MotDePasseOublieRoute',
    ),
  }),
  createRoute({
    getParentRoute: () => publicRoute,
    path: '/identifiant-oublie',
    component: lazyRouteComponent(
      () => import('./pages/identifiant-oublie-route.tsx'),
      'IdentifiantOublieRoute',
    ),
  }),
  createRoute({
    getParentRoute: () => publicRoute,
    path: '/reinitialisation',
    component: lazyRouteComponent(
      () => import('./pages/reinitialisation-route.tsx'),
      'ReinitialisationRoute',
    ),
  }),
  createRoute({
    getParentRoute: () => publicRoute,
    path: '/courriel',
    component: lazyRouteComponent(() => import('./pages/courriel-route.tsx'), 'CourrielRoute'),
  }),
  createRoute({
    getParentRoute: () => publicRoute,
    path: '/aide/connexion',
    component: lazyRouteComponent(() => import('./pages/aide-connexion-route.tsx'), 'AideConnexionRoute'),
  }),
  createRoute({
    getParentRoute: () => publicRoute,
    path: '/integrateurs',
    component: lazyRouteComponent(() => import('./integrateurs/integrateurs-page.tsx'), 'IntegrateursPage'),
  }),
  createRoute({
    getParentRoute: () => publicRoute,
    path: '/demonstration',
    beforeLoad: async () => {
      const { demonstration } = await lirePortail();
      if (!demonstration) throw notFound();
    },
    component: lazyRouteComponent(() => import('./pages/demonstration-route.tsx'), 'DemonstrationRoute'),
  }),
  createRoute({
    getParentRoute: () => publicRoute,
    path: '/mentions-legales',
    component: lazyRouteComponent(() => import('./pages/mentions-legales-page.tsx'), 'MentionsLegalesPage'),
  }),
  createRoute({
    getParentRoute: () => publicRoute,
    path: '/contact',
    component: lazyRouteComponent(() => import('./pages/contact-page.tsx'), 'ContactPage'),
  }),
  createRoute({
    getParentRoute: () => publicRoute,
    path: '/accessibilite',
    component: lazyRouteComponent(() => import('./pages/accessibilite-page.tsx'), 'AccessibilitePage'),
  }),
  createRoute({
    getParentRoute: () => publicRoute,
    path: '/donnees-personnelles',
    component: lazyRouteComponent(
      () => import('./pages/donnees-personnelles-page.tsx'),
      'DonneesPersonnellesPage',
    ),
  }),
] as const;

const estCatalogue = (valeur: unknown): valeur is '2017' | '2025' => valeur === '2017' || valeur === '2025';
const estRaison = (valeur: unknown): valeur is RaisonDeconnexion =>
  valeur === 'expiree' || valeur === 'deconnexion' || valeur === 'incertaine';

/** Pages of a signed-in person. Without a session, the sign-in page, which comes back here (ACC-10). */
const espaceRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'espace',
  beforeLoad: async ({ location }) => {
    const session = await queryClient.ensureQueryData(sessionRequete);
    if (!session) throw redirect({ to: '/connexion', search: { vers: location.href } });
    // The menu depends on it; read now so that no entry appears late. Its failure is told by the page.
    if (session.nature === 'partenaire') await queryClient.ensureQueryData(profilsRequete).catch(() => null);
  },
  component: lazyRouteComponent(() => import('./pages/espace-route.tsx'), 'EspaceRoute'),
  errorComponent: ({ error, reset }) => (
    <PublicLayout portail={rootRoute.useLoaderData()}>
      <ErrorPage error={error} onRetry={reset} elsewhere={versAccueil} />
    </PublicLayout>
  ),
});

/** Shows a page to those whose role opens it, by the predicate that the server applies. */
function selonRole(
  peut: (session: Session) => boolean,
  Page: ComponentType & { readonly preload?: () => Promise<void> | undefined },
): (() => ReactNode) & { preload?: () => Promise<void> | undefined } {
  function PageSelonRole() {
    return peut(useSession()) ? <Page /> : <PageReservee />;
  }
  // The router then waits for the page before it draws: a page that suspends halfway is drawn twice.
  return Page.preload ? Object.assign(PageSelonRole, { preload: Page.preload }) : PageSelonRole;
}

const espacePages = [
  createRoute({
    getParentRoute: () => espaceRoute,
    path: '/accueil',
    component: lazyRouteComponent(() => import('./pages/mon-accueil-page.tsx'), 'MonAccueilPage'),
  }),
  createRoute({
    getParentRoute: () => espaceRoute,
    path: '/cdap',
    component: lazyRouteComponent(() => import('./pages/cdap-route.tsx'), 'CdapRoute'),
  }),
  createRoute({
    getParentRoute: () => espaceRoute,
    path: '/mes-habilitations',
    component: lazyRouteComponent(
      () => import('./pages/mes-habilitations-route.tsx'),
      'MesHabilitationsRoute',
    ),
  }),
  createRoute({
    getParentRoute: () => espaceRoute,
    path: '/mon-compte',
    component: lazyRouteComponent(() => import('./pages/mon-compte-route.tsx'), 'ProfilRoute'),
  }),
  createRoute({
    getParentRoute: () => espaceRoute,
    path: '/mon-compte/mot-de-passe',
    component: lazyRouteComponent(() => import('./pages/mon-compte-route.tsx'), 'MotDePasseRoute'),
  }),
  createRoute({
    getParentRoute: () => espaceRoute,
    path: '/mon-compte/second-facteur',
    component: lazyRouteComponent(() => import('./pages/mon-compte-route.tsx'), 'SecondFacteurRoute'),
  }),
  createRoute({
    getParentRoute: () => espaceRoute,
    path: '/mon-compte/sessions',
    component: lazyRouteComponent(() => import('./pages/mon-compte-route.tsx'), 'SessionsRoute'),
  }),
  createRoute({
    getParentRoute: () => espaceRoute,
    path: '/mon-compte/jetons',
    component: lazyRouteComponent(() => import('./pages/mon-compte-route.tsx'), 'JetonsRoute'),
  }),
  createRoute({
    getParentRoute: () => espaceRoute,
    path: '/comptes',
    validateSearch: validerRechercheComptes,
    component: selonRole(
      peutGererComptes,
      lazyRouteComponent(() => import('./pages/comptes-route.tsx'), 'ComptesRoute'),
    ),
  }),
  createRoute({
    getParentRoute: () => espaceRoute,
    path: '/comptes/nouveau',
    validateSearch: validerRechercheComptes,
    component: selonRole(
      peutGererComptes,
      lazyRouteComponent(() => import('./pages/comptes-route.tsx'), 'CompteCreationRoute'),
    ),
  }),
  createRoute({
    getParentRoute: () => espaceRoute,
    path: '/comptes/$compte',
    validateSearch: validerRechercheComptes,
    component: selonRole(
      peutGererComptes,
      lazyRouteComponent(() => import('./pages/comptes-route.tsx'), 'CompteRoute'),
    ),
  }),
  createRoute({
    getParentRoute: () => espaceRoute,
    path: '/traces',
    validateSearch: validerRechercheTraces,
    component: selonRole(
      peutLireTraces,
      lazyRouteComponent(() => import('./pages/traces-route.tsx'), 'TracesRoute'),
    ),
  }),
  createRoute({
    getParentRoute: () => espaceRoute,
    path: '/imports',
    component: selonRole(
      peutImporterDossiers,
      lazyRouteComponent(() => import('./pages/imports-route.tsx'), 'ImportsRoute'),
    ),
  }),
  createRoute({
    getParentRoute: () => espaceRoute,
    path: '/verifier-un-extrait',
    component: selonRole(
      peutVerifierExtraits,
      lazyRouteComponent(() => import('./pages/verifier-extrait-route.tsx'), 'VerifierExtraitRoute'),
    ),
  }),
  createRoute({
    getParentRoute: () => espaceRoute,
    path: '/matrice',
    validateSearch: (recherche): { catalogue?: '2017' | '2025'; profil?: string } => ({
      ...(estCatalogue(recherche.catalogue) ? { catalogue: recherche.catalogue } : {}),
      ...(typeof recherche.profil === 'string' ? { profil: recherche.profil } : {}),
    }),
    component: selonRole(
      peutGererMatrice,
      lazyRouteComponent(() => import('./pages/matrice-route.tsx'), 'MatriceRoute'),
    ),
  }),
  createRoute({
    getParentRoute: () => espaceRoute,
    path: '/arrets-de-lecture',
    component: selonRole(
      peutVoirArrets,
      lazyRouteComponent(() => import('./pages/arrets-route.tsx'), 'ArretsRoute'),
    ),
  }),
  createRoute({
    getParentRoute: () => espaceRoute,
    path: '/exploitation',
    component: selonRole(
      peutExploiter,
      lazyRouteComponent(() => import('./pages/exploitation-route.tsx'), 'ExploitationRoute'),
    ),
  }),
] as const;

/** The addresses of the portal. Everything important has one that can be bookmarked and shared. */
export const router = createRouter({
  routeTree: rootRoute.addChildren([
    publicRoute.addChildren(publicPages),
    espaceRoute.addChildren(espacePages),
  ]),
  scrollRestoration: true,
  defaultPreload: 'intent',
  defaultPendingComponent: () => <Skeleton />,
  defaultErrorComponent: ({ error, reset }) => (
    <ErrorPage error={error} onRetry={reset} elsewhere={versAccueil} />
  ),
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
