import { describe, expect, test } from 'vitest';
import { saisiesDe } from '../../../../../tests/support/saisies.ts';
import { BLOCS } from '../blocs.ts';
import { dossiersTemoins } from '../population.ts';
import { ecrireDossier, lireDossier } from './lire-dossier.ts';

const JOUR = '2026-11-20';
const temoins = dossiersTemoins('591', '2026-11').map(({ dossier }) => dossier);
const ordinaire = temoins.find(({ numero }) => numero === 12_345);
if (ordinaire === undefined) throw new Error('no ordinary file');

// biome-ignore lint/suspicious/noExplicitAny: a file taken apart by the test
type Libre = any;
const lire = (ligne: unknown, caf = '591') =>
  lireDossier(
    Buffer.from(typeof ligne === 'string' ? ligne : JSON.stringify(ligne)).toString('latin1'),
    caf,
    JOUR,
  );
const avec = (changer: (dossier: Libre) => void): Libre => {
  const dossier = JSON.parse(ecrireDossier(ordinaire));
  changer(dossier);
  return dossier;
};
const blocLu = (lu: ReturnType<typeof lire>, bloc: (typeof BLOCS)[number]): Libre => {
  if ('faute' in lu) throw new Error(`${lu.faute.champ} ${lu.faute.raison}`);
  return JSON.parse(Buffer.from(lu.blocs[BLOCS.indexOf(bloc)] ?? 'null', 'latin1').toString('utf8'));
};

describe('CDAP-29 lecture d’une ligne', () => {
  test.each(temoins.map((dossier) => [dossier.numero, dossier] as const))(
    'le dossier %i se relit tel qu’il a été écrit, ses faits compris',
    (_numero, dossier) => {
      const lu = lire(ecrireDossier(dossier));
      if ('faute' in lu) throw new Error(`${lu.faute.champ} ${lu.faute.raison}`);
      for (const bloc of BLOCS) expect(blocLu(lu, bloc)).toEqual(dossier.blocs[bloc]);
      const { cafCode: _, numero, etat, suite, dateDonnees, accesRestreint, blocs: __, ...faits } = dossier;
      expect(lu.faits).toEqual(faits);
      expect([lu.numero, lu.etat, lu.donneesLe, lu.accesRestreint]).toEqual([
        numero,
        etat,
        dateDonnees,
        accesRestreint,
      ]);
      expect(JSON.parse(lu.suite ?? 'null')).toEqual(suite);
    },
  );

  test('un bloc absent vaut null', () => {
    const lu = lire(
      avec((d) => {
        delete d.blocs.paiements;
      }),
    );
    expect(blocLu(lu, 'paiements')).toBeNull();
  });

  test.each<[string, Libre, string, string]>([
    [
      'une autre Caf',
      avec((d) => {
        d.caf = '802';
      }),
      'caf',
      'caf-etrangere',
    ],
    [
      'une autre Caf dans le bloc',
      avec((d) => {
        d.blocs.numero.cafCode = '802';
      }),
      'blocs.numero.cafCode',
      'caf-etrangere',
    ],
    [
      'un autre numéro dans le bloc',
      avec((d) => {
        d.blocs.numero.numero = '0000009';
      }),
      'blocs.numero.numero',
      'numero-incoherent',
    ],
    [
      'un autre état dans le bloc',
      avec((d) => {
        d.blocs.numero.etat = 'radie';
      }),
      'blocs.numero.etat',
      'etat-incoherent',
    ],
    [
      'numéro nul',
      avec((d) => {
        d.numero = 0;
      }),
      'numero',
      'nombre-hors-bornes',
    ],
    [
      'numéro de huit chiffres',
      avec((d) => {
        d.numero = 10_000_000;
      }),
      'numero',
      'nombre-hors-bornes',
    ],
    [
      'numéro en texte',
      avec((d) => {
        d.numero = '12345';
      }),
      'numero',
      'nombre-attendu',
    ],
    [
      'transféré sans suite',
      avec((d) => {
        d.etat = 'transfere';
      }),
      'suite',
      'suite-attendue',
    ],
    [
      'ouvert avec une suite',
      avec((d) => {
        d.suite = { organisme: 'caf', code: '802', numero: null, depuis: JOUR };
      }),
      'suite',
      'suite-inattendue',
    ],
    [
      'fusionné vers la MSA',
      avec((d) => {
        d.etat = 'fusionne';
        d.suite = { organisme: 'msa', code: '802', numero: null, depuis: JOUR };
      }),
      'suite.numero',
      'suite-attendue',
    ],
    [
      'données de demain',
      avec((d) => {
        d.donneesLe = '2026-11-21';
      }),
      'donneesLe',
      'date-future',
    ],
    [
      'fait donné dans la ligne',
      avec((d) => {
        d.rsaEnCours = true;
      }),
      '',
      'champ-inconnu',
    ],
    [
      'bloc inconnu',
      avec((d) => {
        d.blocs.autre = null;
      }),
      'blocs',
      'champ-inconnu',
    ],
    [
      'sans date',
      avec((d) => {
        delete d.donneesLe;
      }),
      'donneesLe',
      'champ-manquant',
    ],
    [
      'accès restreint oublié',
      avec((d) => {
        delete d.accesRestreint;
      }),
      'accesRestreint',
      'champ-manquant',
    ],
    [
      'accès restreint nul',
      avec((d) => {
        d.accesRestreint = null;
      }),
      'accesRestreint',
      'oui-non-attendu',
    ],
    [
      'NIR sans identité',
      avec((d) => {
        d.blocs.identite = null;
      }),
      'blocs.identite',
      'identite-attendue',
    ],
    ['ligne coupée', ecrireDossier(ordinaire).slice(0, 4000), expect.any(String), 'json-invalide'],
  ])('refusée : %s', (_nom, ligne, champ, raison) => {
    expect(lire(ligne)).toEqual({ faute: { champ, raison } });
  });

  test('une Caf non dite est celle qui importe', () => {
    expect(
      'faute' in
        lire(
          avec((d) => {
            delete d.caf;
          }),
        ),
    ).toBe(false);
  });
});

const refusee = (ligne: Libre, champ: string, valeur: unknown) => {
  const lu = lire(ligne);
  if (!('faute' in lu)) throw new Error('accepted');
  expect(lu.faute.champ).toBe(champ);
  if (typeof valeur === 'string' && valeur.trim().length > 3)
    expect(JSON.stringify(lu)).not.toContain(valeur);
};

describe('CDAP-03 SEC-04 saisies d’essai dans un fichier importé', () => {
  test.each(saisiesDe('nom'))('nom $titre', ({ value, valid, normalized }) => {
    const ligne = avec((d) => {
      d.blocs.identite.adultes[0].nomNaissance = value;
    });
    if (!valid) refusee(ligne, 'blocs.identite.adultes.1.nomNaissance', value);
    else expect(blocLu(lire(ligne), 'identite').adultes[0].nomNaissance).toBe(normalized ?? value);
  });

  test.each(saisiesDe('nir').filter(({ value }) => value !== null))(
    'NIR $titre',
    ({ value, valid, normalized }) => {
      // The schema of the block knows fewer first digits than the register of temporary numbers does.
      const ligne = avec((d) => {
        d.blocs.nir.adultes[0].nir = value;
      });
      if (!valid) refusee(ligne, 'blocs.nir.adultes.1.nir', value);
      else expect(blocLu(lire(ligne), 'nir').adultes[0].nir).toBe(normalized ?? value);
    },
  );

  test.each(saisiesDe('date_naissance'))('date de naissance $titre', ({ value, valid }) => {
    const ligne = avec((d) => {
      d.blocs.identite.adultes[0].dateNaissance = value;
    });
    if (!valid) refusee(ligne, 'blocs.identite.adultes.1.dateNaissance', value);
    else expect(blocLu(lire(ligne), 'identite').adultes[0].dateNaissance).toBe(value);
  });

  test.each(['2026', '2026-11', '1950'])('CDAP-03 une naissance connue en partie : %s', (value) => {
    expect(
      'faute' in
        lire(
          avec((d) => {
            d.blocs.identite.adultes[0].dateNaissance = value;
          }),
        ),
    ).toBe(false);
  });
  test.each(['2027', '2026-12', '2026-11-21', '1950-00-00', '00/00/1950'])(
    'CDAP-03 une naissance refusée : %s',
    (value) => {
      refusee(
        avec((d) => {
          d.blocs.identite.adultes[0].dateNaissance = value;
        }),
        'blocs.identite.adultes.1.dateNaissance',
        value,
      );
    },
  );

  test.each(saisiesDe('quotient_familial'))('CDAP-05 QF $titre', ({ value, valid, normalized }) => {
    const ligne = avec((d) => {
      d.blocs.quotientFamilial.actuel = {
        etat: 'valeur',
        valeur: value,
        mois: '2026-11',
        moisCalcul: '2026-11',
      };
    });
    if (!valid) refusee(ligne, 'blocs.quotientFamilial.actuel.valeur', value);
    else expect(blocLu(lire(ligne), 'quotientFamilial').actuel.valeur).toBe(normalized ?? value);
  });

  test('plusieurs remises en forme dans un même bloc', () => {
    const lu = blocLu(
      lire(
        avec((d) => {
          Object.assign(d.blocs.identite.adultes[0], {
            nomNaissance: '  Vel   Dac ',
            nomUsage: 'E\u0301lan\u00A0Fictif',
          });
        }),
      ),
      'identite',
    );
    expect([lu.adultes[0].nomNaissance, lu.adultes[0].nomUsage]).toEqual(['Vel Dac', 'Élan Fictif']);
  });

  test.each(saisiesDe('cle_json').filter(({ valid }) => !valid))('clé refusée « $value »', ({ value }) => {
    const texte = ecrireDossier(ordinaire).replace('"donneesLe"', `${JSON.stringify(value)}:"x","donneesLe"`);
    expect(lire(texte)).toEqual({ faute: { champ: '', raison: 'champ-inconnu' } });
    expect(({} as Record<string, unknown>).role).toBeUndefined();
  });
});
