const LONGUEUR_MAX = 254;
const LOCAL_MAX = 64;

export type CourrielLu =
  | { readonly ok: true; readonly valeur: string }
  | { readonly ok: false; readonly code: 'vide' | 'malforme' | 'generique'; readonly message: string };

/** Shared by a house or a service, whatever follows: `accueil`, `contact-mairie`, `service.enfance`. */
const BOITES = [
  ...[
    'accueil',
    'mairie',
    'contact',
    'contacts',
    'secretariat',
    'info',
    'infos',
    'information',
    'informations',
  ],
  ...['direction', 'creche', 'creches', 'ccas', 'cias', 'rh', 'standard', 'support', 'service', 'services'],
  ...['noreply', 'nepasrepondre', 'webmaster', 'postmaster', 'administration', 'comptabilite', 'facturation'],
  ...['periscolaire', 'halte', 'garderie', 'microcreche', 'multiaccueil', 'urbanisme', 'departement'],
];

/** Shared or of a function when they are all there is: followed by something else, some are names of people. */
const SEULES = [
  ...[
    'admin',
    'maire',
    'dgs',
    'dga',
    'directeur',
    'directrice',
    'president',
    'presidente',
    'secretaire',
    'tresorier',
  ],
  ...[
    'compta',
    'courrier',
    'equipe',
    'bureau',
    'agence',
    'guichet',
    'cabinet',
    'communication',
    'com',
    'courriel',
  ],
  ...[
    'dsi',
    'informatique',
    'assistance',
    'helpdesk',
    'hotline',
    'commercial',
    'association',
    'asso',
    'commune',
  ],
  ...[
    'ville',
    'village',
    'agglo',
    'region',
    'caf',
    'mdph',
    'msa',
    'pmi',
    'rpe',
    'alsh',
    'mediatheque',
    'ecole',
  ],
  ...[
    'scolaire',
    'jeunesse',
    'enfance',
    'petite',
    'social',
    'sociale',
    'etatcivil',
    'etat',
    'civil',
    'centre',
  ],
  ...[
    'reply',
    'no',
    'donotreply',
    'generale',
    'general',
    'mail',
    'email',
    'bonjour',
    'hello',
    'dpo',
    'rgpd',
    'test',
  ],
  ...['abuse', 'hostmaster', 'root', 'ressources', 'humaines', 'paie', 'finances', 'technique', 'techniques'],
];

const LIENS = ['de', 'du', 'des', 'la', 'le', 'les', 'l', 'd', 'et', 'a', 'au', 'aux'];
const TOUJOURS = new Set(BOITES);
const LIANTS = new Set(LIENS);
/** Such words glued together and nothing else: `accueilmairie`, `petite-enfance`, `secretariat2`. */
const RIEN_D_AUTRE = new RegExp(`^(?:${[...BOITES, ...SEULES].join('|')})+$`);
/** No name of a person starts so, and it is the usual box of a small town: `mairiedevillexemple`. */
const MAIRIE_DE = /^mairie(?:de|du|des|la|le|les)[a-z]{3,}$/;

/**
 * Reads the e-mail of a person (HAB-22): blanks around it and case have no effect, an accented domain takes its ASCII
 * form. Two things are refused: what could not stand alone in the header of a mail, and a box that several people
 * read, since whoever opens it could take the account. An address at a public provider is a personal one.
 */
export function lireCourriel(saisie: string): CourrielLu {
  const typee = saisie.trim().toLowerCase();
  if (typee === '')
    return { ok: false, code: 'vide', message: 'Indiquez l’adresse électronique de la personne.' };
  const valeur = lireForme(typee);
  if (valeur === null)
    return {
      ok: false,
      code: 'malforme',
      message:
        'L’adresse électronique n’a pas la bonne forme\u202f: une seule adresse, comme prenom.nom@organisme.fr, sans espace, accent ni nom affiché.',
    };
  if (estBoitePartagee(valeur.slice(0, valeur.indexOf('@'))))
    return {
      ok: false,
      code: 'generique',
      message:
        'Cette adresse électronique est celle d’un service\u202f: plusieurs personnes peuvent la lire, et l’accès au portail est individuel. Indiquez l’adresse propre à la personne\u202f; une adresse privée convient si elle n’en a pas d’autre.',
    };
  return { ok: true, valeur };
}

/** Letters of an address without quotes (RFC 5322), so that nothing can start a second address or header. */
const LOCAL = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const ETIQUETTE = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

function lireForme(adresse: string): string | null {
  const [local = '', domaine = '', ...reste] = adresse.split('@');
  if (reste.length > 0 || local.length > LOCAL_MAX || !LOCAL.test(local)) return null;
  const ascii = enAscii(domaine);
  if (ascii === null) return null;
  const etiquettes = ascii.split('.');
  const bonnes = etiquettes.length > 1 && etiquettes.every((etiquette) => ETIQUETTE.test(etiquette));
  // An IP address ends with figures, a name of a domain never does.
  if (!bonnes || /^[0-9]+$/.test(etiquettes.at(-1) ?? '')) return null;
  const valeur = `${local}@${ascii}`;
  // Judged last: the ASCII form of a domain is longer than what was typed.
  return valeur.length > LONGUEUR_MAX ? null : valeur;
}

/** Only letters, digits, hyphens and dots reach the parser of addresses, which would understand much more. */
function enAscii(domaine: string): string | null {
  if (!/^[\p{L}\p{M}0-9.-]+$/u.test(domaine)) return null;
  if (/^[a-z0-9.-]+$/.test(domaine)) return domaine;
  return URL.canParse(`http://${domaine}`) ? new URL(`http://${domaine}`).hostname : null;
}

function estBoitePartagee(local: string): boolean {
  const mots = (local.split('+')[0] ?? '')
    .split(/[^a-z]+/)
    .filter((mot) => mot !== '')
    // One letter at the beginning is someone's initial: `a.maire`.
    .filter((mot, rang) => !LIANTS.has(mot) || (rang === 0 && mot.length === 1));
  const [premier = ''] = mots;
  return (
    TOUJOURS.has(premier) ||
    RIEN_D_AUTRE.test(mots.join('')) ||
    (mots.length === 1 && MAIRIE_DE.test(premier))
  );
}
