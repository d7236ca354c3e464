import type { ReactNode } from 'react';

const DRAWINGS = {
  info: (
    <>
      <circle cx="10" cy="10" r="7.5" />
      <path d="M10 9.25v4.5M10 6.25v.5" />
    </>
  ),
  attention: (
    <>
      <path d="M10 2.75 18 16.75H2Z" />
      <path d="M10 8v4M10 14v.25" />
    </>
  ),
  stop: (
    <>
      <path d="M6.9 2.5h6.2l4.4 4.4v6.2l-4.4 4.4H6.9l-4.4-4.4V6.9Z" />
      <path d="M6.5 10h7" />
    </>
  ),
  fait: (
    <>
      <circle cx="10" cy="10" r="7.5" />
      <path d="m6.5 10.25 2.5 2.5 4.5-5" />
    </>
  ),
  attente: (
    <>
      <circle cx="10" cy="10" r="7.5" />
      <path d="M10 5.75V10l2.75 2" />
    </>
  ),
  neutre: <circle cx="10" cy="10" r="7.5" strokeDasharray="3 2.24" />,
  present: (
    <>
      <circle cx="10" cy="10" r="7.5" />
      <circle cx="10" cy="10" r="3" fill="currentColor" stroke="none" />
    </>
  ),
  search: (
    <>
      <circle cx="8.75" cy="8.75" r="5.75" />
      <path d="m13 13 4.25 4.25" />
    </>
  ),
  menu: <path d="M3 5.5h14M3 10h14M3 14.5h14" />,
  close: <path d="m5 5 10 10M15 5 5 15" />,
  down: <path d="m5 7.5 5 5 5-5" />,
  right: <path d="m7.5 5 5 5-5 5" />,
  ascending: <path d="M10 16V4.5M5.5 9 10 4.5 14.5 9" />,
  descending: <path d="M10 4v11.5M5.5 11l4.5 4.5 4.5-4.5" />,
  sortable: <path d="M6.5 7.5 10 4l3.5 3.5M6.5 12.5 10 16l3.5-3.5" />,
  copy: (
    <>
      <rect x="7" y="7" width="10" height="10" rx="1.5" />
      <path d="M13 7V4.5A1.5 1.5 0 0 0 11.5 3h-7A1.5 1.5 0 0 0 3 4.5v7A1.5 1.5 0 0 0 4.5 13H7" />
    </>
  ),
  check: <path d="m4 10.5 4 4L16 6" />,
  calendar: (
    <>
      <rect x="2.75" y="4" width="14.5" height="13" rx="1.5" />
      <path d="M2.75 8.25h14.5M6.5 2v3.5M13.5 2v3.5" />
    </>
  ),
  person: (
    <>
      <circle cx="10" cy="6.75" r="3.75" />
      <path d="M2.75 17.5c.9-3.5 3.7-5 7.25-5s6.35 1.5 7.25 5" />
    </>
  ),
  display: (
    <>
      <circle cx="10" cy="10" r="7.5" />
      <path d="M10 2.5a7.5 7.5 0 0 1 0 15Z" fill="currentColor" />
    </>
  ),
  help: (
    <>
      <circle cx="10" cy="10" r="7.5" />
      <path d="M7.75 7.75a2.25 2.25 0 1 1 3.4 1.94c-.8.47-1.15.9-1.15 1.81M10 14v.25" />
    </>
  ),
} satisfies Record<string, ReactNode>;

export type IconName = keyof typeof DRAWINGS;

/**
 * A small drawing beside a word. It is always hidden from screen readers: the word carries the meaning, the
 * shape only lets the eye find it without relying on colour (A11Y-01).
 */
export function Icon({ name, size = 20 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.75"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      {DRAWINGS[name]}
    </svg>
  );
}
