import { instantDe, nommerFuseau } from '../../../kernel/jour.ts';
import type { Consultation } from '../contract.ts';
import type { UsageT2 } from '../domain/faits.ts';
import { jourEnLettres, LIBELLES_USAGES, MESSAGES_ETATS, messageEtat } from '../libelles.ts';
import {
  adultesDe,
  direRubriques,
  type LigneExtrait,
  nommer,
  type SectionExtrait,
} from '../libelles-extrait.ts';
import { LIBELLES_PROFILS } from '../libelles-profils.ts';

/** Who reads, under what: what an extract says beside the file itself. */
export interface LectureExtrait {
  readonly lecteur: string;
  readonly fonction: string;
  readonly organisme: string;
  readonly caf: string;
  /** Zone of the Caf, in which the hour of the reading is told. */
  readonly fuseau: string;
  readonly usages: readonly string[];
  readonly equipement: string | null;
  readonly mission: string;
  readonly motif: string | null;
  readonly instructeur: string | null;
  readonly instant: Date;
  /** As it is shown, by groups. */
  readonly code: string;
}

/** All that the layout receives: the document holds these texts and nothing else. */
export interface DonneesExtrait {
  readonly titre: string;
  readonly filigrane: string;
  readonly personnes: readonly string[];
  readonly dossier: readonly LigneExtrait[];
  readonly etat: string | null;
  readonly lecture: readonly LigneExtrait[];
  readonly sections: readonly SectionExtrait[];
  readonly secret: string;
  readonly code: string;
  readonly pied: string;
}

type LuPourExtrait = Pick<
  Consultation,
  'numero' | 'etat' | 'suite' | 'donneesLe' | 'profil' | 'rubriques' | 'trace'
>;

/** Turns the answer of a consultation, already cut to the profile, into the words of its extract (SEC-03). */
export function composerExtrait(consultation: LuPourExtrait, lecture: LectureExtrait): DonneesExtrait {
  const { numero, etat, suite, donneesLe, profil, rubriques, trace } = consultation;
  const { organisme, instant, fuseau, code } = lecture;
  const quand = direQuand(instant, fuseau);
  const etatDit = messageEtat(etat, suite);
  return {
    titre: `Extrait du dossier ${numero}`,
    filigrane: `${organisme}, ${quand.jour}`,
    personnes: adultesDe(rubriques as Parameters<typeof adultesDe>[0]).map(nommer),
    dossier: [
      ['Caf', lecture.caf],
      ['Numéro de dossier', numero],
      ['État', MESSAGES_ETATS[etat].titre],
      ['Données du', jourEnLettres(donneesLe)],
    ],
    etat: etat === 'ouvert' ? null : `${etatDit.message} ${etatDit.etape}`,
    lecture: [
      ['Lu par', `${lecture.lecteur}, ${lecture.fonction}`],
      ['Organisme', organisme],
      ['Profil', `${profil}, ${LIBELLES_PROFILS[profil] ?? profil}`],
      ...lecture.usages.map((usage): LigneExtrait => ['Usage', LIBELLES_USAGES[usage as UsageT2] ?? usage]),
      ...(lecture.equipement === null ? [] : [['Équipement', lecture.equipement] as const]),
      ['Mission', lecture.mission],
      ...(lecture.motif === null ? [] : [['Motif', lecture.motif] as const]),
      ...(lecture.instructeur === null ? [] : [['Service instructeur', lecture.instructeur] as const]),
      ['Le', `${quand.jour} à ${quand.heure}${quand.lieu}`],
      ['Trace', trace],
    ],
    sections: direRubriques(rubriques as Parameters<typeof direRubriques>[0]),
    // ACC-13: the same line as on the print sheet.
    secret:
      'Document couvert par le secret professionnel (article 226-13 du code pénal), pendant et après les fonctions de la personne qui l’a lu. Il ne peut être remis à un autre organisme\u202f; il se détruit dès qu’il a servi.',
    code,
    // TRA-15.
    pied: `Une fois enregistré, ce document est sous la responsabilité de\u00a0: ${organisme}. La Caf vérifie un extrait par son code, à la page «\u00a0Vérifier un extrait\u00a0» de son portail.`,
  };
}

/** Every text that goes into the document, one per line: what SEC-03 scans. */
export const texteDeLExtrait = (donnees: DonneesExtrait): string => textesDe(donnees).join('\n');

const textesDe = (valeur: unknown): string[] => {
  if (typeof valeur === 'string') return [valeur];
  if (typeof valeur !== 'object' || valeur === null) return [];
  // The kind of a piece is for the layout, and is not written.
  return Object.entries(valeur).flatMap(([cle, contenu]) => (cle === 'genre' ? [] : textesDe(contenu)));
};

function direQuand(instant: Date, fuseau: string): { jour: string; heure: string; lieu: string } {
  const civil = instantDe(instant).toZonedDateTimeISO(fuseau);
  const minutes = civil.minute === 0 ? '' : `\u00a0${String(civil.minute).padStart(2, '0')}`;
  return {
    jour: jourEnLettres(civil.toPlainDate().toString()),
    heure: `${civil.hour}\u00a0h${minutes}`,
    // A document travels: outside Paris it says of which place its hour is.
    lieu: fuseau === 'Europe/Paris' ? '' : ` (${nommerFuseau(fuseau, instant)})`,
  };
}
