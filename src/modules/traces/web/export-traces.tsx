import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { RadioGroup } from '../../../ui/choice-field.tsx';
import { DefinitionList } from '../../../ui/definition-list.tsx';
import { Dialog } from '../../../ui/dialog.tsx';
import { Form, SubmitButton } from '../../../ui/form.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { type ExportEnCours, enOctets, exporter, exportRequete } from './export-en-cours.ts';
import type { CriteresTraces } from './recherche-traces.ts';

interface ExportTracesProps {
  readonly criteres: CriteresTraces;
  /** The search in words. */
  readonly phrase: string;
  /** Nothing was found: there is nothing to export. */
  readonly rien: boolean;
}

/** Export of all that the search finds, beyond the lines shown, as a file for spreadsheets (TRA-08). */
export function ExportTraces({ criteres, phrase, rien }: ExportTracesProps) {
  const client = useQueryClient();
  const { data: suivi } = useQuery(exportRequete);
  const [ouvert, setOuvert] = useState(false);
  const enCours = suivi?.etat === 'en-cours';
  const bouton = useRef<HTMLButtonElement>(null);
  // « Arrêter » goes with the export: the focus it held comes back to where the export was asked.
  useEffect(() => {
    if (!enCours && suivi?.etat === 'arrete' && document.activeElement === document.body)
      bouton.current?.focus();
  }, [enCours, suivi?.etat]);
  return (
    <>
      {!rien && (
        <Button ref={bouton} busy={enCours} onClick={() => setOuvert(true)}>
          Exporter
        </Button>
      )}
      {suivi?.etat === 'en-cours' && <Avancement suivi={suivi} />}
      {suivi?.etat === 'echoue' && (
        <Notice tone="stop" live title={`L’export n’a pas abouti. ${suivi.titre}`}>
          <p>{suivi.suite ?? 'Relancez-le dans quelques instants.'}</p>
        </Notice>
      )}
      {ouvert && (
        <Dialog title="Exporter les traces" onClose={() => setOuvert(false)}>
          <DefinitionList
            items={[
              { term: 'Ce qui sort', value: `${phrase}.` },
              {
                term: 'Combien',
                value: 'Toutes les lignes trouvées, même celles qui ne sont pas à l’écran.',
              },
            ]}
          />
          <Form
            label="Export des traces"
            onSubmit={(valeurs) => {
              const format = valeurs.get('format') === 'csv' ? 'csv' : 'xlsx';
              setOuvert(false);
              void exporter(client, { ...criteres, format });
            }}
          >
            <RadioGroup
              name="format"
              label="Format"
              defaultValue="xlsx"
              options={[
                { value: 'xlsx', label: 'Classeur XLSX', help: 'Pour un tableur : Excel, LibreOffice…' },
                {
                  value: 'csv',
                  label: 'Texte CSV',
                  help: 'Pour un autre logiciel, ou de très longues listes.',
                },
              ]}
            />
            <Notice tone="attention" title="Ce fichier vous engage">
              <p>
                Une fois enregistré, il est sous la responsabilité de votre organisme : gardez-le en lieu sûr
                et effacez-le dès qu’il ne sert plus. Détourner ces données est puni par l’article 226-13 du
                code pénal. L’export est lui-même tracé.
              </p>
            </Notice>
            <div className="button-row">
              <SubmitButton>Exporter</SubmitButton>
              <Button onClick={() => setOuvert(false)}>Ne rien faire</Button>
            </div>
          </Form>
        </Dialog>
      )}
    </>
  );
}

/** How far the export has come. Its length is not known in advance: what is received, and for how long. */
function Avancement({ suivi }: { readonly suivi: ExportEnCours }) {
  const [secondes, setSecondes] = useState(0);
  useEffect(() => {
    const compter = () => setSecondes(Math.floor((Date.now() - suivi.debut) / 1000));
    compter();
    const horloge = setInterval(compter, 1000);
    return () => clearInterval(horloge);
  }, [suivi.debut]);
  return (
    <div className="trace-export">
      <p role="status">Export en cours</p>
      <progress aria-label="Export des traces" />
      <p className="soft">
        {suivi.octets > 0 ? `${enOctets(suivi.octets)} reçus` : 'Préparation'}, {secondes} s. Vous pouvez
        quitter cette page.
      </p>
      <Button size="small" onClick={suivi.arreter}>
        Arrêter l’export
      </Button>
    </div>
  );
}
