import type { ReactNode, RefObject } from 'react';
import { Button } from '../../../ui/button.tsx';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { formatDate, formatHeure } from '../../../ui/format.ts';
import { Identifier } from '../../../ui/identifier.tsx';
import { StatusTag, type StatusTone } from '../../../ui/status-tag.tsx';
import type { Consultation, ProfilCdap } from '../contract.ts';
import type { EtatDossier } from '../domain/etats.ts';
import { LIBELLES_RSA, MESSAGES_ETATS } from '../libelles.ts';
import { precisionProfil } from './choix-profil.tsx';
import { grouperNumero } from './comprendre-saisie.ts';
import { ExtraitPdf } from './extrait-pdf.tsx';
import type { DemandeLecture } from './lecture.ts';
import { nomComplet } from './personnes.ts';
import { contenuDe } from './rubriques/contenu.ts';

const TONS: Readonly<Record<EtatDossier, StatusTone>> = {
  ouvert: 'fait',
  suspendu: 'attention',
  'en-affiliation': 'attente',
  radie: 'stop',
  decede: 'neutre',
  transfere: 'info',
  fusionne: 'info',
};

interface BandeauDossierProps {
  readonly titre: RefObject<HTMLHeadingElement | null>;
  readonly consultation: Consultation;
  readonly demande: DemandeLecture;
  readonly profil: ProfilCdap;
  readonly nomCaf: string;
  readonly luLe: Date;
  /** Time zone of the reader's Caf. */
  readonly fuseau: string;
  readonly onFermer: () => void;
}

/** Whose file it is, in which state, of which day, and under which right it is read (CDAP-22). */
export function BandeauDossier(props: BandeauDossierProps) {
  const { titre, consultation, demande, profil, nomCaf, luLe, fuseau, onFermer } = props;
  const { numero, etat, donneesLe, mission } = consultation;
  const adultes = contenuDe(consultation, 'identite')?.adultes ?? [];
  // For those who open no figure of the household, it is what they come for.
  const rsa = contenuDe(consultation, 'rsa');
  const libelleMission = profil.missions.find(({ code }) => code === mission)?.libelle ?? mission;
  return (
    <header className="dossier__band">
      <div className="dossier__who">
        <h2 ref={titre} tabIndex={-1}>
          {adultes.length > 0
            ? adultes.map((adulte, rang) => (
                <span key={adulte.role}>
                  {rang > 0 && <span className="dossier__and">et </span>}
                  {nomComplet(adulte)}{' '}
                </span>
              ))
            : `Dossier ${grouperNumero(numero)}`}
        </h2>
        <p className="dossier__number">
          <Identifier value={numero} kind="dossier" />
          <CopyButton value={numero} what="le numéro de dossier" />
        </p>
      </div>
      <div className="dossier__facts-row">
        <dl className="dossier__facts">
          <Fait terme="État">
            <StatusTag tone={TONS[etat]}>{MESSAGES_ETATS[etat].titre}</StatusTag>
          </Fait>
          <Fait terme="Caf">{nomCaf}</Fait>
          <Fait terme="Données du">{formatDate(donneesLe)}</Fait>
          {rsa && <Fait terme="RSA">{LIBELLES_RSA[rsa.etat]}</Fait>}
        </dl>
        <div className="button-row">
          <ExtraitPdf demande={demande} />
          <Button size="small" onClick={() => window.print()}>
            Imprimer
          </Button>
          <Button size="small" variant="plain" icon="close" onClick={onFermer}>
            Fermer le dossier
          </Button>
        </div>
      </div>
      <p className="dossier__reading">
        Lu à {formatHeure(luLe, fuseau)} sous le profil{' '}
        <strong>
          {profil.profil} {precisionProfil(profil)}
        </strong>
        , pour la mission <strong>{libelleMission}</strong>
      </p>
    </header>
  );
}

function Fait({ terme, children }: { readonly terme: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{terme}</dt>
      <dd>{children}</dd>
    </div>
  );
}
