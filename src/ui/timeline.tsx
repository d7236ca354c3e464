import type { ReactNode } from 'react';
import { Icon, type IconName } from './icons.tsx';

export interface TimelineItem {
  readonly id: string;
  readonly state: 'passe' | 'present' | 'futur';
  readonly title: ReactNode;
  /** Past: when and by whom. Present: who must act before when. Future: what will start it. */
  readonly when: ReactNode;
  readonly detail?: ReactNode;
}

const MARKS: Readonly<Record<TimelineItem['state'], { readonly icon: IconName; readonly word: string }>> = {
  passe: { icon: 'fait', word: 'Fait' },
  present: { icon: 'present', word: 'En cours' },
  futur: { icon: 'neutre', word: 'À venir' },
};

/** The life of a convention, a request, a review: past, present, future. */
export function Timeline({
  label,
  items,
}: {
  readonly label: string;
  readonly items: readonly TimelineItem[];
}) {
  return (
    // biome-ignore lint/a11y/noRedundantRoles: list-style none makes Safari forget that it is a list
    <ol className="timeline" role="list" aria-label={label}>
      {items.map((item) => (
        <li
          key={item.id}
          className="timeline__item"
          data-state={item.state}
          aria-current={item.state === 'present' ? 'step' : undefined}
        >
          <span className="timeline__mark">
            <Icon name={MARKS[item.state].icon} />
          </span>
          <div>
            <p className="timeline__title">
              <span className="visually-hidden">{MARKS[item.state].word} : </span>
              {item.title}
            </p>
            <p className="timeline__when">{item.when}</p>
            {item.detail}
          </div>
        </li>
      ))}
    </ol>
  );
}
