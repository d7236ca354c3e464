import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { estBaseIndisponible, type Probleme } from './probleme.ts';

/** Answers a problem+json; every one carries the reference that is in the log and in the trace. */
export function repondreProbleme(
  reponse: FastifyReply,
  ctx: { readonly correlation: string },
  status: number,
  code: string,
  reste: Pick<Probleme, 'title' | 'suite' | 'champs' | 'details'>,
): FastifyReply {
  const probleme: Probleme = { type: 'about:blank', status, code, ...reste, reference: ctx.correlation };
  return reponse.code(status).type('application/problem+json; charset=utf-8').send(JSON.stringify(probleme));
}

/** The body is too big, of another type or not the JSON that is asked: it was not even parsed. */
export function repondreCorpsIllisible(
  reponse: FastifyReply,
  ctx: { readonly correlation: string },
  statut: number,
): FastifyReply {
  return repondreProbleme(reponse, ctx, statut, 'requete-refusee', {
    title: statut === 413 ? 'Cette demande est trop grosse.' : 'Cette demande est mal formée.',
    champs: [{ champ: 'corps', message: 'Le corps de la demande ne peut pas être lu.' }],
  });
}

/**
 * The last net: a database that is away answers 503, a malformed request 4xx, a defect 500 with a reference
 * and nothing else. Errors are logged by their kind: a driver's message can hold values of a row.
 */
export function poserGestionErreurs(app: FastifyInstance): void {
  app.setErrorHandler((erreur: unknown, requete, reponse) => {
    const ctx = { correlation: requete.id };
    if (estBaseIndisponible(erreur)) {
      requete.log.warn({ code: (erreur as { code?: string }).code ?? 'connexion' }, 'database unavailable');
      return repondreProbleme(reponse.header('retry-after', '2'), ctx, 503, 'base-indisponible', {
        title: 'Le portail ne peut pas répondre pour le moment.',
        suite: 'Rien n’a été affiché ni enregistré. Réessayez dans quelques instants.',
      });
    }
    const statut = (erreur as { statusCode?: number }).statusCode ?? 500;
    if (statut < 500) return repondreCorpsIllisible(reponse, ctx, statut);
    requete.log.error({ defaut: decrireDefaut(erreur) }, 'defect');
    return repondreProbleme(reponse, ctx, 500, 'defaut', {
      title: 'Une erreur s’est produite de notre côté.',
      suite: 'Réessayez ; si elle se répète, donnez cette référence à l’assistance.',
    });
  });
  app.setNotFoundHandler((requete, reponse) =>
    repondreProbleme(reponse, { correlation: requete.id }, 404, 'adresse-inconnue', {
      title: 'Cette adresse n’existe pas.',
    }),
  );
}

/** A fault for the log, by its kind: what a driver says of it can hold values of a row. */
export function decrireDefaut(erreur: unknown): Record<string, unknown> {
  if (!(erreur instanceof Error)) return { type: typeof erreur };
  const base = { type: erreur.name, pile: erreur.stack?.split('\n').slice(1, 6) };
  // A PostgreSQL error's message and detail quote values; a zod error's issues name paths only.
  return 'code' in erreur
    ? {
        ...base,
        code: erreur.code,
        contrainte: (erreur as { constraint?: string }).constraint,
      }
    : erreur instanceof z.ZodError
      ? { ...base, chemins: erreur.issues.map((faute) => faute.path.join('.')) }
      : { ...base, message: erreur.message };
}
