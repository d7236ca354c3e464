/** Adds or removes one line. */
export function toggled(selected: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(selected);
  if (!next.delete(key)) next.add(key);
  return next;
}

/** Adds every line between two, both included, in the order of the screen; unknown ends add nothing. */
export function withRange(
  selected: ReadonlySet<string>,
  keys: readonly string[],
  from: string,
  to: string,
): ReadonlySet<string> {
  const start = keys.indexOf(from);
  const end = keys.indexOf(to);
  if (start < 0 || end < 0) return selected;
  return new Set([...selected, ...keys.slice(Math.min(start, end), Math.max(start, end) + 1)]);
}

/** All the lines of the page, or none of them when all were already chosen; lines of other pages stay. */
export function toggledPage(selected: ReadonlySet<string>, keys: readonly string[]): ReadonlySet<string> {
  const all = keys.length > 0 && keys.every((key) => selected.has(key));
  const others = [...selected].filter((key) => !keys.includes(key));
  return new Set(all ? others : [...others, ...keys]);
}
