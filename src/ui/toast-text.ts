/** A part of a message; `whole`: a file name, which loses its sense when its hyphens break it over two lines. */
export interface ToastPart {
  readonly text: string;
  readonly whole: boolean;
  /** Position in the message; also tells two equal parts apart. */
  readonly start: number;
}

const FILE_NAME = /[\w.-]*-[\w.-]*\.[a-z]{2,5}\b/g;

/** Sets apart the file names of a message: « Export terminé : |traces-2026-11-21.xlsx|, 12 ko. » */
export function toastParts(message: string): readonly ToastPart[] {
  const parts: ToastPart[] = [];
  let start = 0;
  const add = (end: number, whole: boolean) => {
    if (end > start) parts.push({ text: message.slice(start, end), whole, start });
    start = end;
  };
  for (const { 0: name, index } of message.matchAll(FILE_NAME)) {
    add(index, false);
    add(index + name.length, true);
  }
  add(message.length, false);
  return parts;
}
