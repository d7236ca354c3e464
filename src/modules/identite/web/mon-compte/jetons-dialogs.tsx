import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { PORTEES, type Portee } from '../../../../kernel/route.ts';
import { appeler, type SortieDe } from '../../../../ui/api.ts';
import { Button } from '../../../../ui/button.tsx';
import { CheckboxGroup, RadioGroup } from '../../../../ui/choice-field.tsx';
import { useConfirmation } from '../../../../ui/confirmation.ts';
import { CopyButton } from '../../../../ui/copy-button.tsx';
import { DefinitionList } from '../../../../ui/definition-list.tsx';
import { Dialog } from '../../../../ui/dialog.tsx';
import { Form, SubmitButton } from '../../../../ui/form.tsx';
import { formatDate, formatDateHeure } from '../../../../ui/format.ts';
import { Notice } from '../../../../ui/notice.tsx';
import { TextField } from '../../../../ui/text-field.tsx';
import { annoncer } from '../../../../ui/toasts.ts';
import { identiteContrat } from '../../contract.ts';
import { DUREES_JETON, direPortees, PORTEES_DITES } from './mots.ts';
import { type Jeton, relireMonCompte } from './requetes.ts';

type JetonCree = SortieDe<typeof identiteContrat.creerJeton>;

interface JetonCreationDialogProps {
  readonly fuseau: string;
  readonly onClose: () => void;
}

const DUREE_HABITUELLE = 30;

/** A new token: its name, what it opens, for how long; then the token itself, shown once. */
export function JetonCreationDialog({ fuseau, onClose }: JetonCreationDialogProps) {
  const client = useQueryClient();
  const { avecPreuve } = useConfirmation();
  const [cree, setCree] = useState<JetonCree | null>(null);

  const creer = async (valeurs: FormData) => {
    const entree = {
      nom: String(valeurs.get('nom') ?? ''),
      portees: valeurs.getAll('portees') as Portee[],
      jours: Number(valeurs.get('jours')),
    };
    setCree(await avecPreuve(() => appeler(identiteContrat.creerJeton, entree)));
    await relireMonCompte(client);
  };

  if (cree) return <JetonMontre cree={cree} fuseau={fuseau} onClose={onClose} />;
  return (
    <Dialog title="Créer un jeton d’API" alert onClose={onClose}>
      <Form label="Nouveau jeton" onSubmit={creer}>
        <TextField
          name="nom"
          label="Nom du jeton"
          help="Le logiciel qui s’en servira. Ce nom figure dans les traces, par exemple « Logiciel de facturation »."
          maxLength={60}
          autoComplete="off"
          missing="Donnez-lui un nom."
        />
        <CheckboxGroup
          name="portees"
          label="Services"
          help="N’ouvrez que ce dont le logiciel a besoin."
          missing="Choisissez au moins un service."
          options={PORTEES.map((portee) => ({
            value: portee,
            label: PORTEES_DITES[portee].nom,
            help: PORTEES_DITES[portee].aide,
          }))}
        />
        <RadioGroup
          name="jours"
          label="Durée"
          help="Ensuite il ne sert plus : vous en créerez un autre."
          defaultValue={String(DUREE_HABITUELLE)}
          options={DUREES_JETON.map((jours) => ({ value: String(jours), label: `${jours} jours` }))}
        />
        <div className="button-row">
          <SubmitButton busyLabel="Création en cours…">Créer le jeton</SubmitButton>
          <Button onClick={onClose}>Abandonner</Button>
        </div>
      </Form>
    </Dialog>
  );
}

interface JetonMontreProps extends JetonCreationDialogProps {
  readonly cree: JetonCree;
}

/** The token, once. Escape does not take it away: the person says that it is kept. */
function JetonMontre({ cree, fuseau, onClose }: JetonMontreProps) {
  const { jeton, detail } = cree;
  return (
    <Dialog title={`Jeton « ${detail.nom} » créé`} alert onClose={() => {}}>
      <Notice tone="attention" title="Copiez-le maintenant">
        <p>Il ne sera plus jamais montré. S’il est perdu, révoquez-le et créez-en un autre.</p>
      </Notice>
      <div className="stack">
        <code className="account-token">{jeton}</code>
        <div>
          <CopyButton value={jeton} what="le jeton" />
        </div>
      </div>
      <DefinitionList
        items={[
          { term: 'Services', value: direPortees(detail.portees) },
          { term: 'Expire', value: formatDateHeure(detail.expireLe, fuseau) },
        ]}
      />
      <div className="button-row">
        <Button
          variant="primary"
          onClick={() => {
            annoncer(`Jeton « ${detail.nom} » en service jusqu’au ${formatDate(detail.expireLe, fuseau)}.`);
            onClose();
          }}
        >
          J’ai copié le jeton
        </Button>
      </div>
    </Dialog>
  );
}

interface JetonRevocationDialogProps {
  readonly jeton: Jeton;
  readonly onClose: () => void;
}

/** Ends a token. */
export function JetonRevocationDialog({ jeton, onClose }: JetonRevocationDialogProps) {
  const client = useQueryClient();
  const revoquer = async () => {
    await appeler(identiteContrat.revoquerJeton, { jeton: jeton.id });
    await relireMonCompte(client);
    annoncer(`Jeton « ${jeton.nom} » révoqué.`);
    onClose();
  };
  return (
    <Dialog title={`Révoquer « ${jeton.nom} » ?`} alert onClose={onClose}>
      <DefinitionList
        items={[
          { term: 'Ce qui va se passer', value: 'Le logiciel qui s’en sert est refusé.' },
          { term: 'Quand', value: 'Dès sa prochaine demande.' },
          { term: 'Retour en arrière', value: 'Aucun : il faudra créer un autre jeton.' },
        ]}
      />
      <Form label="Révocation" onSubmit={revoquer}>
        <div className="button-row">
          <SubmitButton variant="stop" busyLabel="Révocation…">
            Révoquer le jeton
          </SubmitButton>
          <Button onClick={onClose}>Ne rien faire</Button>
        </div>
      </Form>
    </Dialog>
  );
}
