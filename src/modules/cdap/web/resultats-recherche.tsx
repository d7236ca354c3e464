import { type KeyboardEvent, type RefObject, useEffect, useId, useRef } from 'react';
import { formatCompte } from '../../../ui/format.ts';
import { Identifier } from '../../../ui/identifier.tsx';
import { Notice } from '../../../ui/notice.tsx';
import type { LigneRecherche, Recherche } from '../contract.ts';
import { MESSAGES_ETATS } from '../libelles.ts';
import { direNaissance, nomCourant } from './personnes.ts';

interface ResultatsRechercheProps {
  readonly recherche: Recherche;
  readonly parNir: boolean;
  /** The line that was opened last: coming back, one is brought to it. */
  readonly ouvert: string | null;
  readonly champ: RefObject<HTMLInputElement | null>;
  readonly onOuvrir: (numero: string) => void;
}

/** Lines found, opened with the keyboard alone: arrows, Enter, or the figure before the line (CDAP-20, CDAP-22). */
export function ResultatsRecherche(props: ResultatsRechercheProps) {
  const { recherche, parNir, ouvert, champ, onOuvrir } = props;
  const { lignes, plusDeDix } = recherche;
  const id = useId();
  const liste = useRef<HTMLOListElement>(null);
  const titre = useRef<HTMLHeadingElement>(null);
  const boutons = () => [...(liste.current?.querySelectorAll('button') ?? [])];

  // The reader is brought to what came: the first line, the one just closed, or the words that say there is none.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once per search, and not when a line is opened
  useEffect(() => {
    const rang = lignes.findIndex(({ numero }) => numero === ouvert);
    const cible = boutons()[Math.max(0, rang)] ?? titre.current;
    cible?.focus();
  }, [recherche]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const tous = boutons();
    const ici = tous.indexOf(document.activeElement as HTMLButtonElement);
    const aller = (rang: number) => {
      event.preventDefault();
      if (rang < 0) champ.current?.focus();
      else tous[Math.min(rang, tous.length - 1)]?.focus();
    };
    if (event.key === 'ArrowDown') aller(ici + 1);
    else if (event.key === 'ArrowUp') aller(ici - 1);
    else if (event.key === 'Home') aller(0);
    else if (event.key === 'End') aller(tous.length - 1);
    else if (/^[0-9]$/.test(event.key)) {
      const ligne = lignes[(Number(event.key) + 9) % 10];
      if (ligne === undefined) return;
      event.preventDefault();
      onOuvrir(ligne.numero);
    }
  };

  if (lignes.length === 0)
    return <AucunResultat titre={titre} id={id} parNir={parNir} plusDeDix={plusDeDix} />;
  return (
    <section className="stack no-print" aria-labelledby={id} onKeyDown={onKeyDown}>
      <h2 id={id} ref={titre} tabIndex={-1}>
        {plusDeDix
          ? 'Les dix premiers dossiers'
          : formatCompte(lignes.length, 'dossier trouvé', 'dossiers trouvés')}
      </h2>
      {plusDeDix && (
        <p>
          D’autres personnes répondent à ce que vous avez tapé : précisez, par la date de naissance entière
          par exemple.
        </p>
      )}
      {/* biome-ignore lint/a11y/noRedundantRoles: list-style none makes Safari forget that it is a list */}
      <ol ref={liste} className="cdap-results" role="list">
        {lignes.map((ligne, rang) => (
          <li key={ligne.numero}>
            <Ligne ligne={ligne} rang={rang} onOuvrir={onOuvrir} />
          </li>
        ))}
      </ol>
      <p className="soft cdap-results__note">
        <span className="cdap-results__keys">
          <kbd>↓</kbd> <kbd>↑</kbd> pour aller de l’un à l’autre, <kbd>Entrée</kbd> ou son chiffre pour
          ouvrir, <kbd>Échap</kbd> pour revenir au champ.{' '}
        </span>
        Ouvrir un dossier est une lecture, tracée. Les dossiers que votre profil n’ouvre pas ne sont pas dans
        cette liste.
      </p>
    </section>
  );
}

function Ligne({
  ligne,
  rang,
  onOuvrir,
}: {
  readonly ligne: LigneRecherche;
  readonly rang: number;
  readonly onOuvrir: (numero: string) => void;
}) {
  const { numero, etat, adultes, commune } = ligne;
  return (
    <button type="button" className="cdap-result" onClick={() => onOuvrir(numero)}>
      <kbd className="cdap-result__key">{(rang + 1) % 10}</kbd>
      <span className="cdap-result__who">
        {adultes.map((adulte) => (
          <span key={`${adulte.nomNaissance} ${adulte.prenoms.join(' ')} ${adulte.dateNaissance}`}>
            <b>{nomCourant(adulte)}</b>
            {adulte.nomUsage !== null && adulte.nomUsage !== adulte.nomNaissance && (
              <span>, nom de naissance {adulte.nomNaissance}</span>
            )}
            <span className="soft">
              {adulte.dateNaissance === null
                ? ', naissance inconnue'
                : `, né(e) ${direNaissance(adulte.dateNaissance)}`}
            </span>
          </span>
        ))}
      </span>
      <span className="cdap-result__where">
        {commune && `${commune.codePostal} ${commune.nom}`}
        {etat !== 'ouvert' && <span className="soft"> {MESSAGES_ETATS[etat].titre.toLowerCase()}</span>}
      </span>
      <span className="cdap-result__number">
        <Identifier value={numero} kind="dossier" />
      </span>
    </button>
  );
}

/** Nothing to list: what to try, and what this does not mean (CDAP-21). */
function AucunResultat({
  titre,
  id,
  parNir,
  plusDeDix,
}: {
  readonly titre: RefObject<HTMLHeadingElement | null>;
  readonly id: string;
  readonly parNir: boolean;
  readonly plusDeDix: boolean;
}) {
  return (
    <section className="stack no-print" aria-labelledby={id}>
      <h2 id={id} ref={titre} tabIndex={-1}>
        {plusDeDix ? 'Trop de personnes portent ce nom' : 'Aucun dossier à montrer'}
      </h2>
      <ul className="cdap-advice">
        {parNir ? (
          <li>Vérifiez chaque chiffre, ou cherchez par nom et date de naissance.</li>
        ) : (
          <>
            <li>Vérifiez l’écriture : une lettre fausse est admise, pas deux.</li>
            <li>Essayez le nom de naissance, ou le nom d’usage.</li>
            <li>
              Ajoutez la date de naissance entière : elle retrouve aussi une partie d’un nom composé. Si elle
              n’est pas sûre, gardez l’année.
            </li>
          </>
        )}
        <li>Demandez à la personne son numéro de dossier : il s’ouvre directement.</li>
      </ul>
      <Notice tone="info" title="Ce résultat ne dit rien de la personne">
        <p>Certains dossiers ne sont pas listés, et votre profil n’en ouvre qu’une partie.</p>
      </Notice>
    </section>
  );
}
