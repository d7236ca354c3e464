import type pg from 'pg';

/** A pool, or one connection inside a transaction that will be rolled back. */
type Requetable = Pick<pg.Pool, 'query'>;

/** The schemas of the portal's own tables; that of the queue belongs to its library. */
export const SCHEMAS = [
  'passerelle',
  'contexte',
  'traces',
  'organismes',
  'identite',
  'notifications',
  'conventions',
  'habilitations',
  'cdap',
  'emploi',
] as const;

/** Written by the migrator before any role exists; the serving role must not reach them at all. */
const TABLES_DU_MIGRATEUR = ['passerelle.migration', 'passerelle.migration_verrou'];

/** The only functions that run with other rights than their caller's (SEC-02). */
const FONCTIONS_DEFINER = [
  'emploi.ajouter',
  'identite.compte_de_connexion',
  'identite.compte_lie',
  'identite.comptes_oublies',
  'identite.jeton_de_courriel',
  'identite.session_ouverte',
  'identite.sessions_oidc',
];

/** What the serving group may do with traces and their register of erasure (TRA-05). */
const DROITS_SUR_LES_TRACES: Readonly<Record<string, readonly string[]>> = {
  'traces.trace': ['INSERT'],
  'traces.purge': [],
};

/**
 * SEC-02 and TRA-05 read in PostgreSQL's own catalogue; one line per fault.
 *
 * `service`: the login that serves.
 */
export async function violationsDuCatalogue(base: Requetable, service: string): Promise<string[]> {
  return [
    ...(await fautesDesTables(base)),
    ...(await fautesDesPartitions(base)),
    ...(await fautesDesPolitiques(base)),
    ...(await fautesDesVues(base)),
    ...(await fautesDesFonctions(base)),
    ...(await fautesDesRoles(base, service)),
    ...(await fautesDesDroits(base, service)),
  ];
}

async function lire<T extends object>(
  base: Requetable,
  texte: string,
  valeurs: unknown[] = [],
): Promise<T[]> {
  return (await base.query(texte, valeurs)).rows;
}

async function fautesDesTables(base: Requetable): Promise<string[]> {
  const tables = await lire<{
    nom: string;
    active: boolean;
    forcee: boolean;
    politiques: number;
    partition: boolean;
  }>(
    base,
    `select n.nspname || '.' || c.relname as nom, c.relrowsecurity as active, c.relforcerowsecurity as forcee,
            c.relispartition as partition, (select count(*)::int from pg_policy p where p.polrelid = c.oid) as politiques
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = any($1) and c.relkind in ('r', 'p', 'f', 'm') order by 1`,
    [SCHEMAS],
  );
  const fautes =
    tables.length < 30 ? [`${tables.length} tables seulement : le catalogue n’a pas été lu`] : [];
  for (const { nom, active, forcee, politiques, partition } of tables) {
    if (TABLES_DU_MIGRATEUR.includes(nom)) continue;
    if (!active) fautes.push(`${nom} : sans sécurité par ligne`);
    if (!forcee) fautes.push(`${nom} : sécurité par ligne non imposée au propriétaire`);
    if (!partition && politiques === 0) fautes.push(`${nom} : aucune politique`);
  }
  // A schema of ours that this list forgets would escape every check above.
  const autres = await lire<{ nspname: string }>(
    base,
    `select nspname from pg_namespace where nspname !~ '^pg_' and not nspname = any($1)
        and nspname not in ('information_schema', 'public', 'graphile_worker')`,
    [SCHEMAS],
  );
  return [...fautes, ...autres.map(({ nspname }) => `schéma ${nspname} : inconnu de ce contrôle`)];
}

async function fautesDesPartitions(base: Requetable): Promise<string[]> {
  const partitions = await lire<{
    nom: string;
    active: boolean;
    forcee: boolean;
    politiques: number;
    droits: string | null;
    par_defaut: boolean;
  }>(
    base,
    `select c.relname as nom, c.relrowsecurity as active, c.relforcerowsecurity as forcee, c.relacl::text as droits,
            (select count(*)::int from pg_policy p where p.polrelid = c.oid) as politiques,
            pg_get_expr(c.relpartbound, c.oid) = 'DEFAULT' as par_defaut
       from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'traces.trace'::regclass`,
  );
  const fautes = partitions.length === 0 ? ['traces.trace : aucune partition'] : [];
  for (const { nom, active, forcee, politiques, droits, par_defaut } of partitions) {
    if (!active || !forcee) fautes.push(`${nom} : sécurité par ligne absente ou non imposée`);
    if (politiques > 0) fautes.push(`${nom} : une politique ouvre la partition hors de sa table`);
    if (droits !== null) fautes.push(`${nom} : droits donnés sur la partition ${droits}`);
    if (par_defaut) fautes.push(`${nom} : partition par défaut`);
  }
  return fautes;
}

async function fautesDesPolitiques(base: Requetable): Promise<string[]> {
  const politiques = await lire<{
    nom: string;
    commande: string;
    verification: string | null;
    pour_tous: boolean;
    permissive: boolean;
  }>(
    base,
    `select n.nspname || '.' || c.relname || '/' || p.polname as nom, p.polcmd as commande, p.polpermissive as permissive,
            pg_get_expr(p.polwithcheck, p.polrelid) as verification, 0 = any(p.polroles) as pour_tous
       from pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = any($1)`,
    [SCHEMAS],
  );
  return politiques.flatMap(({ nom, commande, verification, pour_tous }) => [
    ...(['a', 'w', '*'].includes(commande) && verification === null
      ? [`${nom} : écriture sans WITH CHECK`]
      : []),
    ...(pour_tous ? [`${nom} : politique pour tous les rôles`] : []),
  ]);
}

async function fautesDesVues(base: Requetable): Promise<string[]> {
  const vues = await lire<{ nom: string; options: string[] | null }>(
    base,
    `select n.nspname || '.' || c.relname as nom, c.reloptions as options
       from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = any($1) and c.relkind = 'v'`,
    [SCHEMAS],
  );
  return vues
    .filter(({ options }) => !options?.includes('security_invoker=true'))
    .map(({ nom }) => `${nom} : vue sans security_invoker`);
}

async function fautesDesFonctions(base: Requetable): Promise<string[]> {
  const definer = await lire<{
    nom: string;
    proprietaire: string;
    connexion: boolean;
    config: string[] | null;
    droits: string | null;
  }>(
    base,
    `select n.nspname || '.' || p.proname as nom, r.rolname as proprietaire, r.rolcanlogin as connexion,
            p.proconfig as config, p.proacl::text as droits
       from pg_proc p join pg_namespace n on n.oid = p.pronamespace join pg_roles r on r.oid = p.proowner
      where p.prosecdef and n.nspname !~ '^pg_' and n.nspname <> 'information_schema' order by 1`,
  );
  const noms = definer.map(({ nom }) => nom);
  const fautes =
    JSON.stringify(noms) === JSON.stringify(FONCTIONS_DEFINER)
      ? []
      : [`fonctions SECURITY DEFINER : ${noms.join(', ')}`];
  for (const { nom, proprietaire, connexion, config, droits } of definer) {
    if (proprietaire !== 'passerelle_porte' || connexion)
      fautes.push(`${nom} : appartient à ${proprietaire}`);
    if (!config?.includes('search_path=pg_catalog, pg_temp'))
      fautes.push(`${nom} : search_path non fixé (${config?.join(';') ?? 'aucun'})`);
    // An entry that begins with « = » is PUBLIC's; no list at all means that PUBLIC may run it.
    if (droits === null || /[{,]=/.test(droits)) fautes.push(`${nom} : exécutable par tous`);
  }
  return fautes;
}

async function fautesDesRoles(base: Requetable, service: string): Promise<string[]> {
  const puissants = await lire<{ rolname: string }>(
    base,
    `select rolname from pg_roles where rolname = any($1) and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)`,
    [
      [
        service,
        'passerelle_service',
        'passerelle_porte',
        'passerelle_lecture',
        'passerelle_entretien',
        'passerelle_travaux',
        'passerelle_alimentation',
      ],
    ],
  );
  const connexions = await lire<{ rolname: string; rolcanlogin: boolean }>(
    base,
    `select rolname, rolcanlogin from pg_roles where rolname in ('passerelle_service', 'passerelle_porte') and rolcanlogin`,
  );
  // Owners of anything of ours, and the login that reads traces: the serving one must be none of them.
  const membre = await lire<{ rolname: string }>(
    base,
    `select r.rolname from pg_roles r where pg_has_role($1, r.oid, 'MEMBER') and r.rolname <> $1 and r.rolname <> 'passerelle_service'`,
    [service],
  );
  const possessions = await lire<{ quoi: string }>(
    base,
    `select c.oid::regclass::text as quoi from pg_class c join pg_roles r on r.oid = c.relowner
      where r.rolname in ($1, 'passerelle_service', 'passerelle_travaux', 'passerelle_lecture', 'passerelle_alimentation')
     union all
     select p.oid::regprocedure::text from pg_proc p join pg_roles r on r.oid = p.proowner
      where r.rolname in ($1, 'passerelle_service', 'passerelle_travaux', 'passerelle_lecture', 'passerelle_alimentation')`,
    [service],
  );
  return [
    ...puissants.map(({ rolname }) => `${rolname} : rôle trop puissant`),
    ...connexions.map(({ rolname }) => `${rolname} : peut se connecter`),
    ...membre.map(({ rolname }) => `${service} : membre de ${rolname}`),
    ...possessions.map(({ quoi }) => `${quoi} : appartient à un rôle qui sert`),
  ];
}

async function fautesDesDroits(base: Requetable, service: string): Promise<string[]> {
  const tables = await lire<{ nom: string; droits: string[]; migrateur: boolean }>(
    base,
    `select n.nspname || '.' || c.relname as nom,
            array(select d from unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER']) d
                   where has_table_privilege($2, c.oid, d)
                      or (d in ('SELECT', 'INSERT', 'UPDATE', 'REFERENCES') and has_any_column_privilege($2, c.oid, d))) as droits
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = any($1) and c.relkind in ('r', 'p', 'f', 'm')`,
    [SCHEMAS, service],
  );
  const fautes: string[] = [];
  for (const { nom, droits } of tables) {
    const voulus = TABLES_DU_MIGRATEUR.includes(nom)
      ? []
      : (DROITS_SUR_LES_TRACES[nom] ?? (/^traces\.trace_/.test(nom) ? [] : null));
    if (voulus !== null && droits.join() !== voulus.join())
      fautes.push(`${nom} : le service a ${droits.join(', ') || 'aucun droit'}`);
    const enTrop = droits.filter((d) => ['TRUNCATE', 'REFERENCES', 'TRIGGER'].includes(d));
    if (enTrop.length > 0) fautes.push(`${nom} : le service a ${enTrop.join(', ')}`);
  }
  const creations = await lire<{ ou: string }>(
    base,
    `select nspname as ou from pg_namespace where has_schema_privilege($1, oid, 'CREATE') and nspname !~ '^pg_temp'
     union all select 'la base' from pg_database where datname = current_database()
        and (has_database_privilege($1, oid, 'CREATE') or has_database_privilege($1, oid, 'TEMPORARY'))`,
    [service],
  );
  return [...fautes, ...creations.map(({ ou }) => `${service} : peut créer dans ${ou}`)];
}
