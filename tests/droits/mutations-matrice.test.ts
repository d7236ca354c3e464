import { afterAll, beforeAll, expect, test } from 'vitest';
import { BLOCS } from '../../src/modules/cdap/domain/blocs.ts';
import catalogue from '../../src/modules/cdap/domain/catalogue-2025.json' with { type: 'json' };
import type { Client } from '../support/client.ts';
import { creerPortail, type Portail } from '../support/portail.ts';
import { type MondeCanari, peuplerMondeCanari, violationsDuProfil } from './monde-canari.ts';

/**
 * SEC-10 on the matrix itself: every single mutation that opens more is planted in turn, and the canaries of its profile
 * must see it. A mutation that the canaries cannot see is named here with the reason why it opens nothing.
 */

type Ligne = (typeof catalogue.profils)[number];
interface Mutation {
  readonly nom: string;
  readonly ligne: Ligne;
}

/** Opens nothing: another rule stands before it, or it is a record without effect. */
const SANS_EFFET: Readonly<Record<string, string>> = {
  'T1 sans personne-informee': 'the opposition closes the file under every profile (CDAP-19)',
  'T1 sans referent-unique': 'a designation is recorded as evidence, and asked of nobody',
  'T5 ouvre ressourcesAnnuelles au lieu de msa-aide-logement':
    'the form is whole already, and its condition closes it where it must be',
  'T5 pour tous': 'its variant is tied to the type of partner as well',
};

function mutationsDe(ligne: Ligne): Mutation[] {
  const reduits: Readonly<Record<string, string | undefined>> = ligne.blocsReduits;
  const ouvrir = (bloc: string): Ligne => {
    const { [bloc]: _ferme, ...restants } = reduits;
    return { ...ligne, blocs: [...ligne.blocs, bloc], blocsReduits: restants } as Ligne;
  };
  return [
    ...BLOCS.filter((bloc) => !(ligne.blocs as readonly string[]).includes(bloc)).map((bloc) => ({
      nom: `${ligne.code} ouvre ${bloc}${reduits[bloc] === undefined ? '' : ` au lieu de ${reduits[bloc]}`}`,
      ligne: ouvrir(bloc),
    })),
    ...ligne.conditionsLecture.map(({ code }) => ({
      nom: `${ligne.code} sans ${code}`,
      ligne: { ...ligne, conditionsLecture: ligne.conditionsLecture.filter((c) => c.code !== code) },
    })),
    ...ligne.conditionsAttribution.map(({ code }) => ({
      nom: `${ligne.code} sans ${code}`,
      ligne: { ...ligne, conditionsAttribution: ligne.conditionsAttribution.filter((c) => c.code !== code) },
    })),
    ...(ligne.partenaires.includes('*')
      ? []
      : [{ nom: `${ligne.code} pour tous`, ligne: { ...ligne, partenaires: ['*'] } }]),
  ] as Mutation[];
}

let portail: Portail;
let monde: MondeCanari;
let version = 1;
const sessions = new Map<string, Client>();

/** As the database's owner would: the portal refuses to change a content, and keeps the versions that it has read. */
async function planter(ligne: Ligne | null): Promise<void> {
  const profils = catalogue.profils.map((autre) => (autre.code === ligne?.code ? ligne : autre));
  version += 1;
  await portail.lignes(
    `do $faute$ begin
      perform set_config('session_replication_role', 'replica', true);
      update cdap.version_matrice set version = ${version}, contenu = $contenu$${JSON.stringify({ ...catalogue, profils })}$contenu$::jsonb
        where catalogue = '2025';
    end $faute$`,
  );
}

beforeAll(async () => {
  portail = await creerPortail();
  monde = await peuplerMondeCanari(portail);
});
afterAll(() => portail.fermer());

test.each(catalogue.profils.map((ligne) => ({ code: ligne.code, ligne: ligne as Ligne })))(
  'SEC-03 SEC-10 CDAP-10 toute mutation de la ligne $code qui ouvre davantage est prise',
  async ({ code, ligne }) => {
    await planter(null);
    expect(await violationsDuProfil(portail, monde, code, sessions), 'sans faute').toEqual([]);
    const echappees: string[] = [];
    for (const mutation of mutationsDe(ligne)) {
      await planter(mutation.ligne);
      const prise = (await violationsDuProfil(portail, monde, code, sessions)).length > 0;
      if (!prise) echappees.push(mutation.nom);
    }
    expect(echappees).toEqual(Object.keys(SANS_EFFET).filter((nom) => nom.startsWith(`${code} `)));
  },
);
