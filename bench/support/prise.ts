import net from 'node:net';

export interface Reponse {
  readonly statut: number;
  /** First bytes of the answer, as they came: what tells one refusal from another. */
  readonly texte: string;
}

export interface Prise {
  /** One request at a time: sends it whole, answers once the whole answer has come. */
  readonly demander: (requete: string) => Promise<Reponse>;
  readonly fermer: () => void;
}

/** One HTTP connection kept open, bare: the client shares the cores with what it measures. */
export async function ouvrirPrise(port: number): Promise<Prise> {
  const prise = net.connect({ port, host: '127.0.0.1', noDelay: true });
  let texte = '';
  let attente: { resoudre: (reponse: Reponse) => void; rejeter: (erreur: Error) => void } | null = null;
  await new Promise<void>((resoudre, rejeter) => {
    prise.once('connect', resoudre).once('error', rejeter);
  });
  const rompre = (erreur: Error) => {
    attente?.rejeter(erreur);
    attente = null;
  };
  prise.on('error', rompre);
  prise.on('close', () => rompre(new Error('the portal closed the connection')));
  prise.on('data', (morceau) => {
    texte += morceau.toString('latin1');
    const limite = texte.indexOf('\r\n\r\n');
    if (limite < 0) return;
    const longueur = Number(/content-length: (\d+)/i.exec(texte)?.[1] ?? 0);
    if (texte.length < limite + 4 + longueur) return;
    const reponse = { statut: Number(texte.slice(9, 12)), texte };
    const enAttente = attente;
    texte = '';
    attente = null;
    enAttente?.resoudre(reponse);
  });
  return {
    demander: (requete) =>
      new Promise((resoudre, rejeter) => {
        attente = { resoudre, rejeter };
        prise.write(requete);
      }),
    fermer: () => prise.destroy(),
  };
}

/** A POST as a browser behind a proxy at `adresse` sends it. */
export function poster(port: number, chemin: string, corps: unknown, adresse: string): string {
  const texte = JSON.stringify(corps);
  return (
    `POST ${chemin} HTTP/1.1\r\nHost: localhost:${port}\r\nX-Forwarded-For: ${adresse}\r\n` +
    `Content-Type: application/json\r\nUser-Agent: mesure\r\nContent-Length: ${Buffer.byteLength(texte)}\r\n\r\n${texte}`
  );
}

/** The n-th of sixteen million client addresses, spread over distinct networks. */
export const adresseDe = (n: number): string => `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`;
