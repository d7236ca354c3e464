import type { CodeAttribution, Manquement } from './domain/conditions-attribution.ts';
import type { CodeLecture } from './domain/conditions-lecture.ts';

/** Words of the conditions of profiles: what they ask, and what to do when they are not met (CDAP-31). */

export const LIBELLES_MANQUEMENTS: Readonly<Record<Manquement, string>> = {
  'partenaire-non-admis':
    'Ce profil n’est pas prévu pour un organisme comme le vôtre. Demandez à l’administrateur de votre organisme de voir avec la Caf quel profil convient.',
  'usage-non-nomme':
    'L’habilitation ne dit pas à quoi elle sert. Demandez à l’administrateur de votre organisme de la compléter.',
  'service-non-nomme':
    'L’habilitation ne nomme pas l’équipement ou le service subventionné par la Caf. Demandez à l’administrateur de votre organisme de la compléter.',
  'subvention-echue':
    'La subvention de la Caf à cet équipement est terminée : le droit de lire est tombé avec elle. Voyez avec l’administrateur de votre organisme si elle a été renouvelée.',
  'subvention-a-venir':
    'La subvention de la Caf à cet équipement n’a pas encore commencé. Revenez à sa date de début.',
  'cantine-reservee': 'La cantine à 1 euro est réservée aux communes et aux intercommunalités.',
  'cantine-hors-catalogue':
    'Le bulletin de votre organisme a été signé sous le catalogue de 2017, qui n’ouvre pas la cantine à 1 euro. Demandez à l’administrateur de votre organisme de voir avec la Caf s’il peut être renouvelé.',
  'departement-non-habilite':
    'La Caf n’a pas enregistré l’habilitation de votre département au contrôle du RSA. Demandez à l’administrateur de votre organisme de s’adresser à elle.',
  'diplome-absent':
    'L’habilitation ne dit pas votre diplôme du travail social. Demandez à l’administrateur de votre organisme de l’enregistrer.',
  'diplome-non-admis':
    'Le bulletin de votre organisme n’ouvre pas ce profil à ce diplôme. Demandez à l’administrateur de votre organisme quel profil convient.',
  'conditions-ccas-absentes':
    'La Caf n’a pas enregistré que votre CCAS remplit les conditions de ce profil. Demandez à l’administrateur de votre organisme de s’adresser à elle.',
  'instruction-absente':
    'L’habilitation ne dit pas sous quel numéro votre organisme instruit le RSA. Demandez à l’administrateur de votre organisme de l’enregistrer.',
  'variante-absente':
    'L’habilitation ne dit pas à quel titre vous suivez des bénéficiaires du RSA, ni dans quel département. Demandez à l’administrateur de votre organisme de la compléter.',
  'variante-non-admise':
    'L’habilitation a été donnée à un titre qui n’est pas celui de votre organisme. Demandez à l’administrateur de votre organisme de la corriger.',
  'contrat-absent':
    'L’habilitation ne cite pas le contrat de votre association avec le département. Demandez à l’administrateur de votre organisme de l’enregistrer.',
  'contrat-a-venir':
    'Le contrat de votre association avec le département n’a pas encore commencé. Revenez à sa date de début.',
  'contrat-echu':
    'Le contrat de votre association avec le département est terminé : le droit de lire est tombé avec lui. Voyez avec l’administrateur de votre organisme s’il a été renouvelé.',
  'agrement-absent':
    'L’habilitation ne cite pas l’agrément qu’il faut pour ce profil. Demandez à l’administrateur de votre organisme de l’enregistrer.',
  'agrement-a-venir':
    'L’agrément que cite votre habilitation n’a pas encore commencé. Revenez à sa date de début.',
  'agrement-echu':
    'L’agrément que cite votre habilitation est terminé : le droit de lire est tombé avec lui. Voyez avec l’administrateur de votre organisme s’il a été renouvelé.',
  'fonction-absente':
    'L’habilitation ne dit pas votre fonction (greffe, ou insertion et probation). Demandez à l’administrateur de votre organisme de l’enregistrer.',
  'polyvalence-absente':
    'L’habilitation ne dit pas que vous agissez en polyvalence de secteur. Demandez à l’administrateur de votre organisme de l’enregistrer.',
  'ile-de-france-absente':
    'L’habilitation ne dit pas pour quelle tarification de l’Île-de-France vous lisez, ni son seuil. Demandez à l’administrateur de votre organisme de la compléter.',
  'commission-absente':
    'L’habilitation ne dit pas pour quelle commission vous lisez, Dalo ou Ccapex. Demandez à l’administrateur de votre organisme de l’enregistrer.',
  'commission-echue':
    'Votre habilitation pour la Ccapex est arrivée à sa fin. Voyez avec l’administrateur de votre organisme si elle est prolongée.',
  'qualification-absente':
    'L’habilitation ne dit pas votre qualification (assistance sociale ou CESF). Demandez à l’administrateur de votre organisme de l’enregistrer.',
};

export const LIBELLES_CONDITIONS: Readonly<Record<CodeAttribution | CodeLecture, string>> = {
  'service-subventionne': 'Équipement ou service subventionné par la Caf, ou cantine à 1 euro',
  'service-subventionne-2017': 'Équipement ou service subventionné par la Caf',
  'usage-tarif-creche': 'Usage : tarif (quotient familial) ou crèche (base de ressources)',
  'departement-habilite': 'Département dûment habilité',
  diplome: 'Diplôme du travail social',
  'diplome-2017': 'Assistance sociale, ou CESF pour l’État et les départements',
  'conditions-ccas': 'Conditions propres aux CCAS, enregistrées par la Caf',
  'referent-unique': 'Désignation comme référent unique du RSA, s’il y en a une',
  'instruction-rsa': 'Numéros sous lesquels l’organisme instruit le RSA',
  variante: 'Titre du suivi (département, association ou MSA) et départements',
  'contrat-departement': 'Association : contrat en cours avec le département',
  agrement: 'Agrément en cours',
  fonction: 'Greffe, ou insertion et probation',
  'agrement-fsl': 'Association ou GIP : agrément en cours du département',
  'polyvalence-secteur': 'CCAS : polyvalence de secteur',
  'ile-de-france': 'Tarification d’Île-de-France et son seuil',
  'usage-dalo-ccapex': 'Dalo, ou Ccapex jusqu’à une date',
  qualification: 'Assistance sociale ou CESF',
  'personne-informee': 'Famille qui ne s’est pas opposée au partage de ses informations',
  'numero-instructeur': 'Numéro du service instructeur, demandé avant la lecture',
  'beneficiaire-rsa': 'RSA en cours',
  'departement-du-dossier': 'Famille qui habite l’un de vos départements',
  'mutation-en-cours': 'MSA : transfert du dossier demandé et pas encore fait',
  'mesure-active': 'Mesure de protection en cours, confiée à votre organisme',
  'logement-du-bailleur': 'Logement de votre organisme, avec l’aide qui lui est versée',
  'rsa-deux-ans': 'RSA en cours, ou versé dans les deux dernières années',
  'trace-cmg': 'Au moins une demande de complément de mode de garde',
  'dossier-etudiant': 'Dossier d’étudiant ou d’étudiante',
};

const LECTURE_LIMITEE = 'Votre profil ne lit que les dossiers';
const VERIFIER = 'ce n’est pas le cas ici. Vérifiez le numéro.';

const HORS_PERIMETRE: Readonly<Record<CodeLecture, string>> = {
  // The neutral words of opposition: it is judged before, and under every profile (CDAP-19).
  'personne-informee': 'Ce dossier n’est pas consultable ici : adressez-vous à la Caf.',
  'numero-instructeur': `${LECTURE_LIMITEE} de votre service instructeur : ${VERIFIER}`,
  'beneficiaire-rsa': `${LECTURE_LIMITEE} où le RSA est en cours : ${VERIFIER}`,
  'departement-du-dossier': `${LECTURE_LIMITEE} de familles qui habitent les départements de votre habilitation : ${VERIFIER}`,
  'mutation-en-cours': `${LECTURE_LIMITEE} dont le transfert est demandé et pas encore fait : ${VERIFIER}`,
  'mesure-active': `${LECTURE_LIMITEE} dont une mesure de protection en cours est confiée à votre organisme : ${VERIFIER}`,
  'logement-du-bailleur': `${LECTURE_LIMITEE} de vos logements, quand l’aide vous est versée : ${VERIFIER}`,
  'rsa-deux-ans': `${LECTURE_LIMITEE} où le RSA est en cours, ou a été versé dans les deux dernières années : ${VERIFIER}`,
  'trace-cmg': `${LECTURE_LIMITEE} où un complément de mode de garde a été demandé : ${VERIFIER}`,
  'dossier-etudiant': `${LECTURE_LIMITEE} d’étudiants et d’étudiantes : ${VERIFIER}`,
};

const dire = (mots: Readonly<Record<string, string>>, code: string): string | null =>
  Object.hasOwn(mots, code) ? (mots[code] ?? null) : null;

/** Why an attribution condition is not met and what to do; null for a code that came after this page. */
export const direManquement = (code: string): string | null => dire(LIBELLES_MANQUEMENTS, code);
/** What a condition asks, in a few words; null for a code that came after this page. */
export const direCondition = (code: string): string | null => dire(LIBELLES_CONDITIONS, code);
/** Why a file is out of the reader's scope; null for a code that came after this page. */
export const direHorsPerimetre = (code: string): string | null => dire(HORS_PERIMETRE, code);
