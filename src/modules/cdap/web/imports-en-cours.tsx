import { useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { appeler } from '../../../ui/api.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Form, SubmitButton } from '../../../ui/form.tsx';
import { formatDateHeure } from '../../../ui/format.ts';
import { StatusTag } from '../../../ui/status-tag.tsx';
import { annoncer } from '../../../ui/toasts.ts';
import { cdapContrat } from '../contract.ts';
import type { Import } from '../domain/import/imports.ts';
import { direAvance, direComptes, ETATS } from './imports-mots.ts';
import { importsRequete } from './imports-requete.ts';

interface ImportEnCoursProps {
  readonly ouvert: Import;
  readonly fuseau: string;
}

/** The import that runs, or waits for the command line that began it; the page can be left meanwhile. */
export function ImportEnCours({ ouvert, fuseau }: ImportEnCoursProps) {
  const titre = useId();
  const [abandonne, setAbandonne] = useState(false);
  return (
    <section className="panel stack import-progress" aria-labelledby={titre}>
      <p>
        <StatusTag tone={ETATS[ouvert.etat].ton}>{ETATS[ouvert.etat].mot}</StatusTag>
      </p>
      <h2 id={titre}>{ouvert.fichier}</h2>
      <progress value={ouvert.part} max={1} aria-label="Enregistrement des dossiers" />
      <p>{direAvance(ouvert)}</p>
      <p>{direComptes(ouvert)}</p>
      <p className="soft">
        Commencé le {formatDateHeure(ouvert.commenceLe, fuseau)}
        {ouvert.personne === null ? ', en ligne de commande' : `, par ${ouvert.personne}`}.{' '}
        {ouvert.etat === 'interrompu'
          ? 'Relancez la même commande pour le reprendre où il en est.'
          : 'Vous pouvez quitter cette page et y revenir.'}
      </p>
      <div className="button-row">
        <Button onClick={() => setAbandonne(true)}>Abandonner cet import</Button>
      </div>
      {abandonne && <Abandon ouvert={ouvert} onClose={() => setAbandonne(false)} />}
    </section>
  );
}

function Abandon({ ouvert, onClose }: { readonly ouvert: Import; readonly onClose: () => void }) {
  const client = useQueryClient();
  const abandonner = async () => {
    await appeler(cdapContrat.abandonnerImport, { import: ouvert.id });
    await client.invalidateQueries({ queryKey: importsRequete.queryKey });
    annoncer('Import abandonné.');
    onClose();
  };
  return (
    <Dialog title={`Abandonner l’import de ${ouvert.fichier} ?`} onClose={onClose}>
      <p>
        Les dossiers déjà enregistrés restent, chacun entier et à sa date. Les lignes suivantes ne seront pas
        lues. Vous pourrez ensuite déposer un autre fichier, ou le même&nbsp;: rien ne sera doublé.
      </p>
      <Form label="Abandon de l’import" onSubmit={abandonner}>
        <div className="button-row">
          <SubmitButton busyLabel="Abandon en cours…">Abandonner</SubmitButton>
          <Button onClick={onClose}>Ne rien faire</Button>
        </div>
      </Form>
    </Dialog>
  );
}
