import { useEffect, useState } from 'react';
import { Button } from './button.tsx';
import { Icon } from './icons.tsx';
import { toastParts } from './toast-text.ts';
import { dismiss, lifetimeOf, type Toast, useToasts } from './toasts.ts';

/** The live region of the portal: one, always there, or screen readers would miss its first message. */
export function Toaster() {
  const toasts = useToasts();
  return (
    <div
      className="toasts"
      role="status"
      aria-live="polite"
      aria-relevant="additions"
      // Still heard and reached while a dialog is open; a press on it is not a press beside the dialog.
      data-react-aria-top-layer
    >
      {toasts.map((toast) => (
        <ToastCard key={toast.id} toast={toast} />
      ))}
    </div>
  );
}

function ToastCard({ toast }: { readonly toast: Toast }) {
  const [held, setHeld] = useState(false);
  // It waits while it is looked at or holds the focus.
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => dismiss(toast.id), lifetimeOf(toast));
    return () => clearTimeout(timer);
  }, [held, toast]);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only listens to whether it is being read
    <div
      className="toast"
      data-tone={toast.tone}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <Icon name={toast.tone} />
      <p>
        {toastParts(toast.message).map(({ text, whole, start }) =>
          whole ? (
            <span key={start} className="toast__file">
              {text}
            </span>
          ) : (
            text
          ),
        )}
      </p>
      <div className="button-row">
        {toast.undo && (
          <Button
            variant="plain"
            onClick={() => {
              dismiss(toast.id);
              toast.undo?.();
            }}
          >
            Annuler
          </Button>
        )}
        <Button variant="plain" icon="close" onClick={() => dismiss(toast.id)}>
          <span className="visually-hidden">Fermer ce message</span>
        </Button>
      </div>
    </div>
  );
}
