import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { CONTRATS } from '../../src/apps/contrats.ts';
import { accesPublic, accesSession, type DefinitionRoute, route } from '../../src/kernel/route.ts';
import { cdapContrat } from '../../src/modules/cdap/contract.ts';
import { CONDITIONS_ATTRIBUTION } from '../../src/modules/cdap/domain/conditions-attribution.ts';
import { CONDITIONS_LECTURE } from '../../src/modules/cdap/domain/conditions-lecture.ts';
import { VARIANTES } from '../../src/modules/cdap/domain/variantes.ts';
import { habilitationsContrat } from '../../src/modules/habilitations/contract.ts';
import { identiteContrat } from '../../src/modules/identite/contract.ts';
import { tracesContrat } from '../../src/modules/traces/contract.ts';
import { creerPortail, type Portail } from '../support/portail.ts';
import { type DeuxPartenaires, peuplerDeuxPartenaires } from './deux-partenaires.ts';
import { type MondeCanari, peuplerMondeCanari, violationsDesCanaris } from './monde-canari.ts';
import { type MondeDesRoles, peuplerMondeDesRoles } from './monde-des-roles.ts';
import { violationsDuCatalogue } from './verifier-catalogue.ts';
import { violationsDesFonctions } from './verifier-fonctions.ts';
import { violationsDIsolement } from './verifier-isolement.ts';
import { ecartsDeTable, violationsDesRoutes } from './verifier-routes.ts';

/**
 * SEC-10: each check is run against a portal with one planted fault, and must find it; and against the same
 * portal without it, and must find nothing. Populated once per world; each fault gets a copy of the database.
 */

const ROUTES: readonly DefinitionRoute[] = Object.values(CONTRATS).flatMap(
  (contrat) => Object.values(contrat) as DefinitionRoute[],
);

/** A world filled once, then copied: `sur` gives a portal on a fresh copy. */
interface Moule<M> {
  readonly ouvrir: () => Promise<Portail>;
  readonly monde: M;
  readonly sur: <T>(acte: (portail: Portail, monde: M) => Promise<T>) => Promise<T>;
}

async function mouler<M>(peupler: (portail: Portail) => Promise<M>): Promise<Moule<M>> {
  const modele = await creerPortail();
  const monde = await peupler(modele);
  await modele.fermer();
  const ouvrir = () => creerPortail({ modele: modele.base.nom });
  return {
    monde,
    ouvrir,
    sur: async (acte) => {
      const copie = await ouvrir();
      try {
        return await acte(copie, monde);
      } finally {
        await copie.fermer();
      }
    },
  };
}

/**
 * Rewrites a function with one piece changed, and answers how to put it back. A piece that is not there any more
 * is a fault of this test.
 */
async function refaire(
  portail: Portail,
  fonction: string,
  de: string | RegExp,
  par: string,
): Promise<() => Promise<unknown>> {
  const [trouvee] = await portail.lignes<{ texte: string }>(
    'select pg_get_functiondef($1::regproc) as texte',
    [fonction],
  );
  const avant = trouvee?.texte ?? '';
  const apres = avant.replaceAll(de, par);
  if (apres === avant)
    throw new Error(`the planted fault does not apply any more: ${fonction}, ${String(de)}`);
  await portail.lignes(apres);
  return () => portail.lignes(avant);
}

describe('SEC-10 SEC-02 fautes dans le catalogue', () => {
  let portail: Portail;
  beforeAll(async () => {
    portail = await creerPortail();
  });
  afterAll(() => portail.fermer());

  /** In a transaction that is undone: roles belong to the server, and other tests run beside. */
  async function violationsAvec(faute: string): Promise<string[]> {
    const client = await portail.base.proprietaire.connect();
    try {
      await client.query('begin');
      await client.query(faute);
      return await violationsDuCatalogue(client, 'passerelle');
    } finally {
      await client.query('rollback');
      client.release();
    }
  }

  test('témoin : sans faute, rien', async () => {
    expect(await violationsAvec('select')).toEqual([]);
  });

  test.each([
    [
      'politique retirée',
      `do $$ declare p text; begin for p in select policyname from pg_policies where schemaname = 'cdap' and tablename = 'dossier'
        loop execute format('drop policy %I on cdap.dossier', p); end loop; end $$`,
      'cdap.dossier : aucune politique',
    ],
    [
      'sécurité par ligne coupée',
      'alter table conventions.quota disable row level security',
      'conventions.quota : sans',
    ],
    [
      'sécurité non imposée au propriétaire',
      'alter table habilitations.habilitation no force row level security',
      'habilitations.habilitation : sécurité',
    ],
    ['table nouvelle sans rien', 'create table cdap.oubliee (partenaire_id uuid)', 'cdap.oubliee : sans'],
    ['schéma nouveau', 'create schema oublie', 'schéma oublie'],
    [
      'traces lisibles par le service',
      'grant select on traces.trace to passerelle_service',
      'traces.trace : le service a SELECT',
    ],
    [
      'traces effaçables par le service',
      'grant delete on traces.trace to passerelle_service',
      'traces.trace : le service a',
    ],
    [
      'une colonne des traces lisible',
      'grant select (action) on traces.trace to passerelle_service',
      'traces.trace : le service a',
    ],
    [
      'registre d’effacement ouvert',
      'grant insert on traces.purge to passerelle_service',
      'traces.purge : le service a',
    ],
    [
      'droit sur une partition',
      'grant select on traces.trace_20261120 to passerelle_lecture',
      'trace_20261120 : droits',
    ],
    [
      'partition sans sécurité',
      'alter table traces.trace_20261120 disable row level security',
      'trace_20261120',
    ],
    [
      'politique sur une partition',
      'create policy x on traces.trace_20261120 for select to passerelle_service using (true)',
      'trace_20261120 : une politique',
    ],
    [
      'partition par défaut',
      'create table traces.reste partition of traces.trace default',
      'reste : partition par défaut',
    ],
    [
      'écriture sans WITH CHECK',
      'create policy x on identite.compte for update to passerelle_service using (true)',
      'sans WITH CHECK',
    ],
    [
      'politique pour tous',
      'create policy x on identite.compte for select to public using (true)',
      'pour tous les rôles',
    ],
    [
      'vue sous le propriétaire',
      'alter view identite.compte_publie set (security_invoker = false)',
      'vue sans security_invoker',
    ],
    ['vue nouvelle', 'create view cdap.tout as select * from cdap.dossier', 'cdap.tout : vue sans'],
    [
      'fonction definer de plus',
      'alter function traces.inscrire security definer',
      'fonctions SECURITY DEFINER',
    ],
    [
      'porte ouverte à tous',
      'grant execute on function identite.compte_de_connexion to public',
      'exécutable par tous',
    ],
    [
      'chemin de recherche libre',
      'alter function identite.session_ouverte reset search_path',
      'search_path non fixé',
    ],
    ['porte rendue au propriétaire', 'alter function emploi.ajouter owner to current_user', 'appartient à'],
    ['service au-dessus des politiques', 'alter role passerelle bypassrls', 'rôle trop puissant'],
    ['portes avec connexion', 'alter role passerelle_porte login', 'peut se connecter'],
    [
      'service membre de l’entretien',
      'grant passerelle_entretien to passerelle',
      'membre de passerelle_entretien',
    ],
    [
      'service propriétaire',
      'alter table cdap.opposition owner to passerelle_service',
      'appartient à un rôle qui sert',
    ],
    ['service créateur', 'grant create on schema cdap to passerelle_service', 'peut créer dans cdap'],
    [
      'tables du migrateur ouvertes',
      'grant delete on passerelle.migration to passerelle_service',
      'passerelle.migration : le service a',
    ],
  ])('%s', async (_nom, faute, attendue) => {
    expect((await violationsAvec(faute)).join('\n')).toContain(attendue);
  });
});

describe('SEC-10 ORG-01 fautes d’isolement', () => {
  let moule: Moule<DeuxPartenaires>;
  beforeAll(async () => {
    moule = await mouler(peuplerDeuxPartenaires);
  });
  const violationsAvec = (faute: string): Promise<string[]> =>
    moule.sur(async (portail, { a, b }) => {
      await portail.lignes(faute);
      return violationsDIsolement(portail, a, b);
    });

  test('témoin : sans faute, rien', async () => {
    expect(await violationsAvec('select')).toEqual([]);
  });

  test.each([
    [
      'politique qui laisse tout lire',
      'alter policy locataire on identite.session using (true)',
      'identite.session : lire sous un autre partenaire',
    ],
    [
      'politique qui laisse tout écrire',
      'alter policy locataire on habilitations.habilitation with check (true)',
      'habilitations.habilitation : ajouter',
    ],
    [
      'organisme jugé sur la Caf seule',
      `create or replace function contexte.voit(p_caf text, p_partenaire uuid) returns boolean language sql stable
       return p_caf = contexte.caf()`,
      'organismes.partenaire : lire',
    ],
    [
      'absence d’organisme tenue pour la Cnaf',
      `create or replace function contexte.voit(p_caf text, p_partenaire uuid) returns boolean language sql stable
       return coalesce(contexte.nature(), 'cnaf') = 'cnaf' or p_partenaire = contexte.partenaire()`,
      'sans organisme',
    ],
    [
      'sécurité par ligne coupée',
      'alter table conventions.interlocuteur disable row level security',
      'conventions.interlocuteur : lire',
    ],
    [
      'table de partenaires oubliée',
      `create table cdap.oubliee (partenaire_id uuid, caf_code text); grant select on cdap.oubliee to passerelle_service`,
      'cdap.oubliee : les deux partenaires',
    ],
  ])('%s', async (_nom, faute, attendue) => {
    expect((await violationsAvec(faute)).join('\n')).toContain(attendue);
  });
});

describe('SEC-10 SEC-03 fautes de lecture', () => {
  let moule: Moule<MondeCanari>;
  let portail: Portail;
  beforeAll(async () => {
    moule = await mouler(peuplerMondeCanari);
    portail = await moule.ouvrir();
  });
  afterAll(() => portail.fermer());
  /** Faults that change what is read from then on (matrix, rows) have a copy to themselves. */
  const parLesCanaris = (planter: (portail: Portail) => Promise<unknown>): Promise<string> =>
    moule.sur(async (copie, monde) => {
      await planter(copie);
      return (await violationsDesCanaris(copie, monde)).join('\n');
    });
  /** The others are put back: `planter` answers how. */
  const parLesFonctions = async (
    planter: (portail: Portail) => Promise<() => Promise<unknown>>,
  ): Promise<string> => {
    const remettre = await planter(portail);
    try {
      return (await violationsDesFonctions(portail, moule.monde)).join('\n');
    } finally {
      await remettre();
    }
  };
  /** A version's content is text with a profile in it: changed by path, as a hurried hand would. */
  const changerMatrice = (expression: string) => (portail: Portail) =>
    portail.lignes(`set session_replication_role = replica; update cdap.version_matrice set contenu = jsonb_set(contenu, '{profils}', (
      select jsonb_agg(case ${expression} else p end) from jsonb_array_elements(contenu -> 'profils') p));
      reset session_replication_role`);

  test('témoin : sans faute, rien', async () => {
    expect(await parLesCanaris(async () => {})).toBe('');
    expect(await parLesFonctions(async () => async () => {})).toBe('');
  });

  test('CDAP-10 matrice élargie : T2 verrait toute la famille', async () => {
    const faute = changerMatrice(
      `when p ->> 'code' = 'T2' then jsonb_set(p #- '{blocsReduits,famille}', '{blocs}', p -> 'blocs' || '["famille"]')`,
    );
    expect(await parLesCanaris(faute)).toContain('famille.conjoint.vieCommuneDepuis fuit');
  });

  test('CDAP-17 matrice élargie : l’usage ne ferme plus rien', async () => {
    const faute = changerMatrice(
      `when p ->> 'code' = 'T2' then jsonb_set(p, '{conditionsAttribution}', '[]')`,
    );
    expect(await parLesCanaris(faute)).toContain('T2 (creche) : le bloc quotientFamilial est montré');
  });

  test('CDAP-13 condition retirée : T19 lirait hors du RSA', async () => {
    const faute = changerMatrice(`when p ->> 'code' = 'T19' then jsonb_set(p, '{conditionsLecture}', '[]')`);
    expect(await parLesCanaris(faute)).toContain('refus hors-perimetre');
  });

  test('CDAP-13 prédicat toujours vrai', async () => {
    const condition = CONDITIONS_LECTURE['rsa-deux-ans'] as unknown as { predicat: () => boolean };
    const { predicat } = condition;
    condition.predicat = () => true;
    try {
      expect((await violationsDesCanaris(portail, moule.monde)).join()).toContain('refus hors-perimetre');
    } finally {
      condition.predicat = predicat;
    }
  });

  test('CDAP-17 usages confondus', async () => {
    const condition = CONDITIONS_ATTRIBUTION['usage-tarif-creche'] as unknown as { blocsFermes: () => [] };
    const { blocsFermes } = condition;
    condition.blocsFermes = () => [];
    try {
      expect((await violationsDesCanaris(portail, moule.monde)).join()).toContain(
        'le bloc baseRessourcesEaje est montré',
      );
    } finally {
      condition.blocsFermes = blocsFermes;
    }
  });

  test('CDAP-11 projection oubliée', async () => {
    const forme = VARIANTES.famille.composition as unknown as { projeter: (complet: unknown) => unknown };
    const { projeter } = forme;
    forme.projeter = (complet) => complet;
    try {
      expect((await violationsDesCanaris(portail, moule.monde)).join()).toContain('T2 (creche) : 500');
    } finally {
      forme.projeter = projeter;
    }
  });

  test.each([
    ['CDAP-19 oppositions invisibles', 'drop policy lecture on cdap.opposition', 'refus non-consultable-ici'],
    [
      'HAB-10 état du droit oublié',
      "update habilitations.habilitation set etat = 'active' where etat = 'suspendue'",
      'refus droit-inutilisable',
    ],
  ])('%s', async (_nom, faute, attendue) => {
    expect(await parLesCanaris((portail) => portail.lignes(faute))).toContain(attendue);
  });

  test('TRA-02 lecture sans trace', async () => {
    // The call spans lines: taken out whole.
    const faute = (portail: Portail) =>
      refaire(portail, 'cdap.lire_et_tracer', /perform traces\.inscrire\([\s\S]*?d\.navigateur\);/g, '');
    expect(await parLesCanaris(faute)).toContain('réponse 200  : 0 trace(s)');
    expect(await parLesFonctions(faute)).toContain('une lecture ne laisse pas une trace');
  });

  test('TRA-03 trace qui recopie une valeur', async () => {
    const faute = (portail: Portail) =>
      refaire(
        portail,
        'cdap.lire_et_tracer',
        'd.mission, d.motif, d.objet,',
        "d.mission, d.motif, blocs -> 'identite' #>> '{adultes,0,nomNaissance}',",
      );
    expect(await parLesCanaris(faute)).toContain('traces : identite.adultes.nomNaissance y est recopié');
  });

  test.each([
    [
      'CDAP-11 tous les blocs sortent de la base',
      'cdap.lire_et_tracer',
      /when '(\w+)' = any\(d\.ouverts\)/g,
      'when true',
      'blocs sortis de la base',
    ],
    [
      'CDAP-21 droit inutilisable cherché quand même',
      'cdap.preparer_consultations',
      'cardinality(h.empechements) = 0',
      'true',
      'sous un droit inutilisable',
    ],
    [
      'CDAP-21 autre Caf cherchée',
      'cdap.preparer_consultations',
      'coalesce(d.caf, s.caf_code) = s.caf_code',
      'true',
      'pour une autre Caf',
    ],
    [
      'SEC-02 faits d’un voisin de lot',
      'cdap.preparer_consultations',
      "decode(d.empreinte, 'hex')",
      "decode(p_demandes -> 0 ->> 'empreinte', 'hex')",
      'un lot ne répond pas comme',
    ],
    [
      'ACC-06 révision non comparée',
      'cdap.lire_et_tracer',
      'and p.revision = d.revision',
      '',
      'sous une révision dépassée',
    ],
    [
      'CDAP-21 dossier réécrit depuis la décision, montré quand même',
      'cdap.lire_et_tracer',
      ' and f.xmin::text = d.dossier_version',
      '',
      'd’un dossier réécrit depuis',
    ],
    [
      'ACC-06 session non relue',
      'cdap.lire_et_tracer',
      ' and v.close_le is null',
      '',
      'sous une session close',
    ],
    [
      'SEC-02 organisme de la demande cru',
      'cdap.lire_et_tracer',
      "v.jeton_empreinte = decode(d.empreinte, 'hex')",
      'true',
      'sous la session d’un autre',
    ],
    [
      'CDAP-32 plafond par compte oublié',
      'cdap.lire_et_tracer',
      ' and k.lectures < d.limite_compte',
      '',
      'au plafond-compte',
    ],
    [
      'CDAP-32 plafond par partenaire oublié',
      'cdap.lire_et_tracer',
      ' and k.lectures < d.limite_partenaire',
      '',
      'au plafond-partenaire',
    ],
  ])('%s', async (_nom, fonction, de, par, attendue) => {
    expect(await parLesFonctions((portail) => refaire(portail, fonction, de, par))).toContain(attendue);
  });

  test.each([
    ['habilitations.habilitation', 'habilitation_revision', 'la suspension d’un droit'],
    ['identite.compte', 'compte_revision', 'la suspension d’un compte'],
    ['conventions.convention', 'convention_revision', 'la fin de la convention'],
    ['conventions.convention_financement', 'convention_financement_revision', 'la fin d’une subvention'],
    ['organismes.equipement', 'equipement_revision', 'la fermeture d’un équipement'],
  ])('ACC-06 %s ne marque plus son partenaire', async (table, declencheur, attendue) => {
    const regler = (portail: Portail, etat: 'enable' | 'disable') =>
      portail.lignes(`alter table ${table} ${etat} trigger ${declencheur}`);
    const faute = async (portail: Portail) => {
      await regler(portail, 'disable');
      return () => regler(portail, 'enable');
    };
    expect(await parLesFonctions(faute)).toContain(`lecture après ${attendue}`);
  });
});

describe('SEC-10 SEC-01 fautes de garde', () => {
  let portail: Portail;
  let monde: MondeDesRoles;
  beforeAll(async () => {
    portail = await creerPortail();
    monde = await peuplerMondeDesRoles(portail);
  });
  afterAll(() => portail.fermer());
  const violationsDe = async (...routes: readonly DefinitionRoute[]): Promise<string> =>
    (await violationsDesRoutes(portail, monde, routes)).join('\n');

  test.each([
    [
      'arrêts',
      cdapContrat.listerArrets,
      'GET /api/cdap/arrets pour partenaire:utilisateur : 200 au lieu de 403',
    ],
    [
      'traces',
      tracesContrat.rechercher,
      'POST /api/traces/recherches pour caf:directeur : 200 au lieu de 403',
    ],
    [
      'export de traces',
      tracesContrat.exporter,
      'POST /api/traces/exports pour partenaire:utilisateur : 200 au lieu de 403',
    ],
    [
      'personnes',
      identiteContrat.listerPersonnes,
      'GET /api/personnes pour partenaire:support : 200 au lieu de 403',
    ],
  ])('garde remplacée : %s', async (_nom, definition, attendue) => {
    const acces = definition.acces as { peut: (acteur: never) => boolean };
    const { peut } = acces;
    acces.peut = () => true;
    try {
      expect(await violationsDe(definition)).toContain(attendue);
    } finally {
      acces.peut = peut;
    }
  });

  test('route rendue publique', async () => {
    const definition = habilitationsContrat.listerMesHabilitations as { acces: unknown };
    const { acces } = definition;
    definition.acces = accesPublic;
    try {
      expect(await violationsDe(habilitationsContrat.listerMesHabilitations)).toContain(
        'pour anonyme : 500 au lieu de 401',
      );
    } finally {
      definition.acces = acces;
    }
  });

  test('lecture que la porte ne trace plus', async () => {
    const definition = identiteContrat.listerPersonnes as { trace: string };
    definition.trace = 'aucune';
    try {
      expect(await violationsDe(identiteContrat.listerPersonnes)).toContain(
        'pour cnaf:auditeur-traces : traces []',
      );
    } finally {
      definition.trace = 'porte';
    }
  });

  test.each([
    ['session close', ' and s.close_le is null', 'pour session-close'],
    ['session inactive', ' and s.inactive_le > p_instant', 'pour session-inactive'],
    ['compte suspendu', " and c.etat = 'actif'", 'pour compte-suspendu'],
    ['accès terminé', ' and c.acces @> p_instant', 'pour compte-expire'],
  ])('ACC-06 %s encore admise', async (_nom, morceau, attendue) => {
    const remettre = await refaire(portail, 'identite.session_ouverte', morceau, '');
    const violations = await violationsDe(identiteContrat.lireSession, cdapContrat.consulter).finally(
      remettre,
    );
    expect(violations).toContain(`GET /api/session ${attendue} : 200 au lieu de 401`);
    expect(violations).toContain(`POST /api/cdap/consultations ${attendue}`);
  });

  test('rôle qui a pris fin encore tenu', async () => {
    const id = monde.acteurs.get('partenaire:role-termine')?.compte?.id;
    await portail.lignes(
      'update identite.role_compte set periode = tstzrange(lower(periode), null) where compte_id = $1',
      [id],
    );
    expect(await violationsDe(cdapContrat.listerArrets)).toContain(
      'pour partenaire:role-termine : 200 au lieu de 403',
    );
  });

  test('route montée hors de la table, déclarée sans être montée, sans attente', async () => {
    const autre = await creerPortail({ monter: (app) => app.get('/api/oubliee', async () => 'x') });
    try {
      const orpheline = route({
        methode: 'POST',
        chemin: '/api/orpheline',
        acces: accesSession(() => true),
        action: 'x',
        trace: 'aucune',
        libelle: 'x',
        entree: z.strictObject({}),
        sortie: z.strictObject({}),
      });
      expect(ecartsDeTable(autre.app, ROUTES)).toEqual([
        'GET /api/oubliee : montée sans être dans un contrat',
      ]);
      expect(ecartsDeTable(autre.app, [...ROUTES, orpheline])).toEqual(
        expect.arrayContaining([
          'POST /api/orpheline : déclarée et pas montée',
          'POST /api/orpheline : sans ligne dans la matrice',
        ]),
      );
      expect(ecartsDeTable(autre.app, ROUTES.slice(1))).toEqual(
        expect.arrayContaining([
          'POST /api/connexion : montée sans être dans un contrat',
          'POST /api/connexion : ligne de matrice sans route',
        ]),
      );
    } finally {
      await autre.fermer();
    }
  });
});
