const NAVIGATEURS: readonly (readonly [RegExp, string])[] = [
  [/\bEdg(?:A|iOS)?\/(\d+)/, 'Edge'],
  [/\bOPR\/(\d+)/, 'Opera'],
  [/\bFirefox\/(\d+)/, 'Firefox'],
  [/\bFxiOS\/(\d+)/, 'Firefox'],
  [/\bCriOS\/(\d+)/, 'Chrome'],
  [/\bChrome\/(\d+)/, 'Chrome'],
  [/\bVersion\/(\d+)[\d.]*(?: Mobile\/\w+)? Safari\//, 'Safari'],
];
const SYSTEMES: readonly (readonly [RegExp, string])[] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows NT\b/, 'Windows'],
  [/\bMac OS X\b/, 'Mac'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bLinux\b/, 'Linux'],
];

/**
 * « Firefox 140 sous Windows », to recognise one's own device in a list (ACC-06). What a browser says of itself can be
 * forged: it helps to remember, and proves nothing. Null when it is not recognised.
 */
export function decrireNavigateur(entete: string | null): string | null {
  if (entete === null) return null;
  const navigateur = NAVIGATEURS.map(([motif, nom]) => {
    const [, version] = motif.exec(entete) ?? [];
    return version === undefined ? null : `${nom} ${version}`;
  }).find((nom) => nom !== null);
  if (navigateur === undefined) return null;
  const systeme = SYSTEMES.find(([motif]) => motif.test(entete))?.[1];
  return systeme === undefined ? navigateur : `${navigateur} sous ${systeme}`;
}
