import { useQuery } from '@tanstack/react-query';
import { type ReactNode, type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { Disclosure } from '../../../ui/disclosure.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorPage } from '../../../ui/error-page.tsx';
import { formatCompte } from '../../../ui/format.ts';
import { PageHeader } from '../../../ui/page-header.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { useSlashKey } from '../../../ui/slash-key.ts';
import type { ProfilCdap } from '../contract.ts';
import './cdap.css';
import { ChampDossier, type ErreursSaisie, type SaisieDossier } from './champ-dossier.tsx';
import { ChoixProfil, type Empechements, precisionProfil } from './choix-profil.tsx';
import { comprendre, ouvreEnEntier } from './comprendre-saisie.ts';
import { DossierVue } from './dossier-vue.tsx';
import {
  prendreDemande,
  retenirDossier,
  retenirInstructeur,
  useDossiersOuverts,
} from './dossiers-ouverts.ts';
import { DossiersOuvertsListe } from './dossiers-ouverts-liste.tsx';
import { fautesDe } from './fautes-saisie.ts';
import type { Lecteur } from './lecteur.ts';
import { useLecture } from './lecture.ts';
import { nomCourant } from './personnes.ts';
import { useProfil } from './profil-choisi.ts';
import { profilsRequete } from './profils-requete.ts';
import { type EtatRecherche, useRecherche } from './recherche.ts';
import { RechercheRalentie } from './recherche-ralentie.tsx';
import { RefusLecture } from './refus-lecture.tsx';
import { ResultatsRecherche } from './resultats-recherche.tsx';
import { contenuDe } from './rubriques/contenu.ts';
import { useEchap } from './touche-echap.ts';

interface CdapPageProps {
  readonly lecteur: Lecteur;
  readonly empechements: Empechements;
  /** Link to the page of one's rights. */
  readonly mesHabilitations: ReactNode;
}

/** First control at fault, in the order of the screen. */
const A_CORRIGER = '[data-a-corriger] input, [aria-invalid="true"]';

const TITRE = 'Consulter un dossier';

/** Consultation of an allocataire's file: choose under which right, type a number or a name, read (CDAP-18 to CDAP-22). */
export function CdapPage(props: CdapPageProps) {
  const { data, error, refetch } = useQuery(profilsRequete);
  if (data === undefined) {
    if (error) return <ErrorPage error={error} onRetry={() => void refetch()} />;
    return (
      <>
        <PageHeader title={TITRE} />
        <Skeleton lines={5} label="Chargement de vos profils" />
      </>
    );
  }
  if (data.profils.length === 0) {
    return (
      <>
        <PageHeader title={TITRE} />
        <EmptyState title="Vous n’avez pas de droit pour lire des dossiers" action={props.mesHabilitations}>
          On lit ici le dossier d’une famille, sous un profil accordé pour une mission précise. Si votre
          travail le demande, adressez-vous à l’administrateur de votre organisme.
        </EmptyState>
      </>
    );
  }
  return <Consulter {...props} droits={data} />;
}

type Droits = {
  readonly caf: { readonly code: string; readonly nom: string } | null;
  readonly motifExige: boolean;
  readonly choisi: string | null;
  readonly profils: readonly ProfilCdap[];
};

function Consulter({
  lecteur,
  empechements,
  mesHabilitations,
  droits,
}: CdapPageProps & { readonly droits: Droits }) {
  const { caf, motifExige } = droits;
  const champ = useRef<HTMLInputElement>(null);
  const saisieRef = useRef<HTMLDivElement>(null);
  const resultat = useRef<HTMLHeadingElement>(null);
  const resultatsRef = useRef<HTMLDivElement>(null);
  const { demande, instructeur: instructeurRetenu } = useDossiersOuverts();
  const [saisie, setSaisie] = useState<SaisieDossier>({
    texte: '',
    caf: '',
    motif: '',
    instructeur: instructeurRetenu,
  });
  const [erreurs, setErreurs] = useState<ErreursSaisie>({});
  const [tentatives, setTentatives] = useState(0);
  const [missionChoisie, setMission] = useState<string | null>(null);
  const { profil, choisir } = useProfil(droits);
  const { etat: trouvailles, chercher, oublier } = useRecherche();
  const [dernierOuvert, setDernierOuvert] = useState<string | null>(null);

  const { etat, lire, fermer } = useLecture((consultation, luLe) => {
    const identite = contenuDe(consultation, 'identite');
    retenirDossier({
      caf: consultation.caf,
      numero: consultation.numero,
      noms: identite?.adultes.map(nomCourant) ?? [],
      profil: consultation.profil,
      luLe,
    });
  });

  const mission = profil?.missions.length === 1 ? (profil.missions[0]?.code ?? null) : missionChoisie;
  const [motifReclame, setMotifReclame] = useState(false);
  const motifDemande = motifExige || motifReclame || (profil?.missions.length ?? 0) > 1;
  const instructeurDemande = profil?.conditions.includes('numero-instructeur') ?? false;
  const aujourdHui = new Date().toISOString().slice(0, 10);
  // A file is shown under the right it was read with, or not at all (CDAP-18).
  const affiche = etat.etape !== 'repos' && etat.demande.profil.habilitation === profil?.habilitation;
  // Results wait behind the file that was opened from them.
  const resultats =
    trouvailles.etape === 'trouve' && trouvailles.demande.profil.habilitation === profil?.habilitation
      ? trouvailles
      : null;
  // What is asked steps back behind the answer, unless the answer is about what was asked.
  const ouvert = affiche && !(etat.etape === 'refus' && etat.erreur.champs.length > 0);

  const revenirAuChamp = useCallback(() => {
    champ.current?.focus();
    champ.current?.select();
  }, []);

  const commun = useCallback(
    (droit: ProfilCdap) => ({
      profil: droit,
      mission,
      motif: motifDemande ? saisie.motif.trim() : null,
      instructeur: instructeurDemande ? saisie.instructeur.trim() : null,
    }),
    [mission, motifDemande, saisie.motif, instructeurDemande, saisie.instructeur],
  );

  const ouvrir = useCallback(
    async (texte: string, cafSaisie: string, plus: { readonly garderResultats?: boolean } = {}) => {
      if (!profil) return;
      const compris = comprendre(texte, profil, aujourdHui);
      const fautes = fautesDe(compris, cafSaisie, {
        mission,
        motif: motifDemande ? saisie.motif : null,
        instructeur: instructeurDemande ? saisie.instructeur : null,
      });
      setErreurs(fautes);
      if (compris.etat !== 'compris' || Object.keys(fautes).length > 0) {
        fermer();
        oublier();
        setTentatives((n) => n + 1);
        return;
      }
      if (plus.garderResultats !== true) oublier();
      if (instructeurDemande) retenirInstructeur(saisie.instructeur.trim());
      const { saisie: comprise } = compris;
      if (comprise.genre === 'numero') {
        setDernierOuvert(comprise.numero);
        void lire({ numero: comprise.numero, caf: cafSaisie === '' ? null : cafSaisie, ...commun(profil) });
        return;
      }
      fermer();
      setDernierOuvert(null);
      const recherche = await chercher({ par: comprise, ...commun(profil) });
      // A NIR is one person's: the file found is opened at once, as a reading of its own.
      const [seule, autre] = recherche?.lignes ?? [];
      if (comprise.genre === 'nir' && seule && !autre) {
        void lire({ numero: seule.numero, caf: null, ...commun(profil) });
      }
    },
    [
      profil,
      aujourdHui,
      mission,
      motifDemande,
      instructeurDemande,
      saisie,
      fermer,
      lire,
      chercher,
      oublier,
      commun,
    ],
  );

  const rouvrir = (numero: string, code: string) => {
    const cafSaisie = code === caf?.code ? '' : code;
    setSaisie({ ...saisie, texte: numero, caf: cafSaisie });
    void ouvrir(numero, cafSaisie);
  };

  // From sign-in to the figure in three acts: the page opens on its field.
  useEffect(revenirAuChamp, [revenirAuChamp]);
  useSlashKey(champ);
  useEchap(revenirAuChamp);
  useTitreOnglet(affiche && etat.etape === 'lu' ? 'Dossier' : TITRE);

  useEffect(() => {
    if (!demande || !profil) return;
    prendreDemande();
    setSaisie((avant) => ({ ...avant, texte: demande.texte, caf: '' }));
    void ouvrir(demande.texte, '');
  }, [demande, profil, ouvrir]);

  // The reader is brought to what came: the file, the reason of a refusal, or the field to correct.
  useEffect(() => {
    const refusee = etat.etape === 'refus' ? etat : trouvailles.etape === 'refus' ? trouvailles : null;
    if (refusee && refusee.erreur.champs.length > 0) {
      // All the criteria of a search are typed in the one field.
      const champs = Object.fromEntries(
        refusee.erreur.champs.map(({ champ: nom, message }) => [
          nom.startsWith('par') ? 'numero' : nom,
          message,
        ]),
      );
      setErreurs(champs);
      setTentatives((n) => n + 1);
      // The Caf's setting changed since the page was opened.
      if (champs.motif) setMotifReclame(true);
    }
    // The step-up takes the focus itself: its code is the one thing to give.
    const preuve = refusee?.erreur.code === 'confirmation-requise';
    if ((etat.etape === 'lu' || refusee) && !preuve) resultat.current?.focus();
  }, [etat, trouvailles]);

  // After each refused try, and not while it is being corrected.
  useEffect(() => {
    if (tentatives > 0) saisieRef.current?.querySelector<HTMLElement>(A_CORRIGER)?.focus();
  }, [tentatives]);

  const changerDeProfil = (nouveau: ProfilCdap) => {
    if (nouveau.habilitation === profil?.habilitation) return;
    fermer();
    oublier();
    setErreurs({});
    setMission(null);
    choisir(nouveau);
  };

  const choix = (
    <ChoixProfil
      profils={droits.profils}
      choisi={profil}
      onChoisir={changerDeProfil}
      mission={mission}
      onMission={(code) => {
        setMission(code);
        setErreurs(({ mission: _corrigee, ...autres }) => autres);
      }}
      erreurMission={erreurs.mission}
      empechements={empechements}
      mesHabilitations={mesHabilitations}
    />
  );
  const libelleMission = profil?.missions.find(({ code }) => code === mission)?.libelle;

  return (
    <div className="cdap" data-ouvert={ouvert}>
      <PageHeader title={TITRE} landing={champ} />
      <div ref={saisieRef} className="cdap-ask no-print">
        {ouvert && profil ? (
          <Disclosure
            wide
            label={
              <>
                Profil {profil.profil} {precisionProfil(profil)}
                {libelleMission && <span className="hidden-when-narrow">, mission {libelleMission}</span>}
              </>
            }
          >
            {choix}
          </Disclosure>
        ) : (
          choix
        )}
        {profil ? (
          <ChampDossier
            champ={champ}
            saisie={saisie}
            onSaisie={(suivante) => {
              setSaisie(suivante);
              setErreurs({});
            }}
            erreurs={erreurs}
            cafParDefaut={caf}
            compris={comprendre(saisie.texte, profil, aujourdHui)}
            nirOuvert={ouvreEnEntier(profil, 'nir')}
            motifDemande={motifDemande}
            instructeurDemande={instructeurDemande}
            compact={ouvert}
            onEnvoyer={() => void ouvrir(saisie.texte, saisie.caf)}
            onDescendre={() => resultatsRef.current?.querySelector<HTMLElement>('button')?.focus()}
          />
        ) : (
          <p>Aucun de vos profils ne peut servir en ce moment : la raison de chacun est ci-dessus.</p>
        )}
      </div>
      {ouvert && resultats && resultats.recherche.lignes.length > 1 && (
        <div className="button-row no-print">
          <Button size="small" onClick={fermer}>
            Revenir aux {formatCompte(resultats.recherche.lignes.length, 'résultat')}
          </Button>
        </div>
      )}
      {trouvailles.etape === 'en-cours' && <Skeleton lines={4} label="Recherche" />}
      {!affiche && resultats && (
        <div ref={resultatsRef}>
          <ResultatsRecherche
            recherche={resultats.recherche}
            parNir={resultats.demande.par.genre === 'nir'}
            ouvert={dernierOuvert}
            champ={champ}
            onOuvrir={(numero) => void ouvrir(numero, '', { garderResultats: true })}
          />
        </div>
      )}
      {!affiche && trouvailles.etape === 'refus' && trouvailles.demande.profil === profil && (
        <RefusRecherche
          key={trouvailles.erreur.reference ?? 'refus'}
          titre={resultat}
          refus={trouvailles}
          caf={caf}
          onReessayer={() => void chercher(trouvailles.demande)}
          onRevenir={revenirAuChamp}
          mesHabilitations={mesHabilitations}
        />
      )}
      {affiche && etat.etape === 'en-cours' && <Skeleton lines={8} label="Lecture du dossier" />}
      {affiche && etat.etape === 'lu' && (
        <DossierVue
          key={etat.consultation.trace}
          titre={resultat}
          consultation={etat.consultation}
          demande={etat.demande}
          profil={etat.demande.profil}
          lecteur={lecteur}
          caf={caf}
          luLe={etat.luLe}
          onOuvrir={rouvrir}
          onFermer={() => {
            fermer();
            if (!resultats) revenirAuChamp();
          }}
        />
      )}
      {affiche && etat.etape === 'refus' && (
        <RefusLecture
          key={etat.erreur.reference ?? 'refus'}
          titre={resultat}
          erreur={etat.erreur}
          demande={etat.demande}
          caf={caf}
          onOuvrir={rouvrir}
          onReessayer={() => void lire(etat.demande)}
          onRevenir={revenirAuChamp}
          mesHabilitations={mesHabilitations}
        />
      )}
      <DossiersOuvertsListe replie={ouvert} caf={caf} fuseau={lecteur.fuseau} onRouvrir={rouvrir} />
    </div>
  );
}

/** A refused search: to wait when it comes too soon, and otherwise what a refused reading says. */
function RefusRecherche({
  titre,
  refus,
  caf,
  onReessayer,
  onRevenir,
  mesHabilitations,
}: {
  readonly titre: RefObject<HTMLHeadingElement | null>;
  readonly refus: Extract<EtatRecherche, { etape: 'refus' }>;
  readonly caf: Droits['caf'];
  readonly onReessayer: () => void;
  readonly onRevenir: () => void;
  readonly mesHabilitations: ReactNode;
}) {
  const { erreur } = refus;
  const { reprise } = erreur.details;
  if (erreur.code === 'recherche-ralentie' && typeof reprise === 'number')
    return <RechercheRalentie titre={titre} secondes={reprise} onReprendre={onReessayer} />;
  return (
    <RefusLecture
      titre={titre}
      erreur={erreur}
      demande={null}
      caf={caf}
      onOuvrir={onRevenir}
      onReessayer={onReessayer}
      onRevenir={onRevenir}
      mesHabilitations={mesHabilitations}
    />
  );
}

/** The tab never names a file: its title is kept by the browser's history. */
function useTitreOnglet(titre: string): void {
  useEffect(() => {
    document.title = `${titre} · Passerelle`;
  }, [titre]);
}
