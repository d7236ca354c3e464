import { useQuery } from '@tanstack/react-query';
import { profilsRequete } from '../../../modules/cdap/web/profils-requete.ts';
import { MesHabilitationsPage } from '../../../modules/habilitations/web/mes-habilitations-page.tsx';
import { ButtonLink } from '../../../ui/link.tsx';
import { ouverturesCdap } from '../ouvertures-cdap.ts';
import { useSession } from '../session-contexte.ts';

/** One's own rights, with what Cdap says of each. Only agents of partners hold Cdap profiles. */
export function MesHabilitationsRoute() {
  const { prenom, nom, organisme, nature, roles, fuseau } = useSession();
  const profils = useQuery({ ...profilsRequete, enabled: nature === 'partenaire' });
  const lues = profils.data?.profils ?? (nature === 'partenaire' ? undefined : []);
  return (
    <MesHabilitationsPage
      titulaire={{
        nom: `${prenom} ${nom}`,
        organisme,
        nature,
        administrateur: roles.some((role) => role.startsWith('administrateur-')),
      }}
      ouvertures={lues ? ouverturesCdap(lues) : profils.isError ? null : undefined}
      fuseau={fuseau}
      suite={<ButtonLink to="/cdap">Consulter un dossier</ButtonLink>}
    />
  );
}
