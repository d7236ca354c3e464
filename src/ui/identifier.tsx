import { groupIdentifier, type IdentifierKind } from './identifier-groups.ts';

/**
 * A file number, NIR, SIRET or any identifier that is read aloud and retyped here thirty times a day.
 *
 * Mono face, grouped by room between the groups and not by characters, so that selecting and copying gives the
 * plain figures. Screen readers get the groups with real spaces.
 */
export function Identifier({
  value,
  kind = 'libre',
}: {
  readonly value: string;
  readonly kind?: IdentifierKind;
}) {
  const groups = groupIdentifier(value, kind);
  return (
    <span className="identifier">
      <span aria-hidden="true">
        {groups.map(({ text, start }) => (
          <span key={start} className="identifier__group">
            {text}
          </span>
        ))}
      </span>
      <span className="visually-hidden">{groups.map(({ text }) => text).join(' ')}</span>
    </span>
  );
}
