/** Content security policy of all that is not a page: what an answer holds is never run, drawn nor framed. */
export const CSP_SANS_PAGE =
  "default-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'";

/**
 * Content security policy of one sending of the page. Only scripts that carry its nonce run, and those that they load
 * themselves; `'self'` is for browsers that do not know `'strict-dynamic'`, the others ignore it.
 */
export const cspDePage = (nonce: string): string =>
  `default-src 'none'; script-src 'nonce-${nonce}' 'strict-dynamic' 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'`;

/** Headers of every answer, files and refusals included (SEC-05). */
export const ENTETES = {
  'content-security-policy': CSP_SANS_PAGE,
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy':
    'camera=(), microphone=(), geolocation=(), payment=(), usb=(), publickey-credentials-get=(self), publickey-credentials-create=(self)',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff',
};
