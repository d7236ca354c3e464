import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { ORIGINE } from './portail.ts';

/** Values that an authenticator writes: integers, bytes, texts and maps, in CBOR (RFC 8949). */
type Cbor = number | string | Buffer | Map<number | string, Cbor>;

function tete(genre: number, n: number): Buffer {
  if (n < 24) return Buffer.from([(genre << 5) | n]);
  if (n < 256) return Buffer.from([(genre << 5) | 24, n]);
  return Buffer.from([(genre << 5) | 25, n >> 8, n & 255]);
}

function cbor(valeur: Cbor): Buffer {
  if (typeof valeur === 'number') return valeur >= 0 ? tete(0, valeur) : tete(1, -valeur - 1);
  if (typeof valeur === 'string') {
    const octets = Buffer.from(valeur);
    return Buffer.concat([tete(3, octets.length), octets]);
  }
  if (Buffer.isBuffer(valeur)) return Buffer.concat([tete(2, valeur.length), valeur]);
  return Buffer.concat([tete(5, valeur.size), ...[...valeur].flatMap(([cle, v]) => [cbor(cle), cbor(v)])]);
}

const base64url = (octets: Buffer): string => octets.toString('base64url');
const empreinte = (octets: Buffer | string): Buffer => createHash('sha256').update(octets).digest();

interface Options {
  readonly origine?: string;
  readonly domaine?: string;
}

/** A passkey in software: makes itself, then signs challenges, honestly or not. */
export interface CleLogicielle {
  readonly id: string;
  readonly enregistrer: (defi: string, options?: Options) => Record<string, unknown>;
  readonly signer: (
    defi: string,
    options?: Options & { readonly compteur?: number; readonly cle?: KeyObject },
  ) => Record<string, unknown>;
}

export function uneCle(): CleLogicielle {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const id = randomBytes(16);
  let compteur = 0;
  const authData = (drapeaux: number, n: number, domaine: string, reste = Buffer.alloc(0)): Buffer => {
    const compte = Buffer.alloc(4);
    compte.writeUInt32BE(n);
    return Buffer.concat([empreinte(domaine), Buffer.from([drapeaux]), compte, reste]);
  };
  const client = (type: string, challenge: string, origin: string): Buffer =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  const commun = { id: base64url(id), rawId: base64url(id), type: 'public-key', clientExtensionResults: {} };
  return {
    id: base64url(id),
    enregistrer: (defi, { origine = ORIGINE, domaine = new URL(ORIGINE).hostname } = {}) => {
      const cose = cbor(
        new Map<number, Cbor>([
          [1, 2],
          [3, -7],
          [-1, 1],
          [-2, Buffer.from(x, 'base64url')],
          [-3, Buffer.from(y, 'base64url')],
        ]),
      );
      const longueur = Buffer.from([0, id.length]);
      // User present, user verified, attested credential data.
      const donnees = authData(0x45, 0, domaine, Buffer.concat([Buffer.alloc(16), longueur, id, cose]));
      const attestation = cbor(
        new Map<string, Cbor>([
          ['fmt', 'none'],
          ['attStmt', new Map()],
          ['authData', donnees],
        ]),
      );
      return {
        ...commun,
        response: {
          clientDataJSON: base64url(client('webauthn.create', defi, origine)),
          attestationObject: base64url(attestation),
          transports: ['internal'],
        },
      };
    },
    signer: (
      defi,
      { origine = ORIGINE, domaine = new URL(ORIGINE).hostname, compteur: impose, cle } = {},
    ) => {
      compteur = impose ?? compteur + 1;
      const donnees = authData(0x05, compteur, domaine);
      const clientData = client('webauthn.get', defi, origine);
      const signature = sign('sha256', Buffer.concat([donnees, empreinte(clientData)]), cle ?? privateKey);
      return {
        ...commun,
        response: {
          clientDataJSON: base64url(clientData),
          authenticatorData: base64url(donnees),
          signature: base64url(signature),
        },
      };
    },
  };
}
