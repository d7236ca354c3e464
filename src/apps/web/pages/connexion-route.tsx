import { getRouteApi } from '@tanstack/react-router';
import { avisDuFournisseur } from '../../../modules/identite/web/connexion-oidc.tsx';
import { type AvisConnexion, ConnexionPage } from '../../../modules/identite/web/connexion-page.tsx';
import { ButtonLink, Link } from '../../../ui/link.tsx';
import { pageDemandee } from '../navigation.ts';
import { type RaisonDeconnexion, useEntrer } from '../session-portail.ts';

const AVIS: Readonly<Record<RaisonDeconnexion, AvisConnexion>> = {
  expiree: {
    tone: 'info',
    titre: 'Votre session est terminée',
    texte:
      'Reconnectez-vous : vous reviendrez à la page où vous étiez. Les dossiers affichés ont été refermés.',
  },
  deconnexion: { tone: 'fait', titre: 'Vous êtes déconnecté' },
  incertaine: {
    tone: 'attention',
    titre: 'Le portail n’a pas confirmé la déconnexion',
    texte:
      'La liaison était coupée. Fermez toutes les fenêtres du navigateur ; sans activité, la session se ferme aussi d’elle-même.',
  },
};

const PAGE_DEMANDEE: AvisConnexion = {
  tone: 'info',
  titre: 'Connectez-vous pour ouvrir la page demandée',
};

const racine = getRouteApi('__root__');
const route = getRouteApi('/public/connexion');

/** Signing in, then the page that was asked (ACC-10) or the home of the role. */
export function ConnexionRoute() {
  const { vers, raison, oidc } = route.useSearch();
  const { parcours, facteurs } = route.useRouteContext();
  const { demonstration, ecartHorlogeMs, oidc: fournisseur } = racine.useLoaderData();
  const entrer = useEntrer();
  const deLui = oidc && fournisseur ? avisDuFournisseur(oidc, fournisseur) : null;
  const avis = deLui ?? (raison ? AVIS[raison] : pageDemandee(vers) === null ? null : PAGE_DEMANDEE);
  return (
    <ConnexionPage
      avis={avis}
      parcours={parcours}
      facteurs={facteurs}
      fournisseur={
        fournisseur === null
          ? null
          : { nom: fournisseur, vers: pageDemandee(vers), aLier: oidc === 'liaison' }
      }
      ecartHorlogeMs={ecartHorlogeMs}
      liens={{
        motDePasseOublie: <Link to="/mot-de-passe-oublie">Mot de passe oublié</Link>,
        identifiantOublie: <Link to="/identifiant-oublie">Identifiant oublié</Link>,
        aide: <Link to="/aide/connexion">Aide à la connexion</Link>,
        contact: <Link to="/contact">À qui s’adresser ?</Link>,
      }}
      autour={demonstration && <InvitationDemonstration />}
      onOuverte={(session) => entrer(session, vers)}
    />
  );
}

function InvitationDemonstration() {
  return (
    <div className="panel">
      <h2>Pour essayer</h2>
      <p>
        Entrez sans rien taper, sous le nom d’une personne inventée : secrétaire de crèche, contrôleuse,
        auditeur…
      </p>
      <div className="button-row">
        <ButtonLink to="/demonstration">Choisir une personne</ButtonLink>
      </div>
    </div>
  );
}
