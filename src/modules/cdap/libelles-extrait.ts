import { afficherNir, estNirProvisoire } from '../../kernel/nir.ts';
import type { Bloc, ContenuBloc } from './domain/blocs.ts';
import type { RoleAdulte } from './domain/codes.ts';
import type { EtatQf } from './domain/schemas-ressources.ts';
import {
  dateNaissanceEnLettres,
  jourEnLettres,
  LIBELLES_BLOCS,
  LIBELLES_ROLES,
  messageQuotient,
  moisEnLettres,
} from './libelles.ts';
import { CHAMPS_EXTRAIT, type ChampExtrait, DIT_INCONNU } from './libelles-champs.ts';
import { direRubrique } from './libelles-rubriques.ts';

/** A labelled value. */
export type LigneExtrait = readonly [terme: string, valeur: string];

/** What a block is made of on paper, whatever draws it. */
export type PieceExtrait =
  | {
      readonly genre: 'chiffre';
      readonly libelle: string;
      readonly valeur: string;
      readonly notes: readonly string[];
    }
  | { readonly genre: 'fiche'; readonly titre: string | null; readonly lignes: readonly LigneExtrait[] }
  | {
      readonly genre: 'tableau';
      readonly titre: string | null;
      readonly colonnes: readonly { readonly titre: string; readonly chiffres: boolean }[];
      readonly lignes: readonly (readonly string[])[];
    }
  | { readonly genre: 'phrase'; readonly texte: string };

export interface SectionExtrait {
  readonly titre: string;
  readonly pieces: readonly PieceExtrait[];
}

export interface RubriqueLue {
  readonly bloc: Bloc;
  readonly variante: string;
  readonly contenu: unknown;
}

/** Names of the people of the file, from what the reader opens of it. */
interface Foyer {
  readonly adulte: (role: RoleAdulte) => string;
  readonly enfant: (rang: number) => string;
}

/** A table wider than this is set as one sheet per line. */
const COLONNES = 7;
/** An object with more fields than this has a sheet of its own. */
const CHAMPS_EN_LIGNE = 4;
const NEANT = 'Néant';
const INCONNU = 'Non connu';

/**
 * The blocks of an answer in words, in their order: every field of what was opened, and nothing that was not. It walks
 * the content itself, so that a field cannot be left out; one without words is a defect (CDAP-23).
 */
export function direRubriques(rubriques: readonly RubriqueLue[]): SectionExtrait[] {
  const foyer = foyerDe(rubriques);
  const base = rubriques.find(({ bloc }) => bloc === 'baseRessourcesEaje')?.contenu as {
    readonly nombreEnfantsAeeh?: number;
  } | null;
  return rubriques.map(({ bloc, variante, contenu }) => ({
    titre: direRubrique(bloc, variante),
    pieces: (contenu === null
      ? [direAbsence(bloc, variante, base?.nombreEnfantsAeeh ?? null)]
      : direContenu(bloc, contenu, foyer)
    ).map((piece) => sansRedite(piece, LIBELLES_BLOCS[bloc])),
  }));
}

/** A table named as its block would repeat the title just above. */
const sansRedite = (piece: PieceExtrait, titre: string): PieceExtrait =>
  'titre' in piece && piece.titre === titre ? { ...piece, titre: null } : piece;

/** « Claire Modèle »: first forename and the name in use. */
export const nommer = (personne: {
  readonly nomNaissance: string;
  readonly nomUsage: string | null;
  readonly prenoms: readonly string[];
}): string => `${personne.prenoms[0] ?? ''} ${personne.nomUsage ?? personne.nomNaissance}`.trim();

/** Adults of the file when their block is opened whole. */
export const adultesDe = (rubriques: readonly RubriqueLue[]): ContenuBloc<'identite'>['adultes'] =>
  (
    rubriques.find((r) => r.bloc === 'identite' && r.variante === 'complet')
      ?.contenu as ContenuBloc<'identite'> | null
  )?.adultes ?? [];

function foyerDe(rubriques: readonly RubriqueLue[]): Foyer {
  const adultes = adultesDe(rubriques);
  const famille = rubriques.find(({ bloc }) => bloc === 'famille')?.contenu as {
    readonly enfants?: readonly { readonly rang: number; readonly prenoms: readonly string[] }[];
  } | null;
  return {
    adulte: (role) => {
      const adulte = adultes.find((a) => a.role === role);
      return adulte === undefined
        ? LIBELLES_ROLES[role]
        : `${nommer(adulte)} (${LIBELLES_ROLES[role].toLowerCase()})`;
    },
    enfant: (rang) => {
      const prenom = famille?.enfants?.find((enfant) => enfant.rang === rang)?.prenoms[0];
      return prenom === undefined ? `Enfant ${rang}` : `${prenom} (enfant ${rang})`;
    },
  };
}

type Objet = Readonly<Record<string, unknown>>;

/** A block without content, in the words of the screen: what another block counts as zero is not « unknown » here. */
function direAbsence(bloc: Bloc, variante: string, enfantsAeeh: number | null): PieceExtrait {
  const texte =
    bloc === 'handicap' && variante === 'nombre-aeeh' && enfantsAeeh === 0
      ? 'Aucun enfant avec AEEH.'
      : bloc === 'baseRessourcesEaje'
        ? 'Base non connue pour cette famille.'
        : 'Rien de connu.';
  return { genre: 'phrase', texte };
}

function direContenu(bloc: Bloc, contenu: unknown, foyer: Foyer): PieceExtrait[] {
  if (bloc === 'quotientFamilial' && 'actuel' in (contenu as Objet))
    return direQuotient(contenu as QuotientLu, foyer);
  return direObjet(contenu as Objet, bloc, null, foyer);
}

/** Lines of an object, then a table or sheets for each list that it holds. */
function direObjet(objet: Objet, parent: string, titre: string | null, foyer: Foyer): PieceExtrait[] {
  const lignes: LigneExtrait[] = [];
  const suites: PieceExtrait[] = [];
  for (const [cle, valeur] of champsDe(objet)) {
    const { nom } = champ(parent, cle);
    if (estListeDObjets(valeur)) suites.push(...direListe(valeur, cle, champ(parent, cle), foyer));
    else if (estObjet(valeur) && !estCompose(cle, valeur)) {
      if (champsDe(valeur).filter(([sous, contenu]) => aDire(sous, contenu)).length > CHAMPS_EN_LIGNE) {
        suites.push(...direObjet(valeur, cle, nom, foyer));
        continue;
      }
      for (const [sous, contenu] of champsDe(valeur)) {
        if (estListeDObjets(contenu)) suites.push(...direListe(contenu, sous, champ(cle, sous), foyer));
        else if (aDire(sous, contenu))
          lignes.push([`${nom} : ${enBas(champ(cle, sous).nom)}`, dire(cle, sous, contenu, foyer)]);
      }
    } else if (aDire(cle, valeur)) lignes.push([nom, dire(parent, cle, valeur, foyer)]);
  }
  return [...(lignes.length > 0 ? [{ genre: 'fiche' as const, titre, lignes }] : []), ...suites];
}

function direListe(
  elements: readonly Objet[],
  cle: string,
  { nom, liste = nom }: ChampExtrait,
  foyer: Foyer,
): PieceExtrait[] {
  if (elements.length === 0) return [{ genre: 'fiche', titre: null, lignes: [[liste, NEANT]] }];
  const lignes = elements.map((element) => champsDe(element));
  const cles = [...new Set(lignes.flatMap((champs) => champs.map(([c]) => c)))];
  const cellules = lignes.map((champs) => {
    const valeurs = new Map(champs);
    return cles.map((c) => {
      const valeur = valeurs.get(c);
      return aDire(c, valeur) ? dire(cle, c, valeur, foyer) : '';
    });
  });
  const gardees = cles.flatMap((_c, rang) => (cellules.some((ligne) => ligne[rang] !== '') ? [rang] : []));
  const imbriquee = elements.some((element) => Object.values(element).some((v) => estListeDObjets(v)));
  if (imbriquee || gardees.length > COLONNES) {
    return elements.flatMap((element, rang) =>
      direObjet(element, cle, elements.length > 1 ? `${nom} ${rang + 1}` : nom, foyer),
    );
  }
  return [
    {
      genre: 'tableau',
      titre: liste,
      colonnes: gardees.map((rang) => {
        const c = cles[rang] ?? '';
        return {
          titre: champ(cle, c).nom,
          chiffres: lignes.every((champs) => estChiffre(c, new Map(champs).get(c))),
        };
      }),
      lignes: cellules.map((ligne) => gardees.map((rang) => ligne[rang] ?? '')),
    },
  ];
}

const PERIODE = 'periode';

/** Fields of an object; a pair of months or days that bound a period is one field, which reads better. */
function champsDe(objet: Objet): [string, unknown][] {
  return Object.entries(objet).flatMap(([cle, valeur]): [string, unknown][] => {
    if (valeur === undefined) return [];
    if (cle === 'au' && typeof objet.du === 'string') return [];
    return cle === 'du' && 'au' in objet && typeof valeur === 'string'
      ? [[PERIODE, { du: valeur, au: objet.au }]]
      : [[cle, valeur]];
  });
}

const champ = (parent: string, cle: string): ChampExtrait => {
  const trouve = CHAMPS_EXTRAIT.get(`${parent}.${cle}`) ?? CHAMPS_EXTRAIT.get(cle);
  if (trouve === undefined) throw new Error(`no words for the field ${parent}.${cle}`);
  return trouve;
};

const estObjet = (valeur: unknown): valeur is Objet =>
  typeof valeur === 'object' && valeur !== null && !Array.isArray(valeur);
const estListeDObjets = (valeur: unknown): valeur is readonly Objet[] =>
  Array.isArray(valeur) && (valeur.length === 0 || estObjet(valeur[0]));
const estChiffre = (cle: string, valeur: unknown): boolean =>
  valeur === null || (typeof valeur === 'number' && !/^rangs?E|^complement$/.test(cle));
/** What is absent is left out, unless its absence tells something. */
const aDire = (cle: string, valeur: unknown): boolean =>
  valeur !== undefined && (valeur !== null || DIT_INCONNU.has(cle));

/** Objects that are said in one breath. */
const COMPOSES: Readonly<Record<string, (objet: Objet) => string>> = {
  [PERIODE]: ({ du, au }) => direPeriode(String(du), au as string | null),
  lieuNaissance: ({ commune, codeInsee, pays, codePays }) =>
    `${commune ?? 'commune inconnue'}${codeInsee === null ? '' : ` (${codeInsee})`}, ${pays} (${codePays})`,
  serviceInstructeur: ({ departement, type, commune, agrement }) =>
    `${departement} ${type} ${commune} ${agrement}`,
  destinataire: ({ nature, nom, siret }) =>
    [
      champ('destinataire', 'nature').codes?.[String(nature)] ?? '',
      ...(nom === null ? [] : [String(nom)]),
      ...(siret === null ? [] : [`Siret ${grouperSiret(String(siret))}`]),
    ].join(', '),
};
const estCompose = (cle: string, objet: Objet): boolean =>
  Object.hasOwn(COMPOSES, cle) || (cle === 'organisme' && 'code' in objet);

function dire(parent: string, cle: string, valeur: unknown, foyer: Foyer): string {
  if (valeur === null) return DIT_INCONNU.get(cle) ?? INCONNU;
  if (typeof valeur === 'boolean') return valeur ? 'Oui' : 'Non';
  if (Array.isArray(valeur))
    return valeur.length === 0 ? NEANT : valeur.map((v) => dire(parent, cle, v, foyer)).join(', ');
  if (typeof valeur === 'number') return direNombre(cle, valeur, foyer);
  if (typeof valeur === 'string') return direTexte(parent, cle, valeur, foyer);
  const objet = valeur as Objet;
  if (cle === 'organisme' && 'code' in objet)
    return `${objet.nature === 'caf' ? 'Caf' : 'MSA'} ${objet.code}`;
  const compose = COMPOSES[cle];
  if (compose !== undefined) return compose(objet);
  return Object.entries(objet)
    .filter(([sous, contenu]) => aDire(sous, contenu))
    .map(([sous, contenu]) => `${champ(cle, sous).nom} : ${dire(cle, sous, contenu, foyer)}`)
    .join(' ; ');
}

function direNombre(cle: string, valeur: number, foyer: Foyer): string {
  if (cle.endsWith('Centimes')) return direEuros(valeur / 100);
  if (cle.endsWith('Euros') || cle === 'seuil') return direEurosEntiers(valeur);
  if (cle === 'rangEnfant' || cle === 'rangsEnfants') return foyer.enfant(valeur);
  if (cle === 'surfaceM2') return `${direEntier(valeur)}\u00a0m²`;
  if (cle === 'complement') return valeur === 0 ? 'Allocation de base' : `Complément ${valeur}`;
  return cle === 'annee' ? String(valeur) : direEntier(valeur);
}

function direTexte(parent: string, cle: string, valeur: string, foyer: Foyer): string {
  if (cle === 'role') return foyer.adulte(valeur as RoleAdulte);
  const { codes } = champ(parent, cle);
  if (codes !== undefined && Object.hasOwn(codes, valeur)) return codes[valeur] ?? valeur;
  if (cle === 'dateNaissance') return dateNaissanceEnLettres(valeur);
  if (cle === 'nir') return afficherNir(valeur) + (estNirProvisoire(valeur) ? ' (numéro provisoire)' : '');
  if (cle === 'siret') return grouperSiret(valeur);
  return direDate(valeur);
}

/** A day or a month in words; any other text as it is. */
function direDate(valeur: string): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(valeur)) return jourEnLettres(valeur);
  return /^\d{4}-\d{2}$/.test(valeur) ? moisEnLettres(valeur) : valeur;
}

function direPeriode(du: string, au: string | null): string {
  const leJour = du.length === 10;
  if (au === null) return `depuis ${leJour ? 'le ' : ''}${direDate(du)}`;
  if (au === du) return direDate(du);
  return leJour ? `du ${direDate(du)} au ${direDate(au)}` : `${direDate(du)} à ${direDate(au)}`;
}

const enBas = (mot: string): string =>
  /^\p{Lu}\p{Ll}/u.test(mot) ? mot.charAt(0).toLowerCase() + mot.slice(1) : mot;

const grouperSiret = (siret: string): string =>
  siret.replace(/^(\d{3})(\d{3})(\d{3})(\d{5})$/, '$1\u202f$2\u202f$3\u202f$4');

type QuotientLu = { readonly actuel: EtatQf } & Partial<ContenuBloc<'quotientFamilial'>>;

/** The figure first, as on the screen, then its 24 months (CDAP-05). The three states never merge. */
function direQuotient({ actuel, ...reste }: QuotientLu, foyer: Foyer): PieceExtrait[] {
  const { historique, ...autres } = reste;
  const { titre, message } = messageQuotient(actuel);
  return [
    {
      genre: 'chiffre',
      libelle: actuel.etat === 'valeur' ? titre : `Quotient familial de ${moisEnLettres(actuel.mois)}`,
      valeur: actuel.etat === 'valeur' ? direEurosEntiers(actuel.valeur) : titre,
      notes: [message],
    },
    ...direObjet(autres, 'quotientFamilial', null, foyer),
    ...(historique === undefined || historique.length === 0
      ? []
      : [
          {
            genre: 'tableau' as const,
            titre: `${historique.length} derniers mois`,
            colonnes: [
              { titre: 'Mois', chiffres: false },
              { titre: 'Quotient familial', chiffres: true },
              { titre: 'Calculé en', chiffres: false },
            ],
            lignes: historique.map((qf) => [moisEnLettres(qf.mois), ...direMois(qf)]),
          },
        ]),
  ];
}

const direMois = (qf: EtatQf): [string, string] => {
  if (qf.etat === 'valeur') return [direEurosEntiers(qf.valeur), moisEnLettres(qf.moisCalcul)];
  return [qf.etat === 'inconnu' ? INCONNU : 'Pas de droit', messageQuotient(qf).message];
};

/** Narrow space between thousands, full before the unit, as on the screens. */
const serrer = (texte: string): string =>
  texte.replace(/[\u00a0\u202f ](?=€)/g, '\u00a0').replace(/[\u202f ]|\u00a0(?!€)/g, '\u202f');
const EUROS = new Intl.NumberFormat('fr-FR', { style: 'currency', currency: 'EUR' });
const EUROS_ENTIERS = new Intl.NumberFormat('fr-FR', {
  style: 'currency',
  currency: 'EUR',
  maximumFractionDigits: 0,
});
const NOMBRE = new Intl.NumberFormat('fr-FR', { maximumFractionDigits: 2 });
const direEuros = (montant: number): string => serrer(EUROS.format(montant));
const direEurosEntiers = (montant: number): string => serrer(EUROS_ENTIERS.format(montant));
const direEntier = (nombre: number): string => serrer(NOMBRE.format(nombre));
