import { useQuery } from '@tanstack/react-query';
import { profilsRequete } from '../../../modules/cdap/web/profils-requete.ts';
import { LIBELLES_ROLES } from '../../../modules/identite/libelles.ts';
import { DefinitionList } from '../../../ui/definition-list.tsx';
import { formatDateHeure } from '../../../ui/format.ts';
import { Link } from '../../../ui/link.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { entreesDe } from '../navigation.ts';
import { useSession } from '../session-contexte.ts';
import './mon-accueil.css';

/** Who one is here, and what one can do: the first page of those whose work is on no other. */
export function MonAccueilPage() {
  const session = useSession();
  const { data: cdap } = useQuery({ ...profilsRequete, enabled: session.nature === 'partenaire' });
  const profils = cdap?.profils ?? [];
  const entrees = entreesDe(session, profils.length).filter(({ adresse }) => adresse !== '/accueil');
  return (
    <>
      <PageHeader title={`Bonjour, ${session.prenom} ${session.nom}`} intro={session.fonction} />
      {entrees.length > 0 ? (
        <section className="stack" aria-labelledby="que-faire">
          <h2 id="que-faire">Ce que vous pouvez faire</h2>
          {/* biome-ignore lint/a11y/noRedundantRoles: list-style none makes Safari forget that it is a list */}
          <ul className="link-list" role="list">
            {entrees.map(({ adresse, libelle, objet }) => (
              <li key={adresse}>
                <Link to={adresse}>{libelle}</Link>
                <p>{objet}</p>
              </li>
            ))}
          </ul>
        </section>
      ) : (
        <Notice title="Rien ne vous attend ici pour le moment">
          <p>
            Votre rôle n’ouvre aujourd’hui ni dossier, ni traces. C’est voulu : chacun n’ouvre que ce que sa
            mission demande. Si vous attendiez autre chose, voyez avec l’administrateur de votre organisme.
          </p>
        </Notice>
      )}
      <section className="stack" aria-labelledby="qui">
        <h2 id="qui">Votre compte</h2>
        <DefinitionList
          items={[
            { term: 'Organisme', value: session.organisme },
            ...(session.caf && session.nature === 'partenaire' ? [{ term: 'Caf', value: session.caf }] : []),
            {
              term: session.roles.length > 1 ? 'Rôles' : 'Rôle',
              value: session.roles.map((role) => LIBELLES_ROLES[role] ?? role).join(', ') || 'Aucun',
            },
            {
              term: 'Dernière connexion',
              value:
                session.derniereConnexion === null
                  ? 'C’est votre première connexion.'
                  : formatDateHeure(session.derniereConnexion, session.fuseau),
            },
          ]}
        />
        <p className="soft">
          Une connexion que vous ne reconnaissez pas ? Prévenez aussitôt le responsable de la sécurité de
          votre organisme. <Link to="/contact">À qui s’adresser ?</Link>
        </p>
      </section>
    </>
  );
}
