import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { appeler } from '../../../ui/api.ts';
import { Button } from '../../../ui/button.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Disclosure } from '../../../ui/disclosure.tsx';
import { Form, SubmitButton } from '../../../ui/form.tsx';
import { formatCompte, formatDateHeure } from '../../../ui/format.ts';
import { StatusTag } from '../../../ui/status-tag.tsx';
import { annoncer } from '../../../ui/toasts.ts';
import { cdapContrat } from '../contract.ts';
import type { VersionMatrice } from '../domain/schemas-matrice.ts';
import { MotifMatrice } from './matrice-motif.tsx';
import { direPeriode, ETATS_VERSION } from './matrice-mots.ts';
import { matriceRequete } from './matrice-requetes.ts';
import { ListeChangements } from './matrice-resume.tsx';

/** The versions of a catalogue, latest first: when, who, why, and what each changed. */
export function MatriceVersions({ versions }: { readonly versions: readonly VersionMatrice[] }) {
  const [aAnnuler, setAAnnuler] = useState<VersionMatrice | null>(null);
  return (
    <section className="stack" aria-labelledby="versions-matrice">
      <h2 id="versions-matrice">Versions</h2>
      <ol className="matrix-versions">
        {versions.map((version) => (
          <li key={version.version}>
            <div className="matrix-versions__head">
              <h3>Version {version.version}</h3>
              <StatusTag tone={ETATS_VERSION[version.etat].ton}>{ETATS_VERSION[version.etat].mot}</StatusTag>
              <span className="soft">{direPeriode(version)}</span>
            </div>
            <p>
              {version.motif}. <span className="soft">{direAuteur(version)}</span>
            </p>
            {version.annulation && (
              <p>
                Annulée le {formatDateHeure(version.annulation.le)} par {version.annulation.par} :{' '}
                {version.annulation.motif}.
              </p>
            )}
            {version.changements.length > 0 && (
              <Disclosure
                wide
                label={`${formatCompte(version.changements.length, 'changement')} depuis la version ${version.precedente}`}
              >
                <ListeChangements changements={version.changements} />
              </Disclosure>
            )}
            {version.etat === 'a-venir' && (
              <Button size="small" variant="stop" onClick={() => setAAnnuler(version)}>
                Annuler la version {version.version}
              </Button>
            )}
          </li>
        ))}
      </ol>
      {aAnnuler && <Annulation version={aAnnuler} onClose={() => setAAnnuler(null)} />}
    </section>
  );
}

const direAuteur = ({ auteur, creeeLe }: VersionMatrice): string =>
  creeeLe === null ? `Par ${auteur}.` : `Par ${auteur}, le ${formatDateHeure(creeeLe)}.`;

function Annulation({
  version,
  onClose,
}: {
  readonly version: VersionMatrice;
  readonly onClose: () => void;
}) {
  const client = useQueryClient();
  const annuler = async (valeurs: FormData) => {
    await appeler(cdapContrat.annulerVersionMatrice, {
      version: version.version,
      motif: String(valeurs.get('motif') ?? '').trim(),
    });
    await client.invalidateQueries({ queryKey: matriceRequete.queryKey });
    annoncer(`Version ${version.version} annulée : celle en vigueur continue.`);
    onClose();
  };
  return (
    <Dialog title={`Annuler la version ${version.version} ?`} onClose={onClose}>
      <p>
        Elle {direPeriode(version)}. Une fois annulée, elle ne s’appliquera pas et celle en vigueur continue.
        Son contenu reste lisible.
      </p>
      <Form label="Annulation de la version" onSubmit={annuler}>
        <MotifMatrice aide="Pourquoi elle ne doit pas s’appliquer. Il est gardé avec la version et dans les traces. De 10 à 300 caractères." />
        <div className="button-row">
          <SubmitButton variant="stop" busyLabel="Annulation…">
            Annuler cette version
          </SubmitButton>
          <Button onClick={onClose}>Ne rien faire</Button>
        </div>
      </Form>
    </Dialog>
  );
}
