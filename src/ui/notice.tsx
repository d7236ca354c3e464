import type { ReactNode } from 'react';
import { Icon } from './icons.tsx';
import { TONE_WORDS, type Tone } from './tones.ts';

export interface NoticeProps {
  readonly tone?: Tone;
  /** Said in place of the tone's own word (« À savoir », « Attention », « Bloquant », « Fait »). */
  readonly title?: ReactNode;
  /** Read at once by screen readers; only for what appears after the page (an outage, a deadline now near). */
  readonly live?: boolean;
  readonly children?: ReactNode;
}

/** A message that stays: colour, shape, word, then the sentence. */
export function Notice({ tone = 'info', title, live = false, children }: NoticeProps) {
  return (
    <div className="notice" data-tone={tone} role={live ? 'status' : undefined}>
      <Icon name={tone} />
      <div className="notice__body">
        <p className="notice__title">
          {title === undefined ? TONE_WORDS[tone] : title}
          {title !== undefined && <span className="visually-hidden"> ({TONE_WORDS[tone]})</span>}
        </p>
        {children}
      </div>
    </div>
  );
}
