import { type ComponentType, createContext, type ReactNode, useContext } from 'react';

export interface ProuverIdentiteProps {
  /** The server has the proof: what was refused can be asked again. */
  readonly onProuvee: () => void;
  /** What follows the proof, on the button: « Confirmer et ouvrir ». */
  readonly action?: string;
  /** Beside the button: give up. */
  readonly autre?: ReactNode;
}

/** How a page asks for a fresh proof of identity (step-up), whatever the means of the account are. */
export interface Confirmation {
  /**
   * Does an act that may ask for a fresh proof. When the server asks for one, a dialog takes it and the act is done
   * again, once.
   *
   * Errors: those of the act; an `ErreurApi` of nature `abandon`, of which forms say nothing, when the person gives up.
   */
  readonly avecPreuve: <T>(acte: () => Promise<T>) => Promise<T>;
  /** The same proof as a form to stand in a page. */
  readonly ProuverIdentite: ComponentType<ProuverIdentiteProps>;
}

/** Given by the frame of the signed-in pages: modules above that of accounts know only this. */
export const ConfirmationContext = createContext<Confirmation | null>(null);

export function useConfirmation(): Confirmation {
  const confirmation = useContext(ConfirmationContext);
  if (!confirmation) throw new Error('this page is shown outside the frame that takes proofs of identity');
  return confirmation;
}
