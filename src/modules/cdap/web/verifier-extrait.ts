/** Larger than any extract: a film dropped by mistake is not read whole into memory. */
const OCTETS_MAX = 20_000_000;

export type FichierLu =
  | { readonly etat: 'lu'; readonly nom: string; readonly empreinte: string }
  | { readonly etat: 'refuse'; readonly nom: string; readonly raison: string };

/**
 * SHA-256 of a file, worked out in the page: the document itself never leaves the person's machine (CDAP-23).
 */
export async function lireFichier(fichier: Pick<File, 'name' | 'size' | 'arrayBuffer'>): Promise<FichierLu> {
  const nom = fichier.name;
  if (fichier.size > OCTETS_MAX)
    return { etat: 'refuse', nom, raison: 'Ce fichier est bien plus gros qu’un extrait.' };
  let octets: ArrayBuffer;
  try {
    octets = await fichier.arrayBuffer();
  } catch {
    return { etat: 'refuse', nom, raison: 'Ce fichier n’a pas pu être lu.' };
  }
  if (!new TextDecoder('latin1').decode(octets.slice(0, 5)).startsWith('%PDF-'))
    return { etat: 'refuse', nom, raison: 'Ce fichier n’est pas un PDF.' };
  return { etat: 'lu', nom, empreinte: enHexa(await crypto.subtle.digest('SHA-256', octets)) };
}

const enHexa = (octets: ArrayBuffer): string =>
  Array.from(new Uint8Array(octets), (octet) => octet.toString(16).padStart(2, '0')).join('');
