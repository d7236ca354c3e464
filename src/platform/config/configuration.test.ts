import { describe, expect, test } from 'vitest';
import { ErreurDemarrage } from '../erreur-demarrage.ts';
import { lireConfiguration, NAVIGATEURS_PAR_DEFAUT } from './configuration.ts';

const RACINE = '/srv/portail';
const lire = (env: Record<string, string> = {}) => lireConfiguration(env, RACINE);
const BASES = {
  DATABASE_URL: 'postgres://passerelle:secret@base:5432/portail',
  DATABASE_URL_PROPRIETAIRE: 'postgres://proprietaire:secret2@base:5432/portail',
};

function refus(env: Record<string, string>): string {
  try {
    lire(env);
  } catch (erreur) {
    expect(erreur).toBeInstanceOf(ErreurDemarrage);
    return (erreur as Error).message;
  }
  throw new Error('the configuration should have been refused');
}

describe('EXP-02 sans rien indiquer', () => {
  test('démonstration, base embarquée, cette machine seule', () => {
    expect(lire()).toEqual({
      demonstration: true,
      port: 3000,
      adresse: '127.0.0.1',
      adressePublique: null,
      dossierDonnees: '/srv/portail/donnees',
      archivesJournaux: null,
      base: null,
      trousseau: { fichier: '/srv/portail/donnees/trousseau.json' },
      mandataires: [],
      session: { inactiviteMs: 900_000, dureeMs: 28_800_000 },
      identite: {
        sessionUnique: false,
        motDePasse: { longueurMin: 12, longueurMax: 128, bitsMin: 80, bitsAvecSecondFacteur: 80 },
        renouvellement: { joursGestionnaires: 365 },
      },
      smtp: null,
      expediteur: 'ne-pas-repondre@passerelle.invalid',
      jetonMetriques: null,
      niveauJournal: 'info',
      travaux: true,
      navigateursAcceptes: NAVIGATEURS_PAR_DEFAUT,
      importOctetsMax: 8_589_934_592,
      apiParticulier: null,
      oidc: null,
    });
  });

  test('une variable vide vaut une variable absente : un fichier d’environnement garde ses lignes vides', () => {
    expect(lire({ PORT: '', DATABASE_URL: '', SMTP_URL: '', TROUSSEAU_FICHIER: '' })).toEqual(lire());
  });

  test('les variables des autres programmes sont sans effet', () => {
    expect(lire({ PATH: '/bin', LANG: 'fr_FR', PGHOST: 'ailleurs' })).toEqual(lire());
  });
});

describe('EXP-02 réglages', () => {
  test.each([
    [{ PORT: '0' }, { port: 0 }],
    [{ PORT: '65535' }, { port: 65_535 }],
    [{ DEMONSTRATION: 'NON' }, { demonstration: false }],
    [{ DEMONSTRATION: 'oui' }, { demonstration: true }],
    [{ DEMONSTRATION: 'non', ADRESSE: '0.0.0.0' }, { adresse: '0.0.0.0' }],
    [
      { DEMONSTRATION: 'non', ADRESSE_PUBLIQUE: 'https://portail.exemple.fr/' },
      { adressePublique: 'https://portail.exemple.fr' },
    ],
    [{ ADRESSE_PUBLIQUE: 'http://localhost:4000' }, { adressePublique: 'http://localhost:4000' }],
    [
      { SESSION_INACTIVITE_MINUTES: '5', SESSION_DUREE_HEURES: '1' },
      { session: { inactiviteMs: 300_000, dureeMs: 3_600_000 } },
    ],
    [
      { DEMONSTRATION: 'non', MANDATAIRES_DE_CONFIANCE: '10.0.0.0/8, 192.0.2.1' },
      { mandataires: ['10.0.0.0/8', '192.0.2.1'] },
    ],
    [{ TROUSSEAU: '{}', TROUSSEAU_FICHIER: '/x' }, { trousseau: { contenu: '{}' } }],
    [{ DOSSIER_DONNEES: '/var/lib/portail' }, { dossierDonnees: '/var/lib/portail' }],
    [{ ARCHIVES_JOURNAUX: 'archives' }, { archivesJournaux: '/srv/portail/archives' }],
    [{ TRAVAUX: 'non' }, { travaux: false }],
  ])('%o', (env, attendu) => {
    expect(lire(env)).toMatchObject(attendu);
  });

  test('EXP-08 deux adresses de base', () => {
    expect(lire(BASES).base).toEqual({
      service: BASES.DATABASE_URL,
      proprietaire: BASES.DATABASE_URL_PROPRIETAIRE,
    });
  });
});

describe('EXP-02 erreurs claires, sans montrer les valeurs', () => {
  test.each<[Record<string, string>, RegExp]>([
    [{ PORT: '70000' }, /PORT : au plus 65535/],
    [{ PORT: '-1' }, /PORT : au moins 0/],
    [{ PORT: '3000,5' }, /PORT/],
    [{ PORT: 'abc' }, /PORT : un nombre entier de 0 à 65535/],
    [{ DEMONSTRATION: 'peut-être' }, /DEMONSTRATION : répondez par oui ou non/],
    [{ ADRESSE_PUBLIQUE: 'https://portail.exemple.fr' }, /démonstration .* ne se publie pas/],
    [{ MANDATAIRES_DE_CONFIANCE: '127.0.0.1' }, /démonstration .* mandataire/],
    [{ DATABASE_URL: BASES.DATABASE_URL }, /DATABASE_URL.*DATABASE_URL_PROPRIETAIRE.*vont ensemble/],
    [{ DATABASE_URL_PROPRIETAIRE: BASES.DATABASE_URL_PROPRIETAIRE }, /vont ensemble/],
    [{ ...BASES, DATABASE_URL: 'mysql://x' }, /DATABASE_URL : une adresse postgres:/],
    [{ ADRESSE: '0.0.0.0' }, /démonstration n’écoute que sur cette machine/],
    [{ ADRESSE_PUBLIQUE: 'portail.exemple.fr' }, /ADRESSE_PUBLIQUE : une adresse complète/],
    [{ ADRESSE_PUBLIQUE: 'ftp://portail.exemple.fr' }, /ADRESSE_PUBLIQUE/],
    [{ SESSION_INACTIVITE_MINUTES: '0' }, /SESSION_INACTIVITE_MINUTES : au moins 1/],
    [{ SESSION_DUREE_HEURES: '25' }, /SESSION_DUREE_HEURES : au plus 24/],
    [{ SMTP_URL: 'mail.exemple.fr' }, /SMTP_URL : une adresse smtp:/],
    [{ COURRIEL_EXPEDITEUR: 'portail' }, /COURRIEL_EXPEDITEUR : une adresse électronique/],
    [{ JETON_METRIQUES: 'court' }, /JETON_METRIQUES : seize caractères au moins/],
    [{ NIVEAU_JOURNAL: 'bavard' }, /NIVEAU_JOURNAL/],
  ])('%o', (env, message) => {
    expect(refus(env)).toMatch(message);
  });

  test('toutes les fautes sont dites à la fois', () => {
    const message = refus({ PORT: 'abc', DEMONSTRATION: 'peut-être', JETON_METRIQUES: 'court' });
    for (const nom of ['PORT', 'DEMONSTRATION', 'JETON_METRIQUES']) expect(message).toContain(nom);
  });

  test('aucun secret n’est montré, même mal écrit', () => {
    const secret = 'MotDePasseSecret';
    for (const env of [
      { ...BASES, DATABASE_URL: `postgre://passerelle:${secret}@base/portail` },
      { DATABASE_URL: `postgres://passerelle:${secret}@base/portail` },
      { SMTP_URL: `smtp.exemple.fr:${secret}` },
      { JETON_METRIQUES: secret.slice(0, 12) },
    ]) {
      expect(refus(env)).not.toContain(secret.slice(0, 12));
    }
  });
});

describe('CDAP-07 lire les dossiers chez API Particulier', () => {
  const JETON = 'jeton-inventé-très-secret'.normalize('NFD').replace(/[^a-z-]/g, '');
  const TOUT = {
    DEMONSTRATION: 'non',
    SOURCE_DOSSIERS: 'api-particulier',
    API_PARTICULIER_URL: 'https://particulier.exemple.fr/',
    API_PARTICULIER_JETON: JETON,
    API_PARTICULIER_DESTINATAIRE: '12345678200002',
  };
  const sauf = (nom: keyof typeof TOUT, valeur = '') => refus({ ...TOUT, [nom]: valeur });

  test('les trois variables vont ensemble', () => {
    expect(lire(TOUT).apiParticulier).toEqual({
      url: 'https://particulier.exemple.fr',
      jeton: JETON,
      destinataire: '12345678200002',
    });
  });

  test('préparées sans SOURCE_DOSSIERS, elles attendent', () => {
    expect(lire({ ...TOUT, SOURCE_DOSSIERS: '' }).apiParticulier).toBeNull();
    expect(lire({ ...TOUT, SOURCE_DOSSIERS: 'base' }).apiParticulier).toBeNull();
  });

  test.each(['API_PARTICULIER_URL', 'API_PARTICULIER_JETON', 'API_PARTICULIER_DESTINATAIRE'] as const)(
    '%s manque : elle est nommée',
    (nom) => {
      expect(sauf(nom)).toContain(nom);
      expect(sauf(nom)).toContain('SOURCE_DOSSIERS');
    },
  );

  test.each([
    ['SOURCE_DOSSIERS', 'ailleurs'],
    ['API_PARTICULIER_URL', 'particulier.exemple.fr'],
    ['API_PARTICULIER_URL', 'http://particulier.exemple.fr'],
    ['API_PARTICULIER_URL', 'https://quelqu-un:secret@particulier.exemple.fr'],
    ['API_PARTICULIER_URL', 'https://particulier.exemple.fr/?a=1'],
    ['API_PARTICULIER_JETON', 'x'.repeat(15)],
    ['API_PARTICULIER_JETON', `${'x'.repeat(16)} y`],
    ['API_PARTICULIER_JETON', `${'x'.repeat(16)}\ny`],
    ['API_PARTICULIER_DESTINATAIRE', '1234567820000'],
    ['API_PARTICULIER_DESTINATAIRE', '123456782000020'],
  ] as const)('%s=%o est refusée, et ne se lit pas dans le message', (nom, valeur) => {
    const message = sauf(nom, valeur);
    expect(message).toContain(nom);
    expect(message).not.toContain(valeur);
    expect(message).not.toContain(JETON);
  });

  test('en clair, sur cette machine seulement', () => {
    const local = { ...TOUT, API_PARTICULIER_URL: 'http://127.0.0.1:8080/essai/' };
    expect(lire(local).apiParticulier?.url).toBe('http://127.0.0.1:8080/essai');
  });

  test('la démonstration garde ses familles inventées', () => {
    expect(refus({ ...TOUT, DEMONSTRATION: 'oui' })).toContain('SOURCE_DOSSIERS');
  });
});

describe('ACC-05 se connecter par un fournisseur OpenID Connect', () => {
  const SECRET = 'secret-invente-du-portail';
  const TOUT = {
    OIDC_EMETTEUR: 'https://identite.exemple.fr/api/v2',
    OIDC_CLIENT_ID: 'passerelle',
    OIDC_CLIENT_SECRET: SECRET,
    OIDC_ACR: 'eidas2, https://identite.exemple.fr/acr/2fa',
  };

  test('quatre variables suffisent ; aucun niveau ne vaut alors un second facteur', () => {
    expect(lire(TOUT).oidc).toEqual({
      emetteur: 'https://identite.exemple.fr/api/v2',
      clientId: 'passerelle',
      clientSecret: SECRET,
      nom: 'ProConnect',
      acr: ['eidas2', 'https://identite.exemple.fr/acr/2fa'],
      acrDeuxFacteurs: [],
    });
  });

  test('le nom montré et les niveaux qui valent un second facteur', () => {
    expect(
      lire({ ...TOUT, OIDC_NOM: 'Identité d’exemple', OIDC_ACR_DEUX_FACTEURS: 'eidas2' }).oidc,
    ).toMatchObject({ nom: 'Identité d’exemple', acrDeuxFacteurs: ['eidas2'] });
  });

  test.each(['http://localhost:4000', 'http://127.0.0.1:4000', 'http://[::1]:4000'])(
    'en clair sur cette machine : %s',
    (emetteur) => {
      expect(lire({ ...TOUT, OIDC_EMETTEUR: emetteur }).oidc?.emetteur).toBe(emetteur);
    },
  );

  test.each(Object.keys(TOUT))('toutes ou aucune : sans %s, elle est nommée', (nom) => {
    expect(refus({ ...TOUT, [nom]: '' })).toMatch(new RegExp(`demande aussi ${nom} :`));
  });

  test.each([{ OIDC_NOM: 'ProConnect' }, { OIDC_ACR_DEUX_FACTEURS: 'eidas2' }])(
    'seule, %o ne configure rien : les quatre qui manquent sont nommées',
    (env) => {
      expect(refus(env)).toMatch(/OIDC_EMETTEUR et OIDC_CLIENT_ID et OIDC_CLIENT_SECRET et OIDC_ACR :/);
    },
  );

  test.each<[Record<string, string>, RegExp]>([
    [{ OIDC_EMETTEUR: 'http://identite.exemple.fr' }, /OIDC_EMETTEUR : une adresse https/],
    [{ OIDC_EMETTEUR: 'http://127.0.0.1.exemple.fr' }, /OIDC_EMETTEUR : une adresse https/],
    [
      { OIDC_EMETTEUR: 'https://agent:motdepasse@identite.exemple.fr' },
      /OIDC_EMETTEUR : .*sans identifiants/,
    ],
    [{ OIDC_EMETTEUR: 'https://identite.exemple.fr/?a=1' }, /OIDC_EMETTEUR/],
    [{ OIDC_EMETTEUR: 'identite.exemple.fr' }, /OIDC_EMETTEUR : une adresse complète/],
    [{ OIDC_CLIENT_ID: 'deux mots' }, /OIDC_CLIENT_ID : .*sans espace/],
    [{ OIDC_CLIENT_SECRET: 'quinze-lettres-' }, /OIDC_CLIENT_SECRET : seize caractères au moins/],
    [{ OIDC_NOM: '<b>ProConnect</b>' }, /OIDC_NOM : un nom de 40 caractères au plus/],
    [{ OIDC_ACR: 'eidas2,,eidas3' }, /OIDC_ACR : des niveaux séparés par des virgules/],
    [{ OIDC_ACR: 'eidas2 eidas3' }, /OIDC_ACR : des niveaux/],
    [{ OIDC_ACR_DEUX_FACTEURS: ',' }, /OIDC_ACR_DEUX_FACTEURS : des niveaux/],
    [
      { OIDC_ACR_DEUX_FACTEURS: 'eidas3' },
      /OIDC_ACR_DEUX_FACTEURS contient un niveau qui n’est pas dans OIDC_ACR/,
    ],
  ])('%o', (env, message) => {
    expect(refus({ ...TOUT, ...env })).toMatch(message);
  });

  test('seize caractères de secret suffisent', () => {
    expect(lire({ ...TOUT, OIDC_CLIENT_SECRET: 'seize-caracteres' }).oidc?.clientSecret).toBe(
      'seize-caracteres',
    );
  });

  test('le secret n’est jamais montré', () => {
    expect(refus({ ...TOUT, OIDC_CLIENT_SECRET: `${SECRET} de trop` })).not.toContain(SECRET);
    expect(refus({ ...TOUT, OIDC_EMETTEUR: '' })).not.toContain(SECRET);
  });
});
