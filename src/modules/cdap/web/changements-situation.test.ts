import { expect, test } from 'vitest';
import { dossiersTemoins } from '../domain/population.ts';
import { changementsDeSituation } from './changements-situation.ts';

const temoin = (numero: number) => {
  const trouve = dossiersTemoins('599', '2026-11').find(({ dossier }) => dossier.numero === numero);
  if (!trouve) throw new Error(String(numero));
  return trouve.dossier.blocs;
};
const { famille, adresse } = temoin(12_345);
if (!famille || !adresse?.actuelle) throw new Error('the witness file has no family');
const rubrique = (
  bloc: 'famille' | 'adresse' | 'droits' | 'situationPro',
  variante: string,
  contenu: unknown,
) => ({
  bloc,
  variante,
  contenu,
});
const lire = (...rubriques: ReturnType<typeof rubrique>[]) =>
  changementsDeSituation({ rubriques, donneesLe: '2026-11-01' }, '2025-01', '2026-11').map(
    ({ month, label }) => `${month} ${label}`,
  );

const [enfant] = famille.enfants;
if (!enfant) throw new Error('the witness file has no child');
const composition = (dateNaissance: string | null) => ({
  nombreACharge: 1,
  enfants: [{ ...enfant, prenoms: ['Maëlys'], dateNaissance }],
});

test('CDAP-24 une naissance est dite au mois où elle a lieu, dans la période montrée seulement', () => {
  const avec = (date: string | null) => lire(rubrique('famille', 'composition', composition(date)));
  expect(avec('2025-01-01')).toEqual(['2025-01 naissance de Maëlys']);
  expect(avec('2026-11-30')).toEqual(['2026-11 naissance de Maëlys']);
  expect(avec('2025-07')).toEqual(['2025-07 naissance de Maëlys']);
  for (const dehors of ['2024-12-31', '2026-12-01', '2025', null]) expect(avec(dehors)).toEqual([]);
});

test('CDAP-24 CDAP-11 ce que le profil n’ouvre pas n’est pas dit', () => {
  const complet = { ...famille, situation: 'ISO', depuis: '2026-02-10', enfants: [] };
  expect(lire(rubrique('famille', 'complet', complet))).toHaveLength(1);
  expect(lire(rubrique('famille', 'nombre', { nombreAdultes: 1, nombreEnfantsACharge: 1 }))).toEqual([]);
  expect(
    lire(rubrique('adresse', 'nouvelle-connue', { nouvelleConnue: true, depuis: '2026-03-01' })),
  ).toEqual([]);
});

test('CDAP-24 les changements sont dans l’ordre, et les plus récents d’abord gardés', () => {
  const droits = Array.from({ length: 12 }, (_, i) => ({
    prestation: 'AF',
    etat: 'ouvert',
    du: `2025-${String(12 - i).padStart(2, '0')}`,
    au: null,
    montantMensuelCentimes: 1,
  }));
  const dits = lire(rubrique('droits', 'complet', { droits }));
  expect(dits).toHaveLength(8);
  expect(dits[0]).toMatch(/^2025-05/);
  expect(dits.at(-1)).toMatch(/^2025-12/);
});

test('CDAP-24 un droit refusé n’a pas commencé ; un droit clos a une fin', () => {
  const droit = { prestation: 'RSA', du: '2025-02', au: '2026-03', montantMensuelCentimes: 1 };
  expect(lire(rubrique('droits', 'complet', { droits: [{ ...droit, etat: 'refuse' }] }))).toEqual([]);
  expect(lire(rubrique('droits', 'complet', { droits: [{ ...droit, etat: 'clos' }] }))).toHaveLength(2);
});
