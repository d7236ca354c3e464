/** A start that cannot go on. The message is one French sentence for the person who starts the portal. */
export class ErreurDemarrage extends Error {
  override name = 'ErreurDemarrage';
}
