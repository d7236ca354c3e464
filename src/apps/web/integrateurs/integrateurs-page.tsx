import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Link } from '../../../ui/link.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { TextPage, type TextSection } from '../../../ui/text-page.tsx';
import { Essai } from './essai.tsx';
import { type ApiPubliee, lireOperations, type Operation } from './lire-api.ts';
import { OperationSection } from './operation-section.tsx';
import './integrateurs.css';

const TITRE = 'API pour les logiciels';

const apiRequete = {
  queryKey: ['openapi'],
  queryFn: async ({ signal }: { signal: AbortSignal }): Promise<Operation[]> => {
    const reponse = await fetch('/api/openapi.json', { signal, credentials: 'omit' });
    if (!reponse.ok) throw new Error(`openapi: ${reponse.status}`);
    return lireOperations((await reponse.json()) as ApiPubliee);
  },
  // The table of routes does not change under a page; a new version is seen at the next visit.
  staleTime: Number.POSITIVE_INFINITY,
};

/** What who writes a town's software needs: the routes that a token may call, and a way to try them (ACC-09). */
export function IntegrateursPage() {
  const { data: operations, isError, refetch } = useQuery(apiRequete);
  if (operations !== undefined) return <Api operations={operations} />;
  return (
    <>
      <PageHeader title={TITRE} />
      {isError ? (
        <Notice tone="attention" title="La description de l’API n’a pas pu être lue">
          <p>Réessayez dans quelques instants.</p>
          <Button size="small" onClick={() => void refetch()}>
            Réessayer
          </Button>
        </Notice>
      ) : (
        <Skeleton />
      )}
    </>
  );
}

function Api({ operations }: { readonly operations: readonly Operation[] }) {
  const [choisieId, setChoisieId] = useState<string | null>(null);
  const choisie = operations.find(({ id }) => id === choisieId) ?? operations[0];
  const essayer = (id: string) => {
    setChoisieId(id);
    const section = document.getElementById('essayer');
    section?.scrollIntoView();
    section?.querySelector('select')?.focus({ preventScroll: true });
  };
  return (
    <TextPage
      title={TITRE}
      intro="Pour qui écrit ou relie un logiciel : les routes que le jeton d’une personne ouvre, décrites par le portail lui-même."
      sections={[
        ...GENERALITES,
        ...operations.map((operation) => ({
          id: operation.id,
          title: `${operation.methode} ${operation.chemin}`,
          body: <OperationSection operation={operation} onEssayer={() => essayer(operation.id)} />,
        })),
        ...(choisie
          ? [
              {
                id: 'essayer',
                title: 'Essayer',
                body: (
                  <>
                    <Notice tone="attention" title="Un essai est un vrai appel">
                      <p>
                        Il lit de vraies données, compte dans les plafonds de la personne à qui est le jeton,
                        et se trace à son nom, avec celui du jeton. Ne lisez qu’un dossier qu’elle a à lire
                        pour son travail.
                      </p>
                    </Notice>
                    <Essai operations={operations} choisie={choisie} onChoisir={setChoisieId} />
                  </>
                ),
              },
            ]
          : []),
      ]}
    />
  );
}

const GENERALITES: readonly TextSection[] = [
  {
    id: 'jeton',
    title: 'Le jeton d’une personne',
    body: (
      <>
        <p>
          Un logiciel n’a pas de compte : il agit au nom d’un agent habilité, par un jeton que cet agent crée
          dans <Link to="/mon-compte/jetons">Mon compte, Jetons d’API</Link> après avoir prouvé son identité.
        </p>
        <ul>
          <li>Le jeton se montre une fois. Gardez-le comme un mot de passe, hors du code et des journaux.</li>
          <li>Il sert 90 jours au plus ; l’agent peut le révoquer à tout moment.</li>
          <li>
            Il n’ouvre que les services choisis, et jamais plus que ce que l’agent peut faire à l’instant de
            l’appel : un droit fini, un compte suspendu, une convention échue comptent à l’appel suivant.
          </li>
          <li>Chaque appel est tracé au nom de l’agent, avec le nom du jeton.</li>
        </ul>
      </>
    ),
  },
  {
    id: 'regles',
    title: 'Règles des appels',
    body: (
      <ul>
        <li>
          L’en-tête <code className="identifier">Authorization: Bearer</code>, une espace, puis le jeton
          entier. Aucun cookie.
        </li>
        <li>
          Un <code className="identifier">POST</code> porte un objet JSON,{' '}
          <code className="identifier">Content-Type: application/json</code>. Un champ inconnu fait refuser la
          demande. Un numéro de dossier ne va jamais dans une adresse.
        </li>
        <li>
          Un refus est du JSON <code className="identifier">application/problem+json</code> :{' '}
          <code className="identifier">code</code> est pour le logiciel,{' '}
          <code className="identifier">title</code> pour une personne,{' '}
          <code className="identifier">reference</code> pour l’assistance. Un code nouveau peut apparaître :
          traitez un code inconnu d’après son statut.
        </li>
        <li>
          Les lectures de l’agent et de ses jetons comptent ensemble. Au premier seuil de l’heure, un jeton
          s’arrête (<code className="identifier">confirmation-requise</code>) : il ne peut pas se confirmer,
          et reprend à l’heure suivante.
        </li>
        <li>
          Avec un statut 429 ou 503, attendez le temps que dit <code className="identifier">Retry-After</code>
          .
        </li>
        <li>
          La description entière, pour un générateur de clients, est en OpenAPI 3.1 à{' '}
          <a href="/api/openapi.json">/api/openapi.json</a>.
        </li>
      </ul>
    ),
  },
];
