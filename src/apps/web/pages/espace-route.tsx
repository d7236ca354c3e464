import { getRouteApi } from '@tanstack/react-router';
import { EspaceLayout } from '../espace-layout.tsx';

const racine = getRouteApi('__root__');

/** The frame of the signed-in pages, fetched with the first of them. */
export const EspaceRoute = () => <EspaceLayout portail={racine.useLoaderData()} />;
