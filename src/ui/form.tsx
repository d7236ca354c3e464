import { type FormEvent, type ReactNode, useContext, useEffect, useId, useRef, useState } from 'react';
import { ErreurApi } from './api-error.ts';
import { Button, type ButtonProps } from './button.tsx';
import { FormContext, fieldId } from './form-context.ts';
import { type Trouble, troubleOfPage, troubleOfServer } from './form-trouble.ts';
import { fieldsOf, problemsOf } from './form-validity.ts';
import { Icon } from './icons.tsx';

interface FormProps {
  /** Does the act. An `ErreurApi` that it throws is shown by the form: field by field, then as a whole. */
  readonly onSubmit: (values: FormData) => Promise<void> | void;
  /** Words of a refusal, when the screen can say better than the server's title. */
  readonly describe?: (erreur: ErreurApi) => string;
  /** Needed only when the page holds several forms. */
  readonly label?: string;
  readonly className?: string;
  readonly children: ReactNode;
}

/**
 * A form in one column. Faults are summed up on top with links, shown beside their field, and the focus goes to
 * the summary; the fault of an only field is shown under it alone, and the focus goes there. What was typed stays,
 * whatever happens (page 13, Form), but for a one-time code that the server refused.
 */
export function Form({ onSubmit, describe, label, className = 'form', children }: FormProps) {
  const prefix = useId();
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const [tries, setTries] = useState(0);
  const [pending, setPending] = useState(false);
  const busy = useRef(false);

  const stopOn = (found: Trouble) => {
    setTrouble(found);
    setTries((count) => count + 1);
  };

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    // State is a render late; two quick presses of Enter would pass it.
    if (busy.current) return;
    const fields = fieldsOf(event.currentTarget);
    const problems = problemsOf(event.currentTarget);
    if (problems.length > 0) {
      stopOn(troubleOfPage(problems, fields));
      return;
    }
    busy.current = true;
    setPending(true);
    try {
      await onSubmit(new FormData(event.currentTarget));
      setTrouble(null);
    } catch (erreur) {
      if (!(erreur instanceof ErreurApi)) throw erreur;
      // The shell already leads to the sign-in page; who gave up knows it.
      if (erreur.nature !== 'session' && erreur.nature !== 'abandon')
        stopOn(troubleOfServer(erreur, fields, describe?.(erreur)));
    } finally {
      busy.current = false;
      setPending(false);
    }
  };

  useTroubleTitle(trouble);
  useOnlyField(prefix, trouble);
  const only = trouble !== null && trouble.only !== null;

  return (
    <FormContext value={{ prefix, problems: trouble?.problems ?? [], live: only ? tries : 0, pending }}>
      <form className={className} noValidate aria-label={label} onSubmit={(event) => void submit(event)}>
        {trouble && !only && <ErrorSummary prefix={prefix} trouble={trouble} />}
        {children}
      </form>
    </FormContext>
  );
}

/** The main button of a form; it waits while the act is under way. */
export function SubmitButton({
  children,
  busyLabel,
  ...rest
}: ButtonProps & { readonly busyLabel?: string }) {
  const pending = useContext(FormContext)?.pending ?? false;
  return (
    <Button variant="primary" {...rest} type="submit" busy={pending}>
      {pending && busyLabel ? busyLabel : children}
    </Button>
  );
}

/** The tab says that something is wrong, for as long as it is. */
function useTroubleTitle(trouble: Trouble | null): void {
  useEffect(() => {
    if (!trouble) return;
    const before = document.title;
    document.title = `Erreur : ${before}`;
    return () => {
      document.title = before;
    };
  }, [trouble]);
}

/** Brings the person back to the only field, ready to type over what was refused. */
function useOnlyField(prefix: string, trouble: Trouble | null): void {
  useEffect(() => {
    if (!trouble || trouble.only === null) return;
    const control = document.getElementById(fieldId(prefix, trouble.only));
    control?.focus();
    // A text of several lines is completed, not typed again: its caret stays where it was.
    if (!(control instanceof HTMLInputElement)) return;
    if (trouble.sent && control.dataset.code !== undefined) control.value = '';
    else control.select();
  }, [prefix, trouble]);
}

function ErrorSummary({ prefix, trouble }: { readonly prefix: string; readonly trouble: Trouble }) {
  const box = useRef<HTMLElement>(null);
  const title = useId();
  // A new trouble is a new object: the focus comes back here at each refused try.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => box.current?.focus(), [trouble]);

  return (
    <section ref={box} className="notice" data-tone="stop" tabIndex={-1} aria-labelledby={title}>
      <Icon name="stop" />
      <div className="notice__body">
        <h2 className="notice__title" id={title}>
          {trouble.title}
        </h2>
        {trouble.problems.length > 0 && (
          <ul>
            {trouble.problems.map(({ champ, message }) => (
              <li key={champ + message}>
                <ProblemLink id={fieldId(prefix, champ)} message={message} />
              </li>
            ))}
          </ul>
        )}
        {trouble.next && <p>{trouble.next}</p>}
        {trouble.reference && <p className="soft">Référence à donner à l’assistance : {trouble.reference}</p>}
      </div>
    </section>
  );
}

function ProblemLink({ id, message }: { readonly id: string; readonly message: string }) {
  return (
    <a
      href={`#${id}`}
      onClick={(event) => {
        event.preventDefault();
        document.getElementById(id)?.focus();
      }}
    >
      {message}
    </a>
  );
}
