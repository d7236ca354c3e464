import { randomBytes } from 'node:crypto';

let reserve = Buffer.alloc(0);
let position = 0;

function tirerOctets(nombre: number): Buffer {
  if (position + nombre > reserve.length) {
    reserve = randomBytes(4096);
    position = 0;
  }
  position += nombre;
  return reserve.subarray(position - nombre, position);
}

/**
 * UUID version 7: random, and in the order of time so that indexes grow at their end.
 *
 * An identifier and not a secret: its first 48 bits are the millisecond.
 */
export function nouvelUuid(instant: Date): string {
  const octets = Buffer.from(tirerOctets(16));
  octets.writeUIntBE(instant.getTime(), 0, 6);
  octets[6] = ((octets[6] ?? 0) & 0x0f) | 0x70;
  octets[8] = ((octets[8] ?? 0) & 0x3f) | 0x80;
  const hex = octets.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
