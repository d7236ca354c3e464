import { useEffect, useState } from 'react';
import { Icon } from '../../../ui/icons.tsx';
import { PasswordField } from '../../../ui/password-field.tsx';
import type { Tone } from '../../../ui/tones.ts';
import { type ContexteMotDePasse, jugerMotDePasse, type RegleMotDePasse } from '../domain/mot-de-passe.ts';
import { direEcueil } from '../libelles-mot-de-passe.ts';
import './mot-de-passe.css';

interface ChampNouveauMotDePasseProps {
  /** Name of the value in the route's input. */
  readonly name: string;
  readonly label?: string;
  readonly regle: RegleMotDePasse;
  /** What is known of the person; nothing on a page opened by a link, where the server alone knows. */
  readonly contexte?: ContexteMotDePasse;
  readonly avecSecondFacteur: boolean;
}

const INCONNU: ContexteMotDePasse = { prenom: '', nom: '', courriel: '', organisme: '', identifiant: '' };
/** The reasons stand under the field already, and change with what is typed. */
const REFUSE = 'Ce mot de passe ne convient pas encore : voyez pourquoi sous le champ.';
/** Said aloud once the person pauses, not at each letter. */
const PAUSE_MS = 800;

/**
 * A password to choose: its strength and what stands in its way, while one types, by the very rule that the server
 * applies (ACC-02). The server adds what only it knows: the passwords that others try first.
 */
export function ChampNouveauMotDePasse({
  name,
  label = 'Nouveau mot de passe',
  regle,
  contexte = INCONNU,
  avecSecondFacteur,
}: ChampNouveauMotDePasseProps) {
  const [saisi, setSaisi] = useState('');
  const juger = (texte: string) => jugerMotDePasse(texte, contexte, regle, avecSecondFacteur);
  const { bits, ecueils } = juger(saisi);
  const raisons = ecueils.map((ecueil) => direEcueil(ecueil, regle));
  const force = forceDe(
    bits,
    raisons.length,
    avecSecondFacteur ? regle.bitsAvecSecondFacteur : regle.bitsMin,
  );
  const dit = saisi === '' ? '' : [`Force : ${force.mot}.`, ...raisons].join(' ');
  return (
    <div className="strength-field">
      {/* Tells the password manager whose password this is. */}
      {contexte.identifiant !== '' && (
        <input type="text" autoComplete="username" defaultValue={contexte.identifiant} hidden />
      )}
      <PasswordField
        name={name}
        label={label}
        help={`De ${regle.longueurMin} à ${regle.longueurMax} caractères, espaces compris. Vous pouvez le coller.`}
        missing="Choisissez un mot de passe."
        autoComplete="new-password"
        onInput={(control) => {
          setSaisi(control.value);
          const refuse = control.value !== '' && juger(control.value).ecueils.length > 0;
          control.setCustomValidity(refuse ? REFUSE : '');
        }}
      />
      <div className="strength">
        <p className="strength__word" data-tone={saisi === '' ? 'neutre' : force.tone}>
          <Icon name={saisi === '' ? 'neutre' : force.tone} />
          <span>
            Force : <strong>{saisi === '' ? 'se mesure pendant la saisie' : force.mot}</strong>
          </span>
        </p>
        <div className="strength__bar" data-tone={force.tone} aria-hidden="true">
          {[1, 2, 3, 4].map((rang) => (
            <span key={rang} data-on={(saisi !== '' && rang <= force.rang) || undefined} />
          ))}
        </div>
        {saisi !== '' && raisons.length > 0 && (
          <ul className="strength__reasons">
            {raisons.map((raison) => (
              <li key={raison}>{raison}</li>
            ))}
          </ul>
        )}
      </div>
      <p className="strength__tip">
        <strong>Facile à retenir :</strong> sept mots sans lien entre eux, séparés par des espaces, par
        exemple en ouvrant sept fois un livre au hasard. Sinon, douze signes mêlés que retient votre
        gestionnaire de mots de passe.
      </p>
      <DitApresPause texte={dit} />
    </div>
  );
}

interface Force {
  readonly mot: string;
  readonly rang: number;
  readonly tone: Extract<Tone, 'stop' | 'attention' | 'fait'>;
}

/** Word, length of the bar and shape: colour is never alone to tell. */
function forceDe(bits: number, ecueils: number, barre: number): Force {
  if (ecueils === 0) {
    return bits < barre * 1.25
      ? { mot: 'suffisante', rang: 3, tone: 'fait' }
      : { mot: 'grande', rang: 4, tone: 'fait' };
  }
  if (bits < barre / 2) return { mot: 'faible', rang: 1, tone: 'stop' };
  return { mot: 'pas encore assez grande', rang: 2, tone: 'attention' };
}

function DitApresPause({ texte }: { readonly texte: string }) {
  const [dit, setDit] = useState('');
  useEffect(() => {
    const minuterie = setTimeout(() => setDit(texte), PAUSE_MS);
    return () => clearTimeout(minuterie);
  }, [texte]);
  return (
    <p className="visually-hidden" role="status">
      {dit}
    </p>
  );
}
