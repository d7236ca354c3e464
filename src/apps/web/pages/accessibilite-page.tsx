import { DefinitionList } from '../../../ui/definition-list.tsx';
import { formatDate } from '../../../ui/format.ts';
import { TextPage, type TextSection } from '../../../ui/text-page.tsx';
import { type Exploitant, exploitant } from '../exploitant.ts';

const ETABLIE_LE = '2026-11-21';

/**
 * Accessibility declaration (act of 11 February 2005, article 47; decree 2019-768; A11Y-01).
 *
 * « Non conforme » is the legal word while no audit in force measures conformity, whatever the care taken: the
 * page must stay true. Whoever has an audit made changes this page and the footer's link.
 */
export function AccessibilitePage() {
  return (
    <TextPage
      title="Accessibilité : non conforme"
      intro="Ce qui est fait pour que chacun puisse se servir du portail, ce qui n’a pas encore été vérifié, et comment signaler un obstacle."
      sections={sections(exploitant())}
    />
  );
}

const sections = (qui: Exploitant): readonly TextSection[] => [
  {
    id: 'etat',
    title: 'État de conformité',
    body: (
      <>
        <p>
          Cette déclaration porte sur le portail Passerelle. Elle est faite par {qui.nom}. Le référentiel est
          le RGAA, version 4.1.
        </p>
        <p>
          Le portail est <strong>non conforme</strong> au sens de la loi, parce qu’aucun audit en cours de
          validité ne mesure sa conformité. Cela ne dit pas qu’il est inutilisable ; cela dit que personne
          d’extérieur ne l’a encore vérifié critère par critère.
        </p>
      </>
    ),
  },
  {
    id: 'conception',
    title: 'Ce qui guide sa conception',
    body: (
      <ul>
        <li>Tout doit pouvoir se faire au clavier seul, avec un repère de position visible.</li>
        <li>
          Aucune information n’est donnée par la couleur seule : chaque état a aussi un mot et une forme.
        </li>
        <li>Le contraste des textes est d’au moins 7 pour 1, en clair comme en sombre.</li>
        <li>Les pages restent lisibles à 320 pixels de large et agrandies à 200 %.</li>
        <li>Les préférences du poste sont suivies : couleurs forcées, mouvements réduits, thème sombre.</li>
        <li>Les dessins de chiffres sont toujours accompagnés de leur tableau.</li>
        <li>Les erreurs de saisie sont résumées en tête du formulaire, avec un lien vers chaque champ.</li>
      </ul>
    ),
  },
  {
    id: 'limites',
    title: 'Ce qui n’est pas vérifié',
    body: (
      <>
        <p>
          Faute d’audit, la liste des contenus non accessibles n’est pas établie. Ce que nous savons ne pas
          avoir fait :
        </p>
        <ul>
          <li>d’essais avec des personnes handicapées ;</li>
          <li>de vérification avec l’ensemble des lecteurs d’écran du marché ;</li>
          <li>de contrôle des fichiers de traces que le portail exporte.</li>
        </ul>
      </>
    ),
  },
  {
    id: 'etablissement',
    title: 'Établissement de cette déclaration',
    body: (
      <DefinitionList
        items={[
          { term: 'Établie le', value: formatDate(ETABLIE_LE) },
          { term: 'Technologies', value: 'HTML, CSS, JavaScript, SVG, WAI-ARIA' },
          { term: 'Audit', value: 'aucun à ce jour' },
        ]}
      />
    ),
  },
  {
    id: 'signaler',
    title: 'Signaler un obstacle',
    body: (
      <>
        <p>
          Si vous n’arrivez pas à lire un contenu ou à accomplir un acte, écrivez-nous : nous vous orienterons
          vers une solution accessible, ou vous donnerons l’information sous une autre forme.
        </p>
        <DefinitionList
          items={[
            { term: 'Courriel', value: qui.courriel },
            { term: 'Téléphone', value: qui.telephone },
            { term: 'Adresse', value: qui.adresse },
          ]}
        />
      </>
    ),
  },
  {
    id: 'recours',
    title: 'Voies de recours',
    body: (
      <>
        <p>Si vous avez signalé un obstacle et n’avez pas obtenu de réponse satisfaisante, vous pouvez :</p>
        <ul>
          <li>
            écrire au Défenseur des droits par{' '}
            <a href="https://formulaire.defenseurdesdroits.fr/" rel="noreferrer">
              son formulaire
            </a>
            {' ;'}
          </li>
          <li>
            joindre{' '}
            <a href="https://www.defenseurdesdroits.fr/saisir/delegues" rel="noreferrer">
              son délégué dans votre région
            </a>
            {' ;'}
          </li>
          <li>
            envoyer un courrier, gratuit et sans timbre : Défenseur des droits, Libre réponse 71120, 75342
            Paris CEDEX 07.
          </li>
        </ul>
      </>
    ),
  },
];
