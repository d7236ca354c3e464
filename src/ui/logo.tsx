/**
 * Our own mark: a footbridge seen from the side, its deck thrown from one bank to the other under its rail.
 * It is no mark of a public body and must stay so (page 13, Identity).
 */
export function Logo({ size = 36 }: { readonly size?: number }) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 2 36 36"
      fill="none"
      stroke="currentColor"
      strokeLinejoin="round"
    >
      <path d="M2 27.5h3.5q12.5-14 25 0H34" strokeWidth="4" strokeLinecap="round" />
      <path d="M5.5 27v-9.5q12.5-13 25 0V27M12 13.5V22m6-11v9m6-6.5V22" strokeWidth="2.2" />
    </svg>
  );
}
