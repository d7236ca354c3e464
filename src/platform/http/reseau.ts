import { isIP } from 'node:net';

/**
 * An address as PostgreSQL's `inet` takes it, or null: some proxies forward a port, a zone or a word in its place.
 */
export function lireAdresse(texte: string): string | null {
  const sansZone = texte.split('%', 1)[0] ?? '';
  const ancienne = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(sansZone)?.[1];
  const adresse = ancienne ?? sansZone;
  return isIP(adresse) === 0 ? null : adresse;
}

/**
 * What stands for one visitor when tries are counted: an IPv4 address, or the /64 of an IPv6 one, since whoever
 * holds one of its addresses holds them all.
 */
export function reseauDe(adresse: string | null): string {
  if (adresse === null || isIP(adresse) !== 6) return adresse ?? 'inconnue';
  const [debut = '', fin] = adresse.toLowerCase().split('::');
  const groupes = (texte: string) => (texte === '' ? [] : texte.split(':'));
  const [avant, apres] = [groupes(debut), groupes(fin ?? '')];
  const zeros = fin === undefined ? 0 : Math.max(0, 8 - avant.length - apres.length);
  const tous = [...avant, ...Array<string>(zeros).fill('0'), ...apres];
  return `${tous
    .slice(0, 4)
    .map((groupe) => groupe.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}
