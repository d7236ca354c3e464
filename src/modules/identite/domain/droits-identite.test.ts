import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Acteur,
  type NatureOrganisation,
  type Organisation,
  ROLES_CAF,
  ROLES_CNAF,
  ROLES_PARTENAIRE,
  type Role,
} from '../../../kernel/acteur.ts';
import {
  type ActeCompte,
  type CibleCompte,
  empechementSurCompte,
  estRoleSensible,
  peutGererComptes,
  peutVoirPersonnes,
  rolesADonner,
} from './droits-identite.ts';

const P: Organisation = { nature: 'partenaire', cafCode: '591', partenaireId: 'p' };
const Q: Organisation = { nature: 'partenaire', cafCode: '591', partenaireId: 'q' };
const LOIN: Organisation = { nature: 'partenaire', cafCode: '592', partenaireId: 'r' };
const CAF: Organisation = { nature: 'caf', cafCode: '591', partenaireId: null };
const CAF_LOIN: Organisation = { nature: 'caf', cafCode: '592', partenaireId: null };
const CNAF: Organisation = { nature: 'cnaf', cafCode: null, partenaireId: null };
const ORGANISATIONS = [P, Q, LOIN, CAF, CAF_LOIN, CNAF];

const acteur = (organisation: Organisation, ...roles: Role[]): Acteur => ({
  ...organisation,
  compteId: 'moi',
  sessionId: 's',
  prenom: 'Camille',
  nom: 'Essai',
  roles,
});
const cible = (
  organisation: Organisation,
  roles: readonly Role[],
  plus: Partial<CibleCompte> = {},
): CibleCompte => ({ ...organisation, id: 'autre', roles, etat: 'actif', suspenduPar: null, ...plus });

/** One letter for each act. */
const ACTES: Readonly<Record<string, ActeCompte>> = {
  S: 'suspendre',
  L: 'lever',
  C: 'clore',
  A: 'redonner-acces',
  F: 'forcer-mot-de-passe',
  N: 'nommer',
  K: 'corriger',
};
const TOUT = 'SLCAFNK';

/** Written by hand from ROL-02, ROL-10, ROL-14, ROL-17, ACC-14, HAB-06, HAB-20 and HAB-44. */
const TREILLIS: readonly (readonly [
  Organisation,
  Role,
  readonly (readonly [Organisation, Role, string])[],
])[] = [
  ...(['administrateur-principal', 'administrateur-suppleant'] as const).map(
    (role) =>
      [
        P,
        role,
        [
          [P, 'utilisateur', 'SLCANK'],
          [P, 'support', 'SLCANK'],
          [P, 'dpo', 'SLCANK'],
          [P, 'responsable-securite', 'SLCANK'],
          [P, 'responsable-metier', 'SLCANK'],
          [P, 'responsable-habilitation', 'SLCANK'],
          [P, 'signataire', 'SLCANK'],
        ],
      ] as const,
  ),
  [
    CAF,
    'gestionnaire-habilitations',
    [
      ...[P, Q].flatMap((partenaire) => [
        ...(
          [
            'utilisateur',
            'support',
            'dpo',
            'responsable-securite',
            'responsable-metier',
            'responsable-habilitation',
            'signataire',
          ] as const
        ).map((role) => [partenaire, role, 'SLFN'] as const),
        [partenaire, 'administrateur-principal', TOUT] as const,
        [partenaire, 'administrateur-suppleant', TOUT] as const,
      ]),
      ...ROLES_CAF.map((role) => [CAF, role, TOUT] as const),
    ],
  ],
  [
    CAF,
    'responsable-securite-caf',
    [P, Q].flatMap((partenaire) => ROLES_PARTENAIRE.map((role) => [partenaire, role, 'S'] as const)),
  ],
  [
    CNAF,
    'administrateur-cnaf',
    [
      [CAF, 'gestionnaire-habilitations', TOUT],
      [CAF_LOIN, 'gestionnaire-habilitations', TOUT],
      ...ROLES_CNAF.map((role) => [CNAF, role, TOUT] as const),
    ],
  ],
];
const rolesDe = (o: Organisation): readonly Role[] =>
  ({ partenaire: ROLES_PARTENAIRE, caf: ROLES_CAF, cnaf: ROLES_CNAF })[o.nature];
const permis = (de: Organisation, role: Role, sur: Organisation, roleVise: Role): string =>
  TREILLIS.find(([o, r]) => o === de && r === role)?.[2].find(([o, r]) => o === sur && r === roleVise)?.[2] ??
  '';

describe('ROL-02 ROL-10 ROL-14 ROL-17 HAB-06 HAB-20 qui fait quoi, et sur quel compte', () => {
  const lignes = [P, CAF, CNAF].flatMap((de) => rolesDe(de).map((role) => ({ de, role, nature: de.nature })));
  test.each(lignes)('$nature, $role : chaque acte sur chaque rôle de chaque organisme', ({ de, role }) => {
    for (const sur of ORGANISATIONS)
      for (const roleVise of rolesDe(sur))
        for (const [lettre, acte] of Object.entries(ACTES)) {
          const etat = acte === 'lever' ? ({ etat: 'suspendu', suspenduPar: de.nature } as const) : undefined;
          const obtenu = empechementSurCompte(acteur(de, role), acte, cible(sur, [roleVise], etat));
          const attendu = permis(de, role, sur, roleVise).includes(lettre) ? null : 'compte-hors-champ';
          expect(obtenu, `${acte} sur ${roleVise} de ${JSON.stringify(sur)}`).toBe(attendu);
        }
  });

  test('un compte qui tient deux rôles, dont un d’administrateur, est celui d’un administrateur', () => {
    const double = cible(P, ['utilisateur', 'administrateur-suppleant']);
    expect(empechementSurCompte(acteur(P, 'administrateur-principal'), 'clore', double)).toBe(
      'compte-hors-champ',
    );
    expect(empechementSurCompte(acteur(CAF, 'gestionnaire-habilitations'), 'clore', double)).toBeNull();
  });

  test('un rôle de partenaire tenu dans une Caf, ou l’inverse, ne vaut rien', () => {
    for (const acte of Object.values(ACTES)) {
      expect(
        empechementSurCompte(acteur(P, 'gestionnaire-habilitations'), acte, cible(P, ['utilisateur'])),
      ).toBe('compte-hors-champ');
      expect(
        empechementSurCompte(acteur(CAF, 'administrateur-principal'), acte, cible(P, ['utilisateur'])),
      ).toBe('compte-hors-champ');
    }
  });

  test('personne n’agit sur soi, quel que soit le rôle et l’état de son compte', () => {
    for (const organisation of [P, CAF, CNAF])
      for (const role of rolesDe(organisation))
        for (const acte of Object.values(ACTES))
          for (const etat of ['actif', 'suspendu', 'clos'] as const)
            expect(
              empechementSurCompte(
                acteur(organisation, role),
                acte,
                cible(organisation, [role], { id: 'moi', etat, suspenduPar: 'partenaire' }),
              ),
            ).toBe('compte-de-soi');
  });

  test('gérer des comptes est ouvert à cinq rôles, voir les personnes à trois', () => {
    const tous = [P, CAF, CNAF].flatMap((o) => rolesDe(o).map((role) => acteur(o, role)));
    expect(tous.filter(peutGererComptes).map(({ roles }) => roles[0])).toEqual([
      'administrateur-principal',
      'administrateur-suppleant',
      'gestionnaire-habilitations',
      'responsable-securite-caf',
      'administrateur-cnaf',
    ]);
    expect([...new Set(tous.filter(peutVoirPersonnes).map(({ roles }) => roles[0]))]).toEqual([
      'administrateur-principal',
      'administrateur-suppleant',
      'auditeur-traces',
    ]);
  });
});

describe('HAB-06 HAB-44 selon l’état du compte', () => {
  const principal = acteur(P, 'administrateur-principal');
  const gestionnaire = acteur(CAF, 'gestionnaire-habilitations');
  const securite = acteur(CAF, 'responsable-securite-caf');
  const cnaf = acteur(CNAF, 'administrateur-cnaf');
  const HORS = 'compte-hors-champ';
  const HAUT = 'suspendu-plus-haut';
  const DEJA = 'compte-deja-suspendu';
  const NON = 'compte-non-suspendu';
  // In the order of ACTES: suspend, lift, end, new access, force, name, correct.
  test.each<
    [string, Acteur, Organisation, Role, 'actif' | 'clos' | NatureOrganisation | 'inconnu', (string | null)[]]
  >([
    ['l’administrateur', principal, P, 'utilisateur', 'actif', [null, NON, null, null, HORS, null, null]],
    [
      'l’administrateur',
      principal,
      P,
      'utilisateur',
      'partenaire',
      [DEJA, null, null, null, HORS, null, null],
    ],
    ['l’administrateur', principal, P, 'utilisateur', 'caf', [DEJA, HAUT, HAUT, HAUT, HORS, HAUT, HAUT]],
    ['l’administrateur', principal, P, 'utilisateur', 'cnaf', [DEJA, HAUT, HAUT, HAUT, HORS, HAUT, HAUT]],
    ['l’administrateur', principal, P, 'utilisateur', 'inconnu', [DEJA, null, null, null, HORS, null, null]],
    ['la Caf', gestionnaire, P, 'utilisateur', 'actif', [null, NON, HORS, HORS, null, null, HORS]],
    ['la Caf', gestionnaire, P, 'utilisateur', 'partenaire', [null, null, HORS, HORS, null, null, HORS]],
    ['la Caf', gestionnaire, P, 'utilisateur', 'caf', [DEJA, null, null, HORS, null, null, HORS]],
    [
      'la Caf',
      gestionnaire,
      P,
      'administrateur-principal',
      'caf',
      [DEJA, null, null, null, null, null, null],
    ],
    ['la Caf', gestionnaire, CAF, 'directeur', 'cnaf', [DEJA, HAUT, HAUT, HAUT, HAUT, HAUT, HAUT]],
    [
      'la sécurité de la Caf',
      securite,
      P,
      'utilisateur',
      'partenaire',
      [null, HORS, HORS, HORS, HORS, HORS, HORS],
    ],
    ['la sécurité de la Caf', securite, P, 'utilisateur', 'caf', [DEJA, HORS, HORS, HORS, HORS, HORS, HORS]],
    ['la Cnaf', cnaf, CAF, 'gestionnaire-habilitations', 'caf', [null, null, null, null, null, null, null]],
    ['la Cnaf', cnaf, CAF, 'gestionnaire-habilitations', 'cnaf', [DEJA, null, null, null, null, null, null]],
  ])('%s, %#', (_, qui, organisation, role, etat, attendus) => {
    const suspendu = etat === 'actif' || etat === 'clos' ? null : etat;
    const vise = cible(organisation, [role], {
      etat: suspendu === null ? (etat as 'actif' | 'clos') : 'suspendu',
      suspenduPar: suspendu === 'inconnu' ? null : suspendu,
    });
    expect(Object.values(ACTES).map((acte) => empechementSurCompte(qui, acte, vise))).toEqual(attendus);
  });

  test('sur un compte fermé, plus rien ne se fait ; hors de son champ, on n’apprend pas qu’il l’est', () => {
    for (const acte of Object.values(ACTES)) {
      const clos = cible(P, ['administrateur-principal'], { etat: 'clos' });
      expect(empechementSurCompte(gestionnaire, acte, clos)).toBe('compte-clos');
      expect(empechementSurCompte(principal, acte, clos)).toBe(HORS);
    }
  });
});

describe('ROL-02 les rôles que l’on donne', () => {
  const DU_PARTENAIRE = ['utilisateur', 'responsable-metier', 'responsable-securite', 'dpo', 'support'];
  const ADMINISTRATEURS = ['administrateur-principal', 'administrateur-suppleant'];
  const attendus: readonly (readonly [Organisation, Role, Organisation, readonly string[]])[] = [
    [P, 'administrateur-principal', P, DU_PARTENAIRE],
    [P, 'administrateur-suppleant', P, DU_PARTENAIRE],
    [CAF, 'gestionnaire-habilitations', P, ADMINISTRATEURS],
    [CAF, 'gestionnaire-habilitations', Q, ADMINISTRATEURS],
    [CAF, 'gestionnaire-habilitations', CAF, ROLES_CAF],
    [CNAF, 'administrateur-cnaf', CAF, ['gestionnaire-habilitations']],
    [CNAF, 'administrateur-cnaf', CAF_LOIN, ['gestionnaire-habilitations']],
    [CNAF, 'administrateur-cnaf', CNAF, ROLES_CNAF],
  ];
  test('chaque rôle de chaque organisme, dans chaque organisme', () => {
    for (const de of [P, CAF, CNAF])
      for (const role of rolesDe(de))
        for (const dans of ORGANISATIONS) {
          const attendu = attendus.find(([o, r, d]) => o === de && r === role && d === dans)?.[3] ?? [];
          expect(rolesADonner(acteur(de, role), dans), `${role} → ${JSON.stringify(dans)}`).toEqual(attendu);
        }
  });

  test('ACC-07 un rôle d’administrateur ou d’agent de la Caf demande une preuve d’identité ; un rôle du partenaire, non', () => {
    for (const role of DU_PARTENAIRE) expect(estRoleSensible(role as Role)).toBe(false);
    for (const role of [
      ...ADMINISTRATEURS,
      'signataire',
      'responsable-habilitation',
      ...ROLES_CAF,
      ...ROLES_CNAF,
    ])
      expect(estRoleSensible(role as Role), role).toBe(true);
  });
});

/** An account as a sequence of acts changes it, by the rules and nothing else. */
interface Compte {
  readonly id: string;
  readonly organisation: Organisation;
  readonly roles: Role[];
  etat: 'actif' | 'suspendu' | 'clos';
  suspenduPar: NatureOrganisation | null;
}
interface Tentative {
  readonly qui: number;
  readonly sur: number;
  readonly acte: ActeCompte;
  readonly role: Role;
  readonly donner: boolean;
}
const PEUPLE = (): Compte[] => {
  const un = (
    id: string,
    organisation: Organisation,
    role: Role,
    suspenduPar?: NatureOrganisation,
  ): Compte => ({
    id,
    organisation,
    roles: [role],
    etat: suspenduPar === undefined ? 'actif' : 'suspendu',
    suspenduPar: suspenduPar ?? null,
  });
  return [
    un('principal', P, 'administrateur-principal'),
    un('suppleant', P, 'administrateur-suppleant'),
    un('agent', P, 'utilisateur'),
    un('support', P, 'support'),
    un('delegue', P, 'responsable-habilitation'),
    un('suspendu-par-le-partenaire', P, 'utilisateur', 'partenaire'),
    un('suspendu-par-la-caf', P, 'utilisateur', 'caf'),
    un('principal-q', Q, 'administrateur-principal'),
    un('agent-q', Q, 'utilisateur'),
    un('caf', CAF, 'directeur'),
  ];
};
function tenter(comptes: readonly Compte[], { qui, sur, acte, role, donner }: Tentative): boolean {
  const [de, vers] = [comptes[qui], comptes[sur]];
  if (!de || !vers || de.etat !== 'actif') return false;
  const moi: Acteur = { ...acteur(de.organisation, ...de.roles), compteId: de.id };
  if (empechementSurCompte(moi, acte, { ...vers.organisation, ...vers }) !== null) return false;
  if (acte === 'nommer') {
    if (!rolesADonner(moi, vers.organisation).includes(role)) return false;
    if (donner) vers.roles.push(role);
    else vers.roles.splice(0, vers.roles.length, ...vers.roles.filter((r) => r !== role));
  }
  if (acte === 'suspendre') Object.assign(vers, { etat: 'suspendu', suspenduPar: de.organisation.nature });
  if (acte === 'lever') Object.assign(vers, { etat: 'actif', suspenduPar: null });
  if (acte === 'clore') Object.assign(vers, { etat: 'clos', suspenduPar: null });
  return true;
}
const tentatives = (natures: readonly NatureOrganisation[]) =>
  fc.array(
    fc.record({
      qui: fc.constantFrom(
        ...PEUPLE().flatMap(({ organisation }, i) => (natures.includes(organisation.nature) ? [i] : [])),
      ),
      sur: fc.nat({ max: PEUPLE().length - 1 }),
      acte: fc.constantFrom(...Object.values(ACTES)),
      role: fc.constantFrom<Role>(...ROLES_PARTENAIRE, ...ROLES_CAF, ...ROLES_CNAF),
      donner: fc.boolean(),
    }),
    { minLength: 20, maxLength: 60 },
  );

describe('HAB-06 aucune suite d’actes ne mène plus haut', () => {
  test('aucune suite d’actes d’un partenaire ne fait ni ne défait un administrateur, ne rouvre ce que la Caf a suspendu, ni ne touche soi-même ou un autre organisme', () => {
    let reussis = 0;
    fc.assert(
      fc.property(tentatives(['partenaire']), (suite) => {
        const comptes = PEUPLE();
        for (const t of suite) {
          const fait = tenter(comptes, t);
          if (fait) reussis += 1;
          if (fait) expect(t.qui).not.toBe(t.sur);
          // Somebody of one partner never reaches another's.
          if (fait) expect(comptes[t.sur]?.organisation).toBe(comptes[t.qui]?.organisation);
        }
        const etats = new Map(comptes.map((c) => [c.id, c]));
        for (const { id, roles, etat, suspenduPar } of PEUPLE())
          if (['principal', 'suppleant', 'principal-q', 'suspendu-par-la-caf', 'caf'].includes(id))
            expect(etats.get(id)).toMatchObject({ roles, etat, suspenduPar });
        for (const { id, roles } of comptes)
          if (!['principal', 'suppleant', 'principal-q'].includes(id))
            expect(roles.filter((r) => r.startsWith('administrateur'))).toEqual([]);
        for (const { roles } of comptes.filter(({ organisation }) => organisation.nature === 'partenaire'))
          expect(roles.every((r) => (ROLES_PARTENAIRE as readonly Role[]).includes(r))).toBe(true);
      }),
      { numRuns: 1000 },
    );
    // The property says something only if acts do succeed.
    expect(reussis).toBeGreaterThan(500);
  });

  test('une Caf n’agit jamais dans une autre Caf, ni sur ses partenaires, ni sur la Cnaf', () => {
    fc.assert(
      fc.property(
        fc.subarray([...ROLES_CAF], { minLength: 1 }),
        fc.constantFrom(LOIN, CAF_LOIN, CNAF),
        fc.constantFrom(...Object.values(ACTES)),
        fc.subarray([...ROLES_PARTENAIRE, ...ROLES_CAF, ...ROLES_CNAF]),
        fc.constantFrom('actif', 'suspendu', 'clos'),
        (roles, ailleurs, acte, rolesVises, etat) => {
          const moi = acteur(CAF, ...roles);
          expect(empechementSurCompte(moi, acte, cible(ailleurs, rolesVises, { etat }))).toBe(
            'compte-hors-champ',
          );
          expect(rolesADonner(moi, ailleurs)).toEqual([]);
        },
      ),
    );
  });
});
