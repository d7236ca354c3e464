/** How a state is told: info, "look" (amber), "stop" (red), "done" (green). Each also has a word and a shape. */
export type Tone = 'info' | 'attention' | 'stop' | 'fait';

/** The word that goes with the colour, so that nothing is said by colour alone (A11Y-01). */
export const TONE_WORDS: Readonly<Record<Tone, string>> = {
  info: 'À savoir',
  attention: 'Attention',
  stop: 'Bloquant',
  fait: 'Fait',
};
