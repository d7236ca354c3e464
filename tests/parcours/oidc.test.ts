import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { identiteContrat as contrat } from '../../src/modules/identite/contract.ts';
import { NOM_COOKIE } from '../../src/platform/http/porte.ts';
import { type Client, codeDe, type Reponse, seConnecter, unClient } from '../support/client.ts';
import {
  CAMILLE,
  demarrerFournisseurOidc,
  type FournisseurOidc,
  NavigateurOidc,
  type Personne,
} from '../support/fournisseur-oidc.ts';
import {
  demarrerFournisseurTrompeur,
  type FournisseurTrompeur,
  maintenant,
  nonSigne,
} from '../support/fournisseur-oidc-trompeur.ts';
import {
  type ComptePeuple,
  MOT_DE_PASSE,
  ORGANISATION_CNAF,
  type PartenairePeuple,
  unCompte,
  uneCaf,
  unPartenaire,
} from '../support/peuplement.ts';
import { creerPortail, MINUTE, ORIGINE, type Portail } from '../support/portail.ts';
import { saisiesDe } from '../support/saisies.ts';

/**
 * Signing in through a provider of public agents (ACC-05): a true OpenID Connect provider runs on this machine; where an
 * honest one never gives the answer that is wanted, one made by hand does.
 */

const RETOUR = `${ORIGINE}/api/oidc/retour`;
const NOM_DEPART = '__Host-passerelle-oidc';
const NOM_LIAISON = '__Host-passerelle-liaison';
const SIRET_MAIRIE = CAMILLE.siret as string;
const SIRET_AUTRE = '98765432100003';
const PERSONNES: Record<string, Personne> = {
  camille: CAMILLE,
  /** Another person of the same body. */
  dominique: { ...CAMILLE, email: 'dominique@villexemple.exemple', uid: 'dominique' },
  'sans-organisme': { email: 'seul@villexemple.exemple', uid: 'seul', given_name: 'Sam', usual_name: 'Seul' },
};

let fournisseur: FournisseurOidc;
let trompeur: FournisseurTrompeur;
let portail: Portail;
/** Set on the provider made by hand. */
let portailTrompe: Portail;
const peuples = new Map<Portail, { mairie: PartenairePeuple; autre: PartenairePeuple }>();

const creer = async (emetteur: string, acrDeuxFacteurs: readonly string[]): Promise<Portail> => {
  const cree = await creerPortail({
    // The provider lives in real time.
    instant: new Date(),
    oidc: {
      emetteur,
      clientId: 'passerelle',
      clientSecret: 'secret-invente-du-portail',
      nom: 'ProConnect',
      acr: ['eidas2', 'eidas3'],
      acrDeuxFacteurs,
    },
  });
  const caf = await uneCaf(cree);
  peuples.set(cree, {
    mairie: await unPartenaire(cree, caf.code, { siret: SIRET_MAIRIE }),
    autre: await unPartenaire(cree, caf.code, { siret: SIRET_AUTRE }),
  });
  return cree;
};

beforeAll(async () => {
  fournisseur = await demarrerFournisseurOidc({ adresseRetour: RETOUR, personnes: PERSONNES });
  trompeur = await demarrerFournisseurTrompeur();
  portail = await creer(fournisseur.emetteur, ['eidas3']);
  portailTrompe = await creer(trompeur.emetteur, ['eidas3']);
});
afterAll(async () => {
  await portail.fermer();
  await portailTrompe.fermer();
  await fournisseur.fermer();
  await trompeur.fermer();
});
beforeEach(async () => {
  trompeur.tromperies = {};
  fournisseur.geste = { sujet: 'camille', acr: 'eidas2' };
  for (const p of [portail, portailTrompe]) {
    await p.lignes('update identite.liaison_oidc set retiree_le = now() where retiree_le is null');
    await p.lignes(
      "update identite.session set close_le = now(), close_motif = 'essai' where close_le is null",
    );
  }
});

const agent = (plus: Parameters<typeof unCompte>[2] = {}, p = portail): Promise<ComptePeuple> =>
  unCompte(p, (peuples.get(p) as { mairie: PartenairePeuple }).mairie.organisation, plus);

/** A browser: the portal's cookies, and those of the provider. */
class Navigateur {
  readonly portail: Portail;
  readonly chezLui = new NavigateurOidc();
  readonly client: Client;
  cookies: Record<string, string> = {};
  derniere: Reponse | null = null;

  constructor(p: Portail = portail, client: Client = unClient(p)) {
    this.portail = p;
    this.client = client;
  }

  async appeler(route: Parameters<Client['appeler']>[0], corps?: unknown): Promise<Reponse> {
    const reponse = await this.client.appeler(route, corps, { cookies: this.cookies });
    this.derniere = reponse;
    for (const ligne of [reponse.entetes['set-cookie'] ?? []].flat() as string[]) {
      const [, nom = '', valeur = ''] = /^([^=]+)=([^;]*)/.exec(ligne) ?? [];
      if (nom === NOM_COOKIE) continue;
      if (valeur === '') delete this.cookies[nom];
      else this.cookies[nom] = valeur;
    }
    return reponse;
  }

  async partir(suite?: string): Promise<string> {
    const chemin = contrat.partirOidc.chemin;
    const { statut, entetes } = await this.appeler({
      methode: 'GET',
      chemin: suite === undefined ? chemin : `${chemin}?suite=${encodeURIComponent(suite)}`,
    });
    expect(statut).toBe(303);
    return String(entetes.location);
  }

  revenir(parametres: URLSearchParams): Promise<Reponse> {
    return this.appeler({ methode: 'GET', chemin: `${contrat.revenirOidc.chemin}?${parametres}` });
  }

  /** From the button to the sign-in page again: the code that it is given. */
  async passer(suite?: string): Promise<string> {
    const depart = await this.partir(suite);
    const parametres = await this.chezLui.seConnecter(depart, RETOUR);
    return codeDuRetour(await this.revenir(parametres));
  }

  /** What the last request left in the traces. */
  trace() {
    return traceDe(this.portail, this.derniere as Reponse);
  }

  session(): Promise<Reponse> {
    return this.appeler(contrat.lireSession);
  }
}

function codeDuRetour({ statut, texte, entetes }: Reponse): string {
  expect([statut, texte]).toEqual([303, '']);
  const vers = new URL(String(entetes.location), ORIGINE);
  expect([vers.origin, vers.pathname]).toEqual([ORIGINE, '/connexion']);
  return vers.searchParams.get('oidc') ?? '';
}

/** Links the next person of the provider to an account, as they would: there, then here, then the link. */
async function lier(compte: ComptePeuple, p = portail): Promise<Navigateur> {
  const navigateur = new Navigateur(p);
  if (p === portail) expect(await navigateur.passer()).toBe('liaison');
  else expect(await passerParLeTrompeur(navigateur)).toBe('liaison');
  const entre = new Navigateur(p, await seConnecter(p, compte));
  entre.cookies = navigateur.cookies;
  const liaison = await entre.appeler(contrat.lierOidc);
  expect([liaison.statut, liaison.texte]).toEqual([200, '{"fait":true}']);
  return entre;
}

async function passerParLeTrompeur(
  navigateur: Navigateur,
  ecarts: Record<string, string | undefined> = {},
): Promise<string> {
  const depart = await navigateur.partir();
  return codeDuRetour(await navigateur.revenir(trompeur.revenir(depart, ecarts)));
}

/** The trace that a request left, by its reference: several come at one instant of the portal's clock. */
const traceDe = async (p: Portail, { entetes }: Reponse) =>
  (
    await p.lignes<{ action: string; issue: string; code_issue: string | null; compte_id: string | null }>(
      'select action, issue, code_issue, compte_id from traces.trace where correlation = $1',
      [entetes['x-correlation-id']],
    )
  )[0];

describe('ACC-05 lier puis se connecter', () => {
  test('après une connexion au compte, l’identité se lie ; ensuite elle suffit, avec un niveau à deux facteurs', async () => {
    const compte = await agent();
    const entre = await lier(compte);
    expect(await entre.trace()).toEqual({
      action: 'liaison-oidc',
      issue: 'fait',
      code_issue: null,
      compte_id: compte.id,
    });
    const courriels = await portail.lignes<{ objet: string }>(
      'select objet from notifications.courriel where destinataire = $1',
      [compte.courriel],
    );
    expect(courriels.map(({ objet }) => objet)).toContain('Votre compte a été lié à une identité d’agent');

    fournisseur.geste = { sujet: 'camille', acr: 'eidas3' };
    const plusTard = new Navigateur();
    expect(await plusTard.passer()).toBe('ouverte');
    expect(await plusTard.trace()).toEqual({
      action: 'connexion-oidc',
      issue: 'fait',
      code_issue: null,
      compte_id: compte.id,
    });
    const session = await plusTard.session();
    expect(session.statut).toBe(200);
    expect(session.corps.compteId).toBe(compte.id);
    expect(plusTard.cookies[NOM_DEPART]).toBeUndefined();
  });

  test('sans deux facteurs chez le fournisseur, le second facteur du compte est demandé', async () => {
    const compte = await agent();
    await lier(compte);
    await portail.horloge.avancer(MINUTE);
    const navigateur = new Navigateur();
    expect(await navigateur.passer()).toBe('second-facteur');
    expect((await navigateur.session()).statut).toBe(401);
    const facteurs = await navigateur.appeler(contrat.lireFacteurs);
    expect(facteurs.corps).toEqual({
      facteurs: { application: true, cles: false, recuperation: false },
    });
    const code = await navigateur.appeler(contrat.verifierCode, { code: await codeDe(portail, compte) });
    expect([code.statut, code.corps.etape]).toEqual([200, 'ouverte']);
    expect((await navigateur.session()).statut).toBe(200);
    expect((await navigateur.appeler(contrat.lireFacteurs)).statut).toBe(401);
  });

  test('un compte sans second facteur, qui n’en doit pas, entre ; un acte sensible redemande une preuve', async () => {
    const compte = await agent({ totp: null, secondFacteurExige: false });
    await lier(compte);
    const navigateur = new Navigateur();
    expect(await navigateur.passer()).toBe('ouverte');
    expect((await navigateur.session()).corps.compteId).toBe(compte.id);
    const refus = await navigateur.appeler(contrat.preparerCle);
    expect([refus.statut, refus.corps.code]).toEqual([403, 'confirmation-requise']);
    const preuve = await navigateur.appeler(contrat.confirmerParMotDePasse, { motDePasse: MOT_DE_PASSE });
    expect(preuve.statut).toBe(200);
    // A first factor belongs to the first access, whatever the proof.
    expect((await navigateur.appeler(contrat.preparerCle)).corps.code).toBe('enrolement-ferme');
  });

  test.each([
    ['à l’instant', 5, 200],
    ['il y a une heure', 3600, 403],
    ['sans dire quand', null, 403],
  ])('SEC-05 connecté chez le fournisseur %s : la preuve a cet âge', async (_titre, age, statut) => {
    const compte = await agent({}, portailTrompe);
    await lier(compte, portailTrompe);
    const auth_time = age === null ? undefined : maintenant() - age;
    trompeur.tromperies = { identite: { acr: 'eidas3', auth_time } };
    const navigateur = new Navigateur(portailTrompe);
    expect(await passerParLeTrompeur(navigateur)).toBe('ouverte');
    expect((await navigateur.appeler(contrat.preparerCle)).statut).toBe(statut);
  });

  test('la liaison demande une preuve d’identité de moins de dix minutes', async () => {
    const compte = await agent();
    const navigateur = new Navigateur(portail, await seConnecter(portail, compte));
    await portail.horloge.avancer(9 * MINUTE);
    await portail.lignes("update identite.session set inactive_le = inactive_le + interval '1 hour'");
    expect(await navigateur.passer()).toBe('liaison');
    await portail.horloge.avancer(MINUTE);
    const refus = await navigateur.appeler(contrat.lierOidc);
    expect([refus.statut, refus.corps.code]).toEqual([403, 'confirmation-requise']);
  });

  test('on voit ses liaisons et on les retire ; l’identité n’entre plus, et ses sessions finissent', async () => {
    const compte = await agent();
    const local = await lier(compte);
    fournisseur.geste = { sujet: 'camille', acr: 'eidas3' };
    const ailleurs = new Navigateur();
    expect(await ailleurs.passer()).toBe('ouverte');
    const { corps } = await local.appeler(contrat.listerLiaisonsOidc);
    expect(corps).toMatchObject({
      fournisseur: 'ProConnect',
      liaisons: [{ emetteur: fournisseur.emetteur, siret: SIRET_MAIRIE }],
    });
    expect(corps.liaisons[0].utiliseeLe).not.toBeNull();

    const [{ id }] = corps.liaisons;
    const etranger = new Navigateur(portail, await seConnecter(portail, await agent()));
    const refus = await etranger.appeler(contrat.retirerLiaisonOidc, { liaison: id });
    expect([refus.statut, refus.corps.code]).toEqual([404, 'liaison-absente']);
    expect((await local.appeler(contrat.retirerLiaisonOidc, { liaison: id })).statut).toBe(200);
    expect((await ailleurs.session()).statut).toBe(401);
    expect((await local.session()).statut).toBe(200);
    expect(await new Navigateur().passer()).toBe('liaison');
  });
});

describe('ACC-05 qui n’entre pas', () => {
  test('le même courriel chez un autre émetteur n’entre pas : rien que la liaison ne compte', async () => {
    const compte = await agent({}, portailTrompe);
    await lier(compte, portailTrompe);
    // The same subject and SIRET, in the same portal, as another issuer would name them.
    await portailTrompe.lignes("update identite.liaison_oidc set emetteur = 'https://autre.exemple'");
    const navigateur = new Navigateur(portailTrompe);
    expect(await passerParLeTrompeur(navigateur)).toBe('liaison');
    expect((await navigateur.session()).statut).toBe(401);
  });

  test('une identité au courriel d’un compte n’est pas liée pour autant', async () => {
    const compte = await agent();
    await portail.lignes('update identite.compte set courriel = $1 where id = $2', [
      CAMILLE.email,
      compte.id,
    ]);
    const navigateur = new Navigateur();
    expect(await navigateur.passer()).toBe('liaison');
    expect((await navigateur.session()).statut).toBe(401);
    await portail.lignes("update identite.compte set courriel = 'autre@villexemple.exemple' where id = $1", [
      compte.id,
    ]);
  });

  test('une autre personne du même organisme n’entre pas par la liaison de sa collègue', async () => {
    await lier(await agent());
    fournisseur.geste = { sujet: 'dominique', acr: 'eidas3' };
    expect(await new Navigateur().passer()).toBe('liaison');
  });

  test('la même personne pour un autre SIRET n’entre pas, et ne peut pas s’y lier', async () => {
    const compte = await agent({}, portailTrompe);
    await lier(compte, portailTrompe);
    trompeur.tromperies = { infos: { siret: SIRET_AUTRE } };
    const navigateur = new Navigateur(portailTrompe);
    expect(await passerParLeTrompeur(navigateur)).toBe('liaison');
    const autre = new Navigateur(
      portailTrompe,
      await seConnecter(portailTrompe, await agent({}, portailTrompe)),
    );
    autre.cookies = navigateur.cookies;
    const refus = await autre.appeler(contrat.lierOidc);
    expect([refus.statut, refus.corps.code]).toEqual([403, 'oidc-siret-autre']);
    expect(await autre.trace()).toMatchObject({
      action: 'liaison-oidc',
      issue: 'refuse',
      code_issue: 'oidc-siret-autre',
    });
  });

  test('le SIRET est comparé à chaque connexion : celui du partenaire a changé, la liaison n’ouvre plus', async () => {
    const compte = await agent();
    await lier(compte);
    fournisseur.geste = { sujet: 'camille', acr: 'eidas3' };
    const { partenaireId } = compte.organisation;
    await portail.lignes("update organismes.partenaire set siret = '11122233300004' where id = $1", [
      partenaireId,
    ]);
    const navigateur = new Navigateur();
    expect(await navigateur.passer()).toBe('oidc-siret-autre');
    expect((await navigateur.session()).statut).toBe(401);
    await portail.lignes('update organismes.partenaire set siret = $1 where id = $2', [
      SIRET_MAIRIE,
      partenaireId,
    ]);
    expect(await navigateur.passer()).toBe('ouverte');
  });

  test('une identité sans organisme est refusée', async () => {
    fournisseur.geste = { sujet: 'sans-organisme', acr: 'eidas3' };
    expect(await new Navigateur().passer()).toBe('oidc-siret-absent');
  });

  test.each([
    ['suspendu', "etat = 'suspendu', etat_motif = 'essai'", 'compte-suspendu'],
    ['plus ouvert', 'acces = tstzrange(lower(acces), lower(acces))', 'compte-ferme'],
    [
      'rendu à son premier accès',
      "mot_de_passe_provisoire = true, provisoire_expire_le = now() + interval '1 year'",
      'oidc-premier-acces',
    ],
    ['sans le second facteur qu’il doit avoir', null, 'second-facteur-absent'],
  ])('un compte %s est refusé', async (_titre, changement, code) => {
    const compte = await agent();
    await lier(compte);
    fournisseur.geste = { sujet: 'camille', acr: 'eidas3' };
    if (changement === null)
      await portail.lignes('delete from identite.facteur_totp where compte_id = $1', [compte.id]);
    else await portail.lignes(`update identite.compte set ${changement} where id = $1`, [compte.id]);
    const navigateur = new Navigateur();
    expect(await navigateur.passer()).toBe(code);
    expect(await navigateur.trace()).toEqual({
      action: 'connexion-oidc',
      issue: 'refuse',
      code_issue: code,
      compte_id: compte.id,
    });
    expect((await navigateur.session()).statut).toBe(401);
  });

  test.each([
    ['fermé', "etat = 'clos'"],
    ['dont l’accès repart de zéro', 'mot_de_passe = null, mot_de_passe_le = null'],
  ])(
    'un compte %s perd ses liaisons : l’identité peut se lier à son remplaçant',
    async (_titre, changement) => {
      const compte = await agent();
      await lier(compte);
      await portail.lignes(`update identite.compte set ${changement} where id = $1`, [compte.id]);
      await lier(await agent());
    },
  );

  test('une session ouverte par le fournisseur ne lie rien : il faut celle du mot de passe', async () => {
    const compte = await agent();
    await lier(compte);
    fournisseur.geste = { sujet: 'camille', acr: 'eidas3' };
    const navigateur = new Navigateur();
    expect(await navigateur.passer()).toBe('ouverte');
    // As if the portal had changed its provider: the account has no link at the new one.
    await portail.lignes('update identite.liaison_oidc set retiree_le = now() where compte_id = $1', [
      compte.id,
    ]);
    const attente = new Navigateur();
    expect(await attente.passer()).toBe('liaison');
    navigateur.cookies = { ...navigateur.cookies, ...attente.cookies };
    await portail.horloge.avancer(MINUTE);
    const preuve = await navigateur.appeler(contrat.confirmer, { code: await codeDe(portail, compte) });
    expect(preuve.statut).toBe(200);
    const refus = await navigateur.appeler(contrat.lierOidc);
    expect([refus.statut, refus.corps.code]).toEqual([403, 'oidc-session-locale']);
  });

  test('seuls les comptes des partenaires se lient', async () => {
    const navigateur = new Navigateur();
    expect(await navigateur.passer()).toBe('liaison');
    const cnaf = await unCompte(portail, ORGANISATION_CNAF, { roles: ['administrateur-cnaf'] });
    const entre = new Navigateur(portail, await seConnecter(portail, cnaf));
    entre.cookies = navigateur.cookies;
    const refus = await entre.appeler(contrat.lierOidc);
    expect([refus.statut, refus.corps.code]).toEqual([403, 'oidc-partenaires-seuls']);
  });

  test('une identité ne se lie qu’à un compte, et un compte qu’à une identité', async () => {
    const premier = await lier(await agent());
    // The identity is known: nothing waits to be linked; it is put there as a race would.
    const mettreEnAttente = async (navigateur: Navigateur, sujet: string) => {
      fournisseur.geste = { sujet: 'dominique', acr: 'eidas2' };
      expect(await navigateur.passer()).toBe('liaison');
      await portail.lignes('update identite.retour_oidc set sujet = $1', [sujet]);
    };
    const second = new Navigateur(portail, await seConnecter(portail, await agent()));
    await mettreEnAttente(second, 'camille');
    const ailleurs = await second.appeler(contrat.lierOidc);
    expect([ailleurs.statut, ailleurs.corps.code]).toEqual([409, 'oidc-liee-ailleurs']);
    await mettreEnAttente(premier, 'dominique');
    const deja = await premier.appeler(contrat.lierOidc);
    expect([deja.statut, deja.corps.code]).toEqual([409, 'oidc-deja-lie']);
  });
});

describe('SEC-05 réponses forgées, rejouées ou volées', () => {
  test.each([
    ['un niveau moindre que celui demandé', { identite: { acr: 'eidas1' } }, 'oidc-acr-insuffisant'],
    ['un jeton destiné à un autre', { identite: { aud: 'un-autre-portail' } }, 'oidc-reponse-invalide'],
    ['un jeton d’un autre émetteur', { identite: { iss: 'https://autre.exemple' } }, 'oidc-reponse-invalide'],
    ['un jeton échu', { identite: { exp: Math.floor(Date.now() / 1000) - 3600 } }, 'oidc-reponse-invalide'],
    ['un jeton sans signature (alg none)', { signer: nonSigne }, 'oidc-reponse-invalide'],
    [
      'un jeton signé par une autre clé',
      { signer: (claims: Record<string, unknown>) => trompeur.signerParUnAutre(claims) },
      'oidc-reponse-invalide',
    ],
  ])('%s n’entre pas', async (_titre, tromperies, code) => {
    await lier(await agent({ totp: null, secondFacteurExige: false }, portailTrompe), portailTrompe);
    trompeur.tromperies = tromperies;
    const navigateur = new Navigateur(portailTrompe);
    expect(await passerParLeTrompeur(navigateur)).toBe(code);
    expect(await navigateur.trace()).toMatchObject({ issue: 'refuse', code_issue: code, compte_id: null });
    expect((await navigateur.session()).statut).toBe(401);
    trompeur.tromperies = {};
    expect(await passerParLeTrompeur(navigateur)).toBe('ouverte');
  });

  test('un niveau insuffisant chez le vrai fournisseur n’entre pas', async () => {
    await lier(await agent());
    fournisseur.geste = { sujet: 'camille', acr: 'eidas1' };
    expect(await new Navigateur().passer()).toBe('oidc-acr-insuffisant');
  });

  test('une connexion abandonnée chez le fournisseur revient à la page de connexion', async () => {
    fournisseur.geste = { erreur: 'access_denied' };
    expect(await new Navigateur().passer('/cdap')).toBe('oidc-refuse');
  });

  test('un retour rejoué, avec le même code et le même état, ne trouve plus rien', async () => {
    await lier(await agent());
    fournisseur.geste = { sujet: 'camille', acr: 'eidas3' };
    const navigateur = new Navigateur();
    const depart = await navigateur.partir();
    const cookies = { ...navigateur.cookies };
    const parametres = await navigateur.chezLui.seConnecter(depart, RETOUR);
    expect(codeDuRetour(await navigateur.revenir(parametres))).toBe('ouverte');
    const voleur = new Navigateur();
    voleur.cookies = cookies;
    expect(codeDuRetour(await voleur.revenir(parametres))).toBe('oidc-depart-absent');
    expect((await voleur.session()).statut).toBe(401);
    // A departure of their own does not make the code of another one good.
    await voleur.partir();
    expect(codeDuRetour(await voleur.revenir(parametres))).toBe('oidc-reponse-invalide');
  });

  test('un retour sans le cookie du départ n’entre pas', async () => {
    const navigateur = new Navigateur();
    const parametres = await navigateur.chezLui.seConnecter(await navigateur.partir(), RETOUR);
    expect(codeDuRetour(await new Navigateur().revenir(parametres))).toBe('oidc-depart-absent');
  });

  test('un départ de plus de dix minutes ne sert plus', async () => {
    await lier(await agent());
    const navigateur = new Navigateur();
    const parametres = await navigateur.chezLui.seConnecter(await navigateur.partir(), RETOUR);
    await portail.horloge.avancer(10 * MINUTE);
    expect(codeDuRetour(await navigateur.revenir(parametres))).toBe('oidc-depart-absent');
  });

  test('deux retours au même instant : un seul entre', async () => {
    await lier(await agent());
    fournisseur.geste = { sujet: 'camille', acr: 'eidas3' };
    const navigateur = new Navigateur();
    const parametres = await navigateur.chezLui.seConnecter(await navigateur.partir(), RETOUR);
    const jumeau = new Navigateur();
    jumeau.cookies = { ...navigateur.cookies };
    const codes = await Promise.all([navigateur, jumeau].map((n) => n.revenir(parametres)));
    expect(codes.map(codeDuRetour).sort()).toEqual(['oidc-depart-absent', 'ouverte']);
  });

  test('une identité en attente ne se lie ni sans son cookie, ni deux fois, ni après dix minutes', async () => {
    const attente = new Navigateur();
    expect(await attente.passer()).toBe('liaison');
    const compte = await agent();
    const sansCookie = new Navigateur(portail, await seConnecter(portail, compte));
    const refus = await sansCookie.appeler(contrat.lierOidc);
    expect([refus.statut, refus.corps.code]).toEqual([409, 'oidc-retour-absent']);
    // Nor by what the database keeps of it.
    const [garde] = await portail.lignes<{ e: string }>(
      "select encode(empreinte, 'hex') as e from identite.retour_oidc order by expire_le desc limit 1",
    );
    sansCookie.cookies = { [NOM_LIAISON]: String(garde?.e) };
    expect((await sansCookie.appeler(contrat.lierOidc)).corps.code).toBe('oidc-retour-absent');

    await portail.horloge.avancer(10 * MINUTE);
    const tard = new Navigateur(portail, await seConnecter(portail, compte));
    tard.cookies = { ...attente.cookies };
    expect((await tard.appeler(contrat.lierOidc)).corps.code).toBe('oidc-retour-absent');

    expect(await attente.passer()).toBe('liaison');
    const cookies = { ...attente.cookies };
    tard.cookies = { ...cookies };
    expect((await tard.appeler(contrat.lierOidc)).statut).toBe(200);
    const encore = new Navigateur(portail, await seConnecter(portail, await agent()));
    encore.cookies = { ...cookies };
    expect((await encore.appeler(contrat.lierOidc)).corps.code).toBe('oidc-retour-absent');
  });

  test('la base ne garde ni l’état, ni le nonce, ni le cookie, ni aucun jeton', async () => {
    const navigateur = new Navigateur();
    const depart = new URL(await navigateur.partir());
    const gardes = await portail.lignes(
      "select encode(empreinte, 'escape') as e, encode(scelle, 'escape') as s, suite from identite.depart_oidc",
    );
    expect(gardes.length).toBeGreaterThan(0);
    const texte = JSON.stringify(gardes);
    for (const secret of [
      depart.searchParams.get('state'),
      depart.searchParams.get('nonce'),
      navigateur.cookies[NOM_DEPART],
    ]) {
      expect(secret?.length).toBeGreaterThan(20);
      expect(texte).not.toContain(secret);
    }
  });

  test('ce que le fournisseur ajoute au retour passe, et n’est écrit nulle part', async () => {
    const navigateur = new Navigateur(portailTrompe);
    await lier(await agent({ totp: null, secondFacteurExige: false }, portailTrompe), portailTrompe);
    const code = await passerParLeTrompeur(navigateur, {
      session_state: 'etat-tout-a-fait-a-part',
      'a b': 'x',
    });
    expect(code).toBe('ouverte');
    const traces = JSON.stringify(await portailTrompe.lignes('select * from traces.trace'));
    for (const dit of ['etat-tout-a-fait-a-part', 'a b', 'session_state', 'code-invente', CAMILLE.email])
      expect(traces).not.toContain(dit);
  });

  test('un texte que la base ne garde pas est refusé sans être enregistré', async () => {
    const navigateur = new Navigateur();
    await navigateur.partir();
    const reponse = await navigateur.appeler({
      methode: 'GET',
      chemin: `${contrat.revenirOidc.chemin}?nom-du-fournisseur=%00`,
    });
    expect(reponse.statut).toBe(400);
    expect(await navigateur.trace()).toMatchObject({
      action: 'connexion-oidc',
      issue: 'invalide',
      code_issue: 'champ-inconnu',
    });
  });
});

describe('ACC-05 déconnexion par le fournisseur', () => {
  const ouvrir = async (): Promise<Navigateur> => {
    await lier(await agent());
    fournisseur.geste = { sujet: 'camille', acr: 'eidas3' };
    const navigateur = new Navigateur();
    expect(await navigateur.passer()).toBe('ouverte');
    return navigateur;
  };
  const ordonner = (jeton: string) =>
    unClient(portail).appeler(
      contrat.deconnecterOidc,
      { logout_token: jeton },
      { entetes: { origin: ORIGINE } },
    );
  const dernierOrdre = async (): Promise<string> => {
    for (let essai = 0; essai < 100 && fournisseur.deconnexions.length === 0; essai++)
      await new Promise((suite) => setTimeout(suite, 20));
    const jeton = fournisseur.deconnexions.pop();
    if (jeton === undefined) throw new Error('the provider told no logout');
    return jeton;
  };

  test('la session finit à la demande suivante ; celle d’un autre navigateur reste, et l’ordre rejoué est refusé', async () => {
    const navigateur = await ouvrir();
    const ailleurs = new Navigateur();
    expect(await ailleurs.passer()).toBe('ouverte');
    const { compteId } = (await navigateur.session()).corps;

    await navigateur.chezLui.seDeconnecter(fournisseur);
    const jeton = await dernierOrdre();
    const fin = await ordonner(jeton);
    expect([fin.statut, fin.corps, fin.entetes['cache-control']]).toEqual([200, { fermees: 1 }, 'no-store']);
    expect((await navigateur.session()).statut).toBe(401);
    expect((await ailleurs.session()).statut).toBe(200);
    expect(await traceDe(portail, fin)).toMatchObject({
      action: 'deconnexion-oidc',
      issue: 'fait',
      compte_id: compteId,
    });

    const rejeu = await ordonner(jeton);
    expect([rejeu.statut, rejeu.corps.code]).toEqual([400, 'oidc-deconnexion-rejouee']);
    expect(rejeu.entetes['cache-control']).toBe('no-store');
  });

  test('un ordre sur la personne ferme toutes ses sessions, et pas celles ouvertes par mot de passe', async () => {
    const compte = await agent({ totp: null, secondFacteurExige: false }, portailTrompe);
    const local = await lier(compte, portailTrompe);
    const un = new Navigateur(portailTrompe);
    const deux = new Navigateur(portailTrompe);
    for (const n of [un, deux]) expect(await passerParLeTrompeur(n)).toBe('ouverte');
    const jeton = await trompeur.signer(
      trompeur.jetonDeconnexion({ sid: undefined, jti: 'ordre-sur-la-personne' }),
    );
    const fin = await unClient(portailTrompe).appeler(contrat.deconnecterOidc, { logout_token: jeton });
    expect([fin.statut, fin.corps]).toEqual([200, { fermees: 2 }]);
    for (const n of [un, deux]) expect((await n.session()).statut).toBe(401);
    expect((await local.session()).statut).toBe(200);
  });

  test.each([
    ['pas un jeton', () => 'abc'],
    ['un jeton non signé', () => nonSigne(trompeur.jetonDeconnexion({ jti: 'non-signe' }))],
    [
      'un jeton pour un autre',
      () => trompeur.signer(trompeur.jetonDeconnexion({ aud: 'autre', jti: 'autre' })),
    ],
    [
      'un jeton d’identité',
      () => trompeur.signer(trompeur.jetonDeconnexion({ nonce: 'x', jti: 'identite' })),
    ],
  ])('%s : 400, rien ne se ferme', async (_titre, faire) => {
    await lier(await agent({ totp: null, secondFacteurExige: false }, portailTrompe), portailTrompe);
    const navigateur = new Navigateur(portailTrompe);
    expect(await passerParLeTrompeur(navigateur)).toBe('ouverte');
    const refus = await unClient(portailTrompe).appeler(contrat.deconnecterOidc, {
      logout_token: await faire(),
    });
    expect([refus.statut, refus.corps.code]).toEqual([400, 'oidc-reponse-invalide']);
    expect((await navigateur.session()).statut).toBe(200);
  });

  test('sans jeton : le champ est nommé', async () => {
    const refus = await unClient(portail).appeler(contrat.deconnecterOidc, {});
    expect([refus.statut, refus.corps.champs]).toEqual([
      400,
      [{ champ: 'logout_token', message: 'Le champ logout_token manque.' }],
    ]);
  });
});

describe('ACC-10 la page demandée', () => {
  test.each(saisiesDe('retour_apres_connexion').map((cas) => [cas.titre, cas] as const))(
    'après connexion, %s',
    async (_titre, { value, valid }) => {
      const navigateur = new Navigateur();
      const parametres = await navigateur.chezLui.seConnecter(await navigateur.partir(String(value)), RETOUR);
      const { entetes } = await navigateur.revenir(parametres);
      const vers = new URL(String(entetes.location), ORIGINE);
      expect(vers.origin).toBe(ORIGINE);
      expect(vers.searchParams.get('vers')).toBe(valid ? value : null);
    },
  );

  test.each([
    '/\\attaquant.example',
    '/\t/attaquant.example',
    '\\\\attaquant.example',
    '',
    ['/cdap', '/afas'],
  ])('SEC-05 %j n’est pas gardée', async (suite) => {
    const navigateur = new Navigateur();
    const requete = [suite].flat().map((s) => `suite=${encodeURIComponent(s)}`);
    await navigateur.appeler({ methode: 'GET', chemin: `${contrat.partirOidc.chemin}?${requete.join('&')}` });
    const gardes = await portail.lignes<{ suite: string | null }>(
      'select suite from identite.depart_oidc order by cree_le desc limit 1',
    );
    expect(gardes).toEqual([{ suite: null }]);
  });
});

describe('ACC-05 sans fournisseur, ou sans sa réponse', () => {
  test('un portail qui n’en a pas répond 404', async () => {
    const sans = await creerPortail();
    try {
      for (const chemin of [contrat.partirOidc.chemin, contrat.revenirOidc.chemin] as const) {
        const { statut, corps } = await unClient(sans).appeler({ methode: 'GET', chemin });
        expect([statut, corps.code]).toEqual([404, 'oidc-absent']);
      }
      const ordre = await unClient(sans).appeler(contrat.deconnecterOidc, { logout_token: 'x' });
      expect(ordre.statut).toBe(404);
    } finally {
      await sans.fermer();
    }
  });

  test('le fournisseur ne répond pas : la page de connexion le dit, et l’ordre de déconnexion attend (503)', async () => {
    trompeur.tromperies = {};
    const mort = await creer('http://127.0.0.1:1', []);
    try {
      const navigateur = new Navigateur(mort);
      const retour = await navigateur.appeler(contrat.partirOidc);
      expect(codeDuRetour(retour)).toBe('oidc-indisponible');
      const ordre = await unClient(mort).appeler(contrat.deconnecterOidc, { logout_token: 'x' });
      expect([ordre.statut, ordre.corps.code]).toEqual([503, 'oidc-indisponible']);
    } finally {
      await mort.fermer();
    }
  });
});
