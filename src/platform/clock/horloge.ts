/** Business time. The only clock of the program; tests give one that they move. */
export type Horloge = () => Date;

export const horlogeSysteme: Horloge = () => new Date();
