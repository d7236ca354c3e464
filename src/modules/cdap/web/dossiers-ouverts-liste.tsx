import { Button } from '../../../ui/button.tsx';
import { Disclosure } from '../../../ui/disclosure.tsx';
import { formatHeure } from '../../../ui/format.ts';
import { Identifier } from '../../../ui/identifier.tsx';
import { type DossierOuvert, useDossiersOuverts } from './dossiers-ouverts.ts';

interface DossiersOuvertsListeProps {
  /** A file is shown: the list waits folded, out of sight of who stands at the counter. */
  readonly replie: boolean;
  readonly caf: { readonly code: string; readonly nom: string } | null;
  /** Time zone of the reader's Caf. */
  readonly fuseau: string;
  readonly onRouvrir: (numero: string, caf: string) => void;
}

/** Files opened since signing in. Each opening is a new reading, traced like the first (TRA-02). */
export function DossiersOuvertsListe({ replie, caf, fuseau, onRouvrir }: DossiersOuvertsListeProps) {
  const { ouverts } = useDossiersOuverts();
  if (ouverts.length === 0) return null;
  const liste = (
    <>
      {/* biome-ignore lint/a11y/noRedundantRoles: list-style none makes Safari forget that it is a list */}
      <ul className="cdap-opened" role="list">
        {ouverts.map((dossier) => (
          <li key={`${dossier.caf} ${dossier.numero}`}>
            <Ligne
              dossier={dossier}
              autreCaf={dossier.caf !== caf?.code}
              fuseau={fuseau}
              onRouvrir={onRouvrir}
            />
          </li>
        ))}
      </ul>
      <p className="soft cdap-opened__note">
        Cette liste s’efface quand vous partez. Rouvrir un dossier est une nouvelle lecture, tracée comme la
        première.
      </p>
    </>
  );
  return (
    <section className="stack no-print" aria-labelledby="dossiers-ouverts">
      <h2 id="dossiers-ouverts" className={replie ? 'visually-hidden' : undefined}>
        Ouverts depuis votre connexion
      </h2>
      {replie ? (
        <Disclosure wide label={`Dossiers ouverts depuis votre connexion (${ouverts.length})`}>
          {liste}
        </Disclosure>
      ) : (
        liste
      )}
    </section>
  );
}

function Ligne({
  dossier,
  autreCaf,
  fuseau,
  onRouvrir,
}: {
  readonly dossier: DossierOuvert;
  readonly autreCaf: boolean;
  readonly fuseau: string;
  readonly onRouvrir: DossiersOuvertsListeProps['onRouvrir'];
}) {
  const { caf, numero, noms, profil, luLe } = dossier;
  return (
    <>
      <span className="cdap-opened__number">
        <Identifier value={numero} kind="dossier" />
        {autreCaf && <span className="soft"> Caf {caf}</span>}
      </span>
      <span>{noms.join(' et ')}</span>
      <span className="soft">
        {formatHeure(luLe, fuseau)}, {profil}
      </span>
      <Button size="small" onClick={() => onRouvrir(numero, caf)}>
        Rouvrir
        <span className="visually-hidden"> le dossier {numero}</span>
      </Button>
    </>
  );
}
