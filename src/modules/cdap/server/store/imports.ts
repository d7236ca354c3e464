import { CompiledQuery, sql } from 'kysely';
import type { Tx } from '../../../../platform/db/base.ts';
import type { EtatImport } from '../../domain/import/etats-import.ts';
import type { FormatImport } from '../imports/decouper.ts';
import { COLONNES_CLE, COLONNES_DOSSIER, type LigneRefusee, type LotPret } from '../imports/preparer-lot.ts';
import { ENTIER, TableauBinaire, TEXTE } from '../imports/tableau-binaire.ts';

/**
 * Writing of files, many at once (CDAP-29). Arrays are binary parameters taken apart by `unnest`. In the select
 * list, unlike in `from`, no copy of the batch is made before it is written.
 */

/** What becomes of each file of a batch; `sort` of the statements below. */
export const SORTS = { laisse: 0, ajoute: 1, remplace: 2 } as const;

const champs = (colonnes: readonly { nom: string; sql: string }[], premier: number): string =>
  colonnes.map(({ nom, sql: type }, i) => `unnest($${premier + i}::${type}) as ${nom}`).join(', ');
const noms = (colonnes: readonly { nom: string }[], prefixe = ''): string =>
  colonnes.map(({ nom }) => prefixe + nom).join(', ');

const dossiersRecus = `(select unnest($2::int4[]) as sort, ${champs(COLONNES_DOSSIER, 3)}) u`;
const AJOUTER = `insert into cdap.dossier (caf_code, ${noms(COLONNES_DOSSIER)})
  select $1::text, ${noms(COLONNES_DOSSIER, 'u.')} from ${dossiersRecus} where u.sort = ${SORTS.ajoute}`;
const REMPLACER = `update cdap.dossier d set ${COLONNES_DOSSIER.filter(({ nom }) => nom !== 'numero')
  .map(({ nom }) => `${nom} = u.${nom}`)
  .join(', ')}
  from ${dossiersRecus} where u.sort = ${SORTS.remplace} and d.caf_code = $1::text and d.numero = u.numero`;
const OUBLIER_CLES = `delete from cdap.cle_personne where caf_code = $1::text and numero = any($2::int4[])`;
const AJOUTER_CLES = `insert into cdap.cle_personne (caf_code, ${noms(COLONNES_CLE)})
  select $1::text, ${noms(COLONNES_CLE, 'u.')} from (select unnest($2::int4[]) as sort, ${champs(COLONNES_CLE, 3)}) u
  where u.sort <> ${SORTS.laisse}`;
const CONNUS = `select numero, donnees_le - date '2000-01-01' as jour, empreinte, acces_restreint as restreint from cdap.dossier
  where caf_code = $1::text and numero = any($2::int4[])`;

export interface DossierConnu {
  readonly numero: number;
  /** Days since 2000. */
  readonly jour: number;
  readonly empreinte: Buffer | null;
  /** Nobody may open it on the portal. */
  readonly restreint: boolean;
}

function entiers(valeurs: Iterable<number>, nombre: number): Buffer {
  const tableau = new TableauBinaire({ nom: '', ...ENTIER }, nombre);
  for (const valeur of valeurs) tableau.entier(valeur);
  return tableau.terminer();
}

/** What is already stored of these files: their date, digest and restriction, and no block. */
export async function findConnus(tx: Tx, caf: string, numeros: Int32Array): Promise<DossierConnu[]> {
  if (numeros.length === 0) return [];
  const { rows } = await tx.executeQuery<DossierConnu>(
    CompiledQuery.raw(CONNUS, [caf, entiers(numeros, numeros.length)]),
  );
  return rows;
}

/** Writes what `sorts` says of each file of the batch, and its search keys with it. */
export async function writeLot(tx: Tx, caf: string, lot: LotPret, sorts: Int32Array): Promise<void> {
  const remplaces: number[] = [];
  let ajoutes = 0;
  for (const [place, sort] of sorts.entries()) {
    if (sort === SORTS.ajoute) ajoutes += 1;
    else if (sort === SORTS.remplace) remplaces.push(lot.numeros[place] ?? 0);
  }
  const dossiers = [caf, entiers(sorts, sorts.length), ...lot.dossiers];
  if (ajoutes > 0) await tx.executeQuery(CompiledQuery.raw(AJOUTER, dossiers));
  if (remplaces.length > 0) {
    await tx.executeQuery(CompiledQuery.raw(REMPLACER, dossiers));
    await tx.executeQuery(CompiledQuery.raw(OUBLIER_CLES, [caf, entiers(remplaces, remplaces.length)]));
  }
  if (ajoutes + remplaces.length === 0 || lot.places.length === 0) return;
  const deLeursDossiers = Array.from(lot.places, (place) => sorts[place] ?? SORTS.laisse);
  await tx.executeQuery(
    CompiledQuery.raw(AJOUTER_CLES, [caf, entiers(deLeursDossiers, deLeursDossiers.length), ...lot.cles]),
  );
}

export interface ComptesImport {
  readonly lues: number;
  readonly nouvelles: number;
  readonly remplacees: number;
  readonly inchangees: number;
  readonly anciennes: number;
  readonly refusees: number;
  /** Restricted files that became readable. */
  readonly levees: number;
}

export interface ImportLu extends ComptesImport {
  readonly id: string;
  readonly caf_code: string;
  readonly fichier: string;
  readonly empreinte: string;
  readonly octets: number;
  readonly format: FormatImport;
  readonly origine: 'portail' | 'commande';
  readonly depose_par: string | null;
  readonly etat: EtatImport;
  readonly position_octets: number;
  readonly position_ligne: number;
  readonly commence_le: Date;
  readonly avance_le: Date;
  readonly termine_le: Date | null;
}

/** Counts and sizes stay far below 2^53: as numbers, and not the driver's texts. */
const COLONNES_IMPORT =
  sql.raw(`id, caf_code, fichier, empreinte, octets::float8, format, origine, depose_par, etat,
  position_octets::float8, position_ligne::float8, lues::float8, nouvelles::float8, remplacees::float8,
  inchangees::float8, anciennes::float8, refusees::float8, levees::float8, commence_le, avance_le, termine_le`);

export async function insertImport(
  tx: Tx,
  i: Pick<
    ImportLu,
    'id' | 'caf_code' | 'fichier' | 'empreinte' | 'octets' | 'format' | 'origine' | 'depose_par'
  > & {
    instant: Date;
  },
): Promise<boolean> {
  const { numAffectedRows } = await sql`insert into cdap.import_dossiers
      (id, caf_code, fichier, empreinte, octets, format, origine, depose_par, etat, commence_le, avance_le)
    values (${i.id}::uuid, ${i.caf_code}, ${i.fichier}, ${i.empreinte}, ${i.octets}, ${i.format}, ${i.origine},
      ${i.depose_par}::uuid, 'en-cours', ${i.instant}::timestamptz, ${i.instant}::timestamptz)
    on conflict do nothing`.execute(tx);
  return numAffectedRows === 1n;
}

/** The import of this Caf that is not ended: there is one at most. */
export async function findImportOuvert(tx: Tx, caf: string): Promise<ImportLu | undefined> {
  const { rows } = await sql<ImportLu>`select ${COLONNES_IMPORT} from cdap.import_dossiers
    where caf_code = ${caf} and etat in ('en-cours', 'interrompu')`.execute(tx);
  return rows[0];
}

export async function findImport(tx: Tx, id: string): Promise<ImportLu | undefined> {
  const { rows } = await sql<ImportLu>`select ${COLONNES_IMPORT} from cdap.import_dossiers
    where id = ${id}::uuid`.execute(tx);
  return rows[0];
}

export async function listImports(tx: Tx, caf: string): Promise<ImportLu[]> {
  const { rows } = await sql<ImportLu>`select ${COLONNES_IMPORT} from cdap.import_dossiers
    where caf_code = ${caf} order by commence_le desc, id limit 50`.execute(tx);
  return rows;
}

/**
 * Moves the place reached, with the counts of one batch. False: another run has gone past this place, or the import was
 * ended; nothing of the batch may then be kept.
 */
export async function advanceImport(
  tx: Tx,
  id: string,
  avant: number,
  apres: { readonly position: number; readonly ligne: number },
  plus: ComptesImport,
  instant: Date,
): Promise<boolean> {
  const { numAffectedRows } = await sql`update cdap.import_dossiers set
      position_octets = ${apres.position}, position_ligne = ${apres.ligne}, lues = lues + ${plus.lues},
      nouvelles = nouvelles + ${plus.nouvelles}, remplacees = remplacees + ${plus.remplacees},
      inchangees = inchangees + ${plus.inchangees}, anciennes = anciennes + ${plus.anciennes},
      refusees = refusees + ${plus.refusees}, levees = levees + ${plus.levees}, avance_le = ${instant}::timestamptz
    where id = ${id}::uuid and position_octets = ${avant} and etat = 'en-cours'`.execute(tx);
  return numAffectedRows === 1n;
}

export async function markImport(tx: Tx, id: string, etat: EtatImport, instant: Date): Promise<boolean> {
  const fini = etat !== 'en-cours' && etat !== 'interrompu';
  const { numAffectedRows } = await sql`update cdap.import_dossiers set etat = ${etat},
      avance_le = ${instant}::timestamptz, termine_le = ${fini ? instant : null}::timestamptz
    where id = ${id}::uuid and etat in ('en-cours', 'interrompu')`.execute(tx);
  return numAffectedRows === 1n;
}

/** Keeps refused lines up to a number of them by import; the count of the import stays true beyond. */
export async function insertRefusees(
  tx: Tx,
  id: string,
  caf: string,
  refusees: readonly LigneRefusee[],
): Promise<void> {
  const texte = (valeurs: readonly string[]) => {
    const tableau = new TableauBinaire({ nom: '', ...TEXTE }, valeurs.length);
    for (const valeur of valeurs) tableau.texte(valeur);
    return tableau.terminer();
  };
  await sql`insert into cdap.ligne_refusee (import_id, caf_code, ligne, champ, raison)
    select ${id}::uuid, ${caf}, l::bigint, c, r
    from unnest(${texte(refusees.map(({ ligne }) => String(ligne)))}::text[],
      ${texte(refusees.map(({ champ }) => champ))}::text[], ${texte(refusees.map(({ raison }) => raison))}::text[])
      as u (l, c, r)`.execute(tx);
}

export interface RefusLu {
  readonly ligne: number;
  readonly champ: string;
  readonly raison: string;
}

/** A page of refused lines, after a given one. */
export async function listRefusees(tx: Tx, id: string, apres: number, nombre: number): Promise<RefusLu[]> {
  const { rows } = await sql<RefusLu>`select ligne::float8, champ, raison from cdap.ligne_refusee
    where import_id = ${id}::uuid and ligne > ${apres} order by ligne limit ${nombre}`.execute(tx);
  return rows;
}

/** One run of an import at a time for a Caf, whoever starts it; released by the end of the connection, even killed. */
export async function lockCaf(
  client: { query: (texte: string, valeurs: unknown[]) => Promise<{ rows: unknown[] }> },
  caf: string,
): Promise<boolean> {
  const { rows } = await client.query(
    `select pg_try_advisory_lock(hashtext('cdap.import'), hashtext($1)) as pris`,
    [caf],
  );
  return (rows[0] as { pris: boolean }).pris;
}

/** Gives back what `lockCaf` took. */
export async function unlockCaf(
  client: { query: (texte: string, valeurs: unknown[]) => Promise<unknown> },
  caf: string,
): Promise<void> {
  await client.query(`select pg_advisory_unlock(hashtext('cdap.import'), hashtext($1))`, [caf]);
}

/** The same until the end of a transaction: no run is in progress, and none begins meanwhile. */
export async function lockCafActe(tx: Tx, caf: string): Promise<boolean> {
  const { rows } = await sql<{ pris: boolean }>`select
    pg_try_advisory_xact_lock(hashtext('cdap.import'), hashtext(${caf})) as pris`.execute(tx);
  return rows[0]?.pris === true;
}

/** Codes of every Caf, under the national tenant. */
export async function listCafs(tx: Tx): Promise<string[]> {
  const { rows } = await sql<{ code: string }>`select code from organismes.caf_publiee order by code`.execute(
    tx,
  );
  return rows.map(({ code }) => code);
}
