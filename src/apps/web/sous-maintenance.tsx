import { useRouterState } from '@tanstack/react-router';
import { type ReactNode, useEffect, useRef } from 'react';
import { ButtonLink } from '../../ui/link.tsx';
import { Notice } from '../../ui/notice.tsx';
import { peutExploiter } from '../exploitation/droits.ts';
import { useMaintenance } from './maintenance.ts';
import { direFinPrevue } from './mots-maintenance.ts';
import type { AnnonceMaintenance } from './portail.ts';
import { useSession } from './session-contexte.ts';
import './maintenance.css';

/** What to show of a maintenance; nothing on the screen from which it is lifted, to who may lift it. */
function useVue(): { avis: AnnonceMaintenance | null; page: AnnonceMaintenance | null } {
  const { annonce, couverte } = useMaintenance();
  const surExploitation = useRouterState({ select: ({ location }) => location.pathname === '/exploitation' });
  const session = useSession();
  const dite = surExploitation && peutExploiter(session) ? null : annonce;
  return { avis: couverte ? null : dite, page: couverte ? dite : null };
}

/** A screen is open while a maintenance is under way: what is typed there stays, and cannot be recorded yet (ACC-12). */
export function AvisMaintenance() {
  const { avis } = useVue();
  const { fuseau } = useSession();
  if (avis === null) return null;
  return (
    <Notice tone="attention" live title="Le portail est en maintenance">
      <p>
        {avis.message} {direFinPrevue(avis.finPrevue, fuseau)}
      </p>
      <p>Rien ne s’enregistre d’ici là. Ce que vous saisissez sur cette page y reste.</p>
    </Notice>
  );
}

/**
 * Says that the portal is in maintenance in place of the screens, which are hidden and not dropped: they come back as
 * they were, typed words included, when it is over (ACC-12).
 */
export function SousMaintenance({ children }: { readonly children: ReactNode }) {
  const { page } = useVue();
  return (
    <>
      {page && <PageMaintenance annonce={page} />}
      {children}
    </>
  );
}

function PageMaintenance({ annonce }: { readonly annonce: AnnonceMaintenance }) {
  const session = useSession();
  const titre = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const avant = document.title;
    document.title = 'Maintenance en cours · Passerelle';
    titre.current?.focus();
    return () => {
      document.title = avant;
      // The title that had the focus goes: the page that comes back is read from its beginning.
      document.getElementById('contenu')?.focus();
    };
  }, []);
  return (
    <div className="error-page maintenance-page">
      <h1 ref={titre} tabIndex={-1}>
        Le portail est en maintenance
      </h1>
      <p>{annonce.message}</p>
      <p>
        <strong>{direFinPrevue(annonce.finPrevue, session.fuseau)}</strong>
      </p>
      <p>
        Vous n’avez rien à faire : la page que vous demandiez s’affichera d’elle-même à la fin. Ce que vous y
        aviez saisi est gardé, tant que cet onglet reste ouvert et votre session aussi.
      </p>
      {peutExploiter(session) && (
        <div className="button-row">
          <ButtonLink to="/exploitation">Ouvrir la page Exploitation</ButtonLink>
        </div>
      )}
    </div>
  );
}
