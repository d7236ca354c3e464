import { describe, expect, test } from 'vitest';
import { SIREN_LECTEUR, unFaitDossier, unFaitDroit } from '../../../../tests/support/faits-cdap.ts';
import {
  avecSiren,
  codeDuProfil,
  PROFILS_TYPES,
  type ProfilType,
  SERVICE_INSTRUCTEUR,
} from '../../../../tests/support/profils-cdap.ts';
import { debutDuJour, jour } from '../../../kernel/jour.ts';
import {
  autoriserConsultation,
  type DemandeConsultation,
  type DroitConsultation,
  estSurLeDossier,
  type FaitsConsultation,
  limitesLecture,
  type PlafondsLecture,
  REFUS_CONSULTATION,
} from './autoriser-consultation.ts';
import catalogue from './catalogue-2025.json' with { type: 'json' };
import type { FaitsDossier } from './faits.ts';
import { chargerMatrice } from './matrice.ts';

const chargee = chargerMatrice(catalogue);
const ligne = (code: string) => (chargee.ok ? (chargee.valeur.matrice.profils.get(code) ?? null) : null);

const uneDemande = (plus: Partial<DemandeConsultation> = {}): DemandeConsultation => ({
  instant: debutDuJour(jour('2026-11-21'), 'Europe/Paris'),
  fuseau: 'Europe/Paris',
  profil: 'T2',
  mission: null,
  motif: null,
  instructeur: null,
  ...plus,
});
const unDroit = (plus: Partial<DroitConsultation> = {}): DroitConsultation => ({
  profil: 'T2',
  utilisable: true,
  empechements: [],
  missions: ['tarification'],
  ...unFaitDroit(),
  ...plus,
});
const droitDeType = (type: ProfilType | undefined): Partial<DroitConsultation> => ({
  typePartenaire: type?.organisme === undefined ? (type?.type ?? '') : `organisme:${type.organisme}`,
  conditions: type?.conditions ?? {},
});
const desPlafonds = (plus: Partial<PlafondsLecture> = {}): PlafondsLecture => ({
  lecturesHeure: 0,
  seuilConfirmation: 60,
  plafondHeure: 120,
  confirme: false,
  lecturesJourPartenaire: 0,
  seuilJourPartenaire: 800,
  plafondJourPartenaire: 1000,
  arretCompte: false,
  arretPartenaire: false,
  ...plus,
});
const unDossier = unFaitDossier;
const desFaits = (plus: Partial<FaitsConsultation> = {}): FaitsConsultation => ({
  secondFacteur: true,
  droit: unDroit(),
  ligne: ligne('T2'),
  versionMatrice: '2025',
  plafonds: desPlafonds(),
  motifExige: false,
  dossier: unDossier(),
  ...plus,
});
const code = (faits: Partial<FaitsConsultation>, demande: Partial<DemandeConsultation> = {}) => {
  const decision = autoriserConsultation(uneDemande(demande), desFaits(faits));
  return decision.ok ? 'accorde' : decision.refus.code;
};
const DOSSIERS: readonly (FaitsDossier | null)[] = [
  null,
  unDossier(),
  unDossier({ accesRestreint: true }),
  unDossier({ etat: 'fusionne' }),
  unDossier({ etat: 'en-affiliation' }),
];

describe('CDAP-21 sans droit utilisable, rien du dossier n’est dit', () => {
  const sansLecture: readonly (readonly [string, Partial<FaitsConsultation>, string])[] = [
    ['aucun droit', { droit: null }, 'droit-absent'],
    ['droit à un autre profil', { droit: unDroit({ profil: 'T19' }) }, 'droit-absent'],
    [
      'droit suspendu',
      { droit: unDroit({ utilisable: false, empechements: ['suspendue'] }) },
      'droit-inutilisable',
    ],
    ['profil hors de la matrice en vigueur', { ligne: null }, 'profil-non-servi'],
    ['ligne d’un autre profil', { ligne: ligne('T19') }, 'profil-non-servi'],
    [
      'subvention échue (CDAP-17)',
      {
        droit: unDroit({
          equipement: { equipementId: 'e1', subventionDu: '2025-01-01', subventionAu: '2026-11-20' },
        }),
      },
      'condition-du-droit',
    ],
    ['compte arrêté (CDAP-32)', { plafonds: desPlafonds({ arretCompte: true }) }, 'lecture-arretee'],
    ['partenaire arrêté (CDAP-32)', { plafonds: desPlafonds({ arretPartenaire: true }) }, 'lecture-arretee'],
    [
      'plusieurs missions, aucune choisie (CDAP-33)',
      { droit: unDroit({ missions: ['a', 'b'] }) },
      'mission-requise',
    ],
    ['motif exigé (CDAP-33)', { motifExige: true }, 'motif-requis'],
  ];
  test.each(sansLecture)('%s', (_, faits, attendu) => {
    const reponses = DOSSIERS.map((dossier) =>
      JSON.stringify(autoriserConsultation(uneDemande(), desFaits({ ...faits, dossier }))),
    );
    expect(new Set(reponses).size).toBe(1);
    expect(code(faits)).toBe(attendu);
  });

  test('le droit passe avant les plafonds, les plafonds avant la mission', () => {
    const arret = desPlafonds({ arretCompte: true });
    expect(code({ droit: null, plafonds: arret })).toBe('droit-absent');
    expect(code({ droit: unDroit({ missions: ['a', 'b'] }), plafonds: arret })).toBe('lecture-arretee');
  });

  test('l’empêchement est nommé', () => {
    const droit = unDroit({ utilisable: false, empechements: ['convention-inactive', 'suspendue'] });
    expect(autoriserConsultation(uneDemande(), desFaits({ droit }))).toMatchObject({
      refus: { details: { empechement: 'convention-inactive' } },
    });
  });
});

describe('CDAP-32 plafonds de lecture', () => {
  test.each([
    [59, false, 'accorde'],
    [60, false, 'confirmation-requise'],
    [61, false, 'confirmation-requise'],
    [60, true, 'accorde'],
    [119, true, 'accorde'],
    [120, true, 'lecture-arretee'],
    [120, false, 'lecture-arretee'],
  ])('%d lectures dans l’heure, confirmé %s : %s', (lecturesHeure, confirme, attendu) => {
    expect(code({ plafonds: desPlafonds({ lecturesHeure, confirme }) })).toBe(attendu);
  });

  test.each([
    [799, false, 'accorde'],
    [800, false, 'confirmation-requise'],
    [800, true, 'accorde'],
    [999, true, 'accorde'],
    [1000, true, 'lecture-arretee'],
    [1000, false, 'lecture-arretee'],
  ])(
    '%d lectures du partenaire dans la journée, confirmé %s : %s',
    (lecturesJourPartenaire, confirme, attendu) => {
      expect(code({ plafonds: desPlafonds({ lecturesJourPartenaire, confirme }) })).toBe(attendu);
    },
  );

  test('une réponse qui dit quelque chose du dossier compte comme une lecture', () => {
    const comptent = (Object.keys(REFUS_CONSULTATION) as (keyof typeof REFUS_CONSULTATION)[]).filter(
      estSurLeDossier,
    );
    expect(comptent.sort()).toEqual([
      'en-affiliation',
      'fusionne',
      'hors-perimetre',
      'inexistant',
      'non-consultable-ici',
    ]);
  });

  test('le compte que l’écriture ne doit pas dépasser : le seuil, puis le plafond une fois confirmé', () => {
    expect(limitesLecture(desPlafonds())).toEqual({ compte: 60, partenaire: 800 });
    expect(limitesLecture(desPlafonds({ confirme: true }))).toEqual({ compte: 120, partenaire: 1000 });
    expect(limitesLecture(desPlafonds({ seuilConfirmation: 500, seuilJourPartenaire: 5000 }))).toEqual({
      compte: 120,
      partenaire: 1000,
    });
  });

  test('sans second facteur, rien n’est lu, et rien du dossier ne change la réponse (ACC-04)', () => {
    for (const dossier of DOSSIERS)
      expect(code({ secondFacteur: false, dossier })).toBe('second-facteur-requis');
  });

  test('ce qui arrête est nommé : le compte ou le partenaire', () => {
    const portee = (plafonds: PlafondsLecture) => autoriserConsultation(uneDemande(), desFaits({ plafonds }));
    expect(portee(desPlafonds({ arretPartenaire: true }))).toMatchObject({
      refus: { details: { portee: 'partenaire' } },
    });
    expect(portee(desPlafonds({ lecturesHeure: 120 }))).toMatchObject({
      refus: { details: { portee: 'compte' } },
    });
  });
});

describe('CDAP-33 mission et motif', () => {
  const deux = { droit: unDroit({ missions: ['a', 'b'] }) };
  test.each<[string, Partial<FaitsConsultation>, Partial<DemandeConsultation>, string]>([
    ['une seule mission se choisit seule', {}, {}, 'accorde'],
    ['la mission du droit, dite', {}, { mission: 'tarification' }, 'accorde'],
    ['une mission d’un autre droit', {}, { mission: 'controle' }, 'mission-inconnue'],
    ['aucune mission sur le droit', { droit: unDroit({ missions: [] }) }, {}, 'mission-requise'],
    ['plusieurs missions sans motif', deux, { mission: 'a' }, 'motif-requis'],
    ['plusieurs missions, motif blanc', deux, { mission: 'a', motif: '  ' }, 'motif-requis'],
    [
      'plusieurs missions avec motif',
      deux,
      { mission: 'b', motif: 'Inscription au périscolaire' },
      'accorde',
    ],
    ['motif exigé et donné', { motifExige: true }, { motif: 'Inscription au périscolaire' }, 'accorde'],
  ])('%s', (_, faits, demande, attendu) => {
    expect(code(faits, demande)).toBe(attendu);
  });

  test('la mission et le motif entrent dans l’autorisation', () => {
    const decision = autoriserConsultation(uneDemande({ motif: 'Relance' }), desFaits());
    expect(decision).toMatchObject({
      ok: true,
      valeur: { mission: 'tarification', motif: 'Relance', versionMatrice: '2025' },
    });
  });
});

describe('CDAP-21 ce que la réponse dit du dossier', () => {
  test.each<[string, FaitsDossier | null, string]>([
    ['il n’existe pas', null, 'inexistant'],
    ['accès restreint', unDossier({ accesRestreint: true }), 'non-consultable-ici'],
    ['opposition (CDAP-19)', unDossier({ opposition: true }), 'non-consultable-ici'],
    ['fusionné', unDossier({ etat: 'fusionne' }), 'fusionne'],
    ['en affiliation', unDossier({ etat: 'en-affiliation' }), 'en-affiliation'],
    ['suspendu', unDossier({ etat: 'suspendu' }), 'accorde'],
    ['radié', unDossier({ etat: 'radie' }), 'accorde'],
    ['décédé', unDossier({ etat: 'decede' }), 'accorde'],
    ['transféré', unDossier({ etat: 'transfere' }), 'accorde'],
  ])('%s', (_, dossier, attendu) => {
    expect(code({ dossier })).toBe(attendu);
  });

  test('opposition et accès restreint : même réponse, sous tout profil et dans tout état', () => {
    const reponses = Object.entries(PROFILS_TYPES).flatMap(([nom, type]) => {
      const profil = codeDuProfil(nom);
      const droit = unDroit({ profil, ...droitDeType(type) });
      return [
        unDossier({ accesRestreint: true }),
        unDossier({ opposition: true, rsaEnCours: true }),
        unDossier({ opposition: true, etat: 'fusionne' }),
        unDossier({ accesRestreint: true, etat: 'en-affiliation' }),
      ].map((dossier) =>
        JSON.stringify(
          autoriserConsultation(
            uneDemande({ profil, instructeur: type.instructeur ?? null }),
            desFaits({ droit, ligne: ligne(profil), dossier }),
          ),
        ),
      );
    });
    expect(new Set(reponses).size).toBe(1);
    expect(reponses[0]).toContain('non-consultable-ici');
  });

  test('CDAP-04 un dossier fusionné nomme celui qui le remplace', () => {
    const suite = { organisme: 'caf', code: '591', numero: '0012345', depuis: '2026-03-01' } as const;
    expect(
      autoriserConsultation(uneDemande(), desFaits({ dossier: unDossier({ etat: 'fusionne', suite }) })),
    ).toMatchObject({
      ok: false,
      refus: { nature: 'conflit', details: { cafCode: '591', numero: '0012345' } },
    });
  });

  test('CDAP-13 hors du champ du RSA pour T19, pas pour T2', () => {
    const t19 = { droit: unDroit({ profil: 'T19', ...droitDeType(PROFILS_TYPES.T19) }), ligne: ligne('T19') };
    expect(code(t19, { profil: 'T19' })).toBe('hors-perimetre');
    expect(code({ ...t19, dossier: unDossier({ rsaDernierMois: '2024-10-01' }) }, { profil: 'T19' })).toBe(
      'hors-perimetre',
    );
    expect(code({ ...t19, dossier: unDossier({ rsaDernierMois: '2024-11-01' }) }, { profil: 'T19' })).toBe(
      'accorde',
    );
    expect(code({ ...t19, dossier: unDossier({ rsaEnCours: true }) }, { profil: 'T19' })).toBe('accorde');
    expect(code({})).toBe('accorde');
  });

  test('CDAP-17 l’autorisation n’ouvre que les blocs de l’usage', () => {
    const decision = autoriserConsultation(uneDemande(), desFaits());
    const blocs = decision.ok ? decision.valeur.blocs.map(({ bloc }) => bloc) : [];
    expect(blocs).toContain('quotientFamilial');
    expect(blocs).not.toContain('baseRessourcesEaje');
  });
});

describe('CDAP-10 chaque profil lit les dossiers de son champ, et eux seuls', () => {
  const lire = (nom: string, faits: Partial<FaitsDossier>) => {
    const type = PROFILS_TYPES[nom];
    const profil = codeDuProfil(nom);
    return code(
      {
        droit: unDroit({ profil, ...droitDeType(type) }),
        ligne: ligne(profil),
        dossier: unDossier(avecSiren({ ...type?.faits, ...faits }, SIREN_LECTEUR)),
      },
      { profil, instructeur: type?.instructeur ?? null },
    );
  };

  test.each(Object.keys(PROFILS_TYPES))('%s', (nom) => {
    expect(lire(nom, {})).toBe('accorde');
    for (const hors of PROFILS_TYPES[nom]?.horsPerimetre ?? []) {
      expect(lire(nom, hors), JSON.stringify(hors)).toBe('hors-perimetre');
    }
  });

  test.each(Object.entries(PROFILS_TYPES).filter(([, { conditions }]) => Object.keys(conditions).length > 0))(
    'CDAP-31 %s : sans l’une de ses conditions enregistrées, rien du dossier n’est dit',
    (nom, type) => {
      const profil = codeDuProfil(nom);
      for (const retiree of Object.keys(type.conditions)) {
        const restantes = Object.fromEntries(
          Object.entries(type.conditions).filter(([condition]) => condition !== retiree),
        );
        const droit = unDroit({ profil, ...droitDeType(type), conditions: restantes });
        for (const dossier of DOSSIERS) {
          expect(code({ droit, ligne: ligne(profil), dossier }, { profil })).toBe('condition-du-droit');
        }
      }
    },
  );
});

describe('CDAP-12 le numéro du service instructeur est demandé avant tout dossier', () => {
  const t4 = { droit: unDroit({ profil: 'T4', ...droitDeType(PROFILS_TYPES.T4) }), ligne: ligne('T4') };

  test.each([
    [null, 'instructeur-requis'],
    ['059C12302', 'instructeur-inconnu'],
  ])('avec %s : %s, que le dossier existe ou non', (instructeur, attendu) => {
    for (const dossier of [...DOSSIERS, unDossier({ rsaEnCours: true })]) {
      expect(code({ ...t4, dossier }, { profil: 'T4', instructeur })).toBe(attendu);
    }
  });

  test('avec celui de son organisme, l’agent lit', () => {
    const demande = { profil: 'T4', instructeur: SERVICE_INSTRUCTEUR };
    expect(code({ ...t4, dossier: unDossier({ rsaEnCours: true }) }, demande)).toBe('accorde');
  });
});
