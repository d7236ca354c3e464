import { type RefObject, useEffect, useRef, useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Field } from '../../../ui/field.tsx';
import { Form, SubmitButton } from '../../../ui/form.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { BlocDeCode } from './bloc-de-code.tsx';
import {
  type DefautCorps,
  defautDuCorps,
  envoyerEssai,
  estUnJeton,
  lireJetonColle,
  type Reponse,
} from './envoyer-essai.ts';
import { corpsInitial, type Operation } from './lire-api.ts';

interface EssaiProps {
  readonly operations: readonly Operation[];
  readonly choisie: Operation;
  readonly onChoisir: (id: string) => void;
}

const DEFAUTS: Readonly<Record<DefautCorps, string>> = {
  'json-illisible': 'Ce texte n’est pas du JSON : vérifiez les guillemets, les virgules et les accolades.',
  'pas-un-objet': 'Le corps est un objet JSON : il commence par { et finit par }.',
};

type Etat = { readonly genre: 'repondu'; readonly reponse: Reponse } | { readonly genre: 'panne' };

/** A real call from the page. The token lives in the field, and nowhere else. */
export function Essai({ operations, choisie, onChoisir }: EssaiProps) {
  const [etat, setEtat] = useState<Etat | null>(null);
  const [defauts, setDefauts] = useState<{ readonly jeton?: string; readonly corps?: string }>({});
  const jeton = useRef<HTMLInputElement>(null);
  const corps = useRef<HTMLTextAreaElement>(null);

  // An answer of another route under the one now chosen would mislead.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    setEtat(null);
    setDefauts({});
  }, [choisie.id]);

  const envoyer = async () => {
    const lu = lireJetonColle(jeton.current?.value ?? '');
    if (!estUnJeton(lu)) {
      setDefauts({ jeton: 'Un jeton commence par « passerelle_ » : collez-le entier, et lui seul.' });
      jeton.current?.focus();
      return;
    }
    const texte = corps.current?.value ?? '';
    const defaut = choisie.methode === 'POST' ? defautDuCorps(texte) : null;
    if (defaut !== null) {
      setDefauts({ corps: DEFAUTS[defaut] });
      corps.current?.focus();
      return;
    }
    setDefauts({});
    setEtat(null);
    const reponse = await envoyerEssai(choisie, lu, texte);
    setEtat(reponse === null ? { genre: 'panne' } : { genre: 'repondu', reponse });
  };

  return (
    <div className="api-try">
      <Form label="Essai" onSubmit={envoyer}>
        <SelectField
          name="route"
          label="Route"
          value={choisie.id}
          onChange={onChoisir}
          options={operations.map(({ id, methode, chemin }) => ({
            value: id,
            label: `${methode} ${chemin}`,
          }))}
        />
        <ChampJeton champ={jeton} defaut={defauts.jeton} />
        {choisie.methode === 'POST' && (
          <Field
            name="corps"
            label="Corps de la demande (JSON)"
            help="Proposé d’après le schéma : remplacez les exemples par vos valeurs."
            error={defauts.corps}
          >
            {(control) => (
              <textarea
                key={choisie.id}
                {...control}
                ref={corps}
                className="input field__control"
                name="corps"
                rows={8}
                data-mono
                autoComplete="off"
                autoCapitalize="off"
                autoCorrect="off"
                spellCheck={false}
                defaultValue={corpsInitial(choisie)}
              />
            )}
          </Field>
        )}
        <div className="button-row">
          <SubmitButton busyLabel="Envoi en cours…">Envoyer</SubmitButton>
        </div>
      </Form>
      <div role="status" className="api-try__answer">
        {etat?.genre === 'panne' && (
          <Notice tone="stop" title="Rien n’est revenu">
            <p>Le portail n’a pas répondu, ou la connexion est coupée. Réessayez.</p>
          </Notice>
        )}
        {etat?.genre === 'repondu' && <ReponseMontree reponse={etat.reponse} />}
      </div>
    </div>
  );
}

function ChampJeton({
  champ,
  defaut,
}: {
  readonly champ: RefObject<HTMLInputElement | null>;
  readonly defaut: string | undefined;
}) {
  const [montre, setMontre] = useState(false);
  return (
    <Field
      name="jeton"
      label="Jeton"
      help="Il reste dans cette page : ni enregistré, ni mis dans l’adresse. Fermer la page l’efface."
      missing="Collez un jeton."
      error={defaut}
    >
      {(control) => (
        <div className="input-group field__control" data-width="full">
          <input
            {...control}
            ref={champ}
            className="input"
            type={montre ? 'text' : 'password'}
            name="jeton"
            autoComplete="off"
            autoCapitalize="off"
            autoCorrect="off"
            spellCheck={false}
            data-mono={montre || undefined}
          />
          <Button aria-pressed={montre} aria-controls={control.id} onClick={() => setMontre(!montre)}>
            {montre ? 'Masquer' : 'Afficher'}
            <span className="visually-hidden"> le jeton</span>
          </Button>
        </div>
      )}
    </Field>
  );
}

function ReponseMontree({ reponse }: { readonly reponse: Reponse }) {
  const { statut, entetes, corps, dureeMs } = reponse;
  return (
    <Notice
      tone={statut < 300 ? 'fait' : statut < 500 ? 'attention' : 'stop'}
      title={`Réponse ${statut}, en ${dureeMs}\u202fms`}
    >
      <dl className="api-headers">
        {entetes.map(([nom, valeur]) => (
          <div key={nom}>
            <dt>{nom}</dt>
            <dd>{valeur}</dd>
          </div>
        ))}
      </dl>
      <BlocDeCode titre="Corps de la réponse" texte={corps} />
    </Notice>
  );
}
