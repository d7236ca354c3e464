import { useEffect, useState } from 'react';
import { Button } from './button.tsx';
import { annoncer } from './toasts.ts';

const SHOWN_MS = 2_500;

/** Copies a plain value: no spaces of presentation, ready for the town's own software. */
export function CopyButton({ value, what }: { readonly value: string; readonly what: string }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [copied]);

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(value);
      setCopied(true);
    } catch {
      annoncer('Le navigateur a refusé la copie. Sélectionnez le texte et copiez-le au clavier.', {
        tone: 'attention',
      });
    }
  };

  return (
    <>
      <Button size="small" icon={copied ? 'check' : 'copy'} onClick={() => void copy()}>
        {copied ? 'Copié' : 'Copier'}
        <span className="visually-hidden"> {what}</span>
      </Button>
      <span className="visually-hidden" role="status">
        {copied ? `Copié : ${what}` : ''}
      </span>
    </>
  );
}
