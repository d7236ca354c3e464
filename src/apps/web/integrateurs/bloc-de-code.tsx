import { CopyButton } from '../../../ui/copy-button.tsx';

/** Text of a machine. Its long lines scroll inside it, with the keyboard too. */
export function BlocDeCode({ titre, texte }: { readonly titre: string; readonly texte: string }) {
  return (
    <div className="api-code">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
      <section tabIndex={0} aria-label={titre}>
        <pre>
          <code>{texte}</code>
        </pre>
      </section>
      <CopyButton value={texte} what={titre.charAt(0).toLowerCase() + titre.slice(1)} />
    </div>
  );
}
