import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { ErreurApi } from '../../../../ui/api-error.ts';
import { Button } from '../../../../ui/button.tsx';
import { useConfirmation } from '../../../../ui/confirmation.ts';
import { Notice } from '../../../../ui/notice.tsx';
import { recevoirFichier } from '../../../../ui/receive-file.ts';
import { annoncer } from '../../../../ui/toasts.ts';
import { type Compte, identiteContrat } from '../../contract.ts';
import { nomDe } from './comptes-mots.ts';
import { relireComptes } from './comptes-requetes.ts';

type Genre = 'identifiant' | 'mot-de-passe';

const LETTRES: readonly { readonly genre: Genre; readonly titre: string; readonly texte: string }[] = [
  {
    genre: 'identifiant',
    titre: 'Lettre de l’identifiant',
    texte: 'Elle peut être imprimée de nouveau.',
  },
  {
    genre: 'mot-de-passe',
    titre: 'Lettre du premier mot de passe',
    texte:
      'Le mot de passe est fait à l’instant et n’est montré que sur cette lettre ; il annule le précédent. Si l’impression échoue, recommencez : une autre lettre sera faite.',
  },
];

/** The two letters of a first access by post. Each goes in its own cover, on its own day. */
export function LettresAImprimer({ compte }: { readonly compte: Pick<Compte, 'id' | 'prenom' | 'nom'> }) {
  const client = useQueryClient();
  const { avecPreuve } = useConfirmation();
  const [enCours, setEnCours] = useState<Genre | null>(null);
  const [echec, setEchec] = useState<ErreurApi | null>(null);
  const abandon = useRef<AbortController | null>(null);
  useEffect(() => () => abandon.current?.abort(), []);

  const imprimer = async (genre: Genre) => {
    const mien = new AbortController();
    abandon.current = mien;
    setEnCours(genre);
    setEchec(null);
    try {
      const nom = await avecPreuve(() =>
        recevoirFichier(
          identiteContrat.imprimerLettre,
          { compte: compte.id, genre },
          { signal: mien.signal },
        ),
      );
      annoncer(`Lettre enregistrée : ${nom}.`);
      if (genre === 'mot-de-passe') void relireComptes(client);
    } catch (erreur) {
      if (mien.signal.aborted) return;
      if (!(erreur instanceof ErreurApi)) throw erreur;
      if (erreur.nature !== 'abandon') setEchec(erreur);
    } finally {
      if (!mien.signal.aborted) setEnCours(null);
    }
  };

  return (
    <div className="stack">
      <p>
        Mettez chaque lettre sous un pli à part, à l’attention de {nomDe(compte)}, et ne les postez pas
        ensemble. Détruisez les fichiers une fois les lettres imprimées.
      </p>
      {echec && (
        <Notice tone="stop" live title={echec.titre}>
          {echec.suite && <p>{echec.suite}</p>}
        </Notice>
      )}
      {/* biome-ignore lint/a11y/noRedundantRoles: list-style none makes Safari forget that it is a list */}
      <ul className="accounts-letters" role="list">
        {LETTRES.map(({ genre, titre, texte }) => (
          <li key={genre}>
            <div>
              <p>
                <strong>{titre}</strong>
              </p>
              <p className="soft">{texte}</p>
            </div>
            <Button busy={enCours !== null} onClick={() => void imprimer(genre)}>
              {enCours === genre ? 'Préparation…' : 'Enregistrer le PDF'}
              <span className="visually-hidden"> : {titre}</span>
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}
