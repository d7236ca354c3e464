import { type DragEvent, type ReactNode, type RefObject, useId, useState } from 'react';

interface FileFieldProps {
  readonly label: ReactNode;
  readonly help: ReactNode;
  /** As the `accept` of the field: « .csv,.jsonl ». */
  readonly accept: string;
  readonly field: RefObject<HTMLInputElement | null>;
  readonly onFile: (file: File | undefined) => void;
  /** What is said of the file chosen; announced when it changes. */
  readonly children: ReactNode;
}

/** A file chosen or dropped. */
export function FileField({ label, help, accept, field, onFile, children }: FileFieldProps) {
  const id = useId();
  const [over, setOver] = useState(false);
  const follow = (event: DragEvent<HTMLElement>, isOver: boolean) => {
    event.preventDefault();
    setOver(isOver);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut; the field inside does the same by keyboard
    <div
      className="field file-drop"
      data-over={over || undefined}
      onDragOver={(event) => follow(event, true)}
      onDragLeave={(event) => follow(event, false)}
      onDrop={(event) => {
        follow(event, false);
        // The field then names the file that was dropped, instead of saying that there is none.
        if (field.current) field.current.files = event.dataTransfer.files;
        onFile(event.dataTransfer.files[0]);
      }}
    >
      <label className="field__label" htmlFor={id}>
        {label}
      </label>
      <div className="field__help" id={`${id}-aide`}>
        {help}
      </div>
      <input
        ref={field}
        id={id}
        type="file"
        accept={accept}
        aria-describedby={`${id}-aide ${id}-etat`}
        onChange={(event) => onFile(event.currentTarget.files?.[0])}
      />
      <div id={`${id}-etat`} role="status">
        {children}
      </div>
    </div>
  );
}
