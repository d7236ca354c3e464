import { type ReactNode, useId } from 'react';
import { Dialog as AriaDialog } from 'react-aria-components/Dialog';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { Button } from './button.tsx';
import { type Definition, DefinitionList } from './definition-list.tsx';

interface DialogProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly size?: 'normal' | 'wide';
  /** An act that ends something is announced as an alert and is not left by a click beside. */
  readonly alert?: boolean;
  readonly children: ReactNode;
}

/**
 * A dialog over the page: focus kept inside, Escape closes, the page behind is out of reach, the focus returns
 * where it was. Rendered only while open.
 */
export function Dialog({ title, onClose, size = 'normal', alert = false, children }: DialogProps) {
  const heading = useId();
  return (
    <I18nProvider locale="fr-FR">
      <ModalOverlay
        className="dialog-veil"
        isOpen
        isDismissable={!alert}
        onOpenChange={(open) => {
          if (!open) onClose();
        }}
      >
        <Modal className="dialog-frame" data-size={size}>
          <AriaDialog className="dialog" role={alert ? 'alertdialog' : 'dialog'} aria-labelledby={heading}>
            <h2 id={heading}>{title}</h2>
            {children}
          </AriaDialog>
        </Modal>
      </ModalOverlay>
    </I18nProvider>
  );
}

interface DecisionDialogProps {
  /** The act as a question or a sentence: « Mettre fin aux droits de Madame Lambert ? ». */
  readonly title: string;
  /** What will happen, to whom, from when, whether it can be undone. */
  readonly facts: readonly Definition[];
  readonly children?: ReactNode;
  /** The act in its own words, never « OK ». */
  readonly confirmLabel: string;
  readonly cancelLabel?: string;
  /** The act ends something. */
  readonly ends?: boolean;
  readonly pending?: boolean;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}

/** Before an act that ends, signs or sends (page 13, Decision). */
export function DecisionDialog({
  title,
  facts,
  children,
  confirmLabel,
  cancelLabel = 'Ne rien faire',
  ends = false,
  pending = false,
  onConfirm,
  onCancel,
}: DecisionDialogProps) {
  return (
    <Dialog title={title} onClose={onCancel} alert={ends}>
      <DefinitionList items={facts} />
      {children}
      <div className="button-row">
        <Button variant={ends ? 'stop' : 'primary'} busy={pending} onClick={onConfirm}>
          {confirmLabel}
        </Button>
        <Button onClick={onCancel}>{cancelLabel}</Button>
      </div>
    </Dialog>
  );
}
