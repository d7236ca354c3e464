import type { FastifyInstance } from 'fastify';
import { accepte } from '../../../kernel/resultat.ts';
import { locataireDe } from '../../../platform/http/contexte.ts';
import { monter, type ServicesPorte } from '../../../platform/http/porte.ts';
import { inscrireTrace } from '../../traces/index.ts';
import { identiteContrat } from '../contract.ts';
import { direRefusIdentite } from '../libelles.ts';
import { connecter } from './connecter.ts';
import type { ReglesSession } from './regles-session.ts';
import { decrireSession, resoudreSession, retirerCookie } from './session.ts';
import { closeSession, listPersonnes } from './store.ts';
import { confirmer, verifierCode } from './verifier-code.ts';

export function monterIdentite(app: FastifyInstance, services: ServicesPorte, regles: ReglesSession): void {
  monter(
    app,
    services,
    identiteContrat,
    {
      connecter: (requete) => connecter(regles, requete),
      verifierCode: (requete) => verifierCode(regles, requete),
      confirmer: (requete) => confirmer(regles, requete),
      lireSession: ({ ctx, acteur }) =>
        ctx.enTransaction(locataireDe(acteur), async (tx) => accepte(await decrireSession(tx, acteur))),
      deconnecter: async ({ ctx, empreinte, reponse }) => {
        retirerCookie(reponse);
        reponse.header('clear-site-data', '"cache", "cookies", "storage"');
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
    },
    direRefusIdentite,
  );
}
