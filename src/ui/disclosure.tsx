import type { ReactNode } from 'react';
import { Icon } from './icons.tsx';

interface DisclosureProps {
  /** « Pourquoi ? » unless told: the rule, the article, the figures behind a right, a refusal or a date. */
  readonly label?: ReactNode;
  /** What the label is about, for who hears it out of its place: « le refus de la ligne 12 ». */
  readonly about?: string;
  readonly open?: boolean;
  /** Tables need the whole width; text keeps to a readable line. */
  readonly wide?: boolean;
  readonly children: ReactNode;
}

/** What can be known on request: the browser's own disclosure, found by its page search too. */
export function Disclosure({ label = 'Pourquoi ?', about, open, wide, children }: DisclosureProps) {
  return (
    <details className="disclosure" open={open}>
      <summary>
        <Icon name="right" size={16} />
        <span>
          {label}
          {about && <span className="visually-hidden"> {about}</span>}
        </span>
      </summary>
      <div className="disclosure__body" data-wide={wide}>
        {children}
      </div>
    </details>
  );
}
