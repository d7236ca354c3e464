import { useQuery } from '@tanstack/react-query';
import { Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { peutVoirArrets } from '../../modules/cdap/domain/droits-cdap.ts';
import { arretsRequete } from '../../modules/cdap/web/arrets-requete.ts';
import { demanderDossier } from '../../modules/cdap/web/dossiers-ouverts.ts';
import { profilsRequete } from '../../modules/cdap/web/profils-requete.ts';
import type { Session } from '../../modules/identite/contract.ts';
import { identiteContrat } from '../../modules/identite/contract.ts';
import { AvisCodesPerdus } from '../../modules/identite/web/codes-recuperation.tsx';
import { PreuveProvider } from '../../modules/identite/web/preuve.tsx';
import { sessionRequete, surSessionDesAutresOnglets } from '../../modules/identite/web/session.ts';
import { VeilleSession } from '../../modules/identite/web/veille-session.tsx';
import { appeler } from '../../ui/api.ts';
import { ButtonLink, Link } from '../../ui/link.tsx';
import { surFinDeSession } from '../../ui/session-end.ts';
import { Shell } from '../../ui/shell.tsx';
import { BandeauDemonstration } from './bandeau-demonstration.tsx';
import { entreesDe } from './navigation.ts';
import type { Portail } from './portail.ts';
import { queryClient } from './query-client.ts';
import { SessionContexte } from './session-contexte.ts';
import { direDerniereConnexion, useQuitter } from './session-portail.ts';
import { SiteFooter } from './site-footer.tsx';
import { AvisMaintenance, SousMaintenance } from './sous-maintenance.tsx';

/** Frame of the signed-in pages. It shows nothing once nobody is signed in. */
export function EspaceLayout({ portail }: { readonly portail: Portail }) {
  const { data: session } = useQuery(sessionRequete);
  return session ? <Espace key={session.sessionId} session={session} portail={portail} /> : null;
}

function Espace({ session, portail }: { readonly session: Session; readonly portail: Portail }) {
  const quitter = useQuitter();
  const naviguer = useNavigate();
  const surCdap = useRouterState({ select: ({ location }) => location.pathname === '/cdap' });
  const { data: cdap } = useQuery({ ...profilsRequete, enabled: session.nature === 'partenaire' });
  const { data: arrets } = useQuery({ ...arretsRequete, enabled: peutVoirArrets(session) });
  const [sorti, setSorti] = useState(false);

  useEffect(() => surFinDeSession(() => void quitter('expiree')), [quitter]);
  useEffect(
    () =>
      surSessionDesAutresOnglets((compteId) => {
        // Someone else signed in beside: this tab now holds their cookie, and must not show the former's pages.
        if (compteId !== session.compteId) window.location.reload();
      }),
    [session.compteId],
  );

  const profils = cdap?.profils ?? [];
  const partir = () => {
    if (sorti) return;
    setSorti(true);
    void quitter('deconnexion');
  };
  return (
    <SessionContexte value={session}>
      <Shell
        // Staff of a Caf work at the Caf itself: its name is said once.
        organisation={{ nom: session.organisme, caf: session.nature === 'partenaire' ? session.caf : null }}
        entries={entreesDe(session, profils.length).map(({ adresse, libelle }) => ({
          id: adresse,
          label: libelle,
          link: { to: adresse },
          ...(adresse === '/arrets-de-lecture'
            ? { count: arrets?.arrets.filter(({ peutLever }) => peutLever).length ?? 0, countOf: 'à lever' }
            : {}),
        }))}
        {...(profils.some(({ utilisable }) => utilisable)
          ? {
              search: {
                label: 'Numéro de dossier ou nom',
                inPage: surCdap,
                onSearch: (texte: string) => {
                  demanderDossier(texte);
                  void naviguer({ to: '/cdap' });
                },
              },
            }
          : {})}
        account={{
          nom: `${session.prenom} ${session.nom}`,
          fonction: session.fonction,
          links: (
            <>
              <p>
                <Link to="/mon-compte">Mon compte</Link>
              </p>
              <p className="soft">{direDerniereConnexion(session)}</p>
            </>
          ),
        }}
        onLogout={partir}
        help={
          <ButtonLink to="/contact" data-variant="plain">
            Aide
          </ButtonLink>
        }
        {...(portail.demonstration ? { band: <BandeauDemonstration /> } : {})}
        notices={
          <>
            <AvisMaintenance />
            <VeilleSession
              session={session}
              ecartHorlogeMs={portail.ecartHorlogeMs}
              relire={() => queryClient.fetchQuery({ ...sessionRequete, staleTime: 0 })}
              // Reading one's own profiles is an act of the person, changes nothing, and leaves no trace.
              prolonger={() => appeler(identiteContrat.lireMoyensDeConfirmer, {})}
              quitter={partir}
            />
          </>
        }
        footer={<SiteFooter />}
      >
        <SousMaintenance>
          <AvisCodesPerdus
            refaire={(oublier) => (
              <ButtonLink to="/mon-compte/second-facteur" onClick={oublier}>
                Faire de nouveaux codes
              </ButtonLink>
            )}
          />
          <PreuveProvider>
            <Outlet />
          </PreuveProvider>
        </SousMaintenance>
      </Shell>
    </SessionContexte>
  );
}
