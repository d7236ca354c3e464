import type { ReactNode } from 'react';
import { PageHeader } from './page-header.tsx';

export interface TextSection {
  /** Its anchor in the address: « #conservation ». */
  readonly id: string;
  readonly title: string;
  readonly body: ReactNode;
}

interface TextPageProps {
  readonly title: string;
  readonly intro: ReactNode;
  readonly breadcrumb?: ReactNode;
  readonly sections: readonly TextSection[];
}

/** A long text on a readable line, its contents beside it. */
export function TextPage({ title, intro, breadcrumb, sections }: TextPageProps) {
  return (
    <div className="text-page">
      <PageHeader title={title} breadcrumb={breadcrumb} intro={intro} />
      <nav className="text-page__contents" aria-labelledby="sommaire">
        <h2 id="sommaire">Sur cette page</h2>
        {/* biome-ignore lint/a11y/noRedundantRoles: list-style none makes Safari forget that it is a list */}
        <ul role="list">
          {sections.map((section) => (
            <li key={section.id}>
              <a href={`#${section.id}`}>{section.title}</a>
            </li>
          ))}
        </ul>
      </nav>
      <div className="prose">
        {sections.map((section) => (
          <section key={section.id} id={section.id} aria-labelledby={`${section.id}-titre`}>
            <h2 id={`${section.id}-titre`}>{section.title}</h2>
            {section.body}
          </section>
        ))}
      </div>
    </div>
  );
}
