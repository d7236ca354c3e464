import { useState } from 'react';
import { appeler } from '../../../../ui/api.ts';
import { Button } from '../../../../ui/button.tsx';
import { RadioGroup } from '../../../../ui/choice-field.tsx';
import { useConfirmation } from '../../../../ui/confirmation.ts';
import { Dialog } from '../../../../ui/dialog.tsx';
import { formatCompte, formatDateHeure } from '../../../../ui/format.ts';
import { Notice } from '../../../../ui/notice.tsx';
import { type Compte, identiteContrat, type Session } from '../../contract.ts';
import { ActeDialog, MotifField, motifDe } from './acte-dialog.tsx';
import { type ActeProps, direVise } from './actes-etat.tsx';
import { nomDe } from './comptes-mots.ts';
import type { OrganismeVu } from './comptes-requetes.ts';
import { LettresAImprimer } from './lettres.tsx';
import { voieDe, voiesPour } from './voies.ts';

interface RedonnerProps extends ActeProps {
  readonly lecteur: Session;
}

/** A new first access, for who has lost theirs or never used it. Then, by post, the letters. */
export function RedonnerAccesDialog({ lecteur, ...props }: RedonnerProps) {
  const { compte, onClose } = props;
  const { avecPreuve } = useConfirmation();
  /** Once the access is open by post: until when. */
  const [ouvertJusquau, setExpireLe] = useState<string | null>(null);
  // As it was when asked: the act itself changes it.
  const [jamaisServi] = useState(compte.etat === 'attente');

  if (ouvertJusquau !== null)
    return (
      <Dialog title="Deux lettres à envoyer" onClose={onClose}>
        <Notice tone="fait" title={`Un nouveau premier accès est ouvert à ${nomDe(compte)}`}>
          <p>Il sert jusqu’au {formatDateHeure(ouvertJusquau, lecteur.fuseau)}.</p>
        </Notice>
        <LettresAImprimer compte={compte} />
        <div className="button-row">
          <Button onClick={onClose}>Fermer</Button>
        </div>
      </Dialog>
    );
  return (
    <ActeDialog
      titre={`Redonner un premier accès à ${nomDe(compte)} ?`}
      verbe="Redonner un premier accès"
      enCours="Envoi en cours…"
      fin={!jamaisServi}
      onClose={onClose}
      suites={{
        quoi: jamaisServi
          ? 'Un nouveau premier mot de passe est fait ; celui qui avait été envoyé ne sert plus.'
          : 'Le mot de passe actuel ne sert plus, le second facteur est retiré, sessions et jetons d’API s’arrêtent. La personne choisira un mot de passe et enregistrera un nouveau second facteur. Ses habilitations sont gardées.',
        qui: direVise(props),
        quand: 'Tout de suite. Par courriel, l’accès sert 72 heures ; par courrier, 15 jours.',
        retour: jamaisServi
          ? 'Aucun, mais un autre accès peut être redonné.'
          : 'Aucun. Assurez-vous que c’est bien la personne qui le demande : rappelez-la à un numéro que vous connaissez.',
      }}
      agir={async (valeurs) => {
        const voie = voieDe(valeurs);
        const { expireLe } = await avecPreuve(() =>
          appeler(identiteContrat.redonnerAcces, { compte: compte.id, voie, motif: motifDe(valeurs) }),
        );
        if (voie === 'courrier') {
          setExpireLe(expireLe);
          return null;
        }
        return `Nouvel accès envoyé à ${compte.courriel}, jusqu’au ${formatDateHeure(expireLe, lecteur.fuseau)}.`;
      }}
    >
      <ChoixVoie nature={lecteur.nature} courriel={compte.courriel} />
      <MotifField aide="Téléphone perdu, accès jamais reçu…" />
    </ActeDialog>
  );
}

/** By mail, or by post for those who can print and send: the Caf and the Cnaf. */
export function ChoixVoie({
  nature,
  courriel,
}: {
  readonly nature: Session['nature'];
  readonly courriel?: string;
}) {
  if (nature === 'partenaire') return <input type="hidden" name="voie" value="courriel" />;
  return (
    <RadioGroup
      name="voie"
      label="Envoyer l’accès"
      defaultValue="courriel"
      missing="Choisissez le courriel ou le courrier."
      options={voiesPour(courriel === undefined ? 'nouveau' : 'connu').map(({ value, label, aide }) => ({
        value,
        label: value === 'courriel' && courriel ? `${label} à ${courriel}` : label,
        help: aide,
      }))}
    />
  );
}

/** Orders a change of password to one person (HAB-44). */
export function ForcerDialog(props: ActeProps) {
  const { compte, onClose } = props;
  const { avecPreuve } = useConfirmation();
  return (
    <ActeDialog
      titre={`Ordonner à ${nomDe(compte)} de changer de mot de passe ?`}
      verbe="Ordonner le changement"
      enCours="Envoi en cours…"
      onClose={onClose}
      suites={{
        quoi: 'La personne est déconnectée et ses jetons d’API sont révoqués. Elle choisira un autre mot de passe à sa prochaine connexion. Un courriel le lui dit, avec votre motif.',
        qui: direVise(props),
        quand: 'Tout de suite.',
        retour: 'Aucun.',
      }}
      agir={async (valeurs) => {
        await avecPreuve(() =>
          appeler(identiteContrat.forcerMotDePasse, { compte: compte.id, motif: motifDe(valeurs) }),
        );
        return `${nomDe(compte)} choisira un autre mot de passe à sa prochaine connexion.`;
      }}
    >
      <MotifField aide="Il est écrit à la personne." />
    </ActeDialog>
  );
}

/** The same to everybody at a partner, after an incident. */
export function ForcerOrganismeDialog({
  vu,
  onClose,
}: {
  readonly vu: OrganismeVu;
  readonly onClose: () => void;
}) {
  const { avecPreuve } = useConfirmation();
  const { organisme } = vu;
  if (!('partenaire' in organisme)) return null;
  return (
    <ActeDialog
      titre="Ordonner à tous de changer de mot de passe ?"
      verbe="Ordonner le changement à tous"
      enCours="Envoi en cours…"
      fin
      onClose={onClose}
      suites={{
        quoi: 'Chaque personne est déconnectée, et ses jetons d’API sont révoqués. Elle choisira un autre mot de passe à sa prochaine connexion. Un courriel le lui dit, avec votre motif.',
        qui: `Toutes les personnes de ${vu.nom}, administrateurs compris.`,
        quand: 'Tout de suite : ce qui est en cours de saisie sera perdu.',
        retour: 'Aucun.',
      }}
      agir={async (valeurs) => {
        const { comptes } = await avecPreuve(() =>
          appeler(identiteContrat.forcerMotDePasse, {
            partenaire: organisme.partenaire,
            motif: motifDe(valeurs),
          }),
        );
        return `Changement ordonné, ${vu.nom} : ${formatCompte(comptes, 'compte')}.`;
      }}
    >
      <MotifField aide="Il est écrit à chaque personne." />
    </ActeDialog>
  );
}

/** Letters are for who can print and post them, the Caf and the Cnaf, while the first access is awaited. */
export const peutImprimer = (lecteur: Session, compte: Compte): boolean =>
  lecteur.nature !== 'partenaire' && compte.etat === 'attente' && compte.actes.includes('redonner-acces');
