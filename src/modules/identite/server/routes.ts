import type { FastifyInstance } from 'fastify';
import { accepte } from '../../../kernel/resultat.ts';
import { locataireDe } from '../../../platform/http/contexte.ts';
import { monter, type ServicesPorte } from '../../../platform/http/porte.ts';
import { inscrireTrace } from '../../traces/index.ts';
import { identiteContrat } from '../contract.ts';
import { direRefusIdentite } from '../libelles.ts';
import { defierCle } from './cles-acces.ts';
import { connecter } from './connecter.ts';
import {
  enregistrerApplication,
  enregistrerCle,
  preparerApplication,
  preparerCle,
  refaireCodes,
  renommerCle,
  retirerFacteur,
} from './enregistrer-facteur.ts';
import {
  changerRole,
  chercherComptes,
  cloreCompte,
  corrigerCompte,
  creerCompte,
  forcerMotDePasse,
  leverSuspension,
  listerOrganismes,
  redonnerAcces,
  suspendreCompte,
} from './gerer-comptes.ts';
import { imprimerLettre } from './imprimer-lettre.ts';
import { creerJeton, listerJetons, revoquerJeton } from './jetons.ts';
import {
  annulerCourriel,
  changerMotDePasse,
  confirmerCourriel,
  demanderCourriel,
  fermerSession,
  lireMonCompte,
  listerSessions,
} from './mon-compte.ts';
import { lireFacteurs, partirOidc, revenirOidc } from './oidc.ts';
import { deconnecterOidc } from './oidc-deconnexion.ts';
import {
  lierOidc,
  listerLiaisonsOidc,
  oublierLiaisonEnAttente,
  retirerLiaisonOidc,
} from './oidc-liaisons.ts';
import { oublierIdentifiant, oublierMotDePasse, reinitialiserMotDePasse } from './oublis.ts';
import { choisirMotDePasse, lireParcours, reconnaitreConfidentialite } from './parcours.ts';
import type { ReglesIdentite } from './regles.ts';
import {
  confirmer,
  confirmerParCle,
  confirmerParMotDePasse,
  verifierCle,
  verifierCode,
  verifierRecuperation,
} from './second-facteur.ts';
import { decrireSession, resoudreSession, retirerCookieSession } from './session.ts';
import { lockFaitsEntree } from './store/parcours.ts';
import { closeSession, listPersonnes } from './store.ts';

export function monterIdentite(app: FastifyInstance, services: ServicesPorte, regles: ReglesIdentite): void {
  monter(
    app,
    services,
    identiteContrat,
    {
      connecter: (requete) => connecter(regles, requete),
      verifierCode: (requete) => verifierCode(regles, requete),
      verifierRecuperation: (requete) => verifierRecuperation(regles, requete),
      defierCle: ({ ctx, acteur }) => defierCle(regles, ctx, acteur, 'connexion'),
      verifierCle: (requete) => verifierCle(regles, requete),
      lireParcours: (requete) => lireParcours(regles, requete),
      choisirMotDePasse: (requete) => choisirMotDePasse(regles, requete),
      reconnaitreConfidentialite: (requete) => reconnaitreConfidentialite(regles, requete),
      preparerApplication: (requete) => preparerApplication(regles, requete),
      enregistrerApplication: (requete) => enregistrerApplication(regles, requete),
      preparerCle: (requete) => preparerCle(regles, requete),
      enregistrerCle: (requete) => enregistrerCle(regles, requete),
      lireSession: ({ ctx, acteur }) =>
        ctx.enTransaction(locataireDe(acteur), async (tx) =>
          accepte(await decrireSession(tx, acteur, ctx.instant)),
        ),
      confirmer: (requete) => confirmer(regles, requete),
      confirmerParMotDePasse: (requete) => confirmerParMotDePasse(regles, requete),
      confirmerParCle: (requete) => confirmerParCle(regles, requete),
      defierConfirmation: ({ ctx, acteur }) => defierCle(regles, ctx, acteur, 'confirmation'),
      lireMoyensDeConfirmer: ({ ctx, acteur }) =>
        ctx.enTransaction(locataireDe(acteur), async (tx) => {
          const { totp, cles } = await lockFaitsEntree(tx, acteur.compteId, ctx.instant);
          return accepte({ application: totp, cles: cles > 0, motDePasse: !totp && cles === 0 });
        }),
      deconnecter: async ({ ctx, empreinte, reponse }) => {
        retirerCookieSession(reponse);
        // Nor is what the next person at this desk could link to their own account.
        oublierLiaisonEnAttente(reponse);
        // Not the cookies: the known device is no part of the session, and opens nothing.
        reponse.header('clear-site-data', '"cache", "storage"');
        const session = empreinte && (await resoudreSession(ctx, empreinte, false));
        if (!session) return accepte({ fermee: false });
        const { acteur } = session;
        await ctx.enTransaction(locataireDe(acteur), async (tx) => {
          await closeSession(tx, acteur.sessionId, ctx.instant, 'deconnexion');
          const { compteId, sessionId } = acteur;
          await inscrireTrace(tx, ctx, { action: 'deconnexion', issue: 'fait', compteId, sessionId });
        });
        return accepte({ fermee: true });
      },
      oublierMotDePasse: (requete) => oublierMotDePasse(regles, requete),
      oublierIdentifiant: (requete) => oublierIdentifiant(regles, requete),
      reinitialiserMotDePasse: (requete) => reinitialiserMotDePasse(regles, requete),
      confirmerCourriel,
      lireMonCompte: (requete) => lireMonCompte(regles, requete),
      changerMotDePasse: (requete) => changerMotDePasse(regles, requete),
      demanderCourriel: (requete) => demanderCourriel(regles, requete),
      annulerCourriel,
      renommerCle,
      retirerFacteur,
      refaireCodes: (requete) => refaireCodes(regles, requete),
      listerSessions,
      fermerSession,
      listerJetons,
      creerJeton,
      revoquerJeton,
      listerPersonnes: ({ ctx, acteur }) =>
        ctx.enTransaction(locataireDe(acteur), async (tx) => {
          const personnes = await listPersonnes(tx, acteur);
          return accepte({
            personnes: personnes.map(({ id, prenom, nom, identifiant, etat }) => ({
              id,
              nom: `${prenom} ${nom}`,
              identifiant,
              etat,
            })),
          });
        }),
      listerOrganismes,
      chercherComptes,
      creerCompte: (requete) => creerCompte(regles, requete),
      corrigerCompte,
      suspendreCompte,
      leverSuspension,
      cloreCompte,
      redonnerAcces: (requete) => redonnerAcces(regles, requete),
      imprimerLettre: (requete) => imprimerLettre(regles, requete),
      forcerMotDePasse,
      changerRole,
      partirOidc: (requete) => partirOidc(regles, requete),
      revenirOidc: (requete) => revenirOidc(regles, requete),
      lireFacteurs,
      lierOidc: (requete) => lierOidc(regles, requete),
      listerLiaisonsOidc: (requete) => listerLiaisonsOidc(regles, requete),
      retirerLiaisonOidc,
      deconnecterOidc: (requete) => deconnecterOidc(regles, requete),
    },
    direRefusIdentite,
  );
}
