import { encode } from 'uqr';

/** Quiet zone that readers need, in modules. */
const MARGE = 4;

/** A QR code drawn here: what it holds is a secret, and goes to no one to be drawn. */
export default function CodeQr({
  texte,
  description,
}: {
  readonly texte: string;
  readonly description: string;
}) {
  const { size, data } = encode(texte, { ecc: 'M', border: 0 });
  const trace = data.flatMap((ligne, y) =>
    ligne.flatMap((noir, x) => (noir ? [`M${x + MARGE} ${y + MARGE}h1v1h-1z`] : [])),
  );
  const cote = size + 2 * MARGE;
  return (
    <svg className="qr" viewBox={`0 0 ${cote} ${cote}`} role="img" aria-label={description}>
      <rect width={cote} height={cote} fill="#ffffff" />
      <path d={trace.join('')} fill="#000000" shapeRendering="crispEdges" />
    </svg>
  );
}
