import { randomBytes } from 'node:crypto';
import { ROLES_CAF, ROLES_CNAF, ROLES_PARTENAIRE, type Role } from '../../src/kernel/acteur.ts';
import { codeDesOctets, OCTETS_DU_CODE } from '../../src/modules/cdap/domain/code-extrait.ts';
import { type Client, ouvrirSessionDirecte, unClient } from '../support/client.ts';
import {
  type ComptePeuple,
  type Decor,
  laMatrice,
  lesTemoins,
  ORGANISATION_CNAF,
  organisationCaf,
  type PartenairePeuple,
  unCompte,
  uneCaf,
  uneConvention,
  uneHabilitation,
  unPartenaire,
} from '../support/peuplement.ts';
import type { Portail } from '../support/portail.ts';

/** What can stand in front of a route: nobody, somebody whose session does not hold, or one role. */
export const SANS_SESSION = [
  'anonyme',
  'cookie-inconnu',
  'session-close',
  'session-inactive',
  'compte-suspendu',
  'compte-clos',
  'compte-expire',
] as const;
export type Genre =
  | (typeof SANS_SESSION)[number]
  | 'demi-ouverte'
  | 'parcours'
  | 'partenaire:sans-role'
  | 'partenaire:role-termine'
  | `partenaire:${Role}`
  | `caf:${Role}`
  | `cnaf:${Role}`;

export const GENRES: readonly Genre[] = [
  ...SANS_SESSION,
  'demi-ouverte',
  'parcours',
  'partenaire:sans-role',
  'partenaire:role-termine',
  ...ROLES_PARTENAIRE.map((role) => `partenaire:${role}` as const),
  ...ROLES_CAF.map((role) => `caf:${role}` as const),
  ...ROLES_CNAF.map((role) => `cnaf:${role}` as const),
];

export interface Acteur {
  readonly compte: ComptePeuple | null;
  /** A right of the account itself, or any right for who has none. */
  readonly droit: string;
}

/** Somebody else's partner: an agent with a right, and its stop on reading. */
export interface Voisin {
  readonly partenaire: PartenairePeuple;
  readonly agent: ComptePeuple;
  readonly droit: string;
}

/** Two Caf; A and B under convention with the first, C with the second; one account per role. */
export interface MondeDesRoles {
  readonly a: Decor;
  /** A colleague of everybody at A. */
  readonly collegue: Voisin;
  readonly b: Voisin;
  readonly c: Voisin;
  readonly acteurs: ReadonlyMap<Genre, Acteur>;
}

export async function peuplerMondeDesRoles(portail: Portail): Promise<MondeDesRoles> {
  const caf = await uneCaf(portail);
  await uneCaf(portail, { code: '974', fuseau: 'Indian/Reunion', nom: 'Caf de l’Île Exemple' });
  await laMatrice(portail);
  await lesTemoins(portail, '591');
  await lesTemoins(portail, '974');
  const partenaire = await unPartenaire(portail, '591');
  const convention = await uneConvention(portail, partenaire, { quotas: { T2: 60 } });
  const donner = (compte: ComptePeuple) =>
    uneHabilitation(portail, { compte, bulletinId: convention.bulletinId });
  const agent = await unCompte(portail, partenaire.organisation);
  const collegue = { partenaire, agent, droit: await donner(agent) };
  const a: Decor = { caf, partenaire, convention, agent, droit: collegue.droit };
  const acteurs = new Map<Genre, Acteur>();
  for (const genre of GENRES) acteurs.set(genre, await peuplerActeur(portail, a, genre, donner));
  return { a, collegue, b: await unVoisin(portail, '591'), c: await unVoisin(portail, '974'), acteurs };
}

async function unVoisin(portail: Portail, cafCode: string): Promise<Voisin> {
  const partenaire = await unPartenaire(portail, cafCode);
  const { bulletinId } = await uneConvention(portail, partenaire);
  const agent = await unCompte(portail, partenaire.organisation);
  return { partenaire, agent, droit: await uneHabilitation(portail, { compte: agent, bulletinId }) };
}

async function peuplerActeur(
  portail: Portail,
  a: Decor,
  genre: Genre,
  donner: (compte: ComptePeuple) => Promise<string>,
): Promise<Acteur> {
  const [cote, role] = genre.split(':') as [string, Role | 'sans-role' | 'role-termine' | undefined];
  if (genre === 'anonyme' || genre === 'cookie-inconnu') return { compte: null, droit: a.droit };
  if (cote === 'caf' || cote === 'cnaf') {
    const organisation = cote === 'caf' ? organisationCaf(a.caf.code) : ORGANISATION_CNAF;
    return { compte: await unCompte(portail, organisation, { roles: [role as Role] }), droit: a.droit };
  }
  // Who has no session any more would hold the widest role if they had one.
  const roles: readonly Role[] =
    role === 'sans-role'
      ? []
      : role === undefined || role === 'role-termine'
        ? ['administrateur-principal']
        : [role];
  const compte = await unCompte(portail, a.partenaire.organisation, { roles });
  const droit = await donner(compte);
  const defaire: Partial<Record<Genre, string>> = {
    'compte-suspendu': "update identite.compte set etat = 'suspendu', etat_motif = 'essai' where id = $1",
    'compte-clos': "update identite.compte set etat = 'clos' where id = $1",
    'compte-expire':
      "update identite.compte set acces = tstzrange(lower(acces), '2026-11-20T08:59:59Z') where id = $1",
    'partenaire:role-termine':
      "update identite.role_compte set periode = tstzrange(lower(periode), '2026-11-20T08:59:59Z') where compte_id = $1",
  };
  const texte = defaire[genre];
  if (texte !== undefined) await portail.lignes(texte, [compte.id]);
  return { compte, droit };
}

/** A fresh client in the state of its kind: a cell of the matrix never inherits from the one before. */
export async function clientDe(portail: Portail, monde: MondeDesRoles, genre: Genre): Promise<Client> {
  const compte = monde.acteurs.get(genre)?.compte;
  if (!compte) return unClient(portail, genre === 'anonyme' ? null : 'cookie-que-personne-n-a-donne');
  const client = await ouvrirSessionDirecte(
    portail,
    compte,
    genre === 'demi-ouverte' ? 'mot-de-passe' : genre === 'parcours' ? 'parcours' : 'complet',
  );
  if (genre === 'session-close') {
    await portail.lignes(
      "update identite.session set close_le = $2, close_motif = 'essai' where compte_id = $1",
      [compte.id, portail.horloge.lire()],
    );
  }
  if (genre === 'session-inactive') {
    await portail.lignes('update identite.session set inactive_le = $2 where compte_id = $1', [
      compte.id,
      portail.horloge.lire(),
    ]);
  }
  return client;
}

/** A stop on the reading of somebody fresh at a partner; answers its identifier. */
export async function unArret(portail: Portail, partenaire: PartenairePeuple): Promise<string> {
  const { id: compteId } = await unCompte(portail, partenaire.organisation);
  const id = portail.nouvelId();
  await portail.lignes(
    `insert into cdap.arret_lecture (id, caf_code, partenaire_id, compte_id, cause, lectures, pose_le)
     values ($1, $2, $3, $4, 'plafond-compte', 120, $5)`,
    [id, partenaire.cafCode, partenaire.id, compteId, portail.horloge.lire()],
  );
  return id;
}

/** An extract in the register, made by an agent; answers its code. */
export async function unExtrait(
  portail: Portail,
  partenaire: PartenairePeuple,
  agent: ComptePeuple,
): Promise<string> {
  const code = codeDesOctets(randomBytes(OCTETS_DU_CODE));
  await portail.lignes(
    `insert into cdap.extrait (id, caf_code, partenaire_id, compte_id, code_empreinte, empreinte, numero, profil, mission,
       donnees_le, fait_le, categories, trace_id)
     values ($1, $2, $3, $4, sha256($5::text::bytea), sha256('un document'), 12345, 'T2', 'tarif-creche', $6::timestamptz::date, $6, '{numero}', $1)`,
    [portail.nouvelId(), partenaire.cafCode, partenaire.id, agent.id, code, portail.horloge.lire()],
  );
  return code;
}
