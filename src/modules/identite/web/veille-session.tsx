import { lazy, Suspense, useEffect, useState } from 'react';
import { formatHeure } from '../../../ui/format.ts';
import { Notice } from '../../../ui/notice.tsx';
import type { Session } from '../contract.ts';
import { type AlerteSession, jugerSession } from './veille.ts';

/** Fetched when it is needed only: its dialog machinery is heavy, and most sessions never see it. */
const FinDeVeilleDialog = lazy(() => import('./fin-de-veille-dialog.tsx'));

interface VeilleSessionProps {
  readonly session: Session;
  /** How far the server's clock is ahead of this workstation's. */
  readonly ecartHorlogeMs: number;
  /** Asks the server again how long the session lasts; no activity. */
  readonly relire: () => Promise<unknown>;
  /** A real act of the person, which prolongs the session. */
  readonly prolonger: () => Promise<unknown>;
  readonly quitter: () => void;
}

/** Watches the end of the session: warns two minutes before, and closes what is shown when it is over (ACC-06). */
export function VeilleSession({ session, ecartHorlogeMs, relire, prolonger, quitter }: VeilleSessionProps) {
  const [alerte, setAlerte] = useState<AlerteSession>('aucune');
  const [tour, setTour] = useState(0);
  const { inactiveLe, expireLe, fuseau } = session;

  // `tour` makes it judge again when the server answered the same as before.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    const juger = () =>
      jugerSession(
        { inactiveLe: Date.parse(inactiveLe), expireLe: Date.parse(expireLe) },
        Date.now() + ecartHorlogeMs,
      );
    const verdict = juger();
    setAlerte(verdict.alerte);
    const revoir = () => {
      relire().then(
        () => setTour((n) => n + 1),
        () => setTour((n) => n + 1),
      );
    };
    const minuterie = setTimeout(revoir, verdict.revoirDansMs);
    // A workstation that slept has missed its timers.
    const auReveil = () => {
      if (document.visibilityState === 'visible' && juger().alerte !== 'aucune') revoir();
    };
    document.addEventListener('visibilitychange', auReveil);
    return () => {
      clearTimeout(minuterie);
      document.removeEventListener('visibilitychange', auReveil);
    };
  }, [inactiveLe, expireLe, ecartHorlogeMs, tour]);

  if (alerte === 'duree') {
    return (
      <Notice tone="attention" title={`Votre session se termine à ${formatHeure(expireLe, fuseau)}`} live>
        <p>Elle a atteint sa durée la plus longue. Terminez ce qui est en cours, puis reconnectez-vous.</p>
      </Notice>
    );
  }
  if (alerte !== 'inactivite') return null;
  return (
    <Suspense>
      <FinDeVeilleDialog
        heure={formatHeure(inactiveLe, fuseau)}
        onRester={async () => {
          await prolonger();
          await relire();
        }}
        onQuitter={quitter}
      />
    </Suspense>
  );
}
