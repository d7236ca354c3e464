import { type ReactNode, type RefObject, useId } from 'react';
import type { ErreurApi } from '../../../ui/api-error.ts';
import { Button } from '../../../ui/button.tsx';
import { useConfirmation } from '../../../ui/confirmation.ts';
import { Icon } from '../../../ui/icons.tsx';
import { Identifier } from '../../../ui/identifier.tsx';
import type { DemandeLecture } from './lecture.ts';
import { direRefus } from './refus-mots.ts';

interface RefusLectureProps {
  /** Receives the focus: a refusal is read as the file would have been. */
  readonly titre: RefObject<HTMLHeadingElement | null>;
  readonly erreur: ErreurApi;
  /** Null: a search was refused, and no file is named. */
  readonly demande: DemandeLecture | null;
  readonly caf: { readonly code: string; readonly nom: string } | null;
  readonly onOuvrir: (numero: string, caf: string) => void;
  readonly onReessayer: () => void;
  readonly onRevenir: () => void;
  readonly mesHabilitations: ReactNode;
}

const SUR_LES_DROITS = new Set(['droit-absent', 'droit-inutilisable', 'condition-du-droit']);
const A_REESSAYER = new Set(['reseau', 'droit-en-changement']);

/** Why a file was not read, and what to do now: each case has its own words (CDAP-04, CDAP-21). */
export function RefusLecture(props: RefusLectureProps) {
  const { titre, erreur, demande, caf, onReessayer, onRevenir, mesHabilitations } = props;
  const id = useId();
  // Told beside the field that lacks it.
  if (
    erreur.champs.some(
      ({ champ }) =>
        ['numero', 'caf', 'mission', 'motif', 'instructeur'].includes(champ) || champ.startsWith('par'),
    )
  )
    return null;
  const mots = direRefus(erreur);
  const code = demande?.caf ?? null;
  const nomCaf = code === null || code === caf?.code ? caf?.nom : `Caf ${code}`;
  return (
    <section className="cdap-refusal notice" data-tone={mots.tone} aria-labelledby={id}>
      <Icon name={mots.tone} />
      <div className="notice__body">
        <p className="cdap-refusal__file">
          {demande === null ? (
            'Recherche'
          ) : (
            <>
              Dossier <Identifier value={demande.numero} kind="dossier" />
            </>
          )}
          {nomCaf && `, ${nomCaf}`}
        </p>
        <h2 className="notice__title" id={id} ref={titre} tabIndex={-1}>
          {mots.titre}
        </h2>
        {mots.phrase && <p>{mots.phrase}</p>}
        {erreur.suite && <p>{erreur.suite}</p>}
        {SUR_LES_DROITS.has(erreur.code) && <p>{mesHabilitations}</p>}
        {erreur.nature === 'defaut' && erreur.reference && (
          <p>
            Référence à donner à l’assistance : <Identifier value={erreur.reference} />
          </p>
        )}
        <Suite {...props} />
        {(erreur.nature === 'defaut' || A_REESSAYER.has(erreur.code)) && (
          <div className="button-row">
            <Button variant="primary" onClick={onReessayer}>
              Réessayer
            </Button>
          </div>
        )}
        {erreur.code === 'inexistant' && (
          <div className="button-row">
            <Button onClick={onRevenir}>Corriger le numéro</Button>
          </div>
        )}
      </div>
    </section>
  );
}

/** What can be done at once: open the file that replaces this one, prove who one is. */
function Suite({ erreur, demande, caf, onOuvrir, onReessayer }: RefusLectureProps) {
  const { ProuverIdentite } = useConfirmation();
  // Step-up: who one is once more, then the same reading goes on by itself (CDAP-32).
  if (erreur.code === 'confirmation-requise')
    return <ProuverIdentite onProuvee={onReessayer} action="Confirmer et ouvrir" />;
  const { numero, cafCode } = erreur.details;
  if (erreur.code !== 'fusionne' || typeof numero !== 'string') return null;
  const code = typeof cafCode === 'string' ? cafCode : (demande?.caf ?? caf?.code ?? '');
  return (
    <div className="button-row">
      <Button variant="primary" onClick={() => onOuvrir(numero, code)}>
        <span>
          Ouvrir le dossier <Identifier value={numero} kind="dossier" />
          {code !== caf?.code && ` de la Caf ${code}`}
        </span>
      </Button>
    </div>
  );
}
