import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { Button } from '../../../../ui/button.tsx';
import { useConfirmation } from '../../../../ui/confirmation.ts';
import { formatCompte, formatDate, formatDateHeure } from '../../../../ui/format.ts';
import { Notice } from '../../../../ui/notice.tsx';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { annoncer } from '../../../../ui/toasts.ts';
import { clesPossibles } from '../cle-acces.ts';
import { PEU } from '../codes-recuperation.tsx';
import { type Preparation, preparerApplication, type SuiteFacteur } from '../facteur-application.tsx';
import { Cadre } from './cadre.tsx';
import {
  AjoutApplicationDialog,
  AjoutCleDialog,
  CodesDialog,
  RefaireCodesDialog,
  RenommerDialog,
  RetirerDialog,
} from './facteurs-dialogs.tsx';
import { faire } from './faire.ts';
import { Lecture } from './lecture.tsx';
import { type MonCompte, monCompteRequete, relireMonCompte } from './requetes.ts';

export type Cle = MonCompte['cles'][number];

type Ouvert =
  | { readonly quoi: 'application'; readonly preparation: Preparation }
  | { readonly quoi: 'cle' }
  | { readonly quoi: 'renommer'; readonly cle: Cle }
  | { readonly quoi: 'retirer'; readonly cle: Cle | null }
  | { readonly quoi: 'refaire' }
  | { readonly quoi: 'codes'; readonly codes: readonly string[] };

/** Means to prove who one is besides the password: several are safer than one (ACC-04). */
export function SecondFacteurPage({ fuseau }: { readonly fuseau: string }) {
  const requete = useQuery(monCompteRequete);
  return (
    <Cadre
      titre="Second facteur"
      intro="Ce qui prouve que c’est bien vous, en plus du mot de passe : une application ou une clé d’accès. Ayez-en deux, pour le jour où l’un manque."
    >
      <Lecture requete={requete} echec="Votre compte n’a pas pu être lu">
        {(compte) => <Facteurs compte={compte} fuseau={fuseau} />}
      </Lecture>
    </Cadre>
  );
}

function Facteurs({ compte, fuseau }: { readonly compte: MonCompte; readonly fuseau: string }) {
  const client = useQueryClient();
  const { avecPreuve } = useConfirmation();
  const [ouvert, setOuvert] = useState<Ouvert | null>(null);
  const [prepare, setPrepare] = useState(false);
  const titre = useRef<HTMLHeadingElement>(null);
  const { application, cles, codesRecuperation, secondFacteurExige } = compte;
  const moyens = (application ? 1 : 0) + cles.length;
  // The last means of somebody who must have one stays; the server says so too.
  const seul = secondFacteurExige && moyens === 1;

  const fermer = () => {
    setOuvert(null);
    setTimeout(() => {
      if (document.activeElement === document.body) titre.current?.focus();
    }, 50);
  };
  const ajouterApplication = async () => {
    setPrepare(true);
    await faire(async () => {
      setOuvert({ quoi: 'application', preparation: await preparerApplication(avecPreuve) });
    });
    setPrepare(false);
  };
  const enregistre = async ({ codesRecuperation: codes }: SuiteFacteur, dit: string) => {
    await relireMonCompte(client);
    annoncer(dit);
    if (codes) setOuvert({ quoi: 'codes', codes });
    else fermer();
  };

  return (
    <>
      {moyens === 0 && (
        <Notice
          tone={secondFacteurExige ? 'stop' : 'attention'}
          title="Votre compte n’a pas de second facteur"
        >
          <p>Un mot de passe volé suffirait pour entrer à votre place. Ajoutez une application ou une clé.</p>
        </Notice>
      )}
      <section className="stack" aria-labelledby="application">
        <h2 id="application" ref={titre} tabIndex={-1}>
          Application d’authentification
        </h2>
        {application ? (
          // biome-ignore lint/a11y/noRedundantRoles: list-style none makes Safari forget that it is a list
          <ul className="account-list" role="list">
            <li>
              <div>
                <p>
                  <StatusTag tone="fait">Enregistrée</StatusTag>
                </p>
                <p className="soft">Depuis le {formatDate(application.enregistreeLe, fuseau)}.</p>
              </div>
              <div className="button-row">
                <Button size="small" busy={prepare} onClick={() => void ajouterApplication()}>
                  Changer d’application
                </Button>
                <Retirer
                  seul={seul}
                  quoi="l’application"
                  onRetirer={() => setOuvert({ quoi: 'retirer', cle: null })}
                />
              </div>
            </li>
          </ul>
        ) : (
          <>
            <p className="account-measure">
              Elle donne un code à six chiffres sur votre téléphone, même sans réseau.
            </p>
            <div>
              <Button busy={prepare} onClick={() => void ajouterApplication()}>
                Ajouter une application
              </Button>
            </div>
          </>
        )}
      </section>
      <section className="stack" aria-labelledby="cles">
        <h2 id="cles">Clés d’accès</h2>
        <p className="account-measure">
          L’empreinte, le visage ou le code d’un appareil, ou une clé de sécurité à brancher. Rien à recopier,
          et aucun faux site ne peut s’en servir.
        </p>
        {cles.length > 0 && (
          // biome-ignore lint/a11y/noRedundantRoles: list-style none makes Safari forget that it is a list
          <ul className="account-list" role="list">
            {cles.map((cle) => (
              <li key={cle.id}>
                <div>
                  <p>
                    <strong>{cle.nom}</strong>
                  </p>
                  <p className="soft">{direCle(cle, fuseau)}</p>
                </div>
                <div className="button-row">
                  <Button size="small" onClick={() => setOuvert({ quoi: 'renommer', cle })}>
                    Renommer<span className="visually-hidden"> {cle.nom}</span>
                  </Button>
                  <Retirer seul={seul} quoi={cle.nom} onRetirer={() => setOuvert({ quoi: 'retirer', cle })} />
                </div>
              </li>
            ))}
          </ul>
        )}
        {clesPossibles() ? (
          <div>
            <Button onClick={() => setOuvert({ quoi: 'cle' })}>Ajouter une clé d’accès</Button>
          </div>
        ) : (
          <p className="soft">Ce navigateur ne permet pas d’en ajouter.</p>
        )}
      </section>
      {seul && (
        <p className="soft account-measure">
          Votre rôle exige un second facteur : le seul que vous avez ne se retire pas. Ajoutez-en un autre
          d’abord.
        </p>
      )}
      {moyens > 0 && (
        <section className="stack" aria-labelledby="codes">
          <h2 id="codes">Codes de récupération</h2>
          <p className="account-measure">{direCodes(codesRecuperation, fuseau)}</p>
          {codesRecuperation.restants < PEU && (
            <Notice
              tone="attention"
              title={
                codesRecuperation.restants === 0 ? 'Vous n’avez aucun code' : 'Il vous reste peu de codes'
              }
            >
              <p>Sans code ni second facteur, seul un nouveau premier accès vous rouvrirait la porte.</p>
            </Notice>
          )}
          <div>
            <Button onClick={() => setOuvert({ quoi: 'refaire' })}>Faire dix nouveaux codes</Button>
          </div>
        </section>
      )}
      {ouvert?.quoi === 'application' && (
        <AjoutApplicationDialog
          preparation={ouvert.preparation}
          remplace={application !== null}
          onFait={(suite) => enregistre(suite, 'Application enregistrée.')}
          onClose={fermer}
        />
      )}
      {ouvert?.quoi === 'cle' && (
        <AjoutCleDialog onFait={(suite) => enregistre(suite, 'Clé d’accès enregistrée.')} onClose={fermer} />
      )}
      {ouvert?.quoi === 'renommer' && <RenommerDialog cle={ouvert.cle} onClose={fermer} />}
      {ouvert?.quoi === 'retirer' && (
        <RetirerDialog cle={ouvert.cle} dernier={moyens === 1} onClose={fermer} />
      )}
      {ouvert?.quoi === 'refaire' && (
        <RefaireCodesDialog onFaits={(codes) => setOuvert({ quoi: 'codes', codes })} onClose={fermer} />
      )}
      {ouvert?.quoi === 'codes' && <CodesDialog codes={ouvert.codes} onRanges={fermer} />}
    </>
  );
}

interface RetirerProps {
  readonly seul: boolean;
  readonly quoi: string;
  readonly onRetirer: () => void;
}

function Retirer({ seul, quoi, onRetirer }: RetirerProps) {
  if (seul) return null;
  return (
    <Button size="small" onClick={onRetirer}>
      Retirer<span className="visually-hidden"> {quoi}</span>
    </Button>
  );
}

function direCle({ creeeLe, utiliseeLe, synchronisee }: Cle, fuseau: string): string {
  const usage =
    utiliseeLe === null ? 'jamais utilisée' : `utilisée le ${formatDateHeure(utiliseeLe, fuseau)}`;
  const ou = synchronisee ? ' Présente sur plusieurs de vos appareils.' : '';
  return `Ajoutée le ${formatDate(creeeLe, fuseau)}, ${usage}.${ou}`;
}

function direCodes({ restants, faitsLe }: MonCompte['codesRecuperation'], fuseau: string): string {
  const but = 'Chacun remplace une fois le second facteur, le jour où il manque.';
  if (restants === 0) return but;
  const faits = faitsLe === null ? '' : `, faits le ${formatDate(faitsLe, fuseau)}`;
  return `${but} Il vous reste ${formatCompte(restants, 'code')}${faits}. Ils ne se relisent pas\u00a0: s’ils sont perdus, faites-en d’autres.`;
}
