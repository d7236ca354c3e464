import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import ProuverIdentite from './prouver-identite.tsx';

interface PreuveDialogProps {
  readonly onProuvee: () => void;
  readonly onAbandon: () => void;
}

/** Over the page, or over the dialog, of an act that asks for a fresh proof. */
export default function PreuveDialog({ onProuvee, onAbandon }: PreuveDialogProps) {
  return (
    <Dialog title="Confirmez que c’est bien vous" onClose={onAbandon} alert>
      <p>
        Cette action demande une preuve de votre identité de moins de dix minutes. Une fois donnée, l’action
        se fait aussitôt.
      </p>
      <ProuverIdentite onProuvee={onProuvee} autre={<Button onClick={onAbandon}>Ne rien faire</Button>} />
    </Dialog>
  );
}
