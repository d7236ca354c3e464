import { createQueryClient } from '../../ui/query.ts';

/** The one store of what the screens have read; emptied when the session ends. */
export const queryClient = createQueryClient();
