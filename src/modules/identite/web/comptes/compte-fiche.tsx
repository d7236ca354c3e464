import { useRef, useState } from 'react';
import { Button } from '../../../../ui/button.tsx';
import { CopyButton } from '../../../../ui/copy-button.tsx';
import { type Definition, DefinitionList } from '../../../../ui/definition-list.tsx';
import { EmailAddress } from '../../../../ui/email-address.tsx';
import { formatDate, formatDateHeure } from '../../../../ui/format.ts';
import { Identifier } from '../../../../ui/identifier.tsx';
import { Notice } from '../../../../ui/notice.tsx';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import type { Compte, Session } from '../../contract.ts';
import { CloreDialog, LeverDialog, SuspendreDialog } from './actes-etat.tsx';
import { CorrigerDialog, DonnerRoleDialog, RetirerRoleDialog } from './actes-identite.tsx';
import { ForcerDialog, peutImprimer, RedonnerAccesDialog } from './actes-mot-de-passe.tsx';
import { direPrecisionEtat, direRole, direSuspenduPar, ETATS } from './comptes-mots.ts';
import { type OrganismeVu, rolesLibres } from './comptes-requetes.ts';
import { jourDe } from './jour-de.ts';
import { LettresAImprimer } from './lettres.tsx';

interface CompteFicheProps {
  readonly lecteur: Session;
  readonly vu: OrganismeVu;
  readonly compte: Compte;
}

type ActeOuvert =
  | 'suspendre'
  | 'lever'
  | 'clore'
  | 'redonner-acces'
  | 'forcer-mot-de-passe'
  | 'donner'
  | 'retirer'
  | 'corriger';

/** Who the account is, where it stands, and the acts that the reader may do of it now. */
export function CompteFiche({ lecteur, vu, compte }: CompteFicheProps) {
  const [acte, setActe] = useState<ActeOuvert | null>(null);
  const [maintenant] = useState(() => new Date());
  const titre = useRef<HTMLHeadingElement>(null);
  const fermer = () => {
    setActe(null);
    // The button that opened the dialog may have gone with the act: the focus then comes back to what changed.
    setTimeout(() => {
      if (document.activeElement === document.body) titre.current?.focus();
    }, 50);
  };
  const peut = (demande: Compte['actes'][number]) => compte.actes.includes(demande);
  const aDonner = rolesLibres(vu).filter((role) => !compte.roles.includes(role));
  const aRetirer = vu.rolesADonner.filter((role) => compte.roles.includes(role));
  const props = { compte, organisme: vu.nom, onClose: fermer };
  return (
    <>
      <section className="stack" aria-labelledby="compte-etat">
        <h2 id="compte-etat" ref={titre} tabIndex={-1}>
          État du compte
        </h2>
        <AvisEtat compte={compte} fuseau={lecteur.fuseau} maintenant={maintenant} />
        <div className="panel">
          <DefinitionList items={etatDe(compte, lecteur.fuseau, maintenant)} />
          <Actes>
            {peut('lever') && (
              <Button variant="primary" onClick={() => setActe('lever')}>
                Lever la suspension
              </Button>
            )}
            {peut('redonner-acces') && (
              <Button onClick={() => setActe('redonner-acces')}>Redonner un premier accès</Button>
            )}
            {peut('forcer-mot-de-passe') && (
              <Button onClick={() => setActe('forcer-mot-de-passe')}>
                Ordonner un changement de mot de passe
              </Button>
            )}
            {peut('suspendre') && <Button onClick={() => setActe('suspendre')}>Suspendre le compte</Button>}
            {peut('clore') && <Button onClick={() => setActe('clore')}>Mettre fin au compte</Button>}
          </Actes>
        </div>
      </section>
      {peutImprimer(lecteur, compte) && (
        <section className="stack" aria-labelledby="compte-lettres">
          <h2 id="compte-lettres">Premier accès par courrier</h2>
          <div className="panel">
            <LettresAImprimer compte={compte} />
          </div>
        </section>
      )}
      <section className="stack" aria-labelledby="compte-roles">
        <h2 id="compte-roles">{compte.roles.length > 1 ? 'Rôles' : 'Rôle'}</h2>
        <div className="panel">
          {compte.roles.length === 0 ? (
            <p>Aucun rôle.</p>
          ) : (
            <ul className="accounts-roles">
              {compte.roles.map((role) => (
                <li key={role}>{direRole(role)}</li>
              ))}
            </ul>
          )}
          <Actes>
            {peut('nommer') && aDonner.length > 0 && (
              <Button onClick={() => setActe('donner')}>Donner un rôle</Button>
            )}
            {peut('nommer') && aRetirer.length > 0 && (
              <Button onClick={() => setActe('retirer')}>Retirer un rôle</Button>
            )}
          </Actes>
        </div>
      </section>
      <section className="stack" aria-labelledby="compte-identite">
        <h2 id="compte-identite">Identité</h2>
        <div className="panel">
          <DefinitionList items={identiteDe(compte)} />
          <Actes>
            {peut('corriger') && <Button onClick={() => setActe('corriger')}>Corriger l’identité</Button>}
          </Actes>
        </div>
      </section>
      {compte.actes.length === 0 && <SansActe lecteur={lecteur} compte={compte} />}
      {acte === 'suspendre' && <SuspendreDialog {...props} />}
      {acte === 'lever' && <LeverDialog {...props} />}
      {acte === 'clore' && <CloreDialog {...props} aujourdHui={jourDe(maintenant, lecteur.fuseau)} />}
      {acte === 'redonner-acces' && <RedonnerAccesDialog {...props} lecteur={lecteur} />}
      {acte === 'forcer-mot-de-passe' && <ForcerDialog {...props} />}
      {acte === 'donner' && <DonnerRoleDialog {...props} roles={aDonner} />}
      {acte === 'retirer' && <RetirerRoleDialog {...props} roles={aRetirer} />}
      {acte === 'corriger' && <CorrigerDialog {...props} />}
    </>
  );
}

/** The acts of a panel; nothing at all when none is the reader's. */
function Actes({ children }: { readonly children: readonly React.ReactNode[] | React.ReactNode }) {
  const presents = (Array.isArray(children) ? children : [children]).filter(Boolean);
  return presents.length === 0 ? null : <div className="button-row">{children}</div>;
}

function AvisEtat({
  compte,
  fuseau,
  maintenant,
}: {
  readonly compte: Compte;
  readonly fuseau: string;
  readonly maintenant: Date;
}) {
  const { etat, etatLe, etatMotif, suspenduPar, premierAccesExpireLe } = compte;
  const le = etatLe ? ` le ${formatDateHeure(etatLe, fuseau)}` : '';
  if (etat === 'suspendu')
    return (
      <Notice tone="stop" title={`Suspendu${le}${suspenduPar ? `, ${direSuspenduPar(suspenduPar)}` : ''}`}>
        {etatMotif && <p>Motif : {etatMotif}</p>}
      </Notice>
    );
  if (etat === 'clos')
    return (
      <Notice title={`Terminé${le}`}>
        {etatMotif && <p>Motif : {etatMotif}</p>}
        <p>Ce compte ne se rouvre pas. Si la personne revient, un nouveau compte lui est créé.</p>
      </Notice>
    );
  if (etat !== 'attente') return null;
  if (premierAccesExpireLe !== null && new Date(premierAccesExpireLe) > maintenant)
    return (
      <Notice title={`Premier accès à utiliser avant le ${formatDateHeure(premierAccesExpireLe, fuseau)}`}>
        <p>La personne choisira son mot de passe à sa première connexion.</p>
      </Notice>
    );
  if (premierAccesExpireLe === null)
    return (
      <Notice tone="attention" title="Aucun premier mot de passe n’a été envoyé">
        <p>
          {compte.actes.includes('redonner-acces')
            ? 'Sans lui, la personne ne peut pas se connecter. Redonnez-lui un premier accès.'
            : 'Sans lui, la personne ne peut pas se connecter. Un administrateur de son organisme peut lui redonner un premier accès.'}
        </p>
      </Notice>
    );
  return (
    <Notice tone="attention" title="Le premier mot de passe est périmé">
      <p>
        Il n’a pas servi à temps.
        {compte.actes.includes('redonner-acces') && ' Redonnez un premier accès quand la personne est prête.'}
      </p>
    </Notice>
  );
}

function etatDe(compte: Compte, fuseau: string, maintenant: Date): readonly Definition[] {
  const { etat, creeLe, derniereConnexion, accesJusquau, secondFacteur, changementOrdonne } = compte;
  const precision = direPrecisionEtat(compte, maintenant);
  return [
    {
      term: 'État',
      value: (
        <>
          <StatusTag tone={ETATS[etat].ton}>{ETATS[etat].mot}</StatusTag>
          {precision && <span className="soft"> ({precision})</span>}
        </>
      ),
    },
    {
      term: 'Dernière connexion',
      value: derniereConnexion === null ? 'Jamais' : formatDateHeure(derniereConnexion, fuseau),
    },
    { term: 'Second facteur', value: secondFacteur ? 'Enregistré' : 'Aucun' },
    ...(changementOrdonne ? [{ term: 'Mot de passe', value: 'À changer à la prochaine connexion' }] : []),
    ...(creeLe === null ? [] : [{ term: 'Créé le', value: formatDate(creeLe, fuseau) }]),
    ...(accesJusquau === null ? [] : [{ term: 'Accès jusqu’au', value: formatDate(accesJusquau, fuseau) }]),
  ];
}

const identiteDe = (compte: Compte): readonly Definition[] => [
  {
    term: 'Identifiant',
    value: (
      <span className="copy">
        <Identifier value={compte.identifiant} />
        <CopyButton value={compte.identifiant} what="l’identifiant" />
      </span>
    ),
  },
  { term: 'Nom', value: compte.nom },
  { term: 'Prénom', value: compte.prenom },
  ...(compte.homonyme
    ? [{ term: 'Homonyme', value: 'Une autre personne de l’organisme porte ce nom.' }]
    : []),
  { term: 'Fonction', value: compte.fonction },
  { term: 'Adresse électronique', value: <EmailAddress value={compte.courriel} /> },
  { term: 'Téléphone', value: compte.telephone ?? 'Non indiqué' },
];

/** Why nothing is offered: the reader's own account, a suspension by the Caf, an administrator, one that is over. */
function SansActe({ lecteur, compte }: { readonly lecteur: Session; readonly compte: Compte }) {
  if (compte.etat === 'clos') return null;
  return (
    <p className="soft accounts-measure">
      {compte.id === lecteur.compteId
        ? 'C’est votre compte : vous ne pouvez pas agir dessus. Votre mot de passe et votre second facteur se changent dans « Mon compte ».'
        : lecteur.nature === 'partenaire'
          ? compte.etat === 'suspendu' && compte.suspenduPar !== 'partenaire'
            ? 'Votre organisme n’a pas décidé cette suspension : vous ne pouvez pas la lever. Adressez-vous à votre Caf.'
            : 'C’est le compte d’un administrateur : seule votre Caf agit dessus.'
          : 'Votre rôle ne permet aucun acte sur ce compte.'}
    </p>
  );
}
