import type { ProfilCdap } from '../../modules/cdap/contract.ts';
import { MESSAGES_REFUS } from '../../modules/cdap/libelles.ts';
import { direCondition, direManquement } from '../../modules/cdap/libelles-conditions.ts';
import { direRubrique } from '../../modules/cdap/libelles-rubriques.ts';
import { LIBELLES_EMPECHEMENTS } from '../../modules/habilitations/libelles.ts';
import type { Empechement, Ouverture } from '../../modules/habilitations/web/dire-droit.ts';

/**
 * What Cdap says of each right, in the words that the screen of rights shows: what the profile opens now, and what
 * Cdap alone knows to prevent it. What rights already tell is not told twice.
 */
export const ouverturesCdap = (profils: readonly ProfilCdap[]): ReadonlyMap<string, Ouverture> =>
  new Map(
    profils.map((profil) => [
      profil.habilitation,
      {
        libelle: profil.libelle,
        empechements: profil.empechements
          .filter((code) => !Object.hasOwn(LIBELLES_EMPECHEMENTS, code))
          .map(direEmpechement),
        rubriques: profil.rubriques.map(({ bloc, variante }) => direRubrique(bloc, variante)),
        conditions: profil.conditions.map((code) => direCondition(code) ?? 'une condition propre au profil'),
      },
    ]),
  );

function direEmpechement(code: string): Empechement {
  if (code === 'profil-non-servi') return { code, titre: MESSAGES_REFUS['profil-non-servi'] };
  return {
    code,
    titre: direManquement(code) ?? 'Une condition de votre habilitation n’est plus remplie.',
  };
}
