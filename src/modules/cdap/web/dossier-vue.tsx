import { type MouseEvent, type RefObject, useMemo } from 'react';
import { Disclosure } from '../../../ui/disclosure.tsx';
import type { Consultation, ProfilCdap } from '../contract.ts';
import type { Bloc } from '../domain/blocs.ts';
import { LIBELLES_BLOCS } from '../libelles.ts';
import { BandeauDossier } from './bandeau-dossier.tsx';
import { BaseRessources } from './base-ressources.tsx';
import { changementsDeSituation } from './changements-situation.ts';
import { EtatDossierAvis } from './etat-dossier-avis.tsx';
import { FeuilleImpression } from './feuille-impression.tsx';
import type { Lecteur } from './lecteur.ts';
import type { DemandeLecture } from './lecture.ts';
import { Quotient, QuotientSousSeuil } from './quotient.tsx';
import { blocsLus, type Contenu, contenuDe } from './rubriques/contenu.ts';
import { FoyerContexte, foyerDe } from './rubriques/foyer-contexte.ts';
import { idRubrique, Rubrique } from './rubriques/rubrique.tsx';

interface DossierVueProps {
  readonly titre: RefObject<HTMLHeadingElement | null>;
  readonly consultation: Consultation;
  readonly demande: DemandeLecture;
  readonly profil: ProfilCdap;
  readonly lecteur: Lecteur;
  readonly caf: { readonly code: string; readonly nom: string } | null;
  readonly luLe: Date;
  readonly onOuvrir: (numero: string, caf: string) => void;
  readonly onFermer: () => void;
}

/** A file as the profile opens it: who, the figure, then the blocks in reading order (CDAP-02, CDAP-22). */
export function DossierVue(props: DossierVueProps) {
  const { titre, consultation, demande, profil, lecteur, caf, luLe, onOuvrir, onFermer } = props;
  const foyer = useMemo(() => foyerDe(consultation), [consultation]);
  const nomCaf = consultation.caf === caf?.code ? caf.nom : `Caf ${consultation.caf}`;

  const duQuotient = consultation.rubriques.find(({ bloc }) => bloc === 'quotientFamilial');
  const quotient = duQuotient?.contenu ?? null;
  const base = contenuDe(consultation, 'baseRessourcesEaje');
  // Shown as figures above: not repeated among the blocks. When the Caf knows nothing, the block says so.
  const enTete = new Set<Bloc>([
    ...(quotient === null ? [] : (['quotientFamilial'] as const)),
    ...(base ? (['baseRessourcesEaje'] as const) : []),
  ]);
  const rubriques = consultation.rubriques.filter(({ bloc }) => !enTete.has(bloc));

  return (
    <FoyerContexte value={foyer}>
      <article className="dossier">
        <FeuilleImpression
          consultation={consultation}
          profil={profil}
          lecteur={lecteur}
          nomCaf={nomCaf}
          luLe={luLe}
        />
        <BandeauDossier
          titre={titre}
          consultation={consultation}
          profil={profil}
          nomCaf={nomCaf}
          luLe={luLe}
          fuseau={lecteur.fuseau}
          demande={demande}
          onFermer={onFermer}
        />
        <EtatDossierAvis
          consultation={consultation}
          cafsDuDroit={caf ? [caf.code] : []}
          onOuvrir={onOuvrir}
        />
        {quotient !== null && duQuotient && (
          <EnTeteQuotient consultation={consultation} rubrique={duQuotient} profil={profil.profil} />
        )}
        {base && <BaseRessources contenu={base} seconde={quotient !== null} />}
        <div className="dossier__body">
          <Sommaire blocs={[...enTete, ...rubriques.map(({ bloc }) => bloc)]} />
          <div className="dossier__blocks">
            {rubriques.map((rubrique) => (
              <Rubrique key={rubrique.bloc} rubrique={rubrique} />
            ))}
          </div>
        </div>
      </article>
    </FoyerContexte>
  );
}

/** The QF in the form that the profile opens: the figure with its history, the month alone, or a threshold. */
function EnTeteQuotient({
  consultation,
  rubrique: { variante, contenu },
  profil,
}: {
  readonly consultation: Consultation;
  readonly rubrique: Consultation['rubriques'][number];
  readonly profil: string;
}) {
  if (variante === 'sous-seuil')
    return <QuotientSousSeuil contenu={contenu as Contenu<'quotientFamilial', 'sous-seuil'>} />;
  const lu = contenu as Contenu<'quotientFamilial', 'actuel'> &
    Partial<Contenu<'quotientFamilial', 'complet'>>;
  const mois = lu.historique?.map((qf) => qf.mois).sort() ?? [];
  const [premier] = mois;
  return (
    <Quotient
      contenu={lu}
      blocs={blocsLus(consultation)}
      profil={profil}
      changements={
        premier === undefined ? [] : changementsDeSituation(consultation, premier, mois.at(-1) ?? premier)
      }
    />
  );
}

/** The list of blocks beside them, folded on a telephone. */
function Sommaire({ blocs }: { readonly blocs: readonly Bloc[] }) {
  const liste = (
    // biome-ignore lint/a11y/noRedundantRoles: list-style none makes Safari forget that it is a list
    <ul role="list">
      {blocs.map((bloc) => (
        <li key={bloc}>
          <a href={`#${idRubrique(bloc)}`} onClick={allerA}>
            {LIBELLES_BLOCS[bloc]}
          </a>
        </li>
      ))}
    </ul>
  );
  return (
    <nav className="dossier__contents no-print" aria-label="Rubriques du dossier">
      <p className="dossier__contents-title">Rubriques</p>
      {liste}
      <Disclosure label={`Rubriques du dossier (${blocs.length})`}>{liste}</Disclosure>
    </nav>
  );
}

/** Moves there without a step in the browser's history: Back leaves the page, it does not walk through its blocks. */
function allerA(event: MouseEvent<HTMLAnchorElement>): void {
  event.preventDefault();
  const cible = document.getElementById(event.currentTarget.hash.slice(1));
  cible?.scrollIntoView({ block: 'start' });
  cible?.focus({ preventScroll: true });
}
