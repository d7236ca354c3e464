import net from 'node:net';

export interface Resultats {
  readonly req_s: number;
  readonly p50_ms: number;
  readonly p99_ms: number;
  readonly max_ms: number;
  readonly statuts: Readonly<Record<string, number>>;
  /** By kind of request, when requests have one. */
  readonly par_genre: Readonly<Record<string, { nombre: number; p50_ms: number; p99_ms: number }>>;
}

/**
 * A closed-loop client: `connexions` sockets, one request in flight on each, for `secondes`. Bare sockets and
 * not a library: the client shares the two cores with what it measures.
 */
export async function charger(options: {
  readonly port: number;
  readonly connexions: number;
  readonly secondes: number;
  readonly chauffe: number;
  readonly requete: (n: number) => Buffer | string;
  readonly genre?: (n: number) => string;
}): Promise<Resultats> {
  const latences: number[] = [];
  const parGenre = new Map<string, number[]>();
  const statuts: Record<string, number> = {};
  const debut = performance.now();
  const mesureDes = debut + options.chauffe * 1000;
  const fin = mesureDes + options.secondes * 1000;
  let n = 0;
  const boucle = () =>
    new Promise<void>((resoudre, rejeter) => {
      const prise = net.connect({ port: options.port, host: '127.0.0.1', noDelay: true });
      let envoyeLe = 0;
      let attendu = -1;
      let recu = 0;
      let tete = '';
      let rang = 0;
      const envoyer = () => {
        envoyeLe = performance.now();
        attendu = -1;
        recu = 0;
        tete = '';
        n += 1;
        rang = n;
        prise.write(options.requete(rang));
      };
      prise.on('connect', envoyer);
      prise.on('error', rejeter);
      prise.on('data', (morceau) => {
        if (attendu < 0) {
          tete += morceau.toString('latin1');
          const limite = tete.indexOf('\r\n\r\n');
          if (limite < 0) return;
          const longueur = /content-length: (\d+)/i.exec(tete);
          attendu = limite + 4 + Number(longueur?.[1] ?? 0);
          recu = tete.length;
        } else recu += morceau.length;
        if (recu < attendu) return;
        const maintenant = performance.now();
        if (envoyeLe >= mesureDes) {
          latences.push(maintenant - envoyeLe);
          const genre = options.genre?.(rang);
          if (genre !== undefined) {
            const siennes = parGenre.get(genre) ?? [];
            siennes.push(maintenant - envoyeLe);
            parGenre.set(genre, siennes);
          }
          const statut = tete.slice(9, 12);
          statuts[statut] = (statuts[statut] ?? 0) + 1;
        }
        if (maintenant >= fin) {
          prise.end();
          resoudre();
        } else envoyer();
      });
    });
  await Promise.all(Array.from({ length: options.connexions }, boucle));
  const trier = (valeurs: readonly number[]) => Float64Array.from(valeurs).sort();
  const centileDe = (tri: Float64Array, p: number) =>
    Math.round((tri[Math.min(tri.length - 1, Math.floor(tri.length * p))] ?? 0) * 100) / 100;
  const tri = trier(latences);
  const centile = (p: number) => centileDe(tri, p);
  return {
    req_s: Math.round(tri.length / options.secondes),
    p50_ms: centile(0.5),
    p99_ms: centile(0.99),
    max_ms: centile(1),
    statuts,
    par_genre: Object.fromEntries(
      [...parGenre].map(([genre, siennes]) => {
        const triees = trier(siennes);
        return [
          genre,
          { nombre: triees.length, p50_ms: centileDe(triees, 0.5), p99_ms: centileDe(triees, 0.99) },
        ];
      }),
    ),
  };
}
