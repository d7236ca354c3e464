/** In this tab, recovery codes were shown and nobody has said that they are safe. The codes themselves are nowhere. */
const CLE = 'passerelle.codes-a-ranger';

export const noterCodesMontres = (): void => sessionStorage.setItem(CLE, 'oui');

/** They are safe, given up, or another person's. */
export const oublierCodesMontres = (): void => sessionStorage.removeItem(CLE);

export const sontCodesARanger = (): boolean => sessionStorage.getItem(CLE) !== null;
