import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { appeler } from '../../../ui/api.ts';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { DefinitionList } from '../../../ui/definition-list.tsx';
import { formatCompte } from '../../../ui/format.ts';
import { Link } from '../../../ui/link.tsx';
import { demonstrationContrat } from '../contract.ts';
import type { CompteDemo } from './premiers-pas.ts';

/** What it takes to go through the sign-in page by hand, as a real person would. */
export function CodesAMain({
  compte,
  motDePasse,
}: {
  readonly compte: CompteDemo;
  readonly motDePasse: string;
}) {
  return (
    <div className="demo__by-hand">
      <DefinitionList
        items={[
          { term: 'Identifiant', value: <Copiable value={compte.identifiant} what="l’identifiant" /> },
          { term: 'Mot de passe', value: <Copiable value={motDePasse} what="le mot de passe" /> },
          {
            term: 'Code',
            value: compte.secondFacteur ? (
              <CodeCourant identifiant={compte.identifiant} />
            ) : (
              'Aucun : ce rôle n’ouvre ni dossier ni donnée de la Caf.'
            ),
          },
        ]}
      />
      <p>
        <Link to="/connexion">Aller à la page de connexion</Link>
      </p>
    </div>
  );
}

function Copiable({ value, what }: { readonly value: string; readonly what: string }) {
  return (
    <span className="copy">
      <span className="identifier">{value}</span>
      <CopyButton value={value} what={what} />
    </span>
  );
}

/** The code of the instant of a demonstration account. */
const CodeCourant = ({ identifiant }: { readonly identifiant: string }) => (
  <CodeQuiTourne
    cle={['codes', identifiant]}
    lire={(signal) => appeler(demonstrationContrat.codes, { identifiant }, { signal })}
  />
);

interface CodeQuiTourneProps {
  readonly cle: readonly string[];
  readonly lire: (signal: AbortSignal) => Promise<{ codes: string[]; secondes: number }>;
}

/** A code; asked again when it runs out, counted down meanwhile. */
export function CodeQuiTourne({ cle, lire }: CodeQuiTourneProps) {
  const { data, error, dataUpdatedAt, refetch } = useQuery({
    queryKey: ['demonstration', ...cle],
    queryFn: ({ signal }) => lire(signal),
    staleTime: 0,
    gcTime: 0,
  });
  const [maintenant, setMaintenant] = useState(Date.now);
  const reste = data ? data.secondes - Math.floor((maintenant - dataUpdatedAt) / 1_000) : null;

  useEffect(() => {
    const minuterie = setInterval(() => setMaintenant(Date.now()), 1_000);
    return () => clearInterval(minuterie);
  }, []);
  useEffect(() => {
    if (reste !== null && reste <= 0) void refetch();
  }, [reste, refetch]);

  if (error) return 'Code indisponible.';
  if (!data || reste === null) return '…';
  const [code = ''] = data.codes;
  return (
    <span className="copy">
      <span className="identifier demo__code">{code}</span>
      <CopyButton value={code} what="le code" />
      <span className="soft tabular">encore {formatCompte(Math.max(0, reste), 'seconde')}</span>
    </span>
  );
}
