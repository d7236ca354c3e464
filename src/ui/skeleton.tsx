/** Keeps the place of what is being read, and says so once. */
export function Skeleton({
  lines = 4,
  label = 'Chargement…',
}: {
  readonly lines?: number;
  readonly label?: string;
}) {
  return (
    <div className="skeleton" role="status" aria-busy="true">
      <p className="visually-hidden">{label}</p>
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: identical bars that never move
        <span key={line} aria-hidden="true" />
      ))}
    </div>
  );
}
