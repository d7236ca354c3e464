import { generate } from 'otplib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Client, unClient } from '../../../tests/support/client.ts';
import { creerPortail, type Portail } from '../../../tests/support/portail.ts';
import { cdapContrat } from '../../modules/cdap/contract.ts';
import type { Bloc } from '../../modules/cdap/domain/blocs.ts';
import { dossiersTemoins } from '../../modules/cdap/domain/population.ts';
import { identiteContrat } from '../../modules/identite/contract.ts';
import { creerPartitions } from '../../modules/traces/index.ts';
import { aSecondFacteur } from './appartenance.ts';
import { chargerDemonstration } from './charger.ts';
import { COMPTES, type CompteDemo, identifiantDe, MOT_DE_PASSE_DEMO, secretTotpDe } from './comptes.ts';

const INSTANT = '2026-11-23T09:00:00Z';

/** What a sentence promises of a file: blocks with content, closed ones, and words of the answer. */
interface Lu {
  readonly montre?: readonly Bloc[];
  readonly cache?: readonly Bloc[];
  readonly dit?: RegExp;
}
type Essai = readonly [nom: string, profil: string, numero: number, attendu: Lu | string];

/** Written by hand from what the page says; numbers that a sentence names and that are not here fail below. */
const ESSAIS: readonly Essai[] = [
  ['Castagnier', 'T2', 12345, { montre: ['quotientFamilial'] }],
  ['Quévreux', 'T19', 12345, 'hors-perimetre'],
  ['Quévreux', 'T19', 13579, { montre: ['rsa'] }],
  ['Delcambre-Exemple', 'T5', 13579, { montre: ['rsa'], cache: ['ressourcesAnnuelles'] }],
  ['Delcambre-Exemple', 'T5', 5003, 'hors-perimetre'],
  ['Wagnon', 'T18', 10023, { montre: ['rsa'] }],
  ['Wagnon', 'T18', 10025, 'hors-perimetre'],
  ['Wibaux', 'T1', 13579, { montre: ['rsa', 'ressourcesAnnuelles'] }],
  ['Wibaux', 'T1', 20002, 'non-consultable-ici'],
  [
    'Caudrelier-Exemple',
    'T1',
    11001,
    { montre: ['creances'], dit: /soldeCentimes.*retenueMensuelleCentimes/ },
  ],
  ['Caudrelier-Exemple', 'T13', 11001, { montre: ['creances'], cache: ['pensionsAlimentaires'] }],
  ['Caudrelier-Exemple', 'T4', 13579, { montre: ['rsa'], cache: ['paiements'] }],
  ['Dekeister', 'T4', 13579, { montre: ['rsa'] }],
  ['Dekeister', 'T4', 10023, 'hors-perimetre'],
  ['Taffin', 'T5', 13579, { montre: ['rsa'], cache: ['ressourcesAnnuelles'] }],
  ['Taffin', 'T5', 5003, 'hors-perimetre'],
  ['Vaneecke-Fictive', 'T5', 5001, { montre: ['ressourcesAnnuelles'] }],
  ['Vaneecke-Fictive', 'T5', 5002, { montre: ['droits'], cache: ['ressourcesAnnuelles'] }],
  ['Vaneecke-Fictive', 'T5', 12345, 'hors-perimetre'],
  [
    'Vercruysse-Modèle',
    'T10',
    10001,
    { montre: ['logement', 'paiements', 'demarches'], dit: /"impayes":\{.*attestation-loyer/ },
  ],
  ['Vercruysse-Modèle', 'T10', 10002, 'hors-perimetre'],
  ['Vercruysse-Modèle', 'T10', 12345, 'hors-perimetre'],
  ['Facon', 'T13', 10001, { montre: ['logement', 'paiements', 'demarches'], dit: /"impayes":\{/ }],
  ['Facon', 'T13', 11001, { montre: ['creances'], dit: /"nature":"indu-rsa","soldeCentimes":118500/ }],
  ['Deroubaix', 'T16', 10001, { montre: ['logement', 'ressourcesAnnuelles'], dit: /"impayes":\{/ }],
  ['Sénéchal-Modèle', 'T16', 11001, { montre: ['logement'], dit: /"planApurement":true/ }],
  ['Lestienne', 'T6', 12345, { montre: ['ressourcesAnnuelles'], dit: /"prestationFamiliale":true/ }],
  ['Lestienne', 'T6', 13579, { montre: ['rsa'] }],
  ['Kerbrat-Exemple', 'T8', 13579, { montre: ['rsa', 'nir'], cache: ['quotientFamilial'] }],
  [
    'Chauvelin-Fictif',
    'T14',
    14001,
    { montre: ['famille', 'ressourcesAnnuelles', 'pensionsAlimentaires'], dit: /"situation":"DC"/ },
  ],
  ['Boidin', 'T9', 9001, { montre: ['protection'] }],
  ['Boidin', 'T9', 9002, 'hors-perimetre'],
  ['Boidin', 'T9', 9003, 'hors-perimetre'],
  ['Hadj-Exemple', 'T12', 13579, { montre: ['rsa', 'quotientFamilial'], cache: ['paiements', 'creances'] }],
  ['Grignon-Fictive', 'T12', 12345, { montre: ['ressourcesAnnuelles'] }],
  [
    'Mortreux',
    'T11',
    11001,
    { montre: ['creances', 'logement', 'ressourcesAnnuelles'], dit: /"impayes":\{/ },
  ],
  ['Bellanger-Exemple', 'T15', 11111, { dit: /"seuil":900,"sousSeuil":true/, cache: ['adresse'] }],
  ['Bellanger-Exemple', 'T15', 12345, { dit: /"seuil":900,"sousSeuil":false/ }],
  ['Thibaut-Exemple', 'T22', 22001, { dit: /"activite":"EBO"/ }],
  ['Thibaut-Exemple', 'T22', 12345, 'hors-perimetre'],
  [
    'Verbrugge-Exemple',
    'T20',
    20001,
    {
      montre: ['paiements', 'creances'],
      dit: /"cinqDerniers":"\d{5}".*"nouvelleConnue":true.*"baseCalculCentimes":\d+/,
    },
  ],
  ['Reynaud-Fictive', 'T21', 21001, { montre: ['cmg'], dit: /"etat":"ouverte"/ }],
  ['Reynaud-Fictive', 'T21', 21002, { montre: ['cmg'], dit: /"etat":"refusee"/ }],
  ['Reynaud-Fictive', 'T21', 12345, 'hors-perimetre'],
];

/** Rights that cannot be used, and the reason that is told; all the others can. */
const EMPECHES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Hazebrouck: { T2: 'subvention-echue' },
  Verstraete: { T2: 'formalites-manquantes' },
  'Devos-Fictive': { T2: 'partenaire-suspendu' },
  'Valette-Modèle': { T2: 'convention-terminee' },
  Monchaux: { T5: 'contrat-echu' },
};
/** Two rights on T2, of which one only is open under the catalogue of 2017. */
const A_DEMI = 'Outtersteene';
const REFUSES: Readonly<Record<string, string>> = {
  Pruvost: 'compte-suspendu',
  'Sauvage-Exemple': 'compte-ferme',
};

let portail: Portail;
const clients = new Map<string, Client>();
beforeAll(async () => {
  portail = await creerPortail({ instant: INSTANT });
  const { base, trousseau } = portail;
  await chargerDemonstration(
    base.service,
    trousseau,
    new Date(INSTANT),
    () => {},
    async (de, a) => {
      await creerPartitions(base.entretien, de, a);
    },
    30,
  );
});
afterAll(() => portail.fermer());

const compteDe = (nom: string): CompteDemo => {
  const compte = COMPTES.find((c) => c.nom === nom);
  if (compte === undefined) throw new Error(`nobody is called ${nom}`);
  return compte;
};

async function entrer(compte: CompteDemo): Promise<Client> {
  const deja = clients.get(identifiantDe(compte));
  if (deja !== undefined) return deja;
  const client = unClient(portail);
  const identifiant = identifiantDe(compte);
  const premiere = await client.appeler(identiteContrat.connecter, {
    identifiant,
    motDePasse: MOT_DE_PASSE_DEMO,
  });
  expect(premiere.statut, premiere.texte).toBe(200);
  if (aSecondFacteur(compte)) {
    const code = await generate({
      secret: secretTotpDe(compte),
      epoch: new Date(INSTANT).getTime() / 1000,
    });
    const seconde = await client.appeler(identiteContrat.verifierCode, { code });
    expect(seconde.statut, seconde.texte).toBe(200);
  }
  clients.set(identifiant, client);
  return client;
}

interface ProfilLu {
  readonly habilitation: string;
  readonly profil: string;
  readonly utilisable: boolean;
  readonly empechements: readonly string[];
}
const profilsDe = async (client: Client): Promise<readonly ProfilLu[]> =>
  (await client.appeler(cdapContrat.listerProfils)).corps.profils;

describe('chaque personne de la démonstration entre, ou apprend pourquoi non', () => {
  test.each(COMPTES.map((compte) => [`${compte.prenom} ${compte.nom}`, compte] as const))(
    '%s',
    async (_, compte) => {
      const refus = REFUSES[compte.nom];
      if (refus === undefined) {
        await entrer(compte);
        return;
      }
      const reponse = await unClient(portail).appeler(identiteContrat.connecter, {
        identifiant: identifiantDe(compte),
        motDePasse: MOT_DE_PASSE_DEMO,
      });
      expect([reponse.statut >= 400, reponse.corps.code]).toEqual([true, refus]);
    },
  );
});

describe('CDAP-31 chaque droit sert, ou sa raison est dite', () => {
  const lecteurs = COMPTES.filter(
    ({ nom, droits }) => droits !== undefined && REFUSES[nom] === undefined && nom !== A_DEMI,
  );
  test.each(lecteurs.map((compte) => [compte.nom, compte] as const))('%s', async (nom, compte) => {
    const profils = await profilsDe(await entrer(compte));
    expect(profils.map(({ profil }) => profil).sort()).toEqual(
      compte.droits?.map(({ profil }) => profil).sort(),
    );
    for (const { profil, utilisable, empechements } of profils) {
      const raison = EMPECHES[nom]?.[profil];
      expect([utilisable, empechements], profil).toEqual([
        raison === undefined,
        raison === undefined ? [] : [raison],
      ]);
    }
  });

  test('sous le catalogue de 2017, le tarif des loisirs sert et la cantine à 1 euro non', async () => {
    const profils = await profilsDe(await entrer(compteDe(A_DEMI)));
    expect(profils.map(({ empechements }) => [...empechements]).sort()).toEqual([
      [],
      ['cantine-hors-catalogue'],
    ]);
  });
});

describe('CDAP-10 ce que la page propose d’essayer est vrai', () => {
  const temoins = new Set(dossiersTemoins('599', INSTANT.slice(0, 7)).map(({ dossier }) => dossier.numero));

  test('chaque numéro que dit une phrase est essayé ci-dessous, et rien d’autre', () => {
    const dits = COMPTES.flatMap(({ nom, essai }) =>
      [...essai.matchAll(/\b\d{4,5}\b/g)]
        .map(([numero]) => Number(numero))
        .filter((numero) => temoins.has(numero))
        .map((numero) => `${nom} ${numero}`),
    );
    const essayes = ESSAIS.map(([nom, , numero]) => `${nom} ${numero}`);
    expect([...new Set(dits)].sort()).toEqual([...new Set(essayes)].sort());
  });

  test.each(ESSAIS)('%s, sous %s, le dossier %d', async (nom, profil, numero, attendu) => {
    const client = await entrer(compteDe(nom));
    const droit = (await profilsDe(client)).find((p) => p.profil === profil);
    const reponse = await client.appeler(cdapContrat.consulter, {
      numero: String(numero),
      habilitation: droit?.habilitation,
      ...(profil === 'T4' ? { instructeur: '059C99201' } : {}),
    });
    if (typeof attendu === 'string') {
      expect(reponse.corps.code).toBe(attendu);
      return;
    }
    expect(reponse.statut, reponse.texte).toBe(200);
    const rubriques: { bloc: string; contenu: unknown }[] = reponse.corps.rubriques;
    const blocs = rubriques.filter(({ contenu }) => contenu !== null).map(({ bloc }) => bloc);
    expect(blocs).toEqual(expect.arrayContaining([...(attendu.montre ?? [])]));
    for (const ferme of attendu.cache ?? []) expect(rubriques.map(({ bloc }) => bloc)).not.toContain(ferme);
    if (attendu.dit !== undefined) expect(reponse.texte).toMatch(attendu.dit);
  });

  test('CDAP-12 sans le numéro du service instructeur, T4 n’ouvre rien', async () => {
    const client = await entrer(compteDe('Dekeister'));
    const [droit] = await profilsDe(client);
    const lire = (plus: object) =>
      client.appeler(cdapContrat.consulter, { numero: '13579', habilitation: droit?.habilitation, ...plus });
    expect((await lire({})).corps.code).toBe('instructeur-requis');
    expect((await lire({ instructeur: '059C99901' })).corps.code).toBe('instructeur-inconnu');
  });
});
