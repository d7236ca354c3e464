import { BON, inconnu, MAUVAIS } from './comptes-de-mesure.ts';
import { adresseDe, ouvrirPrise, poster } from './prise.ts';

/**
 * Floods the sign-in, in a process of its own: on each of its connections, the next try leaves as soon as the one
 * before is answered. A third right, a third wrong, a third unknown, each from another network. Who starts it
 * slows it: the work of real clients is not done on the portal's machine.
 */
export interface OrdreAssaut {
  readonly port: number;
  readonly connexions: number;
  readonly identifiants: readonly string[];
  /** First client address: turns do not share the counts of one another. */
  readonly depuis: number;
}

export interface BilanAssaut {
  readonly secondes: number;
  /** Answers by code: `fait`, or that of the refusal. */
  readonly issues: Readonly<Record<string, number>>;
}

let actif = false;
process.on('message', (message: OrdreAssaut | 'cesser') => {
  if (message === 'cesser') actif = false;
  else void assaillir(message).then((bilan) => process.send?.(bilan));
});

async function assaillir({ port, connexions, identifiants, depuis }: OrdreAssaut): Promise<BilanAssaut> {
  const issues: Record<string, number> = {};
  let n = depuis;
  actif = true;
  const debut = performance.now();
  const boucle = async () => {
    const prise = await ouvrirPrise(port);
    while (actif) {
      n += 1;
      const { identifiant, motDePasse } = essaiDe(n, identifiants);
      const { statut, texte } = await prise.demander(
        poster(port, '/api/connexion', { identifiant, motDePasse }, adresseDe(n)),
      );
      const issue = statut === 200 ? 'fait' : (/"code":"([a-z-]+)"/.exec(texte)?.[1] ?? String(statut));
      issues[issue] = (issues[issue] ?? 0) + 1;
    }
    prise.fermer();
  };
  await Promise.all(Array.from({ length: connexions }, boucle));
  return { secondes: (performance.now() - debut) / 1000, issues };
}

/** Half of the accounts only ever see the right password: misses on the others do not lock them. */
function essaiDe(n: number, identifiants: readonly string[]): { identifiant: string; motDePasse: string } {
  const moitie = Math.floor(identifiants.length / 2);
  const rang = (n * 7919) % moitie;
  if (n % 3 === 0) return { identifiant: identifiants[rang] ?? '', motDePasse: BON };
  if (n % 3 === 1) return { identifiant: identifiants[moitie + rang] ?? '', motDePasse: MAUVAIS };
  return { identifiant: inconnu(n), motDePasse: MAUVAIS };
}
