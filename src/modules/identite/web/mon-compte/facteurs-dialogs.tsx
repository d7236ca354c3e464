import { useQueryClient } from '@tanstack/react-query';
import { appeler } from '../../../../ui/api.ts';
import { Button } from '../../../../ui/button.tsx';
import { useConfirmation } from '../../../../ui/confirmation.ts';
import { DefinitionList } from '../../../../ui/definition-list.tsx';
import { Dialog } from '../../../../ui/dialog.tsx';
import { Form, SubmitButton } from '../../../../ui/form.tsx';
import { TextField } from '../../../../ui/text-field.tsx';
import { annoncer } from '../../../../ui/toasts.ts';
import { identiteContrat } from '../../contract.ts';
import { CodesRecuperation } from '../codes-recuperation.tsx';
import { EnrolerApplication, type Preparation, type SuiteFacteur } from '../facteur-application.tsx';
import { EnrolerCle } from '../facteur-cle.tsx';
import { relireMonCompte } from './requetes.ts';
import type { Cle } from './second-facteur-page.tsx';

interface Fermable {
  readonly onClose: () => void;
}

interface AjoutProps extends Fermable {
  readonly onFait: (suite: SuiteFacteur) => Promise<void>;
}

/** A first application, or another in the place of the one that is there. */
export function AjoutApplicationDialog({
  preparation,
  remplace,
  onFait,
  onClose,
}: AjoutProps & { readonly preparation: Preparation; readonly remplace: boolean }) {
  const { avecPreuve } = useConfirmation();
  return (
    <Dialog
      title={remplace ? 'Changer d’application' : 'Ajouter une application'}
      size="wide"
      alert
      onClose={onClose}
    >
      {remplace && <p>L’application actuelle sert jusqu’à ce que la nouvelle ait donné son premier code.</p>}
      <EnrolerApplication
        preparation={preparation}
        envoyer={avecPreuve}
        onFait={onFait}
        autre={<Button onClick={onClose}>Ne rien changer</Button>}
      />
    </Dialog>
  );
}

/** One more passkey. */
export function AjoutCleDialog({ onFait, onClose }: AjoutProps) {
  const { avecPreuve } = useConfirmation();
  return (
    <Dialog title="Ajouter une clé d’accès" onClose={onClose}>
      <EnrolerCle
        envoyer={avecPreuve}
        onFait={onFait}
        autre={<Button onClick={onClose}>Ne rien ajouter</Button>}
      />
    </Dialog>
  );
}

/** Another name for a passkey. */
export function RenommerDialog({ cle, onClose }: Fermable & { readonly cle: Cle }) {
  const client = useQueryClient();
  const renommer = async (valeurs: FormData) => {
    await appeler(identiteContrat.renommerCle, { cle: cle.id, nom: String(valeurs.get('nom') ?? '') });
    await relireMonCompte(client);
    annoncer('Clé renommée.');
    onClose();
  };
  return (
    <Dialog title={`Renommer « ${cle.nom} »`} onClose={onClose}>
      <Form label="Renommer la clé" onSubmit={renommer}>
        <TextField
          name="nom"
          label="Nom de la clé"
          help="Par exemple « Ordinateur du bureau » ou « Clé du trousseau »."
          defaultValue={cle.nom}
          maxLength={60}
          autoComplete="off"
          missing="Donnez-lui un nom."
        />
        <div className="button-row">
          <SubmitButton busyLabel="Enregistrement…">Renommer</SubmitButton>
          <Button onClick={onClose}>Ne rien changer</Button>
        </div>
      </Form>
    </Dialog>
  );
}

interface RetirerProps extends Fermable {
  /** The passkey; null: the application. */
  readonly cle: Cle | null;
  readonly dernier: boolean;
}

/** Takes a means away; the others go on. */
export function RetirerDialog({ cle, dernier, onClose }: RetirerProps) {
  const client = useQueryClient();
  const { avecPreuve } = useConfirmation();
  const nom = cle ? `la clé « ${cle.nom} »` : 'l’application d’authentification';
  const retirer = async () => {
    await avecPreuve(() => appeler(identiteContrat.retirerFacteur, { cle: cle?.id ?? null }));
    await relireMonCompte(client);
    annoncer(cle ? 'Clé retirée.' : 'Application retirée.');
    onClose();
  };
  return (
    <Dialog title={`Retirer ${nom} ?`} alert onClose={onClose}>
      <DefinitionList
        items={[
          {
            term: 'Ce qui va se passer',
            value: dernier
              ? 'Elle ne sert plus à vous connecter. Le mot de passe suffira, et vos codes de récupération ne serviront plus.'
              : 'Elle ne sert plus à vous connecter. Vos autres moyens continuent.',
          },
          { term: 'Quand', value: 'Tout de suite.' },
          { term: 'Retour en arrière', value: 'Oui : vous pourrez l’enregistrer de nouveau.' },
        ]}
      />
      <Form label="Retrait" onSubmit={retirer}>
        <div className="button-row">
          <SubmitButton variant="stop" busyLabel="Retrait en cours…">
            Retirer {cle ? 'cette clé' : 'l’application'}
          </SubmitButton>
          <Button onClick={onClose}>Ne rien faire</Button>
        </div>
      </Form>
    </Dialog>
  );
}

interface RefaireProps extends Fermable {
  readonly onFaits: (codes: readonly string[]) => void;
}

/** Ten other codes; those before serve no more. */
export function RefaireCodesDialog({ onFaits, onClose }: RefaireProps) {
  const client = useQueryClient();
  const { avecPreuve } = useConfirmation();
  const refaire = async () => {
    const { codesRecuperation } = await avecPreuve(() => appeler(identiteContrat.refaireCodes, {}));
    onFaits(codesRecuperation);
    await relireMonCompte(client);
  };
  return (
    <Dialog title="Faire dix nouveaux codes ?" alert onClose={onClose}>
      <DefinitionList
        items={[
          {
            term: 'Ce qui va se passer',
            value:
              'Dix codes vous sont montrés une seule fois. Les précédents, utilisés ou non, ne servent plus.',
          },
          { term: 'Quand', value: 'Tout de suite.' },
          { term: 'Retour en arrière', value: 'Aucun.' },
        ]}
      />
      <Form label="Nouveaux codes" onSubmit={refaire}>
        <div className="button-row">
          <SubmitButton busyLabel="Préparation…">Faire dix nouveaux codes</SubmitButton>
          <Button onClick={onClose}>Garder les codes actuels</Button>
        </div>
      </Form>
    </Dialog>
  );
}

/** The codes, once. Escape does not take them away: the person says that they are safe. */
export function CodesDialog({
  codes,
  onRanges,
}: {
  readonly codes: readonly string[];
  readonly onRanges: () => void;
}) {
  return (
    <Dialog title="Vos codes de récupération" alert onClose={() => {}}>
      <CodesRecuperation codes={codes} onRanges={onRanges} action="Terminer" />
    </Dialog>
  );
}
