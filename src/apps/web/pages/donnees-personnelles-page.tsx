import { DefinitionList } from '../../../ui/definition-list.tsx';
import { TextPage, type TextSection } from '../../../ui/text-page.tsx';
import { type Exploitant, exploitant } from '../exploitant.ts';

/** Personal-data notice (regulation 2016/679, articles 13 and 14; TRA-01 to TRA-12, ACC-15). */
export function DonneesPersonnellesPage() {
  return (
    <TextPage
      title="Données personnelles"
      intro="Ce que le portail retient des personnes qui s’en servent et des familles, pourquoi, combien de temps, et comment exercer vos droits."
      sections={sections(exploitant())}
    />
  );
}

const sections = (qui: Exploitant): readonly TextSection[] => [
  {
    id: 'responsable',
    title: 'Qui en répond',
    body: (
      <DefinitionList
        items={[
          { term: 'Responsable du traitement', value: qui.responsableTraitement },
          { term: 'Délégué à la protection des données', value: qui.dpo },
          {
            term: 'Bases légales',
            value:
              'mission d’intérêt public et obligations légales (article 6, points 1 c et 1 e du règlement européen)',
          },
        ]}
      />
    ),
  },
  {
    id: 'utilisateurs',
    title: 'Si vous avez un compte',
    body: (
      <>
        <p>Le portail retient, pour vous connaître et vérifier ce que vous pouvez faire :</p>
        <ul>
          <li>
            votre nom, votre fonction, votre organisme, votre courriel et votre téléphone professionnels ;
          </li>
          <li>votre identifiant, l’empreinte de votre mot de passe, vos seconds facteurs ;</li>
          <li>vos droits, qui les a donnés, changés ou retirés, quand et pourquoi.</li>
        </ul>
        <p>
          Il inscrit aussi chaque connexion et chaque acte, même refusé : qui, quand, depuis quelle adresse et
          quel navigateur, quel acte et sur quel dossier, pour quelle mission, avec quel résultat. Ces traces
          ne contiennent ni secret ni copie de ce qui a été affiché. Elles servent à vérifier que la
          convention est respectée et à répondre aux familles.
        </p>
      </>
    ),
  },
  {
    id: 'familles',
    title: 'Si vous êtes allocataire',
    body: (
      <>
        <p>
          Des agents habilités peuvent lire dans votre dossier les seules rubriques que leur mission demande.
          Chaque lecture est inscrite avant de s’afficher.
        </p>
        <p>
          Vous pouvez demander quels organismes ont lu votre dossier au cours des six derniers mois, à quelles
          dates et pour quel usage : écrivez au délégué à la protection des données, ou à celui de votre Caf.
          Vous pouvez aussi vous opposer au partage de vos informations avec un organisme, dans les cas où la
          loi le permet.
        </p>
      </>
    ),
  },
  {
    id: 'durees',
    title: 'Combien de temps',
    body: (
      <DefinitionList
        items={[
          { term: 'Traces', value: 'six mois, puis effacement dans les vingt-quatre heures' },
          {
            term: 'Comptes et droits',
            value: 'six ans après la fin du droit, puis effacement ou anonymisation',
          },
          { term: 'Statistiques', value: 'au-delà, sans aucun nom' },
        ]}
      />
    ),
  },
  {
    id: 'destinataires',
    title: 'Qui les voit',
    body: (
      <>
        <p>
          Votre compte et vos droits : les personnes qui gèrent les droits dans votre organisme, et celles de
          la Caf. Les traces : l’administrateur de votre organisme et son suppléant pour tout l’organisme ; à
          la Caf et à la Caisse nationale, des personnes désignées par leur nom, dont chaque lecture est
          elle-même inscrite.
        </p>
        <p>Aucune donnée n’est vendue, ni transmise à d’autres fins.</p>
      </>
    ),
  },
  {
    id: 'poste',
    title: 'Sur votre poste',
    body: (
      <ul>
        <li>
          Un cookie de session, effacé à la déconnexion, sans lequel le portail ne peut pas vous reconnaître.
        </li>
        <li>
          Vos choix d’affichage (couleurs, densité, raccourci), gardés par le navigateur et jamais envoyés.
        </li>
        <li>Aucune mesure d’audience, aucun contenu d’un autre site.</li>
      </ul>
    ),
  },
  {
    id: 'droits',
    title: 'Vos droits',
    body: (
      <>
        <p>
          Vous pouvez demander l’accès à vos données et leur rectification et, dans les cas prévus par le
          règlement européen, leur effacement, la limitation de leur usage, ou vous y opposer. Un agent
          demande ses propres traces par la voie hiérarchique ; la réponse vient dans le mois.
        </p>
        <p>
          Écrivez au délégué à la protection des données : {qui.dpo}. Si la réponse ne vous convient pas, vous
          pouvez adresser une réclamation à la{' '}
          <a href="https://www.cnil.fr/fr/plaintes" rel="noreferrer">
            Commission nationale de l’informatique et des libertés
          </a>
          .
        </p>
      </>
    ),
  },
];
