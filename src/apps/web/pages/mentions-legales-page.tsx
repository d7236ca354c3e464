import { DefinitionList } from '../../../ui/definition-list.tsx';
import { Link } from '../../../ui/link.tsx';
import { TextPage, type TextSection } from '../../../ui/text-page.tsx';
import { type Exploitant, exploitant } from '../exploitant.ts';

/** Legal notice (act of 21 June 2004 on the digital economy; ACC-15). */
export function MentionsLegalesPage() {
  return (
    <TextPage
      title="Mentions légales"
      intro="Qui publie ce portail, qui l’héberge, et à quelles conditions on s’en sert."
      sections={sections(exploitant())}
    />
  );
}

const sections = (qui: Exploitant): readonly TextSection[] => [
  {
    id: 'editeur',
    title: 'Éditeur',
    body: (
      <DefinitionList
        items={[
          { term: 'Organisme', value: qui.nom },
          { term: 'Adresse', value: qui.adresse },
          { term: 'Téléphone', value: qui.telephone },
          { term: 'Courriel', value: qui.courriel },
          { term: 'Direction de la publication', value: qui.directeurPublication },
        ]}
      />
    ),
  },
  {
    id: 'hebergement',
    title: 'Hébergement',
    body: <DefinitionList items={[{ term: 'Hébergeur', value: qui.hebergeur }]} />,
  },
  {
    id: 'logiciel',
    title: 'Le logiciel',
    body: (
      <>
        <p>
          Passerelle est un logiciel libre, publié sous la licence publique de l’Union européenne (EUPL 1.2).
          Chacun peut l’installer, l’étudier et le modifier aux conditions de cette licence.
        </p>
        <p>
          Il ne porte la marque d’aucun organisme public. Son nom, son dessin et ses couleurs lui sont
          propres. Ceux qui l’ont écrit ne répondent pas de l’usage qui est fait de cette installation : seul{' '}
          {qui.nom} en répond.
        </p>
        <p>
          Les textes sont composés en Atkinson Hyperlegible, une famille de caractères du Braille Institute,
          sous licence libre (SIL Open Font License).
        </p>
      </>
    ),
  },
  {
    id: 'acces',
    title: 'Conditions d’accès',
    body: (
      <>
        <p>
          Hors de ces pages d’information, le portail est réservé aux personnes à qui un compte a été remis en
          application d’une convention signée entre leur organisme et une Caf. Un compte est personnel : il ne
          se prête pas.
        </p>
        <p>
          Les services sont gratuits. Ce qu’on y lit est couvert par le secret professionnel (article 226-13
          du code pénal), y compris après la fin des fonctions. Toute connexion et tout acte sont inscrits et
          conservés six mois.
        </p>
        <p>
          Accéder ou se maintenir frauduleusement dans le portail est puni par les articles 323-1 et suivants
          du code pénal.
        </p>
      </>
    ),
  },
  {
    id: 'donnees',
    title: 'Données personnelles et traceurs',
    body: (
      <p>
        Le portail dépose un seul cookie, celui de la session, indispensable à son fonctionnement ; il ne
        mesure pas son audience et n’appelle aucun autre site. Le détail est sur la page{' '}
        <Link to="/donnees-personnelles">Données personnelles</Link>.
      </p>
    ),
  },
];
