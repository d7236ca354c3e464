import type { ReactNode } from 'react';
import { ErreurApi } from './api-error.ts';
import { Button } from './button.tsx';
import { Identifier } from './identifier.tsx';
import { PageHeader } from './page-header.tsx';

interface ErrorPageProps {
  readonly error: unknown;
  readonly onRetry: () => void;
  /** Where else to go. */
  readonly elsewhere?: ReactNode;
}

/** A page that cannot be shown: what happened, what to do, and the reference for the desk. */
export function ErrorPage({ error, onRetry, elsewhere }: ErrorPageProps) {
  const known = error instanceof ErreurApi ? error : null;
  return (
    <div className="error-page">
      <PageHeader title={known?.titre ?? 'Cette page n’a pas pu s’afficher'} />
      <p>
        {known
          ? (known.suite ?? 'Revenez à la page précédente, ou réessayez.')
          : 'Une partie du portail ne s’est pas chargée, peut-être parce qu’une nouvelle version vient d’être installée. Rechargez la page.'}
      </p>
      {known?.reference && (
        <p>
          Référence à donner à l’assistance : <Identifier value={known.reference} />
        </p>
      )}
      <div className="button-row">
        <Button variant="primary" onClick={known ? onRetry : () => window.location.reload()}>
          {known ? 'Réessayer' : 'Recharger la page'}
        </Button>
        {elsewhere}
      </div>
    </div>
  );
}

/** An address that leads nowhere. Things that are refused and things that are absent look alike here (SEC-01). */
export function NotFoundPage({ elsewhere }: { readonly elsewhere?: ReactNode }) {
  return (
    <div className="error-page">
      <PageHeader title="Cette page n’existe pas" />
      <p>
        L’adresse est peut-être incomplète, ou la page a été déplacée. Si vous avez suivi un lien reçu d’une
        autre personne, vérifiez avec elle que vous y avez accès.
      </p>
      {elsewhere && <div className="button-row">{elsewhere}</div>}
    </div>
  );
}
