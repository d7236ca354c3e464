import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { DemandeEnfant, ReponseEnfant } from './echanges.ts';
import { lirePolices } from './polices.ts';
import { preparerTextes } from './texte.ts';

/**
 * What is used of Typst's compiler for Node. Its package is required by platform, as those of PostgreSQL and Node are:
 * the common one asks for platforms that are not published, and `npm ci` refuses such a lockfile.
 */
interface Typst {
  readonly NodeCompiler: {
    create(args: { workspace: string; fontArgs: { fontBlobs: readonly Buffer[] }[] }): {
      addSource(chemin: string, source: string): void;
      compile(args: { mainFileContent: string; inputs: Record<string, string> }): {
        readonly result: object | null;
        takeError(): { readonly shortDiagnostics: readonly { readonly message?: string }[] } | null;
      };
      pdf(document: object, options: { pdfStandard: string; creationTimestamp: number }): Buffer;
      evictCache(age: number): void;
    };
  };
}

const PAQUET = '@myriaddreamin/typst-ts-node-compiler';
const LIBC = process.platform === 'linux' ? '-gnu' : '';
const BASE = readFileSync(path.join(import.meta.dirname, 'gabarits/base.typ'), 'utf8');
/** No folder has this name: a layout that would read a file finds none. */
const NULLE_PART = path.join(import.meta.dirname, 'gabarits/aucun-fichier');

/** Compiles layouts in this very process; null when Typst is not there for this machine. */
export function creerCompilateur(): ((demande: DemandeEnfant) => ReponseEnfant) | null {
  const typst = chargerTypst();
  if (typst === null) return null;
  const { fichiers, caracteres } = lirePolices();
  const compilateur = typst.NodeCompiler.create({
    workspace: NULLE_PART,
    fontArgs: [{ fontBlobs: fichiers }],
  });
  compilateur.addSource(path.join(NULLE_PART, 'base.typ'), BASE);
  return ({ gabarit, donnees, horodatage }) => {
    try {
      const inputs = { donnees: JSON.stringify(preparerTextes(donnees, caracteres)) };
      const compile = compilateur.compile({ mainFileContent: gabarit, inputs });
      const { result } = compile;
      if (result === null)
        return { code: 'gabarit', ...precision(compile.takeError()?.shortDiagnostics[0]?.message) };
      return { pdf: compilateur.pdf(result, { pdfStandard: 'ua-1', creationTimestamp: horodatage }) };
    } catch (erreur) {
      return { code: 'gabarit', ...precision(/message: "(.*)/s.exec((erreur as Error).message)?.[1]) };
    } finally {
      // What was compiled holds a family's data: nothing of it stays for the next.
      compilateur.evictCache(0);
    }
  };
}

function chargerTypst(): Typst | null {
  try {
    return createRequire(import.meta.url)(`${PAQUET}-${process.platform}-${process.arch}${LIBC}`);
  } catch {
    return null;
  }
}

/** The compiler repeats the text at fault, quoted or after a colon: only its first words ever leave the child. */
function precision(message: string | undefined): { precision?: string } {
  const propre = message?.split(/[:`"'«\\([\d]/, 1)[0]?.trim();
  return propre ? { precision: propre.slice(0, 120) } : {};
}
