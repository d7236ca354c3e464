import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { Field } from '../../../ui/field.tsx';
import { formatCompte } from '../../../ui/format.ts';
import { chercherPersonnes, fautePersonne } from './chercher-personne.ts';
import type { PersonneCherchable } from './personnes-cherchables.ts';

interface PersonneFieldProps {
  /** Undefined while they are being read. */
  readonly personnes: readonly PersonneCherchable[] | undefined;
  readonly echec: boolean;
  readonly value: string | null;
  readonly onFocus: () => void;
  readonly onChange: (id: string | null) => void;
}

const MONTREES = 30;
const TOUT_LE_MONDE = { id: '', nom: 'de tout le monde', identifiant: '', etat: 'actif' };

/**
 * One person among many, by a few letters of the name: a list box under the field, walked through with the
 * arrows (ARIA combobox). An emptied field means everyone. Letters left without choosing stay in sight and are a
 * fault of the form, since the search would be on someone else than the field shows; Escape takes them back.
 */
export function PersonneField({ personnes, echec, value, onFocus, onChange }: PersonneFieldProps) {
  const champ = useRef<HTMLInputElement>(null);
  const [saisie, setSaisie] = useState<string | null>(null);
  const [ouverte, setOuverte] = useState(false);
  const [visee, setVisee] = useState(0);

  const choisie = personnes?.find((personne) => personne.id === value);
  const affiche = saisie ?? (value === null ? '' : (choisie?.nom ?? 'Une personne'));
  const trouvees = chercherPersonnes(personnes ?? [], saisie ?? '', MONTREES);
  const choix = saisie ? trouvees : [TOUT_LE_MONDE, ...trouvees];
  const ligneVisee = choix[visee];
  const faute = fautePersonne(saisie, personnes, echec);
  useEffect(() => champ.current?.setCustomValidity(faute), [faute]);

  const choisir = (personne: PersonneCherchable) => {
    onChange(personne.id || null);
    setSaisie(null);
    setOuverte(false);
  };
  const taper = (texte: string) => {
    if (texte.trim() === '') onChange(null);
    setSaisie(texte);
    setOuverte(true);
    setVisee(0);
  };
  const quitter = () => {
    if (saisie?.trim() === '') setSaisie(null);
    setOuverte(false);
  };
  const surTouche = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const pas = event.key === 'ArrowDown' ? 1 : -1;
      setVisee(ouverte ? (visee + pas + choix.length) % Math.max(1, choix.length) : 0);
      setOuverte(true);
    } else if (event.key === 'Enter' && ouverte && ligneVisee) {
      // Enter takes the person; a second one searches.
      event.preventDefault();
      choisir(ligneVisee);
    } else if (event.key === 'Escape' && (ouverte || saisie !== null)) {
      event.preventDefault();
      setSaisie(null);
      setOuverte(false);
    }
  };

  return (
    <Field name="personne" label="Personne">
      {({ id, 'aria-describedby': decrite, ...control }) => (
        <div className="people-field field__control">
          <input
            {...control}
            ref={champ}
            id={id}
            // Empty is an answer: everyone.
            required={false}
            className="input"
            role="combobox"
            aria-expanded={ouverte}
            aria-controls={`${id}-liste`}
            aria-autocomplete="list"
            aria-activedescendant={ouverte && ligneVisee ? `${id}-${visee}` : undefined}
            aria-describedby={decrite ? `${decrite} ${id}-etat` : `${id}-etat`}
            autoComplete="off"
            spellCheck={false}
            placeholder="de tout le monde"
            value={affiche}
            onChange={(event) => taper(event.currentTarget.value)}
            onFocus={(event) => {
              onFocus();
              event.currentTarget.select();
            }}
            onClick={() => setOuverte(true)}
            onBlur={quitter}
            onKeyDown={surTouche}
          />
          <div
            id={`${id}-liste`}
            role="listbox"
            aria-label="Personnes"
            hidden={!ouverte}
            className="people-list"
          >
            {choix.map((personne, rang) => (
              <PersonneOption
                key={personne.id}
                id={`${id}-${rang}`}
                personne={personne}
                visee={rang === visee}
                choisie={(personne.id || null) === value}
                onChoisir={() => choisir(personne)}
              />
            ))}
          </div>
          {ouverte && <EtatListe personnes={personnes} echec={echec} trouvees={trouvees.length} />}
          <p id={`${id}-etat`} role="status" className="visually-hidden">
            {ouverte && saisie && personnes
              ? `${formatCompte(trouvees.length, 'personne')} dans la liste`
              : ''}
          </p>
        </div>
      )}
    </Field>
  );
}

interface PersonneOptionProps {
  readonly id: string;
  readonly personne: PersonneCherchable;
  readonly visee: boolean;
  readonly choisie: boolean;
  readonly onChoisir: () => void;
}

function PersonneOption({ id, personne, visee, choisie, onChoisir }: PersonneOptionProps) {
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field, which says the option aimed at
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field
    <div
      id={id}
      role="option"
      aria-selected={choisie}
      data-active={visee}
      ref={visee ? montrer : null}
      // The press must not take the focus from the field, whose departure would close the list first.
      onPointerDown={(event) => event.preventDefault()}
      onClick={onChoisir}
    >
      {personne.nom}
      {personne.identifiant && <span className="people-list__id">{personne.identifiant}</span>}
      {personne.etat !== 'actif' && <span className="soft"> {personne.etat}</span>}
    </div>
  );
}

const montrer = (option: HTMLDivElement | null): void => option?.scrollIntoView({ block: 'nearest' });

function EtatListe({
  personnes,
  echec,
  trouvees,
}: Pick<PersonneFieldProps, 'personnes' | 'echec'> & { readonly trouvees: number }) {
  const dire = () => {
    if (echec) return 'La liste des personnes n’a pas pu être lue.';
    if (!personnes) return 'Lecture de la liste des personnes…';
    if (trouvees === 0) return 'Aucune personne de ce nom.';
    return trouvees === MONTREES && personnes.length > MONTREES ? 'Tapez quelques lettres du nom.' : null;
  };
  const texte = dire();
  return texte && <p className="people-list__note">{texte}</p>;
}
