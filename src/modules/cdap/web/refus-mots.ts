import type { ErreurApi } from '../../../ui/api-error.ts';
import type { Tone } from '../../../ui/tones.ts';

interface MotsDuRefus {
  readonly titre: string;
  readonly tone: Tone;
  /** What follows the title; null when the title says it all. */
  readonly phrase: string | null;
}

/**
 * Title of each refusal, in the words of its trace. The sentence that follows is the server's, which knows the
 * details (CDAP-21); `phrase` replaces it where it would say the title again, or show a number bare.
 */
const TITRES: Readonly<
  Record<string, { readonly titre: string; readonly tone: Tone; readonly phrase?: string }>
> = {
  inexistant: {
    titre: 'Aucun dossier à ce numéro',
    tone: 'attention',
    phrase: 'Vérifiez le numéro et la Caf.',
  },
  'hors-perimetre': { titre: 'Hors du champ de votre profil', tone: 'attention' },
  'non-consultable-ici': {
    titre: 'Non consultable ici',
    tone: 'attention',
    phrase: 'Adressez-vous à la Caf.',
  },
  fusionne: {
    titre: 'Dossier fusionné avec un autre',
    tone: 'info',
    phrase: 'Il ne contient plus rien. Ouvrez celui qui le remplace et corrigez le numéro dans vos fichiers.',
  },
  'en-affiliation': { titre: 'Dossier en cours d’affiliation', tone: 'info' },
  'lecture-arretee': { titre: 'Lecture arrêtée', tone: 'stop' },
  'confirmation-requise': { titre: 'Confirmez que c’est bien vous', tone: 'attention' },
  'droit-absent': { titre: 'Pas de droit auprès de cette Caf', tone: 'stop' },
  'droit-inutilisable': { titre: 'Votre droit ne peut pas servir', tone: 'stop' },
  'condition-du-droit': { titre: 'Votre droit ne peut plus servir', tone: 'stop' },
  'profil-non-servi': { titre: 'Profil non ouvert', tone: 'stop' },
  'second-facteur-requis': { titre: 'Un second facteur est nécessaire', tone: 'stop' },
  'droit-en-changement': { titre: 'Vos droits viennent de changer', tone: 'attention' },
  reseau: { titre: 'Le portail ne répond pas', tone: 'attention' },
  // The file may be there: what could not be had is its figures, and half of a file is shown to nobody (CDAP-07).
  'source-indisponible': { titre: 'Données momentanément inaccessibles', tone: 'attention' },
  'source-lente': { titre: 'Réponse trop lente', tone: 'attention' },
  'source-saturee': { titre: 'Service très demandé', tone: 'attention' },
  'source-incomprehensible': { titre: 'Réponse illisible', tone: 'stop' },
  'source-refusee': { titre: 'Demande refusée par le service des données', tone: 'stop' },
};

/** Words of a refused reading: nothing is said twice, and one refusal has one name. */
export function direRefus({ code, titre }: Pick<ErreurApi, 'code' | 'titre'>): MotsDuRefus {
  const mots = Object.hasOwn(TITRES, code) ? TITRES[code] : undefined;
  if (mots === undefined) return { titre, tone: 'stop', phrase: null };
  const phrase = mots.phrase ?? titre;
  return {
    titre: mots.titre,
    tone: mots.tone,
    phrase: phrase.replace(/\.$/, '') === mots.titre ? null : phrase,
  };
}
