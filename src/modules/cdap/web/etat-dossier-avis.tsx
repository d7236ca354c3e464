import { Button } from '../../../ui/button.tsx';
import { Identifier } from '../../../ui/identifier.tsx';
import { Notice } from '../../../ui/notice.tsx';
import type { Tone } from '../../../ui/tones.ts';
import type { Consultation } from '../contract.ts';
import { type EtatDossier, peutSuivreLeTransfert } from '../domain/etats.ts';
import { messageEtat } from '../libelles.ts';

const TONS: Readonly<Partial<Record<EtatDossier, Tone>>> = {
  suspendu: 'attention',
  radie: 'attention',
  decede: 'attention',
  transfere: 'info',
};

interface EtatDossierAvisProps {
  readonly consultation: Consultation;
  /** Caf at which the reader holds a Cdap right. */
  readonly cafsDuDroit: readonly string[];
  readonly onOuvrir: (numero: string, caf: string) => void;
}

/** What the state of a file means and what to do now; nothing for an open one (CDAP-04). */
export function EtatDossierAvis({ consultation, cafsDuDroit, onOuvrir }: EtatDossierAvisProps) {
  const { etat, suite } = consultation;
  if (etat === 'ouvert') return null;
  const { titre, message, etape } = messageEtat(etat, suite);
  return (
    <Notice tone={TONS[etat] ?? 'info'} title={titre}>
      <p>{message}</p>
      {etat === 'transfere' && suite ? (
        <SuiteTransfert
          suite={suite}
          suivre={peutSuivreLeTransfert(etat, suite, cafsDuDroit)}
          onOuvrir={onOuvrir}
        />
      ) : (
        <p>{etape}</p>
      )}
    </Notice>
  );
}

function SuiteTransfert({
  suite,
  suivre,
  onOuvrir,
}: {
  readonly suite: NonNullable<Consultation['suite']>;
  readonly suivre: boolean;
  readonly onOuvrir: (numero: string, caf: string) => void;
}) {
  const { organisme, code, numero } = suite;
  if (suivre && numero !== null) {
    return (
      <div className="button-row">
        <Button onClick={() => onOuvrir(numero, code)}>
          <span>
            Ouvrir le dossier <Identifier value={numero} kind="dossier" /> de la Caf {code}
          </span>
        </Button>
      </div>
    );
  }
  if (organisme === 'msa') {
    return (
      <p>
        Les dossiers de la MSA ne se lisent pas sur ce portail : demandez à la famille une attestation de la
        MSA, ou son avis d’imposition.
      </p>
    );
  }
  return numero === null ? (
    <p>Son numéro là-bas n’est pas encore connu. Demandez-le à la famille dans quelques jours.</p>
  ) : (
    <p>
      Là-bas, il porte le numéro <Identifier value={numero} kind="dossier" />. Vous n’avez pas de droit auprès
      de la Caf {code} : demandez à la famille une attestation, ou son avis d’imposition.
    </p>
  );
}
