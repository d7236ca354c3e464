import { ErreurDemarrage } from '../erreur-demarrage.ts';

/** What initdb or postgres said, and where, to be turned into one sentence. */
export interface Echec {
  sortie: string;
  pgdata: string;
}

const AUTRE_BASE =
  'indiquez une base PostgreSQL 15 ou plus récente par la variable DATABASE_URL, puis relancez le portail';

/** Sentence shown where no embedded PostgreSQL exists (Windows, 32 bits…). */
export const sansBaseEmbarquee = (plateforme: string): ErreurDemarrage =>
  new ErreurDemarrage(
    `La base de données embarquée n’est pas disponible sur ce système (${plateforme}) : ${AUTRE_BASE}.`,
  );

export const dejaUtilisees = (pgdata: string): ErreurDemarrage =>
  new ErreurDemarrage(
    `Un autre portail utilise déjà ces données (${pgdata}) : arrêtez-le, ou choisissez un autre dossier de données.`,
  );

export const inaccessible = (dossier: string, cause?: unknown): ErreurDemarrage =>
  new ErreurDemarrage(
    `Le portail ne peut pas lire et écrire dans le dossier de données ${dossier} : vérifiez qu’il appartient au compte qui lance le portail et que le disque n’est pas en lecture seule.`,
    { cause },
  );

/** The first matching line wins; most precise first. Texts are English because we set LC_ALL=C. */
const SENS: readonly [RegExp, (echec: Echec) => string][] = [
  [
    /No space left on device|Disk quota exceeded|ENOSPC|EDQUOT/i,
    ({ pgdata }) =>
      `Le disque qui porte ${pgdata} est plein : libérez de la place, puis relancez le portail.`,
  ],
  [
    /database files are incompatible with server/i,
    ({ pgdata }) =>
      `Les données de ${pgdata} viennent d’une autre version majeure de PostgreSQL : relancez le portail avec la version qui les a écrites, ou suivez « Changer de version majeure » dans docs/exploitation.md.`,
  ],
  [
    /error while loading shared libraries|Library not loaded|GLIBC(XX)?_[\d.]+['’]? not found|Exec format error|ENOEXEC|cannot execute|spawn .* ENOENT/i,
    () =>
      `Le PostgreSQL livré avec le portail ne peut pas tourner sur ce système (il demande glibc 2.27 ou plus récente et libstdc++) : ${AUTRE_BASE}.`,
  ],
  [
    /could not (map anonymous|create|resize|open|attach) .*shared memory|could not create semaphores|Cannot allocate memory|out of memory/i,
    () =>
      'Ce système n’a pas assez de mémoire pour PostgreSQL : libérez de la mémoire ou diminuez « shared_buffers », puis relancez le portail.',
  ],
  [
    /could not look up effective user ID|invalid user ID/i,
    () =>
      'Le compte qui lance le portail n’existe pas dans /etc/passwd, ce que PostgreSQL exige : lancez le portail avec un compte déclaré.',
  ],
  [
    /lock file "[^"]*\.s\.PGSQL\.\d+\.lock" already exists/i,
    ({ pgdata }) =>
      `Un ancien serveur PostgreSQL du dossier ${pgdata} tourne encore : attendez une minute ou arrêtez-le, puis relancez le portail.`,
  ],
  [
    /Permission denied|Operation not permitted|has wrong ownership|Read-only file system|EACCES|EPERM|EROFS/i,
    ({ pgdata }) => inaccessible(pgdata).message,
  ],
  [
    /unrecognized configuration parameter|invalid value for parameter|is outside the valid range/i,
    ({ sortie }) =>
      `Un réglage de PostgreSQL est refusé (${derniereFaute(sortie)}) : corrigez-le, puis relancez le portail.`,
  ],
  [
    /could not locate a valid checkpoint record|invalid checkpoint|control file|is not a valid data directory|could not open file "global/i,
    ({ pgdata }) =>
      `Les données de ${pgdata} sont incomplètes ou abîmées : restaurez une sauvegarde dans ce dossier, puis relancez le portail.`,
  ],
];

function derniereFaute(sortie: string): string {
  const fautes = sortie.split('\n').filter((ligne) => /(FATAL|PANIC|ERROR|error):/i.test(ligne));
  return (fautes.at(-1) ?? sortie.trim().split('\n').at(-1) ?? '').replace(
    /^.*?(FATAL|PANIC|ERROR|error):\s*/,
    '',
  );
}

/** Turns the raw words of initdb, postgres or the system (kept as `cause`) into one sentence to act on. */
export function expliquer(echec: Echec): ErreurDemarrage {
  const trouve = SENS.find(([motif]) => motif.test(echec.sortie));
  const message =
    trouve?.[1](echec) ??
    `La base de données embarquée ne démarre pas (${derniereFaute(echec.sortie) || 'sans explication'}) : voyez le journal de ${echec.pgdata}/journal.`;
  return new ErreurDemarrage(message, { cause: echec.sortie });
}
