import { type ReactNode, useEffect, useState } from 'react';
import { appeler } from '../../../ui/api.ts';
import { ErreurApi } from '../../../ui/api-error.ts';
import { Disclosure } from '../../../ui/disclosure.tsx';
import { Form, SubmitButton } from '../../../ui/form.tsx';
import { Notice } from '../../../ui/notice.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { PasswordField } from '../../../ui/password-field.tsx';
import { TextField } from '../../../ui/text-field.tsx';
import { type Etape, identiteContrat, type Parcours, type Session } from '../contract.ts';
import { CodeServi, CodesRecuperation } from './codes-recuperation.tsx';
import { LienFournisseur, LierIdentite } from './connexion-oidc.tsx';
import { DemanderSecondFacteur } from './connexion-second-facteur.tsx';
import { type EtapeParcours, EtapesListe, ParcoursEtape, TITRES_ETAPES } from './parcours.tsx';
import { deconnecter } from './session.ts';
import './connexion.css';

export interface AvisConnexion {
  readonly tone: 'info' | 'fait' | 'attention';
  readonly titre: string;
  readonly texte?: string;
}

/** Addresses of the pages around signing in, given by the frame of the portal. */
export interface LiensConnexion {
  readonly motDePasseOublie: ReactNode;
  readonly identifiantOublie: ReactNode;
  readonly aide: ReactNode;
  readonly contact: ReactNode;
}

/** Around each act after the password: a form says nothing of what it throws when the wait is over. */
export type Garder = <T>(acte: () => Promise<T>) => Promise<T>;

interface ConnexionPageProps {
  /** Why the person is here, when they did not come by themselves. */
  readonly avis: AvisConnexion | null;
  /** Steps that were under way when the page was loaded again. */
  readonly parcours: Parcours | null;
  /** What a sign-in begun at the identity provider still has to prove. */
  readonly facteurs: Facteurs | null;
  /** ACC-05: the identity provider, the page to go to after it, and whether an identity of it waits to be linked. */
  readonly fournisseur: {
    readonly nom: string;
    readonly vers: string | null;
    readonly aLier: boolean;
  } | null;
  /** Beside the form: the demonstration's accounts. */
  readonly autour?: ReactNode;
  readonly liens: LiensConnexion;
  /** How far the server's clock is ahead of this workstation's. */
  readonly ecartHorlogeMs: number;
  readonly onOuverte: (session: Session) => Promise<void>;
}

type Vue =
  | { readonly vue: 'mot-de-passe' }
  | { readonly vue: 'second-facteur'; readonly facteurs: Facteurs }
  | { readonly vue: 'code-servi'; readonly suite: Etape; readonly restants: number }
  | { readonly vue: 'liaison'; readonly fournisseur: string; readonly session: Session }
  /** `etapes`: all the steps of this journey, those already taken included. */
  | { readonly vue: 'parcours'; readonly parcours: Parcours; readonly etapes: readonly EtapeParcours[] }
  | {
      readonly vue: 'codes';
      readonly codes: readonly string[];
      readonly suite: Etape;
      readonly etapes: readonly EtapeParcours[];
    };

type Facteurs = Extract<Etape, { etape: 'second-facteur' }>['facteurs'];

const CODE_PERIME: AvisConnexion = {
  tone: 'attention',
  titre: 'Le temps donné pour la vérification est passé',
  texte: 'Par prudence, reprenez depuis le mot de passe.',
};

/** A first password was consumed and none was chosen: only who gave it can give another. */
const perime = ({ motifMotDePasse }: Parcours): AvisConnexion => ({
  tone: 'attention',
  titre: 'Le temps donné pour ces étapes est passé',
  texte:
    motifMotDePasse === 'premier-acces'
      ? 'Le premier mot de passe a servi et ne s’utilise plus : demandez à l’administrateur de votre organisme de vous redonner un premier accès.'
      : 'Ce que vous aviez déjà enregistré est gardé. Reprenez depuis le mot de passe.',
});

/** The step was taken in another window, or its text has changed since it was shown. */
const DEPASSEE: readonly string[] = ['etape-inutile', 'version-depassee'];

/** Signing in: password, second factor, then the steps left before the portal opens, all at one address (ACC-01 to ACC-04, ACC-13). */
export function ConnexionPage(props: ConnexionPageProps) {
  const { avis, autour, liens, ecartHorlogeMs, fournisseur, onOuverte } = props;
  const [vue, setVue] = useState<Vue>(() => vueInitiale(props));
  const [identifiant, setIdentifiant] = useState('');
  const [retour, setRetour] = useState<AvisConnexion | null>(null);
  const avisCourant = retour ?? avis;

  const suivre = async (etape: Etape) => {
    if (etape.etape === 'ouverte') {
      if (fournisseur?.aLier !== true || etape.session.nature !== 'partenaire')
        return onOuverte(etape.session);
      return setVue({ vue: 'liaison', fournisseur: fournisseur.nom, session: etape.session });
    }
    if (etape.etape === 'second-facteur') return setVue({ vue: 'second-facteur', facteurs: etape.facteurs });
    const { parcours } = etape;
    setVue((avant) => ({
      vue: 'parcours',
      parcours,
      etapes: 'etapes' in avant ? avant.etapes : parcours.aFaire,
    }));
  };

  const reprendre = (pourquoi: AvisConnexion | null) => {
    setRetour(pourquoi);
    setVue({ vue: 'mot-de-passe' });
  };

  /** What was waiting is over: the first step is to be done again, and it is said why. */
  const garder =
    (trop: AvisConnexion): Garder =>
    async (acte) => {
      try {
        return await acte();
      } catch (erreur) {
        if (erreur instanceof ErreurApi) {
          if (erreur.nature === 'session') reprendre(trop);
          if (DEPASSEE.includes(erreur.code)) window.location.reload();
        }
        throw erreur;
      }
    };

  const donnerMotDePasse = async (valeurs: FormData) =>
    suivre(
      await appeler(identiteContrat.connecter, {
        identifiant: String(valeurs.get('identifiant') ?? ''),
        motDePasse: String(valeurs.get('motDePasse') ?? ''),
      }),
    );

  const enCours = vue.vue === 'parcours' ? vue.parcours : null;
  useEcheance(enCours?.expireLe ?? null, ecartHorlogeMs, () => enCours && reprendre(perime(enCours)));

  return (
    <div className="sign-in">
      <PageHeader title={titreDe(vue)} moment={momentDe(vue)} step={rangDe(vue)} />
      {vue.vue === 'mot-de-passe' && (
        <div className="sign-in__main">
          {avisCourant && (
            <Notice tone={avisCourant.tone} title={avisCourant.titre} live={retour !== null}>
              {avisCourant.texte && <p>{avisCourant.texte}</p>}
            </Notice>
          )}
          <Form onSubmit={donnerMotDePasse}>
            <TextField
              name="identifiant"
              label="Identifiant"
              width="20"
              mono
              autoComplete="username"
              autoFocus={retour === null}
              value={identifiant}
              onChange={setIdentifiant}
            />
            <PasswordField name="motDePasse" label="Mot de passe" autoComplete="current-password" />
            <div className="button-row">
              <SubmitButton busyLabel="Vérification…">Continuer</SubmitButton>
            </div>
          </Form>
          {fournisseur && !fournisseur.aLier && (
            <LienFournisseur nom={fournisseur.nom} vers={fournisseur.vers} />
          )}
          <Aide liens={liens} />
        </div>
      )}
      {vue.vue === 'liaison' && (
        <div className="sign-in__main">
          <LierIdentite fournisseur={vue.fournisseur} onSuite={() => onOuverte(vue.session)} />
        </div>
      )}
      {vue.vue === 'second-facteur' && (
        <div className="sign-in__main">
          <DemanderSecondFacteur
            facteurs={vue.facteurs}
            liens={liens}
            garder={garder(CODE_PERIME)}
            onSuite={suivre}
            onRecuperation={(suite, restants) => setVue({ vue: 'code-servi', suite, restants })}
            onRevenir={() => reprendre(null)}
          />
        </div>
      )}
      {vue.vue === 'code-servi' && (
        <div className="sign-in__main">
          <CodeServi restants={vue.restants} onSuite={() => suivre(vue.suite)} />
        </div>
      )}
      {vue.vue === 'parcours' && (
        <div className="sign-in__main">
          <ParcoursEtape
            parcours={vue.parcours}
            garder={garder(perime(vue.parcours))}
            onSuite={suivre}
            onCodes={(codes, suite) => setVue({ vue: 'codes', codes, suite, etapes: vue.etapes })}
          />
        </div>
      )}
      {vue.vue === 'codes' && (
        <div className="sign-in__main">
          <CodesRecuperation codes={vue.codes} onRanges={() => suivre(vue.suite)} action="Entrer" />
        </div>
      )}
      <aside className="sign-in__aside no-print" aria-label="Avant d’entrer">
        {'etapes' in vue ? (
          <EtapesListe
            etapes={vue.etapes}
            presente={presenteDe(vue)}
            parcours={enCours}
            onQuitter={async () => {
              await deconnecter();
              reprendre(null);
            }}
          />
        ) : (
          <>
            {autour}
            <Rappels />
          </>
        )}
      </aside>
    </div>
  );
}

const presenteDe = (vue: Extract<Vue, { etapes: unknown }>): EtapeParcours =>
  (vue.vue === 'parcours' ? vue.parcours.aFaire[0] : undefined) ?? 'second-facteur';

function vueInitiale({ parcours, facteurs }: ConnexionPageProps): Vue {
  if (parcours !== null) return { vue: 'parcours', parcours, etapes: parcours.aFaire };
  return facteurs === null ? { vue: 'mot-de-passe' } : { vue: 'second-facteur', facteurs };
}

function titreDe(vue: Vue): string {
  if (vue.vue === 'mot-de-passe') return 'Connexion';
  if (vue.vue === 'liaison') return 'Lier votre identité';
  if (vue.vue === 'second-facteur') return 'Deuxième vérification';
  if (vue.vue === 'code-servi') return 'Un code de récupération a servi';
  return vue.vue === 'codes' ? 'Vos codes de récupération' : TITRES_ETAPES[presenteDe(vue)];
}

const momentDe = (vue: Vue): string => (vue.vue === 'parcours' ? `etape ${presenteDe(vue)}` : vue.vue);

function rangDe(vue: Vue): { rank: number; of: number } | undefined {
  if (!('etapes' in vue) || vue.etapes.length < 2) return undefined;
  return { rank: vue.etapes.indexOf(presenteDe(vue)) + 1, of: vue.etapes.length };
}

/** Calls back at an instant of the server's clock; a workstation that slept is late, not wrong. */
function useEcheance(instant: string | null, ecartHorlogeMs: number, passee: () => void): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: `passee` is made anew at each drawing
  useEffect(() => {
    if (instant === null) return;
    const reste = Date.parse(instant) - (Date.now() + ecartHorlogeMs);
    const minuterie = setTimeout(passee, Math.max(0, reste));
    return () => clearTimeout(minuterie);
  }, [instant, ecartHorlogeMs]);
}

function Aide({ liens }: { readonly liens: LiensConnexion }) {
  return (
    <div className="sign-in__help">
      {/* biome-ignore lint/a11y/noRedundantRoles: list-style none makes Safari forget that it is a list */}
      <ul role="list">
        <li>{liens.motDePasseOublie}</li>
        <li>{liens.identifiantOublie}</li>
        <li>{liens.aide}</li>
      </ul>
      <Disclosure label="Ma saisie est refusée">
        <p>
          <strong>L’identifiant</strong> a dix lettres et chiffres, et ne ressemble pas à votre nom. Il vous a
          été envoyé à part du mot de passe. Les majuscules et les espaces autour n’ont pas d’importance.
        </p>
        <p>
          <strong>Le premier mot de passe</strong>, reçu par courriel ou par courrier, ne sert qu’une fois. Le
          vôtre, vous seul le connaissez. Le bouton « Afficher » montre ce que vous tapez.
        </p>
        <p>
          <strong>Au cinquième essai manqué</strong>, il faut patienter une minute, puis de plus en plus ; au
          dixième, une heure. L’accès se rouvre de lui-même.
        </p>
        <p>Rien n’y fait : {liens.contact}</p>
      </Disclosure>
    </div>
  );
}

function Rappels() {
  return (
    <div className="sign-in__reminders">
      <h2>Avant d’entrer</h2>
      <p>
        <strong>Votre compte est personnel.</strong> Il ne se prête pas, même à un collègue pressé.
      </p>
      <p>
        <strong>Chaque lecture laisse une trace</strong> : qui, quand, pour quelle mission. Les familles
        peuvent demander qui a lu leur dossier.
      </p>
      <p>
        <strong>Ce que vous lisez est couvert par le secret professionnel</strong>, pendant et après vos
        fonctions (<span className="sign-in__law">article 226-13</span> du code pénal).
      </p>
    </div>
  );
}
