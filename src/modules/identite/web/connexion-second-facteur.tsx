import { type ReactNode, useState } from 'react';
import { appeler } from '../../../ui/api.ts';
import { Button } from '../../../ui/button.tsx';
import { CodeField } from '../../../ui/code-field.tsx';
import { Disclosure } from '../../../ui/disclosure.tsx';
import { Form, SubmitButton } from '../../../ui/form.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { type Etape, identiteContrat } from '../contract.ts';
import { clesPossibles, signerParCle } from './cle-acces.ts';
import type { Garder, LiensConnexion } from './connexion-page.tsx';

type Facteurs = Extract<Etape, { etape: 'second-facteur' }>['facteurs'];
type Facteur = keyof Facteurs;

interface DemanderSecondFacteurProps {
  readonly facteurs: Facteurs;
  readonly liens: Pick<LiensConnexion, 'contact'>;
  readonly garder: Garder;
  readonly onSuite: (etape: Etape) => Promise<void> | void;
  /** A recovery code was used: the person is told how many are left before they go on. */
  readonly onRecuperation: (suite: Etape, restants: number) => void;
  readonly onRevenir: () => void;
}

const CHANGER: Readonly<Record<Facteur, string>> = {
  application: 'Taper un code de l’application',
  cles: 'Utiliser une clé d’accès',
  recuperation: 'Utiliser un code de récupération',
};

/** Second factor: a code, a passkey or a recovery code; the one that serves every day comes first (ACC-04). */
export function DemanderSecondFacteur(props: DemanderSecondFacteurProps) {
  const { facteurs, onRevenir } = props;
  const ouverts = (['application', 'cles', 'recuperation'] as const).filter((facteur) => facteurs[facteur]);
  const [choisi, setChoisi] = useState<Facteur | null>(null);
  const facteur = choisi ?? ouverts[0];
  const autres = (
    <div className="sign-in__others">
      {ouverts
        .filter((possible) => possible !== facteur)
        .map((possible) => (
          <Button key={possible} onClick={() => setChoisi(possible)}>
            {CHANGER[possible]}
          </Button>
        ))}
      <Button variant="plain" onClick={onRevenir}>
        Revenir au mot de passe
      </Button>
    </div>
  );
  if (facteur === undefined) {
    return (
      <>
        <Notice tone="stop" title="Aucun second facteur n’est utilisable">
          <p>Votre compte n’a plus ni application, ni clé, ni code de récupération. {props.liens.contact}</p>
        </Notice>
        {autres}
      </>
    );
  }
  if (facteur === 'application') return <ParCode {...props} autres={autres} />;
  return facteur === 'cles' ? (
    <ParCle {...props} autres={autres} />
  ) : (
    <ParRecuperation {...props} autres={autres} />
  );
}

type PreuveProps = DemanderSecondFacteurProps & { readonly autres: ReactNode };

function ParCode({ garder, onSuite, autres, liens }: PreuveProps) {
  const donner = (valeurs: FormData) =>
    garder(async () => {
      const code = String(valeurs.get('code') ?? '');
      await onSuite(await appeler(identiteContrat.verifierCode, { code }));
    });
  return (
    <>
      <p>Ouvrez votre application d’authentification et tapez le code qu’elle affiche pour Passerelle.</p>
      <Form key="code" onSubmit={donner}>
        <CodeField
          name="code"
          label="Code à six chiffres"
          help="Il change toutes les trente secondes et s’envoie de lui-même au sixième chiffre."
          missing="Tapez le code à six chiffres."
          autoFocus
          submitWhenComplete
        />
        <div className="button-row">
          <SubmitButton busyLabel="Vérification…">Entrer</SubmitButton>
        </div>
      </Form>
      {autres}
      <Disclosure label="Le code n’est pas accepté ?">
        <p>
          Un code ne sert qu’une fois. S’il vient de servir, attendez le suivant : il arrive en moins de
          trente secondes.
        </p>
        <p>
          L’heure du téléphone doit être juste. Dans ses réglages, choisissez l’heure automatique, puis
          recommencez.
        </p>
        <p>
          Téléphone perdu ou changé : un code de récupération le remplace. Sans code ni clé, seul
          l’administrateur de votre organisme peut vous redonner un premier accès. {liens.contact}
        </p>
      </Disclosure>
    </>
  );
}

function ParCle({ garder, onSuite, autres, facteurs }: PreuveProps) {
  const possible = clesPossibles();
  const donner = () =>
    garder(async () => {
      const { options } = await appeler(identiteContrat.defierCle, {});
      const reponse = await signerParCle(options);
      await onSuite(await appeler(identiteContrat.verifierCle, { reponse }));
    });
  if (!possible) {
    return (
      <>
        <Notice tone="attention" title="Ce navigateur ne connaît pas les clés d’accès">
          <p>
            {facteurs.application || facteurs.recuperation
              ? 'Prenez un autre moyen ci-dessous, ou un navigateur à jour.'
              : 'Ouvrez le portail dans un navigateur à jour.'}
          </p>
        </Notice>
        {autres}
      </>
    );
  }
  return (
    <>
      <p>
        Votre navigateur va demander votre clé : empreinte, visage ou code de l’appareil, ou clé à brancher.
      </p>
      <Form key="cle" onSubmit={donner} label="Clé d’accès">
        <div className="button-row">
          <SubmitButton busyLabel="La clé est attendue…" autoFocus>
            Entrer avec une clé d’accès
          </SubmitButton>
        </div>
      </Form>
      {autres}
    </>
  );
}

function ParRecuperation({ garder, onRecuperation, autres, liens }: PreuveProps) {
  const donner = (valeurs: FormData) =>
    garder(async () => {
      const codeRecuperation = String(valeurs.get('codeRecuperation') ?? '');
      const { suite, restants } = await appeler(identiteContrat.verifierRecuperation, { codeRecuperation });
      onRecuperation(suite, restants);
    });
  return (
    <>
      <p>Prenez un des dix codes que vous avez mis en lieu sûr. Il ne servira plus ensuite.</p>
      <Form key="recuperation" onSubmit={donner}>
        <TextField
          name="codeRecuperation"
          label="Code de récupération"
          help="Douze lettres et chiffres. Les tirets, les espaces et les majuscules n’ont pas d’importance."
          missing="Tapez un code de récupération."
          width="20"
          mono
          autoComplete="off"
          autoFocus
          maxLength={40}
        />
        <div className="button-row">
          <SubmitButton busyLabel="Vérification…">Entrer</SubmitButton>
        </div>
      </Form>
      {autres}
      <p className="soft">
        Plus de codes : seul l’administrateur de votre organisme peut vous redonner un premier accès.{' '}
        {liens.contact}
      </p>
    </>
  );
}
