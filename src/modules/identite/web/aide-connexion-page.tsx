import type { ReactNode } from 'react';
import { DefinitionList } from '../../../ui/definition-list.tsx';
import { formatCompte } from '../../../ui/format.ts';
import { TextPage, type TextSection } from '../../../ui/text-page.tsx';
import type { RegleMotDePasse } from '../domain/mot-de-passe.ts';
import { REGLE_COMPTE } from '../domain/tentatives.ts';
import { direRegleMotDePasse } from '../libelles-mot-de-passe.ts';
import { ReglesConfidentialite } from './regles-confidentialite.tsx';
import './connexion.css';

/** Settings in force on this installation. */
export interface ReglesAcces {
  readonly inactiviteMinutes: number;
  readonly dureeHeures: number;
  readonly motDePasse: RegleMotDePasse;
  /** 0: no regular change is asked of anyone. */
  readonly joursGestionnaires: number;
  readonly premierAccesHeures: number;
  readonly premierAccesJoursCourrier: number;
}

interface AideConnexionPageProps {
  readonly regles: ReglesAcces;
  readonly liens: {
    readonly motDePasse: ReactNode;
    readonly identifiant: ReactNode;
    readonly contact: ReactNode;
  };
}

/** How one signs in, and how long a session lasts, with the settings in force; read without signing in (ACC-11). */
export function AideConnexionPage({ regles, liens }: AideConnexionPageProps) {
  return (
    <TextPage
      title="Aide à la connexion"
      intro="Comment entrer, par quoi vous êtes reconnu, combien de temps dure une session, et que faire quand quelque chose manque."
      sections={[
        ...entrer(regles),
        ...secondFacteur,
        ...session(regles),
        ...oublis(liens),
        {
          id: 'confidentialite',
          title: 'Règles de confidentialité',
          body: <ReglesConfidentialite niveau={3} />,
        },
      ]}
    />
  );
}

const entrer = (regles: ReglesAcces): readonly TextSection[] => [
  {
    id: 'premier-acces',
    title: 'La première fois',
    body: (
      <>
        <p>
          L’administrateur de votre organisme ouvre votre compte. Vous recevez, en deux envois séparés, votre
          identifiant et un premier mot de passe. Ce mot de passe ne sert qu’une fois.
        </p>
        <DefinitionList
          items={[
            {
              term: 'Premier mot de passe reçu par courriel',
              value: `valable ${formatCompte(regles.premierAccesHeures, 'heure')}`,
            },
            {
              term: 'Premier mot de passe reçu par courrier',
              value: `valable ${formatCompte(regles.premierAccesJoursCourrier, 'jour')}`,
            },
          ]}
        />
        <p>
          Prévoyez dix minutes, et votre téléphone ou une clé de sécurité : vous choisirez votre mot de passe,
          lirez les règles de confidentialité, et enregistrerez un second facteur si votre rôle en demande un.
          Vous avez trente minutes pour ces étapes.
        </p>
      </>
    ),
  },
  {
    id: 'mot-de-passe',
    title: 'Le mot de passe',
    body: (
      <>
        <p>{direRegleMotDePasse(regles.motDePasse)}</p>
        <p>
          {regles.joursGestionnaires > 0
            ? `Les personnes qui gèrent des comptes ou des droits en changent tous les ${formatCompte(regles.joursGestionnaires, 'jour')}. Les autres n’en changent que sur demande, ou si quelqu’un a pu le voir.`
            : 'Personne n’en change à date fixe ; changez-le dès que quelqu’un a pu le voir.'}{' '}
          Un gestionnaire de mots de passe est bienvenu : le collage est accepté partout.
        </p>
        <p>
          Au {ORDINAUX[REGLE_COMPTE.gratuits + 1]} essai manqué, il faut patienter une minute, puis de plus en
          plus ; au {ORDINAUX[REGLE_COMPTE.verrou]}, {formatCompte(REGLE_COMPTE.verrouMinutes, 'minute')}.
          L’accès se rouvre de lui-même, et vous en êtes averti par courriel. Un poste sur lequel vous vous
          êtes déjà connecté reste admis.
        </p>
      </>
    ),
  },
];

const ORDINAUX: Readonly<Record<number, string>> = { 5: 'cinquième', 10: 'dixième' };

const secondFacteur: readonly TextSection[] = [
  {
    id: 'second-facteur',
    title: 'Le second facteur',
    body: (
      <>
        <p>
          Quelque chose que vous avez avec vous, en plus du mot de passe. Il est demandé à qui gère des
          comptes ou des droits et à qui lit des dossiers ; chacun peut en enregistrer un.
        </p>
        <ul>
          <li>
            <strong>Une application d’authentification</strong> affiche un code à six chiffres, qui change
            toutes les trente secondes et ne sert qu’une fois. Si un code est refusé, vérifiez que l’heure du
            téléphone est juste, puis attendez le suivant.
          </li>
          <li>
            <strong>Une clé d’accès</strong> utilise l’empreinte, le visage ou le code de votre appareil, ou
            une clé de sécurité à brancher. Elle ne répond qu’à la vraie adresse du portail.
          </li>
          <li>
            <strong>Dix codes de récupération</strong> vous sont remis une fois. Chacun remplace le second
            facteur une seule fois : gardez-les à part de votre téléphone. Vous pouvez en refaire dans votre
            compte.
          </li>
        </ul>
      </>
    ),
  },
];

const session = (regles: ReglesAcces): readonly TextSection[] => [
  {
    id: 'session',
    title: 'La session',
    body: (
      <>
        <DefinitionList
          items={[
            {
              term: 'Sans activité',
              value: `fermée après ${formatCompte(regles.inactiviteMinutes, 'minute')} ; un avertissement, deux minutes avant, permet de rester`,
            },
            { term: 'Durée la plus longue', value: formatCompte(regles.dureeHeures, 'heure') },
            {
              term: 'Pour un acte sensible',
              value: 'une preuve de votre identité de moins de dix minutes est redemandée',
            },
          ]}
        />
        <p>
          À la reconnexion, vous revenez à la page où vous étiez. L’heure de votre dernière connexion
          s’affiche en entrant : si elle vous surprend, prévenez l’administrateur de votre organisme. En
          quittant votre poste, déconnectez-vous.
        </p>
      </>
    ),
  },
];

const oublis = ({
  motDePasse,
  identifiant,
  contact,
}: AideConnexionPageProps['liens']): readonly TextSection[] => [
  {
    id: 'oublis',
    title: 'Quand quelque chose manque',
    body: (
      <DefinitionList
        items={[
          { term: 'Mot de passe oublié', value: motDePasse },
          { term: 'Identifiant oublié', value: identifiant },
          {
            term: 'Téléphone ou clé perdus',
            value:
              'Entrez avec un code de récupération, puis retirez dans votre compte ce qui est perdu. Sans code, demandez un nouveau premier accès à l’administrateur de votre organisme.',
          },
          {
            term: 'Premier mot de passe échu ou déjà servi',
            value: 'Demandez un nouveau premier accès à l’administrateur de votre organisme.',
          },
          {
            term: 'Compte utilisé par un autre',
            value: (
              <>
                Changez le mot de passe si vous le pouvez, et prévenez aussitôt l’administrateur de votre
                organisme. {contact}
              </>
            ),
          },
        ]}
      />
    ),
  },
];
