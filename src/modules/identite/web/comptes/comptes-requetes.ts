import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { appeler, type SortieDe } from '../../../../ui/api.ts';
import { type Compte, identiteContrat } from '../../contract.ts';
import { cleDe, type EtatCherche, type Organisme, type Tri } from './recherche-comptes.ts';

export type OrganismeVu = SortieDe<typeof identiteContrat.listerOrganismes>['organismes'][number];
type PageComptes = SortieDe<typeof identiteContrat.chercherComptes>;

export const organismesRequete = queryOptions({
  queryKey: ['comptes', 'organismes'],
  queryFn: ({ signal }) => appeler(identiteContrat.listerOrganismes, {}, { signal }),
});

export interface CriteresComptes {
  readonly organisme: Organisme;
  readonly etat: EtatCherche;
  readonly recherche: string;
  readonly tri: Tri;
  readonly page: number;
}

export const comptesRequete = ({ organisme, etat, recherche, tri, page }: CriteresComptes) =>
  queryOptions({
    queryKey: ['comptes', 'liste', cleDe(organisme), etat, recherche, tri, page],
    queryFn: ({ signal }) =>
      appeler(
        identiteContrat.chercherComptes,
        { organisme, etat, tri, page, ...(recherche === '' ? {} : { recherche }) },
        { signal },
      ),
    // Each reading leaves a trace: only an act, or the person, asks for it again.
    staleTime: 5 * 60_000,
  });

/** One account, from the list that is shown when it has it, else read by itself. */
export const compteRequete = (client: QueryClient, organisme: Organisme, id: string) =>
  queryOptions({
    queryKey: ['comptes', 'un', cleDe(organisme), id],
    queryFn: async ({ signal }): Promise<Compte | null> => {
      const lue = await appeler(identiteContrat.chercherComptes, { organisme, compte: id }, { signal });
      return lue.comptes[0] ?? null;
    },
    initialData: () => dejaLu(client, organisme, id),
    staleTime: 5 * 60_000,
  });

function dejaLu(client: QueryClient, organisme: Organisme, id: string): Compte | undefined {
  return client
    .getQueriesData<PageComptes>({
      queryKey: ['comptes', 'liste', cleDe(organisme)],
      // What an act has made stale is not shown again.
      predicate: ({ state }) => !state.isInvalidated,
    })
    .flatMap(([, page]) => page?.comptes ?? [])
    .find((compte) => compte.id === id);
}

/** Roles that the reader may give and that nobody holds: there is one principal and one deputy (ROL-02). */
export const rolesLibres = (vu: OrganismeVu): OrganismeVu['rolesADonner'] =>
  vu.rolesADonner.filter(
    (role) =>
      (role !== 'administrateur-principal' || vu.sansPrincipal) &&
      (role !== 'administrateur-suppleant' || vu.sansSuppleant),
  );

/** After any act: counts, flags, lists and the account are read again when they are next shown. */
export const relireComptes = (client: QueryClient): Promise<void> =>
  client.invalidateQueries({ queryKey: ['comptes'] });
