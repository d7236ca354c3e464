import { describe, expect, test } from 'vitest';
import { saisiesDe } from '../../../../tests/support/saisies.ts';
import { lireCourriel } from './courriel.ts';

const codeDe = (saisie: string): string => {
  const lu = lireCourriel(saisie);
  return lu.ok ? 'lu' : lu.code;
};

describe('HAB-22 adresse électronique d’une personne', () => {
  test.each([...saisiesDe('courriel'), ...saisiesDe('courriel_personnel')])(
    '$titre',
    ({ value, valid, normalized }) => {
      // Anything but a text is refused by the contract's schema, before this.
      if (typeof value !== 'string') return expect(valid).toBe(false);
      const lu = lireCourriel(value);
      expect(lu.ok).toBe(valid);
      if (lu.ok) expect(lu.valeur).toBe(normalized ?? value);
      else expect(lu.message).toMatch(/^\p{Lu}.*adresse électronique.*\.$/u);
    },
  );

  test.each([
    ...[
      'accueil2',
      'ACCUEIL',
      'accueil+caf',
      'admin+paul',
      'contact-mairie',
      'mairie.villexemple',
      'mairiedevillexemple',
    ],
    ...['infos', 'service-enfance', 'service.social', 'no-reply', 'noreply', 'petite-enfance', 'rh'],
    ...[
      'direction.generale',
      'creche_les.lapins',
      'ccas',
      'standard',
      'support',
      'accueilmairie',
      'le-maire',
    ],
    ...['centre-social', 'ressources.humaines', 'direction-de-la-communication', '1-accueil'],
  ])('« %s » est la boîte de plusieurs, et le refus dit pourquoi', (local) => {
    const lu = lireCourriel(`${local}@villexemple.exemple`);
    expect(lu).toMatchObject({ ok: false, code: 'generique' });
    if (!lu.ok) expect(lu.message).toContain('individuel');
  });

  test.each([
    ...['camille.dupond@fournisseur-public.exemple', 'c.dupond@orange.exemple', 'contactin.paul@a.exemple'],
    ...['paul.maire@a.exemple', 'a.maire@a.exemple', 'maire.paul@a.exemple', 'rhea.dupond@a.exemple'],
    ...[
      'camille.dupond-mairie@a.exemple',
      'infosto@a.exemple',
      'mairieux.paul@a.exemple',
      'mairiedelon.paul@a.exemple',
      'ville.j@a.exemple',
    ],
  ])('« %s » est celle d’une personne', (adresse) => {
    expect(lireCourriel(adresse)).toEqual({ ok: true, valeur: adresse });
  });

  test.each(['', '   ', '\n\t'])('rien de tapé (%j) est dit', (saisie) => {
    expect(codeDe(saisie)).toBe('vide');
  });

  test.each([
    ...[
      'a@b.exemple\nBcc: c@d.exemple',
      'a\r@b.exemple',
      'a@b.exemple;c@d.exemple',
      '"a b"@c.exemple',
      '<a@b.exemple>',
    ],
    ...[
      'a@b.exemple>',
      'a@b.exemple@c.exemple',
      'a(b)@c.exemple',
      'a@b_c.exemple',
      'a@-b.exemple',
      'a@b-.exemple',
      'a@b..exemple',
      'a@.exemple',
    ],
    ...[
      'a@b.exemple.',
      'a@127.0.0.1',
      'a@0x7f.1',
      '.a@b.exemple',
      'a.@b.exemple',
      '@b.exemple',
      'a@',
      'a@é:80.exemple',
    ],
    ...[
      'é@b.exemple',
      'a b@c.exemple',
      'a\u0000@b.exemple',
      'a\\@b.exemple',
      'a@b%2e.exemple',
      'a@é/b.exemple',
    ],
  ])('%j ne peut pas être l’en-tête d’un courrier', (saisie) => {
    expect(codeDe(saisie)).toBe('malforme');
  });

  test('254 caractères passent, 255 non, et un texte sans fin est refusé aussitôt', () => {
    const suite = `${'b'.repeat(60)}.`.repeat(3);
    const de = (longueur: number) => {
      const reste = longueur - 'camille@'.length - suite.length - '.exemple'.length;
      return `camille@${suite}${'c'.repeat(reste)}.exemple`;
    };
    expect([de(254).length, codeDe(de(254))]).toEqual([254, 'lu']);
    expect([de(255).length, codeDe(de(255))]).toEqual([255, 'malforme']);
    const accentue = `${'a'.repeat(64)}@${`é${'a'.repeat(52)}.`.repeat(3)}exemple`;
    expect([accentue.length, codeDe(accentue)]).toEqual([234, 'malforme']);
    expect(codeDe(accentue.slice(20))).toBe('lu');
    expect(codeDe('a.'.repeat(500_000))).toBe('malforme');
  });

  test('un refus ne répète pas ce qui a été tapé', () => {
    for (const saisie of ['zqxsecret', 'contact+zqxsecret@a.exemple']) {
      const lu = lireCourriel(saisie);
      expect(lu.ok).toBe(false);
      expect(JSON.stringify(lu)).not.toContain('zqxsecret');
    }
  });
});
