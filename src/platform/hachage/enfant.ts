import { hashSync, verifySync } from '@node-rs/argon2';
import { ARGON2, type DemandeEnfant, type ReponseEnfant } from './echanges.ts';

/** The child that hashes: one password per message, until its parent leaves. Run by `hacheur.ts`. */

/** On this thread: it has nothing else to do, and one at a time leaves the other core to those who read files. */
function repondre(demande: DemandeEnfant): ReponseEnfant {
  try {
    return 'empreinte' in demande
      ? { juste: verifySync(demande.empreinte, demande.motDePasse) }
      : { empreinte: hashSync(demande.motDePasse, ARGON2) };
  } catch {
    return { code: 'defaut' };
  }
}

process.on('message', (demande: DemandeEnfant) => process.send?.(repondre(demande)));
process.on('disconnect', () => process.exit(0));
