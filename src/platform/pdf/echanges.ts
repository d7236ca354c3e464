/** What the portal asks of the child that renders, one at a time. */
export interface DemandeEnfant {
  readonly gabarit: string;
  readonly donnees: unknown;
  /** Seconds since 1970. */
  readonly horodatage: number;
}

export type ReponseEnfant =
  | { readonly pdf: Uint8Array }
  | { readonly code: 'absent' | 'gabarit'; readonly precision?: string };
