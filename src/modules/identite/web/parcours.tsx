import { type ReactNode, useEffect, useRef, useState } from 'react';
import { appeler } from '../../../ui/api.ts';
import { Button } from '../../../ui/button.tsx';
import { Checkbox } from '../../../ui/choice-field.tsx';
import { Form, SubmitButton } from '../../../ui/form.tsx';
import { formatHeure } from '../../../ui/format.ts';
import { Icon } from '../../../ui/icons.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { type Etape, identiteContrat, type Parcours } from '../contract.ts';
import { ChampNouveauMotDePasse } from './champ-nouveau-mot-de-passe.tsx';
import { clesPossibles } from './cle-acces.ts';
import type { Garder } from './connexion-page.tsx';
import {
  EnrolerApplication,
  type Preparation,
  preparerApplication,
  type SuiteFacteur,
} from './facteur-application.tsx';
import { EnrolerCle } from './facteur-cle.tsx';
import { ReglesConfidentialite } from './regles-confidentialite.tsx';

export type EtapeParcours = Parcours['aFaire'][number];

export const TITRES_ETAPES: Readonly<Record<EtapeParcours, string>> = {
  'mot-de-passe': 'Choisir votre mot de passe',
  confidentialite: 'Règles de confidentialité',
  'second-facteur': 'Protéger votre compte',
};

const NOMS_ETAPES: Readonly<Record<EtapeParcours, string>> = {
  'mot-de-passe': 'Votre mot de passe',
  confidentialite: 'Les règles de confidentialité',
  'second-facteur': 'Le second facteur et les codes de récupération',
};

interface EtapeProps {
  readonly parcours: Parcours;
  readonly garder: Garder;
  readonly onSuite: (etape: Etape) => Promise<void> | void;
}

interface ParcoursEtapeProps extends EtapeProps {
  /** Recovery codes have just been made: they are shown before what follows. */
  readonly onCodes: (codes: readonly string[], suite: Etape) => void;
}

/** One step left before the portal opens, the first of those that the server tells (ACC-01, ACC-04, ACC-13). */
export function ParcoursEtape(props: ParcoursEtapeProps) {
  switch (props.parcours.aFaire[0]) {
    case 'mot-de-passe':
      return <ChoisirMotDePasse {...props} />;
    case 'confidentialite':
      return <Reconnaitre {...props} />;
    default:
      return <Proteger {...props} />;
  }
}

function ChoisirMotDePasse({ parcours, garder, onSuite }: EtapeProps) {
  const enregistrer = (valeurs: FormData) =>
    garder(async () => {
      const motDePasse = String(valeurs.get('motDePasse') ?? '');
      await onSuite(await appeler(identiteContrat.choisirMotDePasse, { motDePasse }));
    });
  return (
    <>
      <PourquoiChoisir parcours={parcours} />
      <Form onSubmit={enregistrer}>
        <ChampNouveauMotDePasse
          name="motDePasse"
          regle={parcours.regle}
          contexte={parcours.contexte}
          // Asked to enrol one, the account has none; otherwise the server judges, which knows.
          avecSecondFacteur={!parcours.aFaire.includes('second-facteur')}
        />
        <div className="button-row">
          <SubmitButton busyLabel="Vérification…">Enregistrer et continuer</SubmitButton>
        </div>
      </Form>
    </>
  );
}

function PourquoiChoisir({ parcours: { motifMotDePasse, motifOrdre } }: { readonly parcours: Parcours }) {
  if (motifMotDePasse === 'ordre') {
    return (
      <Notice tone="attention" title="Il vous est demandé de changer de mot de passe">
        {motifOrdre && <p>Motif : {motifOrdre}</p>}
        <p>
          L’ancien ne s’utilise plus. Si ce motif vous surprend, prévenez l’administrateur de votre organisme.
        </p>
      </Notice>
    );
  }
  if (motifMotDePasse === 'anciennete') {
    return (
      <p>Votre rôle demande de changer régulièrement de mot de passe, et le délai du vôtre est passé.</p>
    );
  }
  return (
    <p>
      Le mot de passe que vous avez reçu vient de servir : il ne s’utilise plus. Choisissez maintenant le
      vôtre, que vous seul connaîtrez. Sans cela, il faudra demander un nouveau premier accès pour revenir.
    </p>
  );
}

function Reconnaitre({ parcours, garder, onSuite }: EtapeProps) {
  const reconnaitre = () =>
    garder(async () => {
      const { versionConfidentialite: version } = parcours;
      await onSuite(await appeler(identiteContrat.reconnaitreConfidentialite, { version }));
    });
  return (
    <>
      <p>
        {parcours.dejaLue
          ? 'Vous les avez déjà reconnues. Elles vous sont rappelées chaque année, et quand leur texte change.'
          : 'Ce portail ouvre les données de familles. Lisez ces règles avant d’entrer : elles vous engagent.'}
      </p>
      <ReglesConfidentialite niveau={2} />
      <Form onSubmit={reconnaitre}>
        <Checkbox
          name="lu"
          label="J’ai lu ces règles et je m’engage à les respecter"
          required
          missing="Cochez cette case pour continuer, une fois les règles lues."
        />
        <div className="button-row">
          <SubmitButton busyLabel="Enregistrement…">Continuer</SubmitButton>
        </div>
      </Form>
    </>
  );
}

type Choix = { readonly genre: 'application'; readonly preparation: Preparation } | { readonly genre: 'cle' };

function Proteger({ garder, onSuite, onCodes }: ParcoursEtapeProps) {
  const [choix, setChoix] = useState<Choix | null>(null);
  const [revenu, setRevenu] = useState(false);
  const finir = async ({ suite, codesRecuperation }: SuiteFacteur) => {
    // No step told: the portal is open already, in another window; the page asks again where things stand.
    if (suite === null) return window.location.reload();
    if (codesRecuperation === null) return onSuite(suite);
    onCodes(codesRecuperation, suite);
  };
  const autre = (
    <Button
      variant="plain"
      onClick={() => {
        setRevenu(true);
        setChoix(null);
      }}
    >
      Choisir un autre moyen
    </Button>
  );
  // While entering no fresh proof is asked: the password has just been given.
  const commun = { envoyer: garder, onFait: finir, autre };
  if (choix?.genre === 'application') {
    return (
      <>
        <TitreLu key="application">Avec une application</TitreLu>
        <EnrolerApplication {...commun} preparation={choix.preparation} />
      </>
    );
  }
  if (choix?.genre === 'cle') {
    return (
      <>
        <TitreLu key="cle">Avec une clé d’accès</TitreLu>
        <EnrolerCle {...commun} />
      </>
    );
  }
  const preparer = async () =>
    setChoix({ genre: 'application', preparation: await preparerApplication(garder) });
  return (
    <>
      <p>
        Un mot de passe peut être vu ou deviné. Votre rôle demande un second facteur : quelque chose que vous
        avez avec vous. Vous pourrez en ajouter un autre plus tard, dans votre compte.
      </p>
      <TitreLu key="choix" silencieux={!revenu}>
        Choisissez un moyen
      </TitreLu>
      <div className="factors">
        <section className="panel" aria-labelledby="moyen-application">
          <h3 id="moyen-application">Une application d’authentification</h3>
          <p>
            Sur votre téléphone : elle affiche un code à six chiffres, que vous taperez à chaque connexion.
          </p>
          <Form onSubmit={preparer} label="Application d’authentification">
            <div className="button-row">
              <SubmitButton busyLabel="Préparation…">Utiliser une application</SubmitButton>
            </div>
          </Form>
        </section>
        <section className="panel" aria-labelledby="moyen-cle">
          <h3 id="moyen-cle">Une clé d’accès</h3>
          <p>
            L’empreinte, le visage ou le code de cet appareil, ou une clé de sécurité à brancher. Rien à
            taper, et aucune copie du portail ne peut s’en servir.
          </p>
          {clesPossibles() ? (
            <div className="button-row">
              <Button onClick={() => setChoix({ genre: 'cle' })}>Utiliser une clé d’accès</Button>
            </div>
          ) : (
            <p className="soft">Ce navigateur ne connaît pas les clés d’accès.</p>
          )}
        </section>
      </div>
    </>
  );
}

/** Title of a part that has just replaced another: the focus comes to it, unless it was there from the start. */
function TitreLu({
  silencieux = false,
  children,
}: {
  readonly silencieux?: boolean;
  readonly children: ReactNode;
}) {
  const titre = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!silencieux) titre.current?.focus();
  }, [silencieux]);
  return (
    <h2 ref={titre} tabIndex={-1}>
      {children}
    </h2>
  );
}

interface EtapesListeProps {
  readonly etapes: readonly EtapeParcours[];
  readonly presente: EtapeParcours;
  /** Null once the last step is taken: nothing is left to wait for, nor to leave. */
  readonly parcours: Parcours | null;
  readonly onQuitter: () => Promise<void>;
}

/** Beside a step: those that are done, the present one, those to come, and until when. */
export function EtapesListe({ etapes, presente, parcours, onQuitter }: EtapesListeProps) {
  const rang = etapes.indexOf(presente);
  return (
    <div className="sign-in__reminders">
      <h2>Avant d’entrer</h2>
      <ol className="steps">
        {etapes.map((etape, i) => (
          <li key={etape} aria-current={i === rang ? 'step' : undefined}>
            <Icon name={i < rang ? 'fait' : i === rang ? 'present' : 'neutre'} />
            <span>
              {NOMS_ETAPES[etape]}
              <span className="steps__state">{i < rang ? 'fait' : i === rang ? 'en cours' : 'à venir'}</span>
            </span>
          </li>
        ))}
      </ol>
      {parcours && (
        <>
          <p>
            Vous avez jusqu’à <strong>{formatHeure(parcours.expireLe, fuseauDuPoste())}</strong> pour finir ;{' '}
            {parcours.motifMotDePasse === 'premier-acces'
              ? 'ensuite, il faudra demander un nouveau premier accès.'
              : 'ensuite, il faudra redonner le mot de passe. Ce qui est enregistré le reste.'}
          </p>
          <p>
            Compte de{' '}
            <strong>
              {parcours.contexte.prenom} {parcours.contexte.nom}
            </strong>
            . Ce n’est pas vous, ou pas le moment ?
            {parcours.motifMotDePasse === 'premier-acces' &&
              ' Avant d’avoir choisi un mot de passe, quitter oblige à redemander un premier accès.'}
          </p>
          <div className="button-row">
            <Button size="small" onClick={() => void onQuitter()}>
              Quitter sans finir
            </Button>
          </div>
        </>
      )}
    </div>
  );
}

/** The Caf of the person is not known yet: the hour is that of the clock in front of them. */
const fuseauDuPoste = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;
