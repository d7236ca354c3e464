/** An electronic address, which a narrow screen breaks before its domain and not in the middle of a word. */
export function EmailAddress({ value }: { readonly value: string }) {
  const at = value.lastIndexOf('@');
  if (at < 0) return value;
  return (
    <>
      {value.slice(0, at)}
      <wbr />
      {value.slice(at)}
    </>
  );
}
