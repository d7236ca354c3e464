import { describe, expect, test } from 'vitest';
import { saisiesDe } from '../../../tests/support/saisies.ts';
import type { Role } from '../../kernel/acteur.ts';
import type { Session } from '../../modules/identite/contract.ts';
import { accueilDe, entreesDe, pageDemandee } from './navigation.ts';

const uneSession = (nature: Session['nature'], ...roles: Role[]): Session => ({
  compteId: '00000000-0000-7000-8000-000000000001',
  sessionId: '00000000-0000-7000-8000-000000000002',
  prenom: 'Claire',
  nom: 'Exemple',
  fonction: 'Agente',
  nature,
  cafCode: nature === 'cnaf' ? null : '599',
  partenaireId: nature === 'partenaire' ? '00000000-0000-7000-8000-000000000003' : null,
  roles,
  organisme: 'Commune de Villexemple',
  caf: 'Caf des Flandres-Inventées',
  fuseau: 'Europe/Paris',
  derniereConnexion: null,
  inactiveLe: '2026-03-14T09:15:00.000Z',
  expireLe: '2026-03-14T17:00:00.000Z',
});

const adresses = (session: Session, droitsCdap: number) =>
  entreesDe(session, droitsCdap).map(({ adresse }) => adresse);

describe('menu par rôle', () => {
  test.each([
    ['agent', uneSession('partenaire', 'utilisateur'), 1, ['/accueil', '/cdap', '/mes-habilitations']],
    ['agent sans droit', uneSession('partenaire', 'utilisateur'), 0, ['/accueil', '/mes-habilitations']],
    [
      'administrateur',
      uneSession('partenaire', 'administrateur-principal'),
      0,
      ['/accueil', '/mes-habilitations', '/comptes', '/traces', '/arrets-de-lecture'],
    ],
    [
      'gestionnaire de la Caf',
      uneSession('caf', 'gestionnaire-habilitations'),
      0,
      ['/accueil', '/comptes', '/arrets-de-lecture', '/verifier-un-extrait', '/imports'],
    ],
    [
      'auditeur de la Caf',
      uneSession('caf', 'auditeur-traces'),
      0,
      ['/accueil', '/traces', '/verifier-un-extrait'],
    ],
    ['directrice de la Caf', uneSession('caf', 'directeur'), 0, ['/accueil']],
    ['auditeur national', uneSession('cnaf', 'auditeur-traces'), 0, ['/accueil', '/traces']],
    [
      'administrateur national',
      uneSession('cnaf', 'administrateur-cnaf'),
      0,
      ['/accueil', '/comptes', '/matrice', '/exploitation'],
    ],
  ] as const)('%s', (_nom, session, droits, attendu) => {
    expect(adresses(session, droits)).toEqual(attendu);
  });
});

test('on commence par le champ de recherche, les traces, ou l’accueil', () => {
  expect(accueilDe(uneSession('partenaire', 'utilisateur', 'administrateur-principal'), 1)).toBe('/cdap');
  expect(accueilDe(uneSession('partenaire', 'administrateur-principal'), 0)).toBe('/traces');
  expect(accueilDe(uneSession('caf', 'auditeur-traces'), 0)).toBe('/traces');
  expect(accueilDe(uneSession('partenaire', 'utilisateur'), 0)).toBe('/accueil');
  expect(accueilDe(uneSession('partenaire', 'auditeur-traces'), 0)).toBe('/accueil');
});

describe('ACC-10 page demandée avant la connexion', () => {
  test.each(['/cdap', '/traces?du=2026-03-01', '/mes-habilitations#droit-2'])('%s est gardée', (vers) => {
    expect(pageDemandee(vers)).toBe(vers);
  });
  test.each([
    '//ailleurs.example/cdap',
    '/\\ailleurs.example',
    'https://ailleurs.example/cdap',
    '/',
    '/?a=1',
    '/connexion',
    '/connexion?vers=/cdap',
    '/demonstration',
    undefined,
    7,
  ])('%j ne l’est pas', (vers) => {
    expect(pageDemandee(vers)).toBeNull();
  });
  test.each(saisiesDe('retour_apres_connexion'))('SEC-04 $titre', ({ value, valid }) => {
    expect(pageDemandee(value)).toBe(valid ? value : null);
  });
});
