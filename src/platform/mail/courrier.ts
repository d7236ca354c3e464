import nodemailer from 'nodemailer';

export interface Message {
  readonly destinataire: string;
  readonly objet: string;
  readonly corps: string;
}

/** A message on its way: its identifier makes the same `Message-ID` at each try, by which a mailbox knows a double. */
export interface Pli extends Message {
  readonly id: string;
}

/** Port to the mail server: resolves once the server has accepted the message, rejects with an `ErreurCourrier`. */
export type Courrier = (pli: Pli) => Promise<void>;

/** Why a mail did not leave. Holds a class only (`ECONNREFUSED`, `EENVELOPE 550`): a server's answer repeats addresses. */
export class ErreurCourrier extends Error {
  readonly classe: string;
  /** This recipient is refused for good: another try would change nothing. */
  readonly definitif: boolean;

  constructor(classe: string, definitif = false) {
    super(`mail not accepted: ${classe}`);
    this.name = 'ErreurCourrier';
    this.classe = classe;
    this.definitif = definitif;
  }
}

const ENTETE_INTERDIT = /[\p{Cc}\u2028\u2029]/u;

/**
 * Refuses what could write another header or another recipient than the one meant. Addresses are read where they are
 * typed; one that comes here in that state is a defect, and is not repeated.
 */
export function verifierEntetes({ destinataire, objet }: Pick<Message, 'destinataire' | 'objet'>): void {
  if (ENTETE_INTERDIT.test(objet)) throw new Error('mail subject holds a control character');
  if (!/^[^\s@<>]+@[^\s@<>]+$/u.test(destinataire) || ENTETE_INTERDIT.test(destinataire))
    throw new Error('mail recipient is not one address');
}

/** Without them a server that hangs would hold a worker for ten minutes, nodemailer's own limit. */
const DELAIS_SMTP = { connexionMs: 10_000, accueilMs: 10_000, silenceMs: 30_000 };

/** Sends through an SMTP server, plain text only. */
export function courrierSmtp(url: string, expediteur: string, delais = DELAIS_SMTP): Courrier {
  const transport = nodemailer.createTransport(
    {
      url,
      dnsTimeout: delais.connexionMs,
      connectionTimeout: delais.connexionMs,
      greetingTimeout: delais.accueilMs,
      socketTimeout: delais.silenceMs,
      disableFileAccess: true,
      disableUrlAccess: true,
    },
    { from: expediteur },
  );
  const domaine = /@([A-Za-z0-9.-]+)>?\s*$/.exec(expediteur)?.[1] ?? 'passerelle.invalid';
  return async ({ id, destinataire, objet, corps }) => {
    verifierEntetes({ destinataire, objet });
    try {
      await transport.sendMail({
        messageId: `<${id}@${domaine}>`,
        // Given as an object: a comma in a text would make two recipients.
        to: { name: '', address: destinataire },
        subject: objet,
        text: corps,
      });
    } catch (erreur) {
      throw classer(erreur as ErreurSmtp);
    }
  };
}

interface ErreurSmtp {
  readonly code?: string;
  /** Code of the system under nodemailer's own, e.g. ECONNREFUSED under ESOCKET. */
  readonly originalCode?: string;
  readonly command?: string;
  readonly response?: string;
  readonly responseCode?: number;
}

function classer({ code, originalCode, command, response, responseCode }: ErreurSmtp): ErreurCourrier {
  const nom = [originalCode, code].find((n) => n !== undefined && /^[A-Z_]{1,32}$/.test(n)) ?? 'INCONNU';
  const reponse =
    responseCode !== undefined && responseCode >= 100 && responseCode <= 999 ? ` ${responseCode}` : '';
  return new ErreurCourrier(`${nom}${reponse}`, command === 'RCPT TO' && refuseLeDestinataire(response));
}

/**
 * 5xx to RCPT speaks of the recipient, except where it speaks of us: a sender to authenticate (530), a relay or a
 * policy that says no (5.7.x) are for the operator to mend, and the mail waits.
 */
const refuseLeDestinataire = (reponse = ''): boolean => /^5(?!30)\d\d(?![\s-]5\.7\.)/.test(reponse);
