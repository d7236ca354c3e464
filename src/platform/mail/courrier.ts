import nodemailer from 'nodemailer';

export interface Message {
  readonly destinataire: string;
  readonly objet: string;
  readonly corps: string;
}

/** Port to the mail server: resolves once the server has accepted the message, rejects otherwise. */
export type Courrier = (message: Message) => Promise<void>;

/** Sends through an SMTP server, plain text only. */
export function courrierSmtp(url: string, expediteur: string): Courrier {
  const transport = nodemailer.createTransport(url, { from: expediteur });
  return async ({ destinataire, objet, corps }) => {
    await transport.sendMail({ to: destinataire, subject: objet, text: corps });
  };
}
