import { type Definition, DefinitionList } from '../../../../ui/definition-list.tsx';
import { Disclosure } from '../../../../ui/disclosure.tsx';
import { Identifier } from '../../../../ui/identifier.tsx';
import { StatusTag, type StatusTone } from '../../../../ui/status-tag.tsx';
import { Table } from '../../../../ui/table.tsx';
import type { ContenuBloc } from '../../domain/blocs.ts';
import type { EtatDroit } from '../../domain/codes.ts';
import {
  LIBELLES_CREANCES,
  LIBELLES_DEMARCHES,
  LIBELLES_DROITS,
  LIBELLES_PIECES,
  LIBELLES_PRESTATIONS,
} from '../../libelles.ts';
import { jour, mois, montant, periodeDeMois } from '../mots.ts';
import type { Contenu } from './contenu.ts';

/** Blocks that say what the Caf pays, claims and waits for. Their reduced forms with the same shape use them too. */

const TONS_DROITS: Readonly<Record<EtatDroit, StatusTone>> = {
  ouvert: 'fait',
  suspendu: 'attention',
  clos: 'neutre',
  refuse: 'stop',
};

type Droit = ContenuBloc<'droits'>['droits'][number];

/** Rights of now first; those that ended are one press away. */
export function Droits({ contenu }: { readonly contenu: ContenuBloc<'droits'> }) {
  const courants = contenu.droits.filter(({ etat }) => etat === 'ouvert' || etat === 'suspendu');
  const passes = contenu.droits.filter((droit) => !courants.includes(droit));
  return (
    <>
      {courants.length > 0 ? (
        <TableDroits droits={courants} titre="Droits en cours" />
      ) : (
        <p>Aucun droit en cours.</p>
      )}
      {passes.length > 0 && (
        <Disclosure wide label={`Droits terminés ou refusés (${passes.length})`}>
          <TableDroits droits={passes} titre="Droits terminés ou refusés" />
        </Disclosure>
      )}
    </>
  );
}

function TableDroits({ droits, titre }: { readonly droits: readonly Droit[]; readonly titre: string }) {
  return (
    <Table<Droit>
      caption={titre}
      captionHidden
      rows={droits}
      keyOf={({ prestation, du, etat }) => `${prestation} ${du} ${etat}`}
      empty={null}
      columns={[
        {
          id: 'prestation',
          header: 'Prestation',
          cell: ({ prestation }) => LIBELLES_PRESTATIONS[prestation],
        },
        { id: 'periode', header: 'Période', cell: ({ du, au }) => periodeDeMois(du, au) },
        {
          id: 'etat',
          header: 'État',
          cell: ({ etat }) => <StatusTag tone={TONS_DROITS[etat]}>{LIBELLES_DROITS[etat]}</StatusTag>,
        },
        {
          id: 'montant',
          header: 'Par mois',
          align: 'end',
          cell: ({ montantMensuelCentimes }) =>
            montantMensuelCentimes === null ? 'Sans montant' : montant(montantMensuelCentimes),
        },
      ]}
    />
  );
}

type Paiement = ContenuBloc<'paiements'>['paiements'][number];

const DESTINATAIRES: Readonly<Record<Paiement['destinataire']['nature'], string>> = {
  allocataire: 'À l’allocataire',
  bailleur: 'Au bailleur',
  protection: 'Au protecteur',
  'employeur-garde': 'À la structure de garde',
};

/** Months shown at once: what was paid lately is what is asked for. */
const MOIS_EN_VUE = 3;

export function Paiements({ contenu }: { readonly contenu: ContenuBloc<'paiements'> }) {
  const tries = [...contenu.paiements].sort((a, b) =>
    a.mois === b.mois ? (a.le < b.le ? 1 : -1) : a.mois < b.mois ? 1 : -1,
  );
  const lesMois = [...new Set(tries.map(({ mois: leMois }) => leMois))];
  const limite = lesMois[MOIS_EN_VUE - 1] ?? '';
  const recents = tries.filter(({ mois: leMois }) => leMois >= limite);
  const anciens = tries.slice(recents.length);
  if (tries.length === 0) return <p>Aucun paiement connu.</p>;
  return (
    <>
      <TablePaiements paiements={recents} titre="Paiements des derniers mois" />
      {anciens.length > 0 && (
        <Disclosure wide label={`Paiements plus anciens (${anciens.length})`}>
          <TablePaiements paiements={anciens} titre="Paiements plus anciens" />
        </Disclosure>
      )}
    </>
  );
}

function TablePaiements({
  paiements,
  titre,
}: {
  readonly paiements: readonly Paiement[];
  readonly titre: string;
}) {
  const lignes = paiements.map((paiement, rang) => ({ ...paiement, cle: `${paiement.le} ${rang}` }));
  return (
    <Table<(typeof lignes)[number]>
      caption={titre}
      captionHidden
      rows={lignes}
      keyOf={({ cle }) => cle}
      empty={null}
      columns={[
        {
          id: 'mois',
          header: 'Pour',
          cell: ({ mois: leMois }) => <span className="dossier__date">{mois(leMois)}</span>,
        },
        {
          id: 'prestation',
          header: 'Prestation',
          cell: ({ prestation, destinataire }) => (
            <>
              {LIBELLES_PRESTATIONS[prestation]}
              {destinataire.nature !== 'allocataire' && (
                <span className="dossier__cell-note">
                  {DESTINATAIRES[destinataire.nature]}
                  {destinataire.nom && ` : ${destinataire.nom}`}
                </span>
              )}
            </>
          ),
        },
        { id: 'le', header: 'Payé le', cell: ({ le }) => <span className="dossier__date">{jour(le)}</span> },
        {
          id: 'montant',
          header: 'Montant',
          align: 'end',
          cell: ({ montantCentimes, baseCalculCentimes }) => (
            <>
              {montant(montantCentimes)}
              {baseCalculCentimes !== null && (
                <span className="dossier__cell-note">calculé sur {montant(baseCalculCentimes)}</span>
              )}
            </>
          ),
        },
      ]}
    />
  );
}

export function Creances({ contenu: { creances } }: { readonly contenu: ContenuBloc<'creances'> }) {
  if (creances.length === 0) return <p>Aucune créance.</p>;
  return (
    <Table<(typeof creances)[number]>
      caption="Créances"
      captionHidden
      rows={creances}
      keyOf={({ reference }) => reference}
      empty={null}
      columns={[
        {
          id: 'nature',
          header: 'Créance',
          cell: ({ nature, prestation, reference }) => (
            <>
              {LIBELLES_CREANCES[nature]}
              {prestation && `, ${LIBELLES_PRESTATIONS[prestation]}`}
              <span className="dossier__cell-note">
                <Identifier value={reference} />
              </span>
            </>
          ),
        },
        {
          id: 'periode',
          header: 'Période',
          cell: ({ du, au, constateeLe }) => (
            <>
              {periodeDeMois(du, au)}
              <span className="dossier__cell-note">constatée le {jour(constateeLe)}</span>
            </>
          ),
        },
        { id: 'initial', header: 'Au départ', align: 'end', cell: (c) => montant(c.montantInitialCentimes) },
        {
          id: 'retenue',
          header: 'Retenue par mois',
          align: 'end',
          cell: (c) => montant(c.retenueMensuelleCentimes),
        },
        {
          id: 'solde',
          header: 'Reste dû',
          align: 'end',
          cell: (c) => <strong>{montant(c.soldeCentimes)}</strong>,
        },
      ]}
    />
  );
}

export function Demarches({
  contenu: { attendus, enCours },
}: {
  readonly contenu: ContenuBloc<'demarches'>;
}) {
  const faits: Definition[] = [
    ...attendus.map(({ piece, demandeeLe, bloque }) => ({
      term: LIBELLES_PIECES[piece],
      value: (
        <>
          <StatusTag tone="attente">Attendue</StatusTag>, demandée le {jour(demandeeLe)}
          {bloque.length > 0 && (
            <span className="dossier__cell-note">
              En attendant, rien ne peut être versé pour :{' '}
              {bloque.map((p) => LIBELLES_PRESTATIONS[p]).join(', ')}
            </span>
          )}
        </>
      ),
    })),
    ...enCours.map(({ demarche, deposeeLe, etat }) => ({
      term: LIBELLES_DEMARCHES[demarche],
      value: `${etat === 'recue' ? 'Reçue' : 'À l’étude'}, déposée le ${jour(deposeeLe)}`,
    })),
  ];
  return faits.length === 0 ? (
    <p>Aucune démarche en cours, aucune pièce attendue.</p>
  ) : (
    <DefinitionList items={faits} />
  );
}

/** T10: the documents without which the aid cannot be paid, and nothing else. */
export const PiecesAttendues = ({
  contenu: { attendus },
}: {
  readonly contenu: Contenu<'demarches', 'bloque-aide'>;
}) =>
  attendus.length === 0 ? (
    <p>Aucune pièce attendue ne bloque l’aide au logement.</p>
  ) : (
    <Demarches contenu={{ attendus, enCours: [] }} />
  );
