import { ErreurApi } from './api-error.ts';
import { Button } from './button.tsx';
import { Identifier } from './identifier.tsx';
import { Notice } from './notice.tsx';

interface FailureNoticeProps {
  readonly erreur: unknown;
  /** What could not be done, when the error does not say it: « Les traces n’ont pas pu être lues ». */
  readonly titre: string;
  readonly onRelire: () => void;
}

/** A part of a page that could not be read: why, the reference to quote, and the way to try again. */
export function FailureNotice({ erreur, titre, onRelire }: FailureNoticeProps) {
  const connue = erreur instanceof ErreurApi ? erreur : null;
  return (
    <Notice tone="stop" live title={connue?.titre ?? titre}>
      <p>{connue?.suite ?? 'Réessayez dans quelques instants.'}</p>
      {connue?.reference && (
        <p>
          Référence à donner à l’assistance : <Identifier value={connue.reference} />
        </p>
      )}
      <Button size="small" onClick={onRelire}>
        Réessayer
      </Button>
    </Notice>
  );
}
