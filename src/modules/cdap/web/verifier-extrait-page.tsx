import { useEffect, useRef, useState } from 'react';
import { appeler } from '../../../ui/api.ts';
import { Breadcrumb } from '../../../ui/breadcrumb.tsx';
import { Button } from '../../../ui/button.tsx';
import { DefinitionList } from '../../../ui/definition-list.tsx';
import { FileField } from '../../../ui/file-field.tsx';
import { Form, SubmitButton } from '../../../ui/form.tsx';
import { formatDate, formatDateHeure } from '../../../ui/format.ts';
import { Identifier } from '../../../ui/identifier.tsx';
import { Link } from '../../../ui/link.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { cdapContrat, type VerificationExtrait } from '../contract.ts';
import { LIBELLES_PROFILS } from '../libelles-profils.ts';
import { LIBELLES_RUBRIQUES } from '../libelles-rubriques.ts';
import { type FichierLu, lireFichier } from './verifier-extrait.ts';

/** Says of an extract that the Caf is shown whether it is a true one, and whose (CDAP-23). */
export function VerifierExtraitPage({ fuseau }: { readonly fuseau: string }) {
  const [fichier, setFichier] = useState<FichierLu | null>(null);
  const [trouve, setTrouve] = useState<VerificationExtrait | null>(null);
  const resultat = useRef<HTMLHeadingElement>(null);
  // The reader is brought to the answer, at each one.
  useEffect(() => {
    if (trouve) resultat.current?.focus();
  }, [trouve]);

  const verifier = async (valeurs: FormData) => {
    setTrouve(null);
    const reponse = await appeler(cdapContrat.verifierExtrait, {
      codeExtrait: String(valeurs.get('codeExtrait') ?? ''),
      ...(fichier?.etat === 'lu' ? { empreinte: fichier.empreinte } : {}),
    });
    setTrouve(reponse);
  };

  return (
    <>
      <PageHeader
        title="Vérifier un extrait"
        breadcrumb={<Breadcrumb steps={[{ id: 'accueil', link: <Link to="/accueil">Accueil</Link> }]} />}
        intro="Un extrait de dossier porte un code au bas de chaque page. Ce code dit qui l’a fait, quand et pour quelle mission. Avec le fichier lui-même, on sait aussi si rien n’y a été changé."
      />
      <Form onSubmit={verifier}>
        <TextField
          name="codeExtrait"
          label="Code de l’extrait"
          help="Vingt signes, avec ou sans tirets. Le O se lit zéro ; le I et le L se lisent un."
          missing="Tapez le code de l’extrait, écrit au bas de ses pages."
          mono
          autoComplete="off"
          width="full"
          maxLength={60}
        />
        <DepotFichier
          fichier={fichier}
          onFichier={(choisi) => {
            setFichier(choisi);
            // A verdict speaks of the file that it judged, and of no other.
            setTrouve(null);
          }}
        />
        <div className="button-row">
          <SubmitButton busyLabel="Vérification en cours…">Vérifier</SubmitButton>
        </div>
      </Form>
      {trouve && <Resultat trouve={trouve} titre={resultat} fuseau={fuseau} />}
    </>
  );
}

interface DepotFichierProps {
  readonly fichier: FichierLu | null;
  readonly onFichier: (fichier: FichierLu | null) => void;
}

/** The document in hand, chosen or dropped; only its fingerprint is sent. */
function DepotFichier({ fichier, onFichier }: DepotFichierProps) {
  const champ = useRef<HTMLInputElement>(null);
  const prendre = async (choisi: File | undefined) => {
    if (choisi) onFichier(await lireFichier(choisi));
  };
  const oublier = () => {
    onFichier(null);
    if (champ.current) {
      champ.current.value = '';
      champ.current.focus();
    }
  };
  return (
    <>
      <FileField
        label={
          <>
            Le fichier PDF <span className="field__optional">facultatif</span>
          </>
        }
        help="Choisissez-le ou déposez-le ici. Il reste sur votre poste : seule son empreinte est comparée."
        accept="application/pdf,.pdf"
        field={champ}
        onFile={(choisi) => void prendre(choisi)}
      >
        {fichier?.etat === 'lu' && (
          <p className="soft">
            {fichier.nom}&nbsp;: prêt à être comparé. Tapez aussi le code écrit au bas de ses pages.
          </p>
        )}
        {fichier?.etat === 'refuse' && (
          <p className="field__error">{fichier.raison} Choisissez-en un autre.</p>
        )}
      </FileField>
      {fichier && (
        <Button size="small" variant="plain" onClick={oublier}>
          Retirer le fichier
        </Button>
      )}
    </>
  );
}

interface ResultatProps {
  readonly trouve: VerificationExtrait;
  readonly titre: React.RefObject<HTMLHeadingElement | null>;
  readonly fuseau: string;
}

function Resultat({ trouve, titre, fuseau }: ResultatProps) {
  const { personne, organisme, dossier, profil, mission, faitLe, donneesLe, categories } = trouve;
  return (
    <section className="stack" aria-labelledby="extrait-resultat">
      <h2 id="extrait-resultat" ref={titre} tabIndex={-1}>
        Cet extrait existe
      </h2>
      <Concordance concorde={trouve.concorde} />
      <DefinitionList
        items={[
          {
            term: 'Fait par',
            value: personne ? (
              <>
                {personne.nom}, identifiant <Identifier value={personne.identifiant} />
              </>
            ) : (
              'Une personne qui n’est plus connue'
            ),
          },
          { term: 'Organisme', value: organisme },
          { term: 'Le', value: formatDateHeure(faitLe, fuseau) },
          {
            term: 'Dossier',
            value: (
              <>
                <Identifier value={dossier.numero} kind="dossier" />, Caf {dossier.caf}
              </>
            ),
          },
          { term: 'Données du', value: formatDate(donneesLe) },
          { term: 'Profil', value: [profil, LIBELLES_PROFILS[profil]].filter(Boolean).join(', ') },
          { term: 'Mission', value: mission },
          {
            term: 'Rubriques',
            // Their names hold commas.
            value: categories.map((code) => LIBELLES_RUBRIQUES[code] ?? 'Rubrique').join('\u00a0; '),
          },
        ]}
      />
    </section>
  );
}

function Concordance({ concorde }: { readonly concorde: boolean | null }) {
  if (concorde === null) {
    return (
      <Notice tone="info" title="Le code est vrai ; le document n’a pas été comparé">
        <p>
          Comparez ce qui suit avec le document. Pour savoir si rien n’y a été changé, ajoutez le fichier PDF
          et vérifiez de nouveau.
        </p>
      </Notice>
    );
  }
  return concorde ? (
    <Notice tone="fait" title="Le fichier est bien celui qui a été remis">
      <p>Pas un signe n’y a été changé.</p>
    </Notice>
  ) : (
    <Notice tone="stop" title="Ce fichier n’est pas celui qui a été remis sous ce code">
      <p>
        Il a été modifié, ou c’est un autre document : ne vous fiez pas à ce qu’il dit. Un extrait
        réenregistré par un logiciel change aussi ; demandez le fichier d’origine.
      </p>
    </Notice>
  );
}
