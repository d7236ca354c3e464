import { useEffect, useId, useRef, useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { DefinitionList } from '../../../ui/definition-list.tsx';
import { Icon } from '../../../ui/icons.tsx';
import { CONDITIONS_CONNUES } from '../contract.ts';
import { formeOuverte, type LigneBrute, type MatriceBrute } from '../domain/comparer-matrices.ts';
import {
  avecCondition,
  avecForme,
  avecLibelles,
  avecPartenaire,
  type ChampConditions,
} from '../domain/editer-matrice.ts';
import { TYPES_PARTENAIRE } from '../domain/types-partenaire.ts';
import { direCondition } from '../libelles-conditions.ts';
import { direBloc, direForme, direPartenaire, formesReduites } from '../libelles-matrice.ts';
import { TOUS_LES_BLOCS, typographie } from './matrice-mots.ts';

interface MatriceFicheProps {
  readonly matrice: MatriceBrute;
  readonly ligne: LigneBrute;
  /** The profile in the version in force, for the words of a condition taken away and put back. */
  readonly depart: LigneBrute | undefined;
  /** Null: this version cannot be edited now. */
  readonly onEdite: ((matrice: MatriceBrute) => void) | null;
  readonly onRetour: () => void;
}

/** One profile: for whom, on what conditions, and what it opens, in words; the same when it is edited. */
export function MatriceFiche(props: MatriceFicheProps) {
  const { ligne, onEdite, onRetour } = props;
  const [edition, setEdition] = useState(false);
  const titre = useRef<HTMLHeadingElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another profile is another page for who hears it
  useEffect(() => titre.current?.focus(), [ligne.code]);
  return (
    <section className="stack matrix-sheet" aria-labelledby="fiche-profil">
      <div className="matrix-sheet__head">
        <h2 id="fiche-profil" ref={titre} tabIndex={-1}>
          {ligne.code} · {typographie(ligne.libelle)}
        </h2>
        <div className="button-row">
          <Button size="small" onClick={onRetour}>
            Revenir à la matrice
          </Button>
          {onEdite !== null && (
            <Button
              size="small"
              variant={edition ? 'primary' : 'default'}
              onClick={() => setEdition(!edition)}
            >
              {edition ? 'Terminer' : 'Modifier ce profil'}
            </Button>
          )}
        </div>
      </div>
      {edition && onEdite !== null ? <Edition {...props} onEdite={onEdite} /> : <Lecture ligne={ligne} />}
    </section>
  );
}

function Lecture({ ligne }: { readonly ligne: LigneBrute }) {
  const formes = TOUS_LES_BLOCS.map((bloc) => ({ bloc, forme: formeOuverte(ligne, bloc) }));
  const complets = formes.filter(({ forme }) => forme === 'complet');
  const reduits = formes.filter(({ forme }) => forme !== null && forme !== 'complet');
  const fermes = formes.filter(({ forme }) => forme === null);
  const noms = (blocs: readonly { bloc: string }[]) =>
    blocs.length === 0 ? 'Aucune.' : `${blocs.map(({ bloc }) => direBloc(bloc)).join(', ')}.`;
  return (
    <DefinitionList
      items={[
        { term: 'Pour qui', value: `${ligne.partenaires.map(direPartenaire).join(', ')}.` },
        { term: 'Conditions de l’habilitation', value: <Conditions codes={ligne.conditionsAttribution} /> },
        { term: 'Conditions du dossier', value: <Conditions codes={ligne.conditionsLecture} /> },
        { term: 'Rubriques complètes', value: noms(complets) },
        {
          term: 'Rubriques réduites',
          value:
            reduits.length === 0 ? (
              'Aucune.'
            ) : (
              <ul className="matrix-sheet__list">
                {reduits.map(({ bloc, forme }) => (
                  <li key={bloc}>
                    {direBloc(bloc)} : {direForme(bloc, forme ?? '') ?? 'forme réduite'}
                  </li>
                ))}
              </ul>
            ),
        },
        { term: 'Rubriques fermées', value: noms(fermes) },
      ]}
    />
  );
}

function Conditions({ codes }: { readonly codes: readonly { readonly code: string }[] }) {
  if (codes.length === 0) return 'Aucune.';
  return (
    <ul className="matrix-sheet__list">
      {codes.map(({ code }) => (
        <li key={code}>{direCondition(code) ?? code}</li>
      ))}
    </ul>
  );
}

function Edition({
  matrice,
  ligne,
  depart,
  onEdite,
}: MatriceFicheProps & { readonly onEdite: (matrice: MatriceBrute) => void }) {
  const profil = ligne.code;
  const conditions = (champ: ChampConditions, legende: string) => (
    <fieldset className="matrix-edit__group">
      <legend>{legende}</legend>
      {CONDITIONS_CONNUES[champ].map((code) => (
        <Coche
          key={code}
          libelle={direCondition(code) ?? code}
          cochee={ligne[champ].some((condition) => condition.code === code)}
          onChange={(demandee) => onEdite(avecCondition(matrice, profil, champ, code, demandee, depart))}
        />
      ))}
    </fieldset>
  );
  return (
    <div className="matrix-edit">
      <fieldset className="matrix-edit__group">
        <legend>Noms</legend>
        <div className="matrix-edit__names">
          <Nom
            libelle="Nom complet"
            valeur={ligne.libelle}
            onChange={(libelle) => onEdite(avecLibelles(matrice, profil, { ...ligne, libelle }))}
          />
          <Nom
            libelle="Nom court"
            valeur={ligne.libelleCourt}
            onChange={(libelleCourt) => onEdite(avecLibelles(matrice, profil, { ...ligne, libelleCourt }))}
          />
        </div>
      </fieldset>
      <fieldset className="matrix-edit__group">
        <legend>Rubriques</legend>
        <div className="matrix-edit__blocks">
          {TOUS_LES_BLOCS.map((bloc) => (
            <FormeDuBloc
              key={bloc}
              bloc={bloc}
              forme={formeOuverte(ligne, bloc)}
              avant={depart === undefined ? null : formeOuverte(depart, bloc)}
              onChange={(forme) => onEdite(avecForme(matrice, profil, bloc, forme))}
            />
          ))}
        </div>
      </fieldset>
      {conditions('conditionsAttribution', 'Conditions de l’habilitation')}
      {conditions('conditionsLecture', 'Conditions du dossier')}
      <fieldset className="matrix-edit__group" data-columns="true">
        <legend>Pour qui (un au moins)</legend>
        {['*', ...TYPES_PARTENAIRE].map((type) => (
          <Coche
            key={type}
            libelle={direPartenaire(type)}
            cochee={ligne.partenaires.includes(type)}
            onChange={(admis) => onEdite(avecPartenaire(matrice, profil, type, admis))}
          />
        ))}
      </fieldset>
    </div>
  );
}

function FormeDuBloc({
  bloc,
  forme,
  avant,
  onChange,
}: {
  readonly bloc: string;
  readonly forme: string | null;
  readonly avant: string | null;
  readonly onChange: (forme: string | null) => void;
}) {
  const id = useId();
  return (
    <div className="matrix-edit__block">
      <div>
        <label htmlFor={id}>{direBloc(bloc)}</label>
        {forme !== avant && <em> modifié</em>}
      </div>
      <div className="select">
        <select
          id={id}
          className="input"
          value={forme ?? ''}
          onChange={({ currentTarget }) => onChange(currentTarget.value === '' ? null : currentTarget.value)}
        >
          <option value="">Fermé</option>
          {formesReduites(bloc).map((code) => (
            <option key={code} value={code}>
              Réduit : {direForme(bloc, code)}
            </option>
          ))}
          <option value="complet">Complet</option>
        </select>
        <Icon name="down" />
      </div>
    </div>
  );
}

function Nom({
  libelle,
  valeur,
  onChange,
}: {
  readonly libelle: string;
  readonly valeur: string;
  readonly onChange: (valeur: string) => void;
}) {
  const id = useId();
  return (
    <div className="matrix-edit__block">
      <label htmlFor={id}>{libelle}</label>
      <input
        id={id}
        className="input"
        maxLength={160}
        defaultValue={valeur}
        // Taken when it is left: an empty name is not one, and the former one comes back.
        onBlur={({ currentTarget }) => {
          const propre = currentTarget.value.trim();
          if (propre === '') currentTarget.value = valeur;
          else if (propre !== valeur) onChange(propre);
        }}
      />
    </div>
  );
}

function Coche({
  libelle,
  cochee,
  onChange,
}: {
  readonly libelle: string;
  readonly cochee: boolean;
  readonly onChange: (cochee: boolean) => void;
}) {
  return (
    <label className="matrix-edit__check">
      <input
        type="checkbox"
        checked={cochee}
        onChange={({ currentTarget }) => onChange(currentTarget.checked)}
      />
      {libelle}
    </label>
  );
}
