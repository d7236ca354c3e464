import type { Refus } from '../../kernel/resultat.ts';
import { REFUS_CONSULTATION, type RefusConsultation } from './domain/autoriser-consultation.ts';
import { messageRefus } from './libelles.ts';

const AUTRES: Readonly<Record<string, { titre: string; suite?: string }>> = {
  'droit-en-changement': {
    titre: 'Vos droits viennent de changer.',
    suite: 'Rechargez la page, puis recommencez.',
  },
  'arret-introuvable': { titre: 'Cet arrêt n’existe pas.' },
  'arret-deja-leve': {
    titre: 'Cet arrêt a déjà été levé.',
    suite: 'Rechargez la page pour voir par qui et quand.',
  },
  'levee-interdite': {
    titre: 'Vous ne pouvez pas lever cet arrêt.',
    suite:
      'La Caf lève un arrêt qui vous concerne, qui concerne un administrateur ou tout l’organisme, et le deuxième d’une même personne en un jour.',
  },
};

/** French words of every refusal of the module. */
export function direRefusCdap(refus: Refus): { titre: string; suite?: string } {
  if (Object.hasOwn(REFUS_CONSULTATION, refus.code))
    return { titre: messageRefus(refus as RefusConsultation) };
  return AUTRES[refus.code] ?? { titre: 'Cette demande n’est pas possible.' };
}
