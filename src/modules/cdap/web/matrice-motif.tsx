import { Field } from '../../../ui/field.tsx';

const MOTIF_MIN = 10;
const MOTIF_MAX = 300;

/** Why the matrix is changed, or a version cancelled; blanks around do not count, here as on the server. */
export function MotifMatrice({ aide }: { readonly aide: string }) {
  return (
    <Field name="motif" label="Motif" help={aide} missing="Indiquez le motif.">
      {(control) => (
        <textarea
          {...control}
          className="input field__control"
          name="motif"
          rows={3}
          maxLength={MOTIF_MAX}
          onChange={({ currentTarget }) => {
            const utile = currentTarget.value.trim().length;
            currentTarget.setCustomValidity(
              utile > 0 && utile < MOTIF_MIN ? 'Un motif a dix caractères au moins.' : '',
            );
          }}
        />
      )}
    </Field>
  );
}
