import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { ErreurApi } from '../../../ui/api-error.ts';
import { Button } from '../../../ui/button.tsx';
import { Disclosure } from '../../../ui/disclosure.tsx';
import { FileField } from '../../../ui/file-field.tsx';
import { formatPourcent } from '../../../ui/format.ts';
import { Notice } from '../../../ui/notice.tsx';
import { envoyerFichier } from '../../../ui/send-file.ts';
import { annoncer } from '../../../ui/toasts.ts';
import { cdapContrat } from '../contract.ts';
import { direTaille, typeDuFichier } from './imports-mots.ts';
import { importsRequete } from './imports-requete.ts';

const EXEMPLE =
  '{"caf":"591","numero":12345,"etat":"ouvert","suite":null,"donneesLe":"2026-11-01","accesRestreint":false,"blocs":{"cmg":null}}';

/** The file to send, chosen or dropped, and how far it has gone. */
export function ImportsDepot() {
  const client = useQueryClient();
  const [fichier, setFichier] = useState<File | null>(null);
  const [part, setPart] = useState<number | null>(null);
  const [refus, setRefus] = useState<{ titre: string; suite: string | undefined } | null>(null);
  const envoi = useRef<AbortController | null>(null);
  const type = fichier === null ? null : typeDuFichier(fichier.name);

  const choisir = (choisi: File | undefined) => {
    setFichier(choisi ?? null);
    setRefus(null);
  };
  const envoyer = async () => {
    if (fichier === null || type === null) {
      setRefus(
        fichier === null
          ? { titre: 'Choisissez d’abord un fichier.', suite: undefined }
          : { titre: 'Ce fichier n’est ni .jsonl, ni .ndjson, ni .csv.', suite: 'Choisissez-en un autre.' },
      );
      return;
    }
    setRefus(null);
    setPart(0);
    envoi.current = new AbortController();
    try {
      await envoyerFichier(cdapContrat.deposerImport, { fichier: fichier.name.slice(-200) }, fichier, type, {
        onProgress: setPart,
        signal: envoi.current.signal,
      });
      annoncer('Fichier reçu : les dossiers s’enregistrent.');
    } catch (erreur) {
      if (erreur instanceof ErreurApi) setRefus({ titre: erreur.titre, suite: erreur.suite });
      else if (!(erreur instanceof DOMException)) throw erreur;
    } finally {
      setPart(null);
      await client.invalidateQueries({ queryKey: importsRequete.queryKey });
    }
  };

  return (
    <section className="stack" aria-labelledby="import-depot">
      <h2 id="import-depot">Déposer un fichier</h2>
      <ChoixFichier fichier={fichier} onFichier={choisir} />
      <Format />
      {refus && (
        <Notice tone="stop" live title={refus.titre}>
          {refus.suite && <p>{refus.suite}</p>}
        </Notice>
      )}
      {part === null ? (
        <div className="button-row">
          <Button variant="primary" onClick={() => void envoyer()}>
            Importer ces dossiers
          </Button>
        </div>
      ) : (
        <div className="stack import-progress">
          <p role="status">
            {part < 1 ? 'Envoi du fichier…' : 'Fichier envoyé, vérification…'} Gardez cette page ouverte
            jusqu’à la fin de l’envoi.
          </p>
          <progress value={part} max={1} aria-label="Envoi du fichier" />
          <p>{formatPourcent(part)}</p>
          <div className="button-row">
            <Button onClick={() => envoi.current?.abort()}>Arrêter l’envoi</Button>
          </div>
        </div>
      )}
    </section>
  );
}

interface ChoixFichierProps {
  readonly fichier: File | null;
  readonly onFichier: (fichier: File | undefined) => void;
}

function ChoixFichier({ fichier, onFichier }: ChoixFichierProps) {
  const champ = useRef<HTMLInputElement>(null);
  return (
    <FileField
      label="Fichier des dossiers"
      help="Choisissez-le ou déposez-le ici. Un dossier par ligne, en .jsonl, .ndjson ou .csv."
      accept=".jsonl,.ndjson,.csv"
      field={champ}
      onFile={onFichier}
    >
      {fichier && (
        <p className="soft">
          {fichier.name}, {direTaille(fichier.size)}.
        </p>
      )}
    </FileField>
  );
}

/** What the file must hold, in short; the whole is in the documentation. */
function Format() {
  return (
    <Disclosure label="Ce que le fichier doit contenir">
      <div className="stack import-format">
        <p>Une ligne par dossier, en UTF-8. Le début d’une ligne, suivie de ses blocs&nbsp;:</p>
        <p>
          <code>{EXEMPLE}</code>
        </p>
        <p>
          Un dossier déjà connu est remplacé si la date de ses données n’est pas plus ancienne. Rejouer le
          même fichier ne change rien. Un fichier CSV nomme ses colonnes sur sa première ligne&nbsp;:{' '}
          <code>numero</code>, <code>etat</code>, <code>donneesLe</code>, <code>accesRestreint</code>, puis{' '}
          <code>blocs.identite</code> et les autres blocs.
        </p>
        <p>
          Tous les blocs et leurs champs sont décrits dans <code>docs/import.md</code>, livré avec le portail.
        </p>
      </div>
    </Disclosure>
  );
}
