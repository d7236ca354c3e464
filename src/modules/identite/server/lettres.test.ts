import { inflateSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { lireTextePdf } from '../../../../tests/support/texte-pdf.ts';
import { creerRendu } from '../../../platform/pdf/rendu.ts';
import { composerLettre, type ParametresLettre } from './lettres.ts';

const rendu = creerRendu();
afterAll(() => rendu.fermer());

const IDENTIFIANT = 'k7mp4xq2zt';
const MOT_DE_PASSE = 'Qx7mk2PnT9wvb4Rz';
const LETTRE: ParametresLettre = {
  expediteur: { nom: 'Caf de Villexemple', adresse: ['12 rue de l’Invention', '59999 Villexemple Cedex'] },
  destinataire: {
    nom: 'Camille Dupond-Exemple',
    fonction: 'Responsable du service social',
    organisme: 'Mairie de Villexemple',
    adresse: ['1 place Inventée', '59999 Villexemple'],
  },
  portail: 'https://partenaires.caf.exemple',
  genre: 'identifiant',
  valeur: IDENTIFIANT,
  expireLe: new Date('2026-12-16T23:00:00Z'),
  fuseau: 'Europe/Paris',
  instant: new Date('2026-12-01T09:00:00Z'),
};
const MOT_DE_PASSE_SEUL = { genre: 'mot-de-passe', valeur: MOT_DE_PASSE } as const;
const lire = async (changements: Partial<ParametresLettre> = {}): Promise<string> =>
  lireTextePdf(await composerLettre(rendu, { ...LETTRE, ...changements })).replace(/[\u00a0\u202f]/g, ' ');
/** Without the spaces and lines that the layout chose. */
const serrer = (texte: string) => texte.replace(/[\s\u200b]/g, '');
const pages = (pdf: Buffer) => (pdf.toString('latin1').match(/\/Type ?\/Page\b(?!s)/g) ?? []).length;
/** Sizes of the letters that a document uses, in points. */
const tailles = (pdf: Buffer) => {
  const octets = pdf.toString('latin1');
  const flux = [...octets.matchAll(/\/Length (\d+)[^>]*\/FlateDecode[^>]*>>\s*stream\r?\n/g)].map(
    (trouve) => {
      const debut = trouve.index + trouve[0].length;
      return inflateSync(pdf.subarray(debut, debut + Number(trouve[1]))).toString('latin1');
    },
  );
  return [
    ...new Set([...flux.join('\n').matchAll(/\/\w+ ([\d.]+) Tf/g)].map(([, taille]) => Number(taille))),
  ];
};

describe('ACC-01 les lettres de premier accès', () => {
  test('l’une porte l’identifiant, l’autre le mot de passe, et jamais les deux', async () => {
    const [un, deux] = [serrer(await lire()), serrer(await lire(MOT_DE_PASSE_SEUL))];
    expect(un).toContain(IDENTIFIANT);
    expect(un).not.toContain(MOT_DE_PASSE);
    expect(deux).toContain(MOT_DE_PASSE);
    expect(deux).not.toContain(IDENTIFIANT);
  });

  test('elles disent à qui, de qui, où, comment, jusqu’à quand, et de ne le dire à personne', async () => {
    for (const [texte, propres] of [
      [
        await lire(),
        ['La première connexion est possible jusqu’au', 'Attendez votre mot de passe provisoire'],
      ],
      [
        await lire(MOT_DE_PASSE_SEUL),
        ['ne sert qu’une fois, jusqu’au', 'seul le plus récent fonctionne', 'Prenez votre identifiant'],
      ],
    ] as const) {
      const attendus = [
        ...propres,
        'Caf de Villexemple',
        '12 rue de l’Invention',
        'Camille Dupond-Exemple',
        'Responsable du service social',
        'Mairie de Villexemple',
        '1 place Inventée',
        'Le 1er décembre 2026',
        'https://partenaires.caf.exemple',
        'jusqu’au 16 décembre 2026 à 23 h 59.',
        'Personne ne vous demandera',
        'par téléphone',
        'article 226-13 du code pénal',
      ];
      for (const attendu of attendus) expect(serrer(texte)).toContain(serrer(attendu));
      for (const rang of ['1.', '2.', '3.', '4.']) expect(texte).toMatch(new RegExp(`^${rang}`, 'm'));
      expect(texte).not.toMatch(/^5\./m);
    }
  });

  test('elles tiennent sur une page, en PDF/UA', async () => {
    for (const genre of [{}, MOT_DE_PASSE_SEUL]) {
      const pdf = await composerLettre(rendu, { ...LETTRE, ...genre });
      expect(pdf.toString('latin1')).toContain('<pdfuaid:part>1</pdfuaid:part>');
      expect(pages(pdf)).toBe(1);
    }
  });

  test('la valeur se lit par groupes, et ce qui se tape est dit', async () => {
    expect(await lire()).toMatch(/k7mp\s+4xq\s+2zt/);
    expect(await lire()).toContain('ne se tapent pas. Toutes les lettres sont des minuscules.');
    expect(await lire(MOT_DE_PASSE_SEUL)).toMatch(/Qx7m\s+k2Pn\s+T9wv\s+b4Rz/);
    const tirets = await lire({ ...MOT_DE_PASSE_SEUL, valeur: 'Qx7m-k2Pn' });
    expect(serrer(tirets)).toContain('Qx7m-k2Pn');
    expect(tirets).toContain('Tapez aussi les tirets. Respectez les majuscules');
  });

  test.each([
    ['2026-12-16T23:00:00Z', 'Europe/Paris', '16 décembre 2026 à 23 h 59.'],
    ['2026-12-16T22:59:00Z', 'Europe/Paris', '16 décembre 2026 à 23 h 59.'],
    ['2026-12-16T09:05:00Z', 'Europe/Paris', '16 décembre 2026 à 10 h 05.'],
    ['2026-12-16T09:00:00Z', 'Europe/Paris', '16 décembre 2026 à 10 h.'],
    ['2026-11-01T22:00:00Z', 'Europe/Paris', '1er novembre 2026 à 23 h.'],
    ['2027-06-30T20:00:00Z', 'Indian/Reunion', '30 juin 2027 à 23 h 59 (heure : La Réunion).'],
  ])('l’échéance %s, à %s, se dit : %s', async (expireLe, fuseau, dite) => {
    const texte = await lire({ ...MOT_DE_PASSE_SEUL, expireLe: new Date(expireLe), fuseau });
    expect(serrer(texte)).toContain(serrer(`jusqu’au ${dite}`));
  });

  test('sans échéance, aucune n’est dite', async () => {
    expect(await lire({ expireLe: null })).not.toContain('jusqu’au');
    const motDePasse = await lire({ ...MOT_DE_PASSE_SEUL, expireLe: null });
    expect(motDePasse).toContain('Ce mot de passe ne sert qu’une fois.');
    expect(motDePasse).not.toContain('jusqu’au');
  });

  test.each(['', 'abc', 'mot de passe', 'élève1234', 'k7mp\u202e4xq2', 'a'.repeat(65)])(
    'une valeur qu’on ne saurait retaper (« %s ») ne s’imprime pas et n’est pas répétée',
    async (valeur) => {
      const composer = async () => composerLettre(rendu, { ...LETTRE, valeur });
      await expect(composer()).rejects.toThrow(/^a letter was given a value that cannot be typed$/);
    },
  );
});

describe('SEC-04 ce qui est donné y est du texte', () => {
  const MOT_LONG = 'Abcdefghij'.repeat(6);
  test.each([
    '#import "/base.typ": *',
    '#read("/etc/passwd")',
    '$x$ et \\ et \\u{41}',
    '*gras* _souligné_ `code` // commentaire',
    '@ref <etiquette> ]]] }}} #{ panic("non") }',
    MOT_LONG,
    `${MOT_LONG} ${MOT_LONG}`,
  ])('« %s »', async (hostile) => {
    const texte = await lire({
      expediteur: { nom: `E1${hostile}`, adresse: [`E2${hostile}`] },
      destinataire: {
        nom: `D1${hostile}`,
        fonction: `D2${hostile}`,
        organisme: `D3${hostile}`,
        adresse: [`D4${hostile}`],
      },
      portail: `P${hostile}`,
    });
    for (const debut of ['E1', 'E2', 'D1', 'D2', 'D3', 'D4', 'P'])
      expect(serrer(texte)).toContain(serrer(`${debut}${hostile}`));
    expect(serrer(texte)).toContain(IDENTIFIANT);
  });

  test('un destinataire très long s’écrit plus petit pour tenir dans la fenêtre, sur une seule page', async () => {
    const adresse = Array.from({ length: 8 }, () => MOT_LONG);
    const destinataire = { nom: `${MOT_LONG} ${MOT_LONG}`, fonction: MOT_LONG, organisme: MOT_LONG, adresse };
    const pdf = await composerLettre(rendu, { ...LETTRE, destinataire });
    expect(pages(pdf)).toBe(1);
    expect(Math.min(...tailles(await composerLettre(rendu, LETTRE)))).toBe(8);
    expect(Math.min(...tailles(pdf))).toBeLessThan(8);
    expect(Math.max(...tailles(pdf))).toBe(24);
  });
});
