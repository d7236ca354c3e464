import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { appeler } from '../../../ui/api.ts';
import { ErreurApi } from '../../../ui/api-error.ts';
import { Button } from '../../../ui/button.tsx';
import { useConfirmation } from '../../../ui/confirmation.ts';
import { type Definition, DefinitionList } from '../../../ui/definition-list.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Field } from '../../../ui/field.tsx';
import { Form, SubmitButton } from '../../../ui/form.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { annoncer } from '../../../ui/toasts.ts';
import { type ArretLecture, cdapContrat } from '../contract.ts';
import { direVise } from './arrets-mots.ts';
import { arretsRequete } from './arrets-requete.ts';

interface ArretsLeveeDialogProps {
  readonly arret: ArretLecture;
  /** Closed, whether the stop was lifted or not. */
  readonly onClose: () => void;
}

const MOTIF_MIN = 10;
const MOTIF_MAX = 300;

/** Before a stop is lifted: what will happen, to whom, from when; and why it is judged so. */
export function ArretsLeveeDialog({ arret, onClose }: ArretsLeveeDialogProps) {
  const client = useQueryClient();
  const { avecPreuve } = useConfirmation();
  const vise = direVise(arret);
  const organisme = arret.cause === 'plafond-partenaire';

  const relire = () => client.invalidateQueries({ queryKey: arretsRequete.queryKey });
  const [refus, setRefus] = useState<ErreurApi | null>(null);

  const lever = async (valeurs: FormData) => {
    try {
      const entree = { arret: arret.id, motif: String(valeurs.get('motif') ?? '').trim() };
      await avecPreuve(() => appeler(cdapContrat.leverArret, entree));
    } catch (erreur) {
      if (!(erreur instanceof ErreurApi) || !SANS_RECOURS.includes(erreur.code)) throw erreur;
      setRefus(erreur);
      void relire();
      return;
    }
    await relire();
    annoncer(
      organisme
        ? `Arrêt levé : les agents de ${arret.partenaire} peuvent de nouveau lire des dossiers.`
        : `Arrêt levé : ${vise} peut de nouveau lire des dossiers.`,
    );
    onClose();
  };

  if (refus) {
    return (
      <Dialog title="Rien n’a été fait" onClose={onClose}>
        <Notice tone="stop" live title={refus.titre}>
          <p>
            {refus.code === 'levee-interdite'
              ? refus.suite
              : 'La liste vient d’être relue : elle dit où en est cet arrêt, et le motif s’il a été levé.'}
          </p>
        </Notice>
        <div className="button-row">
          <Button onClick={onClose}>Fermer</Button>
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog title={`Lever l’arrêt de ${organisme ? arret.partenaire : vise} ?`} onClose={onClose}>
      <DefinitionList items={suites(arret, vise)} />
      <Form label="Levée de l’arrêt" onSubmit={lever}>
        <MotifField />
        <div className="button-row">
          <SubmitButton busyLabel="Levée en cours…">Lever l’arrêt</SubmitButton>
          <Button onClick={onClose}>Ne rien faire</Button>
        </div>
      </Form>
    </Dialog>
  );
}

/** Refusals that no other motive would change: someone was first, or the right to lift is not there. */
const SANS_RECOURS: readonly string[] = ['arret-deja-leve', 'arret-introuvable', 'levee-interdite'];

/** What will happen, to whom, from when, and whether it can be undone. */
function suites({ cause, partenaire }: ArretLecture, vise: string): Definition[] {
  const organisme = cause === 'plafond-partenaire';
  return [
    {
      term: 'Ce qui va se passer',
      value: organisme
        ? 'La lecture des dossiers reprend pour tous ses agents. Le compte des dossiers du jour repart de zéro.'
        : 'La lecture des dossiers reprend pour cette personne. Son compte des dossiers de l’heure repart de zéro.',
    },
    { term: 'Pour qui', value: organisme ? vise : `${vise}, ${partenaire}` },
    { term: 'Quand', value: 'Tout de suite, dès que vous confirmez.' },
    {
      term: 'Retour en arrière',
      value: 'Aucun. Un nouvel arrêt se posera de lui-même si le plafond est encore atteint.',
    },
  ];
}

/** Why the stop is lifted; blanks around do not count, here as on the server. */
function MotifField() {
  const [longueur, setLongueur] = useState(0);
  return (
    <Field
      name="motif"
      label="Motif"
      help="Ce que vous avez vérifié, et auprès de qui. Il est gardé dans les traces. De 10 à 300 caractères."
      missing="Indiquez pourquoi vous levez cet arrêt."
    >
      {(control) => (
        <>
          <textarea
            {...control}
            className="input field__control"
            name="motif"
            rows={3}
            maxLength={MOTIF_MAX}
            onChange={({ currentTarget }) => {
              const utile = currentTarget.value.trim().length;
              setLongueur(utile);
              currentTarget.setCustomValidity(
                utile > 0 && utile < MOTIF_MIN ? 'Un motif a dix caractères au moins.' : '',
              );
            }}
          />
          <p className="field__help" aria-hidden="true">
            {longueur} / {MOTIF_MAX}
          </p>
        </>
      )}
    </Field>
  );
}
