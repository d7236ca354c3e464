import type { UseQueryResult } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { ChipGroup } from '../../../ui/chips.tsx';
import { Checkbox } from '../../../ui/choice-field.tsx';
import { DateField } from '../../../ui/date-field.tsx';
import { Disclosure } from '../../../ui/disclosure.tsx';
import { Form, SubmitButton } from '../../../ui/form.tsx';
import { SelectField } from '../../../ui/select-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { ACTIONS_PAR_SUJET } from '../libelles.ts';
import type { LibellesTraces } from '../libelles-des-traces.ts';
import {
  type Brouillon,
  brouillonDe,
  choisirPeriode,
  dossierDe,
  ENTRE_DEUX_JOURS,
  fauteDossier,
  joursProposes,
  rechercheDe,
  SANS_FILTRE,
} from './brouillon-recherche.ts';
import { PersonneField } from './personne-field.tsx';
import type { PersonneCherchable } from './personnes-cherchables.ts';
import { type RechercheTraces, sixMoisAvant } from './recherche-traces.ts';

interface RechercheFormProps {
  readonly libelles: LibellesTraces;
  readonly recherche: RechercheTraces;
  readonly dossier: string | undefined;
  readonly personnes: UseQueryResult<readonly PersonneCherchable[]>;
  /** The list of people is about to be needed. */
  readonly onVouloirPersonnes: () => void;
  readonly aujourdHui: string;
  readonly onChercher: (recherche: RechercheTraces, dossier: string | undefined) => void;
  /** The form folded itself over a search just sent: what it finds is to be shown instead. */
  readonly onReplier: (recherche: RechercheTraces, dossier: string | undefined) => void;
}

const PERIODES = [
  { value: 'jour', label: 'Aujourd’hui' },
  { value: '7-jours', label: '7 jours' },
  { value: '30-jours', label: '30 jours' },
  { value: 'tout', label: 'Six mois' },
  { value: ENTRE_DEUX_JOURS, label: 'Entre deux jours' },
] as const;

/** Wide screens have room for the search and the list; on a telephone the list comes first. */
const assezLarge = () => window.matchMedia('(min-width: 48rem)').matches;

/**
 * What is searched, in controls that read as a sentence. Nothing is searched before « Chercher »: each search is
 * recorded in the traces, and a list walked through with the arrows would leave one at each step.
 */
export function RechercheForm(props: RechercheFormProps) {
  const [large] = useState(assezLarge);
  const pli = useRef<HTMLDivElement>(null);
  if (large) return <Controles {...props} />;
  // Open, the form alone fills a telephone: nothing would show that the search was done.
  const replier: RechercheFormProps['onChercher'] = (recherche, dossier) => {
    pli.current?.querySelector('details')?.removeAttribute('open');
    props.onChercher(recherche, dossier);
    props.onReplier(recherche, dossier);
  };
  return (
    <div ref={pli}>
      <Disclosure label="Modifier la recherche" wide>
        <Controles {...props} onChercher={replier} />
      </Disclosure>
    </div>
  );
}

/**
 * The controls as they stand. A search that comes from elsewhere (a line of the list, Back) replaces what was being
 * prepared, typed days included; the one sent from here leaves the controls as they are, focus kept.
 */
function useBrouillon(recherche: RechercheTraces, dossier: string | undefined) {
  const vue = cleDe(recherche, dossier);
  const tire = () => brouillonDe(recherche, dossier);
  const [etat, setEtat] = useState({ vue, attendue: '', fois: 0, brouillon: tire() });
  if (etat.vue !== vue) {
    const deplace = etat.attendue !== vue;
    setEtat({
      vue,
      attendue: '',
      fois: etat.fois + (deplace ? 1 : 0),
      brouillon: deplace ? tire() : etat.brouillon,
    });
  }
  return {
    brouillon: etat.brouillon,
    /** Changes when what the form keeps by itself, days typed and faults told, is to be forgotten. */
    fois: etat.fois,
    changer: (change: Partial<Brouillon>) =>
      setEtat({ ...etat, brouillon: { ...etat.brouillon, ...change } }),
    attendre: (suivante: RechercheTraces, numero: string | undefined) =>
      setEtat({ ...etat, attendue: cleDe(suivante, numero) }),
  };
}

const cleDe = (recherche: RechercheTraces, dossier: string | undefined): string =>
  JSON.stringify([recherche, dossier ?? null]);

function Controles(props: RechercheFormProps) {
  const { libelles, recherche, personnes, onChercher } = props;
  const { brouillon, fois, changer, attendre } = useBrouillon(recherche, props.dossier);
  return (
    <Form
      key={fois}
      className="trace-search"
      label="Recherche dans les traces"
      onSubmit={(valeurs) => {
        const jours = { du: String(valeurs.get('du') ?? ''), au: String(valeurs.get('au') ?? '') };
        const suivante = rechercheDe(brouillon, jours);
        const numero = dossierDe(brouillon);
        attendre(suivante, numero);
        onChercher(suivante, numero);
      }}
    >
      <div className="trace-search__row">
        <SelectField
          name="action"
          label="Action"
          value={brouillon.action}
          onChange={(action) => changer({ action })}
          options={ACTIONS}
        />
        <PersonneField
          personnes={personnes.data}
          echec={personnes.isError}
          value={brouillon.personne}
          onFocus={props.onVouloirPersonnes}
          onChange={(personne) => changer({ personne })}
        />
        <SelectField
          name="profil"
          label="Profil"
          value={brouillon.profil}
          onChange={(profil) => changer({ profil })}
          options={avec('tous les profils', libelles.profils, (code, nom) => `${code}, ${nom}`)}
        />
        <SelectField
          name="issue"
          label="Issue"
          value={brouillon.issue}
          onChange={(issue) => changer({ issue })}
          options={avec('toutes les issues', libelles.issues)}
        />
      </div>
      <div className="trace-search__row" data-kind="when">
        <div className="stack">
          <ChipGroup
            label="Période"
            options={PERIODES}
            value={brouillon.periode}
            onChange={(periode) => changer(choisirPeriode(periode))}
          />
          {brouillon.periode === ENTRE_DEUX_JOURS && (
            <DeuxJours
              proposes={joursProposes(brouillon, recherche, props.aujourdHui)}
              aujourdHui={props.aujourdHui}
            />
          )}
        </div>
        <TextField
          name="dossier"
          label="Numéro de dossier"
          optional
          mono
          inputMode="numeric"
          autoComplete="off"
          pattern="\s*([0-9]\s*){1,7}"
          format={fauteDossier(brouillon)}
          value={brouillon.dossier}
          onChange={(dossier) => changer({ dossier })}
        />
      </div>
      {recherche.session && (
        <Checkbox
          name="session"
          label="Seulement dans la session montrée"
          checked={brouillon.session !== null}
          onChange={(oui) => changer({ session: oui ? (recherche.session ?? null) : null })}
        />
      )}
      <div className="button-row">
        <SubmitButton icon="search">Chercher</SubmitButton>
        <p className="trace-search__note">
          Un numéro de dossier reste dans la mémoire de cette page : l’adresse et l’historique ne le gardent
          pas.
        </p>
      </div>
    </Form>
  );
}

interface DeuxJoursProps {
  readonly proposes: ReturnType<typeof joursProposes>;
  readonly aujourdHui: string;
}

function DeuxJours({ proposes, aujourdHui }: DeuxJoursProps) {
  const bornes = { min: sixMoisAvant(aujourdHui), max: aujourdHui };
  return (
    <div className="trace-search__days">
      <DateField
        {...bornes}
        name="du"
        label="Du"
        help="Six mois en arrière au plus."
        missing="Indiquez le premier jour."
        defaultValue={proposes.du}
      />
      <DateField
        {...bornes}
        name="au"
        label="Au"
        help="Ce jour compris."
        missing="Indiquez le dernier jour."
        defaultValue={proposes.au}
      />
    </div>
  );
}

const avec = (
  sansFiltre: string,
  libelles: Readonly<Record<string, string>>,
  dire: (code: string, libelle: string) => string = (_, libelle) => libelle,
) => [
  { value: SANS_FILTRE, label: sansFiltre },
  ...Object.entries(libelles).map(([code, libelle]) => ({ value: code, label: dire(code, libelle) })),
];

const ACTIONS = [
  { value: SANS_FILTRE, label: 'toutes les actions' },
  ...Object.entries(ACTIONS_PAR_SUJET).map(([group, actions]) => ({
    group,
    options: Object.entries(actions).map(([value, label]) => ({ value, label })),
  })),
];
