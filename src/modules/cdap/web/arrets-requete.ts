import { queryOptions } from '@tanstack/react-query';
import { appeler } from '../../../ui/api.ts';
import { cdapContrat } from '../contract.ts';

/** Stops on reading that the person sees; shared by the page and by the count of the menu. */
export const arretsRequete = queryOptions({
  queryKey: ['cdap', 'arrets'],
  queryFn: ({ signal }) => appeler(cdapContrat.listerArrets, {}, { signal }),
});
