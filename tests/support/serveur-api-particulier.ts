import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

/** A recorded answer of the sandbox of API Particulier v3: what was asked, what came back. */
export interface Enregistrement {
  readonly route: string;
  readonly params: Readonly<Record<string, string | number | readonly string[]>>;
  readonly status: number;
  readonly payload: unknown;
}

const DOSSIER = path.join(import.meta.dirname, 'api-particulier');
export const ENREGISTREMENTS: ReadonlyMap<string, Enregistrement> = new Map(
  readdirSync(DOSSIER)
    .filter((nom) => nom.endsWith('.json'))
    .map((nom) => [nom.replace(/\.json$/, ''), JSON.parse(readFileSync(path.join(DOSSIER, nom), 'utf8'))]),
);

export interface DemandeRecue {
  readonly chemin: string;
  readonly parametres: URLSearchParams;
  readonly entetes: IncomingMessage['headers'];
  /** The connection stays with the test, which answers, or never does. */
  readonly reponse: ServerResponse;
}

export type Conduite = (demande: DemandeRecue) => void;

export interface ServeurApiParticulier {
  readonly url: string;
  readonly recues: DemandeRecue[];
  /** What the next requests meet; the recorded answers unless told. A path restricts it to one route. */
  conduite: Conduite;
  /** Resolves once `nombre` requests in all were received. */
  readonly attendre: (nombre: number) => Promise<void>;
  readonly fermer: () => Promise<void>;
}

const enJson = (reponse: ServerResponse, statut: number, corps: unknown, entetes = {}): void => {
  reponse.writeHead(statut, { 'content-type': 'application/json; charset=utf-8', ...entetes });
  reponse.end(JSON.stringify(corps));
};

const erreur = (code: string, meta: unknown = {}) => ({
  errors: [{ code, title: 'Titre', detail: 'Détail', source: null, meta }],
});

/** Answers as the sandbox does: by the civil status asked. */
export const rejouer: Conduite = ({ chemin, parametres, reponse }) => {
  const posee = (nom: string): unknown =>
    nom === 'prenoms' ? parametres.getAll('prenoms[]') : parametres.get(nom);
  const route = chemin.split('/').at(-2);
  const trouve = [...ENREGISTREMENTS.values()].find(
    (e) =>
      e.route === route &&
      Object.entries(e.params).every(([nom, valeur]) =>
        Array.isArray(valeur)
          ? JSON.stringify(posee(nom)) === JSON.stringify(valeur)
          : posee(nom) === String(valeur),
      ) &&
      parametres.has('jourDateNaissance') === 'jourDateNaissance' in e.params,
  );
  if (trouve) enJson(reponse, trouve.status, trouve.payload);
  else enJson(reponse, 404, erreur('35003'));
};

/** Ways of an upstream that is not well. */
export const CONDUITES = {
  repondre:
    (statut: number, corps: unknown, entetes = {}): Conduite =>
    ({ reponse }) =>
      enJson(reponse, statut, corps, entetes),
  refuser:
    (statut: number, code: string, meta: unknown = {}): Conduite =>
    ({ reponse }) =>
      enJson(reponse, statut, erreur(code, meta)),
  page:
    (statut: number): Conduite =>
    ({ reponse }) => {
      reponse.writeHead(statut, { 'content-type': 'text/html' });
      reponse.end('<!doctype html><title>Exemplaire</title><p>Le service revient bientôt.</p>');
    },
  muet: () => {},
  corpsSansFin: ({ reponse }: DemandeRecue) => {
    reponse.writeHead(200, { 'content-type': 'application/json' });
    reponse.write('{"data": {"quotient_familial": {"valeur": 650,');
  },
  coupeAvantReponse: ({ reponse }: DemandeRecue) => {
    reponse.socket?.resetAndDestroy();
  },
  coupeDansLeCorps: ({ reponse }: DemandeRecue) => {
    reponse.writeHead(200, { 'content-type': 'application/json', 'content-length': '5000' });
    reponse.write('{"data": {"quotient_familial": {"valeur": 650,', () => reponse.socket?.destroy());
  },
  enorme: ({ reponse }: DemandeRecue) => {
    const { payload } = ENREGISTREMENTS.get('quotient_familial-200-seul-1_enfant-qf_caf_650') ?? {};
    enJson(reponse, 200, { ...(payload as object), bourrage: 'x'.repeat(70_000) });
  },
  ailleurs: ({ reponse }: DemandeRecue) => {
    reponse.writeHead(302, { location: '/autre' });
    reponse.end();
  },
} as const;

/** API Particulier v3 as far as the portal speaks to it, on a port of this machine. */
export async function demarrerApiParticulier(): Promise<ServeurApiParticulier> {
  const recues: DemandeRecue[] = [];
  const veilleurs = new Set<() => void>();
  const etat = { conduite: rejouer as Conduite };
  const serveur = createServer((requete, reponse) => {
    const { pathname: chemin, searchParams: parametres } = new URL(requete.url ?? '/', 'http://localhost');
    const demande = { chemin, parametres, entetes: requete.headers, reponse };
    recues.push(demande);
    etat.conduite(demande);
    for (const veilleur of veilleurs) veilleur();
  });
  await new Promise<void>((pret) => serveur.listen(0, '127.0.0.1', pret));
  return {
    url: `http://127.0.0.1:${(serveur.address() as AddressInfo).port}`,
    recues,
    get conduite() {
      return etat.conduite;
    },
    set conduite(conduite) {
      etat.conduite = conduite;
    },
    attendre: (nombre) =>
      new Promise((resoudre) => {
        const veilleur = () => {
          if (recues.length < nombre) return;
          veilleurs.delete(veilleur);
          resoudre();
        };
        veilleurs.add(veilleur);
        veilleur();
      }),
    fermer: () =>
      new Promise((ferme) => {
        serveur.close(() => ferme());
        serveur.closeAllConnections();
      }),
  };
}
