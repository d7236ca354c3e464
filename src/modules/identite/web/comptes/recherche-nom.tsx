import type { QueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '../../../../ui/button.tsx';
import { Field } from '../../../../ui/field.tsx';

/**
 * The name searched in an organisation. It stays in the memory of the session, so that the list is found as it was
 * left; never in the address, where it would outlive it.
 */
export function useNomCherche(client: QueryClient, organisme: string) {
  const cle = ['saisie', 'comptes', organisme];
  const [nom, setNom] = useState(() => client.getQueryData<string>(cle) ?? '');
  return {
    nom,
    chercherNom: (saisi: string) => {
      setNom(saisi);
      client.setQueryDefaults(cle, { gcTime: Number.POSITIVE_INFINITY });
      client.setQueryData(cle, saisi);
    },
  };
}

interface RechercheNomProps {
  readonly nom: string;
  readonly onChercher: (nom: string) => void;
}

/** A name, a function or an identifier, sent by Enter or the button: each search leaves a trace, so none goes out by letters. */
export function RechercheNom({ nom, onChercher }: RechercheNomProps) {
  const [saisi, setSaisi] = useState(nom);
  const [connu, setConnu] = useState(nom);
  // Emptied from elsewhere, the field follows.
  if (connu !== nom) {
    setConnu(nom);
    setSaisi(nom);
  }
  return (
    <search>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onChercher(saisi.trim());
        }}
      >
        <Field name="recherche" label="Nom, fonction ou identifiant" optional>
          {({ required: _required, ...control }) => (
            <div className="input-group field__control" data-width="20">
              <input
                {...control}
                className="input"
                name="recherche"
                type="text"
                value={saisi}
                onChange={(event) => setSaisi(event.currentTarget.value)}
                maxLength={100}
                autoComplete="off"
                spellCheck={false}
              />
              <Button type="submit" icon="search">
                <span className="visually-hidden">Chercher</span>
              </Button>
            </div>
          )}
        </Field>
      </form>
    </search>
  );
}
