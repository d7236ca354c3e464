import { type ReactNode, type RefObject, useId } from 'react';
import { appeler } from '../../../ui/api.ts';
import type { ErreurApi } from '../../../ui/api-error.ts';
import { Button } from '../../../ui/button.tsx';
import { CodeField } from '../../../ui/code-field.tsx';
import { Form, SubmitButton } from '../../../ui/form.tsx';
import { Icon } from '../../../ui/icons.tsx';
import { Identifier } from '../../../ui/identifier.tsx';
import type { Tone } from '../../../ui/tones.ts';
import { identiteContrat } from '../../identite/contract.ts';
import { grouperNumero } from './comprendre-numero.ts';
import type { DemandeLecture } from './lecture.ts';

interface RefusLectureProps {
  /** Receives the focus: a refusal is read as the file would have been. */
  readonly titre: RefObject<HTMLHeadingElement | null>;
  readonly erreur: ErreurApi;
  readonly demande: DemandeLecture;
  readonly caf: { readonly code: string; readonly nom: string } | null;
  readonly onOuvrir: (numero: string, caf: string) => void;
  readonly onReessayer: () => void;
  readonly onRevenir: () => void;
  readonly mesHabilitations: ReactNode;
}

/** Title of each refusal; the sentence that follows is the server's, which knows the details (CDAP-21). */
const TITRES: Readonly<Record<string, { readonly titre: string; readonly tone: Tone }>> = {
  inexistant: { titre: 'Aucun dossier à ce numéro', tone: 'attention' },
  'hors-perimetre': { titre: 'Hors du champ de votre profil', tone: 'attention' },
  'non-consultable-ici': { titre: 'Non consultable ici', tone: 'attention' },
  fusionne: { titre: 'Dossier fusionné', tone: 'info' },
  'en-affiliation': { titre: 'Dossier en cours d’affiliation', tone: 'info' },
  'lecture-arretee': { titre: 'Lecture arrêtée', tone: 'stop' },
  'confirmation-requise': { titre: 'Confirmez que c’est bien vous', tone: 'attention' },
  'droit-absent': { titre: 'Pas de droit auprès de cette Caf', tone: 'stop' },
  'droit-inutilisable': { titre: 'Votre droit ne peut pas servir', tone: 'stop' },
  'condition-du-droit': { titre: 'Votre droit ne peut plus servir', tone: 'stop' },
  'profil-non-servi': { titre: 'Profil non ouvert', tone: 'stop' },
  'second-facteur-requis': { titre: 'Un second facteur est nécessaire', tone: 'stop' },
  'droit-en-changement': { titre: 'Vos droits viennent de changer', tone: 'attention' },
  reseau: { titre: 'Le portail ne répond pas', tone: 'attention' },
};

const SUR_LES_DROITS = new Set(['droit-absent', 'droit-inutilisable', 'condition-du-droit']);
const A_REESSAYER = new Set(['reseau', 'droit-en-changement']);

/** Why a file was not read, and what to do now: each case has its own words (CDAP-04, CDAP-21). */
export function RefusLecture(props: RefusLectureProps) {
  const { titre, erreur, demande, caf, onReessayer, onRevenir, mesHabilitations } = props;
  const id = useId();
  // Told beside the field that lacks it.
  if (erreur.champs.some(({ champ }) => ['numero', 'caf', 'mission', 'motif'].includes(champ))) return null;
  const mots = TITRES[erreur.code] ?? { titre: erreur.titre, tone: 'stop' as const };
  const nomCaf = demande.caf === null || demande.caf === caf?.code ? caf?.nom : `Caf ${demande.caf}`;
  return (
    <section className="cdap-refusal notice" data-tone={mots.tone} aria-labelledby={id}>
      <Icon name={mots.tone} />
      <div className="notice__body">
        <p className="cdap-refusal__file">
          Dossier <Identifier value={demande.numero} kind="dossier" />
          {nomCaf && `, ${nomCaf}`}
        </p>
        <h2 className="notice__title" id={id} ref={titre} tabIndex={-1}>
          {mots.titre}
        </h2>
        {erreur.titre.replace(/\.$/, '') !== mots.titre && <p>{erreur.titre}</p>}
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
function Suite({ erreur, demande, onOuvrir, onReessayer }: RefusLectureProps) {
  if (erreur.code === 'confirmation-requise') return <ConfirmerIdentite onConfirmee={onReessayer} />;
  const { numero, cafCode } = erreur.details;
  if (erreur.code !== 'fusionne' || typeof numero !== 'string') return null;
  return (
    <div className="button-row">
      <Button
        variant="primary"
        onClick={() => onOuvrir(numero, typeof cafCode === 'string' ? cafCode : (demande.caf ?? ''))}
      >
        Ouvrir le dossier {grouperNumero(numero)}
      </Button>
    </div>
  );
}

/** Step-up: the code once more, then the same reading goes on by itself (CDAP-32). */
function ConfirmerIdentite({ onConfirmee }: { readonly onConfirmee: () => void }) {
  const confirmer = async (valeurs: FormData) => {
    await appeler(identiteContrat.confirmer, { code: String(valeurs.get('code') ?? '') });
    onConfirmee();
  };
  return (
    <Form onSubmit={confirmer} label="Confirmer son identité">
      <CodeField
        name="code"
        label="Code à six chiffres"
        help="Celui de votre application d’authentification. Il s’envoie de lui-même au sixième chiffre, puis le dossier s’ouvre."
        missing="Tapez le code à six chiffres."
        autoFocus
        submitWhenComplete
      />
      <div className="button-row">
        <SubmitButton busyLabel="Vérification…">Confirmer et ouvrir</SubmitButton>
      </div>
    </Form>
  );
}
