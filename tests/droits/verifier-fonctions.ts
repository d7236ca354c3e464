import { createHash } from 'node:crypto';
import { ouvrirSessionDirecte } from '../support/client.ts';
import type { Portail } from '../support/portail.ts';
import { codeDuProfil } from '../support/profils-cdap.ts';
import { BLOCS_CANARIS } from './dossier-canari.ts';
import { type MondeCanari, NUMEROS } from './monde-canari.ts';

interface Lue {
  readonly resultat: string;
  readonly blocs: Readonly<Record<string, unknown>> | null;
}

/**
 * The two SQL functions of a consultation, called without the program in front: what they promise holds even if
 * the program in front were wrong. One line per broken promise.
 */
export async function violationsDesFonctions(portail: Portail, monde: MondeCanari): Promise<string[]> {
  // Of the same partner as the reader whose right is suspended: what one may not do with the other's right is tried.
  const lecteur = monde.lecteurs.find(({ nom }) => nom === 'T2');
  if (!lecteur) throw new Error('nobody reads');
  const { service } = portail.base;
  const violations: string[] = [];
  const instant = portail.horloge.lire().toISOString();
  const empreinteDe = (jeton: string | null) =>
    createHash('sha256')
      .update(jeton ?? '')
      .digest('hex');
  const client = await ouvrirSessionDirecte(portail, lecteur.compte);
  const empreinte = empreinteDe(client.cookie);

  const preparerLot = async (demandes: readonly Record<string, unknown>[]) =>
    (
      await service.pool.query('select * from cdap.preparer_consultations($1)', [
        JSON.stringify(
          demandes.map((demande, rang) => ({ rang, numero: NUMEROS.ordinaire, instant, ...demande })),
        ),
      ])
    ).rows;
  const preparer = async (demande: Record<string, unknown>) => (await preparerLot([demande]))[0];
  const lire = async (demande: Record<string, unknown>): Promise<Lue> =>
    (await service.pool.query('select * from cdap.lire_et_tracer($1)', [JSON.stringify([demande])])).rows[0];
  const compter = async () => (await portail.lignes('select id from traces.trace')).length;

  const preparee = await preparer({ empreinte, habilitation: lecteur.droit });
  if (preparee?.dossier_etat !== 'ouvert')
    violations.push('témoin : une préparation ordinaire ne trouve pas le dossier');

  // CDAP-21: without a usable right at that Caf the file is not even looked up.
  const suspendu = await ouvrirSessionDirecte(portail, monde.suspendu.compte);
  const sansDroit = await preparer({
    empreinte: empreinteDe(suspendu.cookie),
    habilitation: monde.suspendu.droit,
  });
  if (sansDroit.dossier_etat !== null)
    violations.push('préparation : le dossier est cherché sous un droit inutilisable');
  const ailleurs = await preparer({ empreinte, habilitation: lecteur.droit, caf: '974' });
  if (ailleurs.dossier_etat !== null)
    violations.push('préparation : le dossier est cherché pour une autre Caf');
  const autrui = await preparer({ empreinte, habilitation: monde.suspendu.droit });
  if (autrui.dossier_etat !== null)
    violations.push('préparation : le dossier est cherché sous le droit d’un autre');

  // A batch is its items side by side: nobody receives the facts of a neighbour.
  const melange = [
    { empreinte: empreinteDe(suspendu.cookie), habilitation: lecteur.droit },
    { empreinte, habilitation: lecteur.droit },
    { empreinte: 'ab'.repeat(32), habilitation: lecteur.droit },
    { empreinte, habilitation: monde.suspendu.droit, caf: '974' },
    { empreinte: empreinteDe(suspendu.cookie), habilitation: monde.suspendu.droit },
  ];
  const seuls = [];
  for (const [rang, item] of melange.entries()) seuls.push({ ...(await preparer(item)), rang });
  if (JSON.stringify(await preparerLot(melange)) !== JSON.stringify(seuls))
    violations.push('préparation : un lot ne répond pas comme ses demandes une à une');

  const demande = (plus: Record<string, unknown> = {}) => ({
    rang: 0,
    empreinte,
    session: preparee.session_id,
    compte: preparee.compte_id,
    nature: 'partenaire',
    organisme_caf: preparee.caf_code,
    partenaire: preparee.partenaire_id,
    habilitation: lecteur.droit,
    revision: preparee.revision,
    caf: preparee.caf_code,
    numero: NUMEROS.ordinaire,
    instant,
    jour: instant.slice(0, 10),
    compter: true,
    limite_compte: 5000,
    limite_partenaire: 5000,
    ouverts: ['identite'],
    categories: ['identite'],
    trace: portail.nouvelId(),
    correlation: 'essai',
    issue: 'fait',
    code: null,
    profil: codeDuProfil(lecteur.nom),
    version_matrice: 1,
    mission: 'tarif-creche',
    motif: null,
    adresse: null,
    navigateur: null,
    objet: null,
    action: 'consultation-dossier',
    dossier_version: preparee.dossier_version,
    ...plus,
  });

  // CDAP-11: a block that is not opened does not leave the store.
  const lue = await lire(demande());
  const sortis = Object.keys(BLOCS_CANARIS).filter((bloc) => (lue.blocs?.[bloc] ?? null) !== null);
  if (sortis.join() !== 'identite') violations.push(`lecture : blocs sortis de la base ${sortis.join(', ')}`);

  // TRA-02: as many readings as traces, and what is not read is not traced either.
  const avant = await compter();
  await lire(demande());
  if ((await compter()) !== avant + 1) violations.push('lecture : une lecture ne laisse pas une trace');

  const perimees: [string, Record<string, unknown>][] = [
    ['sous une révision dépassée', { revision: Number(preparee.revision) - 1 }],
    ['sous la session d’un autre', { empreinte: empreinteDe(suspendu.cookie) }],
    ['sous un autre organisme', { partenaire: portail.nouvelId() }],
    ['sous une autre nature', { nature: 'caf' }],
    ['d’un dossier réécrit depuis', { dossier_version: '1' }],
    ['d’un dossier que personne n’a jugé', { dossier_version: null }],
  ];
  for (const [quoi, plus] of perimees) {
    const { resultat, blocs } = await lire(demande(plus));
    if (resultat !== 'change' || blocs !== null) violations.push(`lecture ${quoi} : ${resultat}`);
  }
  if ((await compter()) !== avant + 1) violations.push('lecture à refaire : une trace a été laissée');

  // CDAP-32: at the cap nothing is read, and the refusal is traced.
  for (const [limite, plus] of [
    ['plafond-compte', { limite_compte: 1 }],
    ['plafond-partenaire', { limite_partenaire: 1 }],
  ] as const) {
    const { resultat, blocs } = await lire(demande(plus));
    if (resultat !== limite || blocs !== null) violations.push(`lecture au ${limite} : ${resultat}`);
  }

  // ACC-06: what moved since the first call sends the demand back, whatever the row it rests on.
  for (const [quoi, texte] of REVISIONS) {
    const { revision } = await preparer({ empreinte, habilitation: lecteur.droit });
    await portail.lignes(texte, [lecteur.compte.organisation.partenaireId]);
    const { resultat } = await lire(demande({ revision }));
    if (resultat !== 'change') violations.push(`lecture après ${quoi} : ${resultat}`);
  }
  const { revision: derniere } = await preparer({ empreinte, habilitation: lecteur.droit });
  await portail.lignes('update identite.session set close_le = $1, close_motif = $2', [instant, 'essai']);
  const close = await lire(demande({ revision: derniere }));
  if (close.resultat !== 'change') violations.push(`lecture sous une session close : ${close.resultat}`);
  return violations;
}

/** One change of each row that a right rests on, touching nothing that the next one needs. */
const REVISIONS: readonly (readonly [string, string])[] = [
  [
    'la suspension d’un droit',
    "update habilitations.habilitation set etat = 'suspendue', etat_motif = 'essai' where partenaire_id = $1 and etat = 'suspendue'",
  ],
  ['la fin d’un compte', 'update identite.compte set acces = acces where partenaire_id = $1'],
  ['la suspension d’un compte', 'update identite.compte set etat = etat where partenaire_id = $1'],
  ['la suspension du partenaire', 'update organismes.partenaire set suspendu_le = suspendu_le where id = $1'],
  ['la fin de la convention', 'update conventions.convention set fin_le = fin_le where partenaire_id = $1'],
  [
    'un avenant au contrat',
    'update conventions.version_contrat set periode = periode where partenaire_id = $1',
  ],
  [
    'la suspension du service',
    'update conventions.bulletin_adhesion set suspendu_le = suspendu_le where partenaire_id = $1',
  ],
  [
    'un avenant au bulletin',
    'update conventions.version_bulletin set periode = periode where partenaire_id = $1',
  ],
  ['un changement de nombre', 'update conventions.quota set maximum = maximum where partenaire_id = $1'],
  [
    'la fin d’une subvention',
    'update conventions.convention_financement set periode = periode where partenaire_id = $1',
  ],
  [
    'la fermeture d’un équipement',
    'update organismes.equipement set ferme_le = ferme_le where partenaire_id = $1',
  ],
];
