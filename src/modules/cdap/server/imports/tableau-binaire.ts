/**
 * A column of a batch as PostgreSQL's binary array: nothing is escaped on one side nor parsed on the other. An array is
 * what `unnest` takes; COPY is closed to tables under row-level security.
 */
export interface TypeColonne {
  readonly nom: string;
  /** Type of the parameter in SQL. */
  readonly sql: string;
  readonly oid: number;
  /** Usual size of a value, so that the buffer rarely grows. */
  readonly taille: number;
}

export const ENTIER = { sql: 'int4[]', oid: 23, taille: 4 } as const;
export const ENTIER_COURT = { sql: 'int2[]', oid: 21, taille: 2 } as const;
export const TEXTE = { sql: 'text[]', oid: 25, taille: 12 } as const;
export const JOUR = { sql: 'date[]', oid: 1082, taille: 4 } as const;
export const BOOLEEN = { sql: 'bool[]', oid: 16, taille: 1 } as const;
export const OCTETS = { sql: 'bytea[]', oid: 17, taille: 16 } as const;
export const JSON_TEXTE = { sql: 'json[]', oid: 114, taille: 300 } as const;
export const JSONB = { sql: 'jsonb[]', oid: 3802, taille: 8 } as const;

const ENTETE = 20;
/** PostgreSQL counts days from here. */
const JOUR_ZERO = Date.UTC(2000, 0, 1) / 86_400_000;

const jours = new Map<string, number>();
/** Day number of 'AAAA-MM-JJ'; days of files are few, so they are kept. */
export function numeroJour(iso: string): number {
  let n = jours.get(iso);
  if (n === undefined) {
    n = Date.parse(`${iso}T00:00:00Z`) / 86_400_000 - JOUR_ZERO;
    if (jours.size > 50_000) jours.clear();
    jours.set(iso, n);
  }
  return n;
}

/** Gives the memory back at once: the collector counts objects, and a batch is a few of them that weigh megabytes. */
export const liberer = (octets: Buffer): void => {
  (octets.buffer as ArrayBuffer).transfer(0);
};

/** One column being filled; `terminer` gives the parameter. */
export class TableauBinaire {
  readonly type: TypeColonne;
  private octets: Buffer;
  private place = ENTETE;
  private nombre = 0;
  private nuls = 0;

  constructor(type: TypeColonne, lignes: number) {
    this.type = type;
    // Not from the shared pool: the memory goes to another thread.
    this.octets = Buffer.allocUnsafeSlow(ENTETE + lignes * (type.taille + 4));
  }

  private reserver(taille: number): void {
    if (this.place + taille <= this.octets.length) return;
    const plus = Buffer.allocUnsafeSlow(Math.max(this.place + taille, Math.ceil(this.octets.length * 1.6)));
    this.octets.copy(plus, 0, 0, this.place);
    liberer(this.octets);
    this.octets = plus;
  }

  nul(): void {
    this.reserver(4);
    this.place = this.octets.writeInt32BE(-1, this.place);
    this.nombre += 1;
    this.nuls = 1;
  }

  entier(valeur: number): void {
    this.reserver(8);
    this.place = this.octets.writeInt32BE(4, this.place);
    this.place = this.octets.writeInt32BE(valeur, this.place);
    this.nombre += 1;
  }

  court(valeur: number): void {
    this.reserver(6);
    this.place = this.octets.writeInt32BE(2, this.place);
    this.place = this.octets.writeInt16BE(valeur, this.place);
    this.nombre += 1;
  }

  booleen(valeur: boolean): void {
    this.reserver(5);
    this.place = this.octets.writeInt32BE(1, this.place);
    this.octets[this.place++] = valeur ? 1 : 0;
    this.nombre += 1;
  }

  jour(iso: string | null): void {
    if (iso === null) this.nul();
    else this.entier(numeroJour(iso));
  }

  /** Text whose characters are its bytes: ASCII, or Latin-1 over UTF-8. */
  texte(latin1: string | null): void {
    if (latin1 === null) {
      this.nul();
      return;
    }
    this.reserver(latin1.length + 4);
    this.place = this.octets.writeInt32BE(latin1.length, this.place);
    this.octets.write(latin1, this.place, 'latin1');
    this.place += latin1.length;
    this.nombre += 1;
  }

  /** The binary form of jsonb is its version, then its text. */
  jsonb(latin1: string | null): void {
    if (latin1 === null) {
      this.nul();
      return;
    }
    this.reserver(latin1.length + 5);
    this.place = this.octets.writeInt32BE(latin1.length + 1, this.place);
    this.octets[this.place++] = 1;
    this.octets.write(latin1, this.place, 'latin1');
    this.place += latin1.length;
    this.nombre += 1;
  }

  brut(valeur: Buffer): void {
    this.reserver(valeur.length + 4);
    this.place = this.octets.writeInt32BE(valeur.length, this.place);
    this.place += valeur.copy(this.octets, this.place);
    this.nombre += 1;
  }

  terminer(): Buffer {
    // An empty array has no dimension.
    this.octets.writeInt32BE(this.nombre === 0 ? 0 : 1, 0);
    this.octets.writeInt32BE(this.nuls, 4);
    this.octets.writeInt32BE(this.type.oid, 8);
    this.octets.writeInt32BE(this.nombre, 12);
    this.octets.writeInt32BE(1, 16);
    return this.octets.subarray(0, this.nombre === 0 ? 12 : this.place);
  }
}
