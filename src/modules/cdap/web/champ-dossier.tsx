import { type FormEvent, type RefObject, useId } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Disclosure } from '../../../ui/disclosure.tsx';
import { FieldError } from '../../../ui/field.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import type { Compris } from './comprendre-saisie.ts';

/** What is typed, kept by the page so that a change of profile or a refusal loses nothing. */
export interface SaisieDossier {
  readonly texte: string;
  /** Three figures, or empty for the reader's own Caf. */
  readonly caf: string;
  readonly motif: string;
  readonly instructeur: string;
}

export interface ErreursSaisie {
  readonly instructeur?: string;
  readonly numero?: string;
  readonly caf?: string;
  readonly mission?: string;
  readonly motif?: string;
}

interface ChampDossierProps {
  readonly champ: RefObject<HTMLInputElement | null>;
  readonly saisie: SaisieDossier;
  readonly onSaisie: (saisie: SaisieDossier) => void;
  readonly erreurs: ErreursSaisie;
  readonly cafParDefaut: { readonly code: string; readonly nom: string } | null;
  readonly compris: Compris;
  /** The profile opens the NIR: it can be searched by. */
  readonly nirOuvert: boolean;
  readonly motifDemande: boolean;
  readonly instructeurDemande: boolean;
  /** A file is shown: the field keeps to one line. */
  readonly compact: boolean;
  readonly onEnvoyer: () => void;
  /** The down arrow leads to the first result. */
  readonly onDescendre: () => void;
}

/**
 * One field takes a file number, a NIR or a name, and says what it understood; Enter opens the file, or searches
 * (page 13, Cdap).
 */
export function ChampDossier(props: ChampDossierProps) {
  const { champ, saisie, onSaisie, erreurs, cafParDefaut, motifDemande, compact, onEnvoyer, onDescendre } =
    props;
  const { compris, nirOuvert, instructeurDemande } = props;
  const id = useId();
  const genre = compris.etat === 'compris' ? compris.saisie.genre : null;
  const caf =
    saisie.caf === '' || saisie.caf === cafParDefaut?.code ? cafParDefaut?.nom : `Caf ${saisie.caf}`;
  const envoyer = (event: FormEvent) => {
    event.preventDefault();
    onEnvoyer();
  };
  return (
    <form className="cdap-field" noValidate onSubmit={envoyer} aria-label="Ouvrir un dossier">
      {instructeurDemande && (
        <TextField
          name="instructeur"
          label="Numéro du service instructeur"
          help="Neuf caractères, par exemple 059C12301. Il va dans la trace, et reste rempli jusqu’à votre départ."
          width="12"
          mono
          maxLength={20}
          autoComplete="off"
          error={erreurs.instructeur}
          value={saisie.instructeur}
          onChange={(instructeur) => onSaisie({ ...saisie, instructeur })}
        />
      )}
      <div className="field cdap-field__number" data-invalid={erreurs.numero !== undefined}>
        <label className="field__label" htmlFor={id}>
          {nirOuvert ? 'Numéro de dossier, nom ou NIR' : 'Numéro de dossier ou nom'}
        </label>
        {erreurs.numero && <FieldError id={`${id}-erreur`}>{erreurs.numero}</FieldError>}
        <div className="cdap-field__row">
          <input
            ref={champ}
            id={id}
            className="input cdap-field__input"
            type="text"
            data-genre={genre ?? compris.etat}
            enterKeyHint={genre === 'numero' ? 'go' : 'search'}
            autoComplete="off"
            autoCorrect="off"
            autoCapitalize="off"
            spellCheck={false}
            maxLength={150}
            aria-describedby={`${id}-compris${erreurs.numero ? ` ${id}-erreur` : ''}`}
            aria-invalid={erreurs.numero ? true : undefined}
            aria-keyshortcuts="/"
            onKeyDown={(event) => {
              if (event.key === 'ArrowDown') onDescendre();
            }}
            value={saisie.texte}
            onChange={(event) => onSaisie({ ...saisie, texte: event.currentTarget.value })}
          />
          {/* Never busy: a newer number replaces the one being read, and the same one is sent once. */}
          <Button type="submit" variant="primary">
            {genre === 'nom' || genre === 'nir' ? (
              'Chercher'
            ) : (
              <span>
                Ouvrir<span className={compact ? 'hidden-when-narrow' : undefined}> le dossier</span>
              </span>
            )}
          </Button>
        </div>
        <p className="cdap-field__understood" id={`${id}-compris`} data-etat={compris.etat}>
          {compris.etat === 'vide' &&
            'Un à sept chiffres sans la lettre, ou NOM Prénom et date de naissance : MARTIN Pierre 12/03/1985.'}
          {compris.etat === 'compris' && (
            <>
              <span className={genre === 'numero' ? 'identifier' : undefined}>{compris.phrase}</span>
              {caf && <span> · {caf}</span>}
            </>
          )}
          {compris.etat === 'faux' && erreurs.numero === undefined && compris.message}
        </p>
      </div>
      {motifDemande && (
        <TextField
          name="motif"
          label="Motif de la lecture"
          help="Quelques mots, dix caractères au moins. Il est gardé dans la trace ; n’y mettez aucun nom."
          error={erreurs.motif}
          maxLength={300}
          autoComplete="off"
          value={saisie.motif}
          onChange={(motif) => onSaisie({ ...saisie, motif })}
        />
      )}
      {(!compact || saisie.caf !== '') && (
        <Disclosure label="Dossier d’une autre Caf" open={erreurs.caf !== undefined || saisie.caf !== ''}>
          <AutreCaf saisie={saisie} onSaisie={onSaisie} erreur={erreurs.caf} cafParDefaut={cafParDefaut} />
        </Disclosure>
      )}
    </form>
  );
}

function AutreCaf({
  saisie,
  onSaisie,
  erreur,
  cafParDefaut,
}: Pick<ChampDossierProps, 'saisie' | 'onSaisie' | 'cafParDefaut'> & {
  readonly erreur: string | undefined;
}) {
  const id = useId();
  return (
    <div className="field" data-invalid={erreur !== undefined}>
      <label className="field__label" htmlFor={id}>
        Code de la Caf
      </label>
      <p className="field__help" id={`${id}-aide`}>
        Trois chiffres{cafParDefaut && ` (${cafParDefaut.nom} : ${cafParDefaut.code})`}. Un même numéro existe
        dans plusieurs Caf ; votre droit n’ouvre que les dossiers de celle qui vous l’a donné.
      </p>
      {erreur && <FieldError id={`${id}-erreur`}>{erreur}</FieldError>}
      <input
        id={id}
        className="input field__control"
        data-width="6"
        data-mono
        inputMode="numeric"
        autoComplete="off"
        maxLength={3}
        placeholder={cafParDefaut?.code}
        aria-describedby={`${id}-aide${erreur ? ` ${id}-erreur` : ''}`}
        aria-invalid={erreur ? true : undefined}
        value={saisie.caf}
        onChange={(event) => onSaisie({ ...saisie, caf: event.currentTarget.value.trim() })}
      />
    </div>
  );
}
