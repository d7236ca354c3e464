import { useState } from 'react';
import { appeler } from '../../../../ui/api.ts';
import { RadioGroup } from '../../../../ui/choice-field.tsx';
import { useConfirmation } from '../../../../ui/confirmation.ts';
import { TextField } from '../../../../ui/text-field.tsx';
import { identiteContrat } from '../../contract.ts';
import { ActeDialog, MotifField, motifDe } from './acte-dialog.tsx';
import { type ActeProps, direVise } from './actes-etat.tsx';
import { AIDES_ROLES, direRole, nomDe } from './comptes-mots.ts';

/** Corrects the name or the function; the address too, while the first access has not been used. */
export function CorrigerDialog(props: ActeProps) {
  const { compte, onClose } = props;
  const { avecPreuve } = useConfirmation();
  const [adresse] = useState(compte.etat === 'attente' && compte.derniereConnexion === null);
  return (
    <ActeDialog
      titre={`Corriger l’identité de ${nomDe(compte)}`}
      verbe="Enregistrer la correction"
      enCours="Enregistrement…"
      onClose={onClose}
      suites={{
        quoi: `Le nom et la fonction${adresse ? ', et l’adresse où part le premier accès,' : ''} sont corrigés. Un compte ne passe pas d’une personne à une autre.`,
        qui: direVise(props),
        quand: 'Tout de suite.',
        retour: 'Oui : ils peuvent être corrigés de nouveau.',
      }}
      agir={async (valeurs) => {
        const lire = (nom: string) => String(valeurs.get(nom) ?? '');
        await avecPreuve(() =>
          appeler(identiteContrat.corrigerCompte, {
            compte: compte.id,
            prenom: lire('prenom'),
            nom: lire('nom'),
            fonction: lire('fonction'),
            courriel: adresse ? lire('courriel') : compte.courriel,
          }),
        );
        return `Identité corrigée : ${lire('prenom').trim()} ${lire('nom').trim()}.`;
      }}
    >
      <TextField
        name="prenom"
        label="Prénom"
        defaultValue={compte.prenom}
        maxLength={80}
        autoComplete="off"
        missing="Indiquez le prénom."
      />
      <TextField
        name="nom"
        label="Nom"
        defaultValue={compte.nom}
        maxLength={80}
        autoComplete="off"
        missing="Indiquez le nom."
      />
      <TextField
        name="fonction"
        label="Fonction"
        defaultValue={compte.fonction}
        maxLength={120}
        autoComplete="off"
        missing="Indiquez la fonction."
      />
      {adresse ? (
        <TextField
          name="courriel"
          label="Adresse électronique"
          type="email"
          help="Si elle change, redonnez ensuite un premier accès : celui qui est parti à l’ancienne ne sert plus."
          defaultValue={compte.courriel}
          maxLength={320}
          autoComplete="off"
          missing="Indiquez une adresse électronique."
        />
      ) : (
        <p className="soft">
          L’adresse {compte.courriel} ne se corrige pas ici : la personne la change dans « Mon compte ».
        </p>
      )}
    </ActeDialog>
  );
}

interface RoleProps extends ActeProps {
  /** Roles among which one is chosen: those to give, or those that may be taken back. */
  readonly roles: readonly string[];
}

type Role = Parameters<typeof appeler<typeof identiteContrat.changerRole>>[1]['role'];

/** Gives a role by its name. */
export function DonnerRoleDialog({ roles, ...props }: RoleProps) {
  const { compte, onClose } = props;
  const { avecPreuve } = useConfirmation();
  return (
    <ActeDialog
      titre={`Donner un rôle à ${nomDe(compte)}`}
      verbe="Donner ce rôle"
      enCours="Enregistrement…"
      onClose={onClose}
      suites={{
        quoi: 'La personne peut ce que le rôle permet, en plus de ce qu’elle pouvait. Aucune habilitation à lire des dossiers ne vient avec.',
        qui: direVise(props),
        quand: 'Dès sa prochaine action sur le portail.',
        retour: 'Oui : le rôle peut être retiré.',
      }}
      agir={async (valeurs) => {
        const role = String(valeurs.get('role')) as Role;
        await avecPreuve(() =>
          appeler(identiteContrat.changerRole, {
            compte: compte.id,
            role,
            donner: true,
            motif: motifDe(valeurs),
          }),
        );
        return `${nomDe(compte)} a maintenant le rôle « ${direRole(role)} ».`;
      }}
    >
      <ChoixRole roles={roles} />
      <MotifField aide="Prise de fonction, remplacement…" />
    </ActeDialog>
  );
}

/** Takes a role back. */
export function RetirerRoleDialog({ roles, ...props }: RoleProps) {
  const { compte, onClose } = props;
  const { avecPreuve } = useConfirmation();
  return (
    <ActeDialog
      titre={`Retirer un rôle à ${nomDe(compte)}`}
      verbe="Retirer ce rôle"
      enCours="Enregistrement…"
      fin
      onClose={onClose}
      suites={{
        quoi: 'La personne ne peut plus ce que ce seul rôle permettait. Le compte reste ouvert.',
        qui: direVise(props),
        quand: 'Dès sa prochaine action sur le portail.',
        retour: 'Oui : le rôle peut être redonné.',
      }}
      agir={async (valeurs) => {
        const role = String(valeurs.get('role')) as Role;
        await avecPreuve(() =>
          appeler(identiteContrat.changerRole, {
            compte: compte.id,
            role,
            donner: false,
            motif: motifDe(valeurs),
          }),
        );
        return `${nomDe(compte)} n’a plus le rôle « ${direRole(role)} ».`;
      }}
    >
      <ChoixRole roles={roles} />
      <MotifField aide="Fin de fonction, changement d’organisation…" />
    </ActeDialog>
  );
}

function ChoixRole({ roles }: { readonly roles: readonly string[] }) {
  const [seul] = roles;
  return (
    <RadioGroup
      name="role"
      label="Rôle"
      missing="Choisissez un rôle."
      {...(roles.length === 1 && seul ? { defaultValue: seul } : {})}
      options={roles.map((role) => ({ value: role, label: direRole(role), help: AIDES_ROLES[role] }))}
    />
  );
}
