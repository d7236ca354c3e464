/** argon2id (the library's default), 19 MiB, 2 passes, 1 lane: the OWASP floor, some 10 ms here. */
export const ARGON2 = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** What the portal asks of the child that hashes, one at a time. The password comes composed (NFC). */
export type DemandeEnfant =
  | { readonly motDePasse: string }
  | { readonly motDePasse: string; readonly empreinte: string };

/** `defaut`: not a digest that can be read, or no memory left. What was asked is never repeated. */
export type ReponseEnfant =
  | { readonly empreinte: string }
  | { readonly juste: boolean }
  | { readonly code: 'defaut' };
