import pino, { type Logger } from 'pino';

/** Structured log on standard output: JSON lines, correlation id, no personal data (EXP-01). */
export const creerJournal = (niveau: string): Logger =>
  pino(
    { level: niveau, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ dest: 1, sync: false }),
  );
