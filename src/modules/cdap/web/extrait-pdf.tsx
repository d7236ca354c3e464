import { useEffect, useRef, useState } from 'react';
import { ErreurApi } from '../../../ui/api-error.ts';
import { Button } from '../../../ui/button.tsx';
import { useConfirmation } from '../../../ui/confirmation.ts';
import { Dialog } from '../../../ui/dialog.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { recevoirFichier } from '../../../ui/receive-file.ts';
import { annoncer } from '../../../ui/toasts.ts';
import { cdapContrat } from '../contract.ts';
import { type DemandeLecture, entreeDe } from './lecture.ts';

type Etat =
  | { readonly etape: 'repos' }
  | { readonly etape: 'en-cours' }
  | { readonly etape: 'echec'; readonly erreur: ErreurApi };

/** The file on the screen as a dated document that the Caf can check (CDAP-23). It is read anew, and counts as such. */
export function ExtraitPdf({ demande }: { readonly demande: DemandeLecture }) {
  const [ouvert, setOuvert] = useState(false);
  return (
    <>
      <Button size="small" onClick={() => setOuvert(true)}>
        Extrait PDF
      </Button>
      {ouvert && <ExtraitDialog demande={demande} onClose={() => setOuvert(false)} />}
    </>
  );
}

interface ExtraitDialogProps {
  readonly demande: DemandeLecture;
  readonly onClose: () => void;
}

function ExtraitDialog({ demande, onClose }: ExtraitDialogProps) {
  const [etat, setEtat] = useState<Etat>({ etape: 'repos' });
  const { avecPreuve } = useConfirmation();
  const abandon = useRef<AbortController | null>(null);
  useEffect(() => () => abandon.current?.abort(), []);

  const preparer = async () => {
    const mien = new AbortController();
    abandon.current = mien;
    setEtat({ etape: 'en-cours' });
    try {
      const nom = await avecPreuve(() =>
        recevoirFichier(cdapContrat.extraire, entreeDe(demande), { signal: mien.signal }),
      );
      annoncer(`Extrait enregistré : ${nom}.`);
      onClose();
    } catch (erreur) {
      if (mien.signal.aborted) return;
      if (!(erreur instanceof ErreurApi)) throw erreur;
      setEtat(erreur.nature === 'abandon' ? { etape: 'repos' } : { etape: 'echec', erreur });
    }
  };

  const enCours = etat.etape === 'en-cours';
  return (
    <Dialog title="Extrait du dossier en PDF" onClose={onClose}>
      <p>
        Le dossier est relu à l’instant, sous le même profil et pour la même mission : cet extrait compte
        comme une lecture, et il est tracé à votre nom.
      </p>
      <Notice tone="attention" title="Ce document engage votre organisme">
        <p>
          Une fois enregistré, il est sous sa responsabilité. Ne le remettez à aucun autre organisme, et
          détruisez-le dès qu’il a servi. Il porte votre nom, et un code par lequel la Caf le vérifie.
        </p>
      </Notice>
      {etat.etape === 'echec' && (
        <Notice tone="stop" live title={etat.erreur.titre}>
          <p>{etat.erreur.suite ?? 'Aucun extrait n’a été fait.'}</p>
        </Notice>
      )}
      <p role="status">{enCours && 'Préparation de l’extrait'}</p>
      {enCours && <progress aria-label="Préparation de l’extrait" />}
      <div className="button-row">
        <Button variant="primary" busy={enCours} onClick={() => void preparer()}>
          {etat.etape === 'echec' ? 'Réessayer' : 'Enregistrer l’extrait'}
        </Button>
        <Button onClick={onClose}>{enCours ? 'Abandonner' : 'Ne rien faire'}</Button>
      </div>
    </Dialog>
  );
}
