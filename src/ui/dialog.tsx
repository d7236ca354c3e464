import { type ReactNode, useId } from 'react';
import { Dialog as AriaDialog } from 'react-aria-components/Dialog';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';

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
