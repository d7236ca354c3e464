import { appeler } from '../../../../ui/api.ts';
import { useConfirmation } from '../../../../ui/confirmation.ts';
import { DateField } from '../../../../ui/date-field.tsx';
import { type Compte, identiteContrat } from '../../contract.ts';
import { ActeDialog, MotifField, motifDe } from './acte-dialog.tsx';
import { direRoles, direSuspenduPar, nomDe } from './comptes-mots.ts';

export interface ActeProps {
  readonly compte: Compte;
  readonly organisme: string;
  readonly onClose: () => void;
}

/** « Claire Martin, utilisateur, Commune de Villexemple ». */
export const direVise = ({ compte, organisme }: Pick<ActeProps, 'compte' | 'organisme'>): string =>
  `${nomDe(compte)} (${direRoles(compte.roles).toLowerCase()}), ${organisme}`;

/** Suspends: as a precaution, or for a time. */
export function SuspendreDialog(props: ActeProps) {
  const { compte, onClose } = props;
  return (
    <ActeDialog
      titre={`Suspendre le compte de ${nomDe(compte)} ?`}
      verbe="Suspendre le compte"
      enCours="Suspension en cours…"
      fin
      onClose={onClose}
      suites={{
        quoi: 'La personne est déconnectée partout et ne peut plus se connecter. Ses jetons d’API sont révoqués. Ses habilitations sont gardées. Un courriel le lui dit, avec votre motif.',
        qui: direVise(props),
        quand: 'Tout de suite : la demande suivante est refusée.',
        retour:
          'Oui : la suspension se lève, et la personne retrouve son accès. Ses jetons seront à refaire.',
      }}
      agir={async (valeurs) => {
        await appeler(identiteContrat.suspendreCompte, { compte: compte.id, motif: motifDe(valeurs) });
        return `Compte suspendu : ${nomDe(compte)} ne peut plus se connecter.`;
      }}
    >
      <MotifField aide="Il est écrit à la personne." />
    </ActeDialog>
  );
}

/** Lifts a suspension. */
export function LeverDialog(props: ActeProps) {
  const { compte, onClose } = props;
  const { avecPreuve } = useConfirmation();
  const par = direSuspenduPar(compte.suspenduPar);
  return (
    <ActeDialog
      titre={`Lever la suspension de ${nomDe(compte)} ?`}
      verbe="Lever la suspension"
      enCours="Levée en cours…"
      onClose={onClose}
      suites={{
        quoi: `Le compte${par ? `, suspendu ${par},` : ''} se rouvre : la personne se connecte avec le même mot de passe et le même second facteur. Les jetons d’API révoqués ne reviennent pas.`,
        qui: direVise(props),
        quand: 'Tout de suite.',
        retour: 'Oui : le compte peut être suspendu de nouveau.',
      }}
      agir={async (valeurs) => {
        await avecPreuve(() =>
          appeler(identiteContrat.leverSuspension, { compte: compte.id, motif: motifDe(valeurs) }),
        );
        return `Suspension levée : ${nomDe(compte)} peut de nouveau se connecter.`;
      }}
    >
      <MotifField aide="Ce que vous avez vérifié, et auprès de qui." />
    </ActeDialog>
  );
}

interface CloreProps extends ActeProps {
  /** Today in the reader's zone: nobody has left tomorrow. */
  readonly aujourdHui: string;
}

/** Ends an account, for good. */
export function CloreDialog({ aujourdHui, ...props }: CloreProps) {
  const { compte, onClose } = props;
  return (
    <ActeDialog
      titre={`Mettre fin au compte de ${nomDe(compte)} ?`}
      verbe="Mettre fin au compte"
      enCours="Fin du compte…"
      fin
      onClose={onClose}
      suites={{
        quoi: 'Ses sessions, ses jetons d’API et toutes ses habilitations s’arrêtent. Ce qui a été fait sous ce compte reste dans l’historique. Un courriel annonce la fermeture à la personne, sans le motif.',
        qui: direVise(props),
        quand: 'Tout de suite, quel que soit le jour de départ indiqué.',
        retour: 'Aucun. Si la personne revient, un nouveau compte lui sera créé.',
      }}
      agir={async (valeurs) => {
        const departLe = String(valeurs.get('departLe') ?? '');
        await appeler(identiteContrat.cloreCompte, {
          compte: compte.id,
          motif: motifDe(valeurs),
          departLe: departLe === '' ? null : departLe,
        });
        return `Compte terminé : ${nomDe(compte)} n’a plus accès au portail.`;
      }}
    >
      <DateField
        name="departLe"
        label="Jour du départ"
        optional
        help="Par exemple 14/03/2026. Si vous ne l’indiquez pas, aujourd’hui."
        max={aujourdHui}
      />
      <MotifField aide="Départ, changement de poste, compte créé par erreur…" />
    </ActeDialog>
  );
}
