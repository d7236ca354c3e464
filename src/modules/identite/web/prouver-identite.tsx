import { type ReactNode, useEffect, useState } from 'react';
import { appeler, type SortieDe } from '../../../ui/api.ts';
import { Button } from '../../../ui/button.tsx';
import { CodeField } from '../../../ui/code-field.tsx';
import type { ProuverIdentiteProps } from '../../../ui/confirmation.ts';
import { FailureNotice } from '../../../ui/failure-notice.tsx';
import { Form, SubmitButton } from '../../../ui/form.tsx';
import { PasswordField } from '../../../ui/password-field.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { identiteContrat } from '../contract.ts';
import { clesPossibles, signerParCle } from './cle-acces.ts';

type Moyens = SortieDe<typeof identiteContrat.lireMoyensDeConfirmer>;
type Moyen = 'code' | 'cle' | 'mot-de-passe';

/** Proves once more who one is, by the means that the account has: code, passkey, or password (ACC-04, CDAP-32). */
export default function ProuverIdentite({ onProuvee, action = 'Confirmer', autre }: ProuverIdentiteProps) {
  const [moyens, setMoyens] = useState<Moyens | null>(null);
  const [panne, setPanne] = useState<unknown>(null);
  const [choisi, setChoisi] = useState<Moyen | null>(null);
  const [tour, setTour] = useState(0);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `tour` asks again after a failure
  useEffect(() => {
    const abandon = new AbortController();
    appeler(identiteContrat.lireMoyensDeConfirmer, {}, { signal: abandon.signal }).then(
      setMoyens,
      (erreur: unknown) => {
        if (!abandon.signal.aborted) setPanne(erreur);
      },
    );
    return () => abandon.abort();
  }, [tour]);

  if (panne) {
    const relire = () => {
      setPanne(null);
      setTour(tour + 1);
    };
    return (
      <>
        <FailureNotice
          titre="Vos moyens de confirmer n’ont pas pu être lus"
          erreur={panne}
          onRelire={relire}
        />
        {autre && <div className="button-row">{autre}</div>}
      </>
    );
  }
  if (moyens === null) return <Skeleton lines={2} label="Lecture de vos moyens de confirmer" />;
  const ouverts = moyensOuverts(moyens);
  const moyen = choisi ?? ouverts[0];
  if (moyen === undefined) {
    return (
      <>
        <p>
          Aucun moyen de confirmer n’est utilisable dans ce navigateur. Ouvrez le portail là où votre clé
          d’accès peut servir.
        </p>
        {autre && <div className="button-row">{autre}</div>}
      </>
    );
  }
  const suite = {
    action,
    onProuvee,
    autre: (
      <>
        {autreQue(ouverts, moyen).map((possible) => (
          <Button key={possible} variant="plain" onClick={() => setChoisi(possible)}>
            {CHANGER[possible]}
          </Button>
        ))}
        {autre}
      </>
    ),
  };
  if (moyen === 'code') return <ParCode {...suite} />;
  return moyen === 'cle' ? <ParCle {...suite} /> : <ParMotDePasse {...suite} />;
}

const CHANGER: Readonly<Record<Moyen, string>> = {
  code: 'Taper plutôt un code',
  cle: 'Utiliser plutôt une clé d’accès',
  'mot-de-passe': 'Donner plutôt le mot de passe',
};

/** In the order in which they are offered. */
const moyensOuverts = ({ application, cles, motDePasse }: Moyens): readonly Moyen[] => [
  ...(application ? (['code'] as const) : []),
  ...(cles && clesPossibles() ? (['cle'] as const) : []),
  ...(motDePasse ? (['mot-de-passe'] as const) : []),
];

const autreQue = (ouverts: readonly Moyen[], moyen: Moyen): readonly Moyen[] =>
  ouverts.filter((possible) => possible !== moyen);

interface PreuveProps {
  readonly action: string;
  readonly autre: ReactNode;
  readonly onProuvee: () => void;
}

function ParCode({ action, autre, onProuvee }: PreuveProps) {
  const confirmer = async (valeurs: FormData) => {
    await appeler(identiteContrat.confirmer, { code: String(valeurs.get('code') ?? '') });
    onProuvee();
  };
  return (
    <Form onSubmit={confirmer} label="Confirmer son identité">
      <CodeField
        name="code"
        label="Code à six chiffres"
        help="Celui de votre application d’authentification. Il s’envoie de lui-même au sixième chiffre, et la suite se fait toute seule."
        missing="Tapez le code à six chiffres."
        autoFocus
        submitWhenComplete
      />
      <div className="button-row">
        <SubmitButton busyLabel="Vérification…">{action}</SubmitButton>
        {autre}
      </div>
    </Form>
  );
}

function ParCle({ action, autre, onProuvee }: PreuveProps) {
  const confirmer = async () => {
    const { options } = await appeler(identiteContrat.defierConfirmation, {});
    await appeler(identiteContrat.confirmerParCle, { reponse: await signerParCle(options) });
    onProuvee();
  };
  return (
    <Form onSubmit={confirmer} label="Confirmer son identité">
      <p>Votre navigateur va demander votre clé d’accès : empreinte, code du poste, ou clé à brancher.</p>
      <div className="button-row">
        <SubmitButton busyLabel="La clé est attendue…" autoFocus>
          {action} avec une clé d’accès
        </SubmitButton>
        {autre}
      </div>
    </Form>
  );
}

function ParMotDePasse({ action, autre, onProuvee }: PreuveProps) {
  const confirmer = async (valeurs: FormData) => {
    await appeler(identiteContrat.confirmerParMotDePasse, {
      motDePasse: String(valeurs.get('motDePasse') ?? ''),
    });
    onProuvee();
  };
  return (
    <Form onSubmit={confirmer} label="Confirmer son identité">
      <PasswordField
        name="motDePasse"
        label="Mot de passe"
        help="Celui de votre compte sur ce portail."
        missing="Donnez votre mot de passe."
        autoComplete="current-password"
        autoFocus
      />
      <div className="button-row">
        <SubmitButton busyLabel="Vérification…">{action}</SubmitButton>
        {autre}
      </div>
    </Form>
  );
}
