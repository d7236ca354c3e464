import { memo, useId, useState } from 'react';
import { Link } from '../../../ui/link.tsx';
import { useOverflow } from '../../../ui/overflow.ts';
import { formeOuverte, type LigneBrute } from '../domain/comparer-matrices.ts';
import { direBloc, direForme } from '../libelles-matrice.ts';
import { TOUS_LES_BLOCS, typographie } from './matrice-mots.ts';

interface MatriceTableProps {
  readonly catalogue: '2017' | '2025';
  readonly profils: readonly LigneBrute[];
  /** Blocks shown, all of them unless one is looked for. */
  readonly bloc: string;
  /** The same profiles before editing: what differs is marked. */
  readonly depart: ReadonlyMap<string, LigneBrute>;
}

/** Profiles × blocks in one sight on a desk; on a phone, one line per profile with what it opens in words. */
export function MatriceTable({ catalogue, profils, bloc, depart }: MatriceTableProps) {
  const [scroll, overflows] = useOverflow();
  const [mots, setMots] = useState(false);
  const caption = useId();
  const blocs = bloc === '' ? TOUS_LES_BLOCS : [bloc];
  return (
    <>
      <h2 id={caption}>Ce que chaque profil ouvre</h2>
      <div className="matrix-wide">
        <div className="matrix-legend">
          <ul>
            <li>
              <Marque forme="complet" /> complet
            </li>
            <li>
              <Marque forme="reduit" /> réduit
            </li>
            <li>
              <Marque forme={null} /> fermé
            </li>
          </ul>
          <label className="matrix-legend__words">
            <input type="checkbox" checked={mots} onChange={(e) => setMots(e.currentTarget.checked)} />
            Écrire les formes réduites
          </label>
        </div>
        <div
          ref={scroll}
          className="matrix-scroll"
          data-words={mots}
          {...(overflows ? { role: 'region', tabIndex: 0, 'aria-labelledby': caption } : {})}
        >
          <table className="matrix" aria-labelledby={caption} data-words={mots || bloc !== ''}>
            <thead>
              <tr>
                <th scope="col">Profil</th>
                {blocs.map((code) => (
                  <th key={code} scope="col" className="matrix__block">
                    <span>{direBloc(code)}</span>
                  </th>
                ))}
              </tr>
            </thead>
            <Corps catalogue={catalogue} profils={profils} bloc={bloc} depart={depart} />
          </table>
        </div>
      </div>
      <ul className="matrix-narrow">
        {profils.map((ligne) => (
          <li key={ligne.code}>
            <h3>
              <Lien catalogue={catalogue} ligne={ligne} />
            </h3>
            <p className="soft">{resumer(ligne, blocs)}</p>
          </li>
        ))}
      </ul>
    </>
  );
}

/** Apart and remembered: four hundred cells are not drawn again to write out what they already say. */
const Corps = memo(function Corps({ catalogue, profils, bloc, depart }: MatriceTableProps) {
  const blocs = bloc === '' ? TOUS_LES_BLOCS : [bloc];
  return (
    <tbody>
      {profils.map((ligne) => (
        <tr key={ligne.code}>
          <th scope="row">
            <Lien catalogue={catalogue} ligne={ligne} />
          </th>
          {blocs.map((code) => (
            <Case key={code} bloc={code} ligne={ligne} depart={depart.get(ligne.code)} />
          ))}
        </tr>
      ))}
    </tbody>
  );
});

function Lien({ catalogue, ligne }: { readonly catalogue: '2017' | '2025'; readonly ligne: LigneBrute }) {
  return (
    <Link to="/matrice" search={{ catalogue, profil: ligne.code }}>
      <span className="matrix__code">{ligne.code}</span> {typographie(ligne.libelleCourt)}
    </Link>
  );
}

/** « 12 rubriques complètes, 4 réduites, 5 fermées. » */
function resumer(ligne: LigneBrute, blocs: readonly string[]): string {
  const formes = blocs.map((bloc) => formeOuverte(ligne, bloc));
  const completes = formes.filter((forme) => forme === 'complet').length;
  const fermees = formes.filter((forme) => forme === null).length;
  const reduites = formes.length - completes - fermees;
  const s = (n: number) => (n < 2 ? '' : 's');
  return `${completes} rubrique${s(completes)} complète${s(completes)}, ${reduites} réduite${s(reduites)}, ${fermees} fermée${s(fermees)}.`;
}

function Case({
  bloc,
  ligne,
  depart,
}: {
  readonly bloc: string;
  readonly ligne: LigneBrute;
  readonly depart: LigneBrute | undefined;
}) {
  const forme = formeOuverte(ligne, bloc);
  const change = depart !== undefined && formeOuverte(depart, bloc) !== forme;
  const reduite = forme !== null && forme !== 'complet';
  return (
    <td data-changed={change || undefined}>
      <Marque forme={reduite ? 'reduit' : forme} />
      {reduite ? (
        <span className="matrix__word">
          <span className="visually-hidden">réduit : </span>
          {direForme(bloc, forme) ?? 'forme réduite'}
        </span>
      ) : (
        <span className="visually-hidden">{forme === null ? 'fermé' : 'complet'}</span>
      )}
      {change && (
        <>
          <span className="matrix__changed" aria-hidden="true">
            *
          </span>
          <span className="visually-hidden">, modifié</span>
        </>
      )}
    </td>
  );
}

/** A square: full, half full, or a dash. The word goes with it, seen or heard. */
function Marque({ forme }: { readonly forme: string | null }) {
  return (
    <svg
      className="matrix-mark"
      data-form={forme ?? 'ferme'}
      viewBox="0 0 16 16"
      width="16"
      height="16"
      aria-hidden="true"
    >
      {forme === null ? (
        <path d="M5 8h6" stroke="currentColor" strokeWidth="1.5" />
      ) : (
        <>
          <rect
            x="1.75"
            y="1.75"
            width="12.5"
            height="12.5"
            rx="1.5"
            fill="none"
            stroke="currentColor"
            strokeWidth="1.5"
          />
          {forme === 'complet' ? (
            <rect x="1.75" y="1.75" width="12.5" height="12.5" rx="1.5" fill="currentColor" />
          ) : (
            <path d="M2 14 14 2v12Z" fill="currentColor" />
          )}
        </>
      )}
    </svg>
  );
}
