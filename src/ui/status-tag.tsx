import type { ReactNode } from 'react';
import { Icon, type IconName } from './icons.tsx';
import type { Tone } from './tones.ts';

export type StatusTone = Tone | 'attente' | 'neutre';

const SHAPES: Readonly<Record<StatusTone, IconName>> = {
  info: 'info',
  attention: 'attention',
  stop: 'stop',
  fait: 'fait',
  attente: 'attente',
  neutre: 'neutre',
};

/** The state of a thing in a word: « Active », « Suspendue », « En attente de la Caf ». */
export function StatusTag({ tone, children }: { readonly tone: StatusTone; readonly children: ReactNode }) {
  return (
    <span className="status" data-tone={tone}>
      <Icon name={SHAPES[tone]} size={18} />
      {children}
    </span>
  );
}
