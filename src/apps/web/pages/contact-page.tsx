import { DefinitionList } from '../../../ui/definition-list.tsx';
import { Link } from '../../../ui/link.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { TextPage, type TextSection } from '../../../ui/text-page.tsx';
import { type Exploitant, exploitant } from '../exploitant.ts';

/** Whom to ask, by who is asking: the contract sends each request to its first level (AST-01, ct 3). */
export function ContactPage() {
  return (
    <TextPage
      title="Contact"
      intro="Cherchez votre situation : la bonne porte dépend de qui vous êtes."
      sections={sections(exploitant())}
    />
  );
}

const sections = (qui: Exploitant): readonly TextSection[] => [
  {
    id: 'agent',
    title: 'Vous utilisez le portail pour votre travail',
    body: (
      <>
        <p>
          Identifiant oublié, code refusé, droit manquant, question sur un écran : adressez-vous d’abord aux
          personnes qui gèrent les droits dans votre organisme (l’administrateur principal, son suppléant, ou
          un responsable d’habilitation). Elles répondent, ou transmettent à la Caf.
        </p>
      </>
    ),
  },
  {
    id: 'gestionnaire',
    title: 'Vous gérez les droits d’un partenaire',
    body: (
      <p>
        Adressez-vous au centre de services de votre Caf : ses coordonnées et ses horaires figurent dans le
        contrat de service signé avec elle. Le portail ne transmet pas encore les demandes.
      </p>
    ),
  },
  {
    id: 'securite',
    title: 'Vous avez vu un incident de sécurité',
    body: (
      <Notice tone="attention" title="N’attendez pas">
        <p>
          Compte utilisé par un autre, poste volé, consultation anormale : prévenez aussitôt le responsable
          sécurité de votre organisme, qui saisit celui de la Caf. Si vous ne pouvez joindre personne,
          utilisez les coordonnées ci-dessous.
        </p>
      </Notice>
    ),
  },
  {
    id: 'allocataire',
    title: 'Vous êtes allocataire',
    body: (
      <p>
        Ce portail ne donne pas accès à votre dossier. Pour vos droits et vos paiements, adressez-vous à votre
        Caf. Pour savoir quels organismes ont consulté votre dossier, voyez la page{' '}
        <Link to="/donnees-personnelles" hash="familles">
          Données personnelles
        </Link>
        .
      </p>
    ),
  },
  {
    id: 'organisme',
    title: 'Votre organisme n’a pas encore de convention',
    body: (
      <p>
        L’accès s’ouvre par une convention avec la Caf du lieu de votre siège. Elle vous dira quels services
        sont ouverts à votre type d’organisme et quelles pièces réunir.
      </p>
    ),
  },
  {
    id: 'coordonnees',
    title: 'Coordonnées',
    body: (
      <DefinitionList
        items={[
          { term: 'Organisme', value: qui.nom },
          { term: 'Adresse', value: qui.adresse },
          { term: 'Téléphone', value: qui.telephone },
          { term: 'Courriel', value: qui.courriel },
          { term: 'Délégué à la protection des données', value: qui.dpo },
        ]}
      />
    ),
  },
];
