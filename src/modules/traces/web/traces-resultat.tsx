import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { FailureNotice } from '../../../ui/failure-notice.tsx';
import { formatCompte, formatHeure } from '../../../ui/format.ts';
import { Notice } from '../../../ui/notice.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import type { Trace } from '../contract.ts';
import type { LibellesTraces } from '../libelles-des-traces.ts';
import { ExportTraces } from './export-traces.tsx';
import type { PersonneCherchable } from './personnes-cherchables.ts';
import { direRecherche } from './phrase-traces.ts';
import { type CriteresTraces, RECHERCHE_DE_DOSSIER } from './recherche-traces.ts';
import { TracesTableau } from './traces-tableau.tsx';
import type { Chercher } from './use-recherche.ts';

interface PageDeTraces {
  readonly lignes: readonly Trace[];
  readonly suite: string | null;
}

/** A new object at each search that hands the focus over, the same criteria included. */
export interface CriteresAttendus {
  readonly criteres: CriteresTraces;
}

interface TracesResultatProps {
  readonly libelles: LibellesTraces;
  readonly fuseau: string;
  readonly aujourdHui: string;
  readonly criteres: CriteresTraces;
  /** The search whose sentence takes the focus once it is told; null when none asked for that. */
  readonly attendus: CriteresAttendus | null;
  /** Something other than the usual search was asked. */
  readonly filtree: boolean;
  readonly dossierOublie: boolean;
  readonly requete: UseInfiniteQueryResult<InfiniteData<PageDeTraces>>;
  readonly personnes: readonly PersonneCherchable[];
  readonly onChercher: Chercher;
  readonly onRelire: () => void;
}

/** What was found: the search in a sentence, how many lines are shown, the lines, and those that follow. */
export function TracesResultat(props: TracesResultatProps) {
  const { libelles, aujourdHui, criteres, requete, personnes } = props;
  const lignes = requete.data?.pages.flatMap((page) => page.lignes) ?? [];
  const nommer = (id: string): string | null =>
    lignes.find(({ personne }) => personne?.id === id)?.personne?.nom ??
    personnes.find((personne) => personne.id === id)?.nom ??
    null;
  const phrase = direRecherche(criteres, {
    libelles,
    personne: criteres.personne ? nommer(criteres.personne) : null,
    aujourdHui,
  });
  const cle = JSON.stringify(criteres);
  const montree = useMontree(cle, requete.isPlaceholderData);
  const titre = useTitreRetrouve(montree);
  useTitreAttendu(titre, cle, props.attendus);
  const region = useRef<HTMLElement>(null);
  const encore = useSuite(requete, region);

  return (
    <section ref={region} className="traces" aria-labelledby="traces-trouvees" aria-busy={requete.isFetching}>
      <div className="traces__head">
        <h2 id="traces-trouvees" ref={titre} tabIndex={-1}>
          {phrase}.
        </h2>
        <div className="traces__tools">
          <p role="status">{compter(requete, lignes.length)}</p>
          {requete.isSuccess && (
            <>
              <p className="soft">Lues à {formatHeure(new Date(requete.dataUpdatedAt), props.fuseau)}</p>
              <Button variant="plain" size="small" onClick={props.onRelire}>
                Actualiser
              </Button>
            </>
          )}
          {props.filtree && (
            <Button variant="plain" size="small" onClick={() => props.onChercher({}, undefined)}>
              Retirer les filtres
            </Button>
          )}
          <ExportTraces criteres={criteres} phrase={phrase} rien={lignes.length === 0} />
        </div>
      </div>
      {props.dossierOublie && (
        <Notice title="Le numéro de dossier de cette recherche n’a pas été gardé">
          <p>La liste porte donc sur tous les dossiers. Retapez le numéro pour la retrouver.</p>
        </Notice>
      )}
      <Contenu {...props} lignes={lignes} nommer={nommer} montree={montree} />
      {requete.hasNextPage && (
        <div className="button-row traces__more">
          <Button busy={requete.isFetchingNextPage} onClick={encore}>
            {requete.isFetchingNextPage ? 'Lecture…' : 'Plus anciennes'}
          </Button>
        </div>
      )}
      {requete.isSuccess && lignes.length > 0 && !requete.hasNextPage && (
        <p className="soft">
          C’est la plus ancienne trace de cette recherche. Rien n’est gardé au-delà de six mois.
        </p>
      )}
    </section>
  );
}

interface ContenuProps extends TracesResultatProps {
  readonly lignes: readonly Trace[];
  readonly nommer: (id: string) => string | null;
  readonly montree: string;
}

function Contenu({ lignes, nommer, montree, ...props }: ContenuProps) {
  const { requete } = props;
  if (requete.isPending) return <Skeleton lines={8} label="Lecture des traces…" />;
  if (requete.isError && !requete.data)
    return (
      <FailureNotice
        titre="Les traces n’ont pas pu être lues"
        erreur={requete.error}
        onRelire={props.onRelire}
      />
    );
  if (lignes.length === 0) return <Rien criteres={props.criteres} onChercher={props.onChercher} />;
  return (
    <>
      <TracesTableau
        key={montree}
        criteres={props.criteres}
        libelles={props.libelles}
        fuseau={props.fuseau}
        aujourdHui={props.aujourdHui}
        lignes={lignes}
        inachevee={requete.hasNextPage}
        perimee={requete.isPlaceholderData}
        nommer={nommer}
        onVoirDossier={(numero) => props.onChercher(RECHERCHE_DE_DOSSIER, numero)}
      />
      {requete.isFetchNextPageError && (
        <FailureNotice
          titre="Les traces n’ont pas pu être lues"
          erreur={requete.error}
          onRelire={() => void requete.fetchNextPage()}
        />
      )}
    </>
  );
}

function compter(requete: UseInfiniteQueryResult, nombre: number): string {
  if (requete.isPending || requete.isPlaceholderData) return 'Recherche…';
  if (nombre === 0) return requete.isError ? '' : 'Aucune trace';
  const montrees = formatCompte(nombre, 'trace');
  return requete.hasNextPage ? `Les ${montrees} les plus récentes` : montrees;
}

function Rien({
  criteres,
  onChercher,
}: {
  readonly criteres: CriteresTraces;
  readonly onChercher: Chercher;
}) {
  const { du, au, dossier, ...filtres } = criteres;
  const bornee = du !== undefined || au !== undefined;
  const filtree = dossier !== undefined || Object.keys(filtres).length > 0;
  if (!bornee && !filtree) {
    return (
      <EmptyState title="Aucune trace pour le moment" level={3}>
        Chaque connexion, chaque dossier ouvert et chaque refus s’inscrira ici, avec la personne, l’heure, le
        profil et la mission.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title="Aucune trace pour cette recherche"
      level={3}
      action={
        <div className="button-row">
          {bornee && (
            <Button onClick={() => onChercher({ ...filtres, periode: 'tout' }, dossier)}>
              Chercher sur les six mois gardés
            </Button>
          )}
          {filtree && <Button onClick={() => onChercher({}, undefined)}>Retirer les filtres</Button>}
        </div>
      }
    >
      {bornee
        ? 'Rien n’a été fait qui y réponde pendant ces jours. Élargissez la période, ou retirez un filtre.'
        : 'Rien n’y répond dans les six mois gardés. Retirez un filtre, ou vérifiez le numéro de dossier.'}
    </EmptyState>
  );
}

/**
 * Which search the lines shown are those of: the one before, as long as the new one is under way. Lines opened for
 * one search are not left open in the next.
 */
function useMontree(cle: string, perimee: boolean): string {
  const [montree, setMontree] = useState(cle);
  if (!perimee && montree !== cle) setMontree(cle);
  return perimee ? montree : cle;
}

/**
 * A search asked from inside the list takes away the control that asked it, and the focus with it: it comes back
 * to the sentence that says what is now shown.
 */
function useTitreRetrouve(montree: string) {
  const titre = useRef<HTMLHeadingElement>(null);
  const avant = useRef(montree);
  useEffect(() => {
    if (avant.current !== montree && document.activeElement === document.body) titre.current?.focus();
    avant.current = montree;
  }, [montree]);
  return titre;
}

/**
 * A form that folds itself leaves the focus nowhere: the sentence takes it, and comes into view, as soon as it says
 * that search and not the one before.
 */
function useTitreAttendu(
  titre: RefObject<HTMLElement | null>,
  cle: string,
  attendus: CriteresAttendus | null,
): void {
  const servis = useRef(attendus);
  useEffect(() => {
    if (attendus === null || servis.current === attendus || JSON.stringify(attendus.criteres) !== cle) return;
    servis.current = attendus;
    titre.current?.focus();
  }, [titre, cle, attendus]);
}

/** Asks for the lines that follow, then puts the focus on the first of them. */
function useSuite(requete: TracesResultatProps['requete'], region: RefObject<HTMLElement | null>) {
  const [attendue, setAttendue] = useState<number | null>(null);
  const nombre = requete.data?.pages.reduce((somme, page) => somme + page.lignes.length, 0) ?? 0;
  useEffect(() => {
    if (attendue === null || nombre <= attendue) return;
    region.current?.querySelectorAll<HTMLElement>('[data-line]')[attendue]?.focus();
    setAttendue(null);
  }, [attendue, nombre, region]);
  return () => {
    setAttendue(nombre);
    void requete.fetchNextPage();
  };
}
