import { queryOptions } from '@tanstack/react-query';
import { appeler } from '../../../ui/api.ts';
import { cdapContrat } from '../contract.ts';

/** The person's Cdap profiles, what each opens now, and the one chosen for the session (CDAP-18). */
export const profilsRequete = queryOptions({
  queryKey: ['cdap', 'profils'],
  queryFn: ({ signal }) => appeler(cdapContrat.listerProfils, {}, { signal }),
});
