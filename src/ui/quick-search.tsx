import { type FormEvent, useId, useRef } from 'react';
import { Icon } from './icons.tsx';
import { useSlashKey } from './slash-key.ts';

interface QuickSearchProps {
  readonly label: string;
  /** The text leaves by this call and never by the address: it may be a file number. */
  readonly onSearch: (text: string) => void;
}

/** Search in the header, reached from anywhere by the « / » key (which can be turned off). */
export function QuickSearch({ label, onSearch }: QuickSearchProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);

  useSlashKey(input);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const text = input.current?.value.trim() ?? '';
    if (text === '') return;
    onSearch(text);
    if (input.current) input.current.value = '';
  };

  return (
    <search className="quick-search">
      <form onSubmit={submit}>
        <label className="visually-hidden" htmlFor={id}>
          {label}
        </label>
        <input
          ref={input}
          id={id}
          className="input"
          type="text"
          inputMode="search"
          enterKeyHint="search"
          autoComplete="off"
          spellCheck={false}
          placeholder={label}
          aria-keyshortcuts="/"
        />
      </form>
      <Icon name="search" size={18} />
      <span className="quick-search__key" aria-hidden="true">
        /
      </span>
    </search>
  );
}
