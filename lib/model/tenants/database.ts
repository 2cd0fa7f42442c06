/** One database as a team writes it, for each engine. */
import { z } from 'zod';
import { cidr, dnsLabel, text, uniqueList } from '../fields';
import { refusals } from '../schema/walk';
import { absentFromMariadb, absentFromMariadbDatabases } from './mariadb';
import { newestPostgresql, postgresqlExtensions, postgresqlParameters, postgresqlVersions } from './postgresql';

/** Names inside a database server: no quoting needed anywhere, and nothing that the server keeps for itself. */
const identifier = (example: string) =>
  text({
    pattern:
      /^(?!pg_|cnpg_|all$|replication$|same(user|role|group)$|postgres$|streaming_replica$|template[01]$|mysql$|root$|mariadb|repl$|information_schema$|performance_schema$|sys$)[a-z][a-z0-9]*(_[a-z0-9]+)*$/,
    allowed: 'lower-case letters, digits and single underscores, starting with a letter, none that the server keeps for itself',
    example,
    max: 48,
  });

const clusterName = text({ pattern: /^[a-z][a-z0-9-]*$/, allowed: 'the name of one of the two clusters', example: 'aws-euc1', max: 12 });

/** A point in time in UTC, to the second. */
const instant = text({
  pattern: /^20\d\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/,
  allowed: 'a time in UTC, to the second',
  example: '2026-11-28T14:05:00Z',
});

const backup = z
  .strictObject({
    schedule: text({
      pattern: /^([0-5]?\d) ([01]?\d|2[0-3]) (\*|[1-9]|[12]\d|3[01]) \* (\*|[0-6])$/,
      allowed: 'five fields of cron in UTC, minute and hour as numbers, every month',
      example: '15 2 * * *',
    })
      .optional()
      .describe(
        'When base backups start, UTC. Default: every night between 00:00 and 04:59, at a minute that follows from the name, so that not all start together.',
      ),
    retentionDays: z.int().min(7).max(35).default(30).describe('Days that can be restored to any second.'),
  })
  .prefault({})
  .describe('Backups: every database has them, with its log in the object store, so that any second can be restored.');

const deletion = z
  .strictObject({
    confirm: text({ pattern: /^[a-z][a-z0-9-]*\/[a-z][a-z0-9-]*$/, allowed: '<tenant>/<database>', example: 'payments/orders', max: 60 }).describe(
      '`<tenant>/<name>` of this database: says that whoever reviews this line agrees that its data may be deleted.',
    ),
  })
  .optional()
  .describe('Lifts the protection. A database that is removed from the input without it stays in the cluster, and the cluster refuses to delete it.');

const maintenance = z
  .strictObject({
    window: z
      .strictObject({
        day: z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']).describe('Day, UTC.'),
        hour: z.int().min(0).max(23).describe('Hour at which it begins, UTC. It is four hours long.'),
      })
      .optional()
      .describe('When the primary may be replaced for an update. Default: at once, after the standbys (a few seconds without writes).'),
  })
  .prefault({})
  .describe('Minor updates come with releases of the toolkit. With a window standbys are updated at once, and a person moves the primary in the window.');

const clients = uniqueList(dnsLabel(30, 'api')).max(50).default([]).describe('Workloads of platform.yaml that connect, in the clusters where both are.');
const allowList = uniqueList(cidr).min(1).max(50).describe('Networks that may connect.');

const endpoint = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('in-cluster').describe('Only from inside the cluster.'), clients }),
    z.strictObject({
      kind: z.literal('private').describe('Also from private networks, through a load balancer of its own inside the network of the cluster.'),
      clients,
      allow: allowList,
      slot: z
        .int()
        .min(0)
        .max(16_378)
        .optional()
        .describe('AKS only: place of its load balancer in the subnet for databases. Default: follows from the names; to be written where two databases meet.'),
    }),
    z.strictObject({ kind: z.literal('public').describe('Also from the internet, through a load balancer of its own, TLS only.'), clients, allow: allowList }),
  ])
  .prefault({ kind: 'in-cluster' })
  .describe('From where it is reached.');

const user = z.strictObject({
  name: identifier('orders_app').describe('Name of the role; its password goes to the path of the tenant in the secret store.'),
  access: z
    .enum(['write', 'read'])
    .describe('What it may do in every database of this server: write also reads. The owner of a database is made without saying.'),
  connections: z.int().min(1).max(5000).optional().describe('Connections of this user at a time. Default: as many as the plan has.'),
});

const credentials = z
  .strictObject({
    generation: z.int().min(1).max(9999).default(1).describe('Raise by one to give every user of this database a new password.'),
    madeIn: clusterName
      .optional()
      .describe(
        'Cluster that makes the passwords. Default: the cluster that the database was made in. They stay valid after a failover; name the one that takes writes, and raise generation, to make new ones there.',
      ),
  })
  .prefault({})
  .describe('Passwords.');

/** What both engines have. `origin` fields are read when the database is made, and by nobody later. */
const common = {
  name: dnsLabel(30, 'orders').describe('Name; unique within the tenant. Never changes.'),
  plan: dnsLabel(20, 'medium').default('small').describe('Size of an instance.'),
  storageGiB: z.int().min(5).max(16_000).optional().describe('Volume of the data, in GiB. Default: as the plan says. Can grow, never shrink.'),
  cluster: clusterName.optional().describe('Cluster that it is made in. Default: the first cluster of the tenant. Never changes.'),
  backup,
  endpoint,
  credentials,
  maintenance,
  deletion,
  hibernated: z.boolean().default(false).describe('Stopped, without pods; volumes and backups stay.'),
};

/** Standby in the other cluster and who leads, as `failover` writes it. */
const replication = z
  .strictObject({
    primary: clusterName
      .optional()
      .describe('Cluster that takes writes. Default: the one that the database was made in. Changed by `dbaas-gitops failover`, in two commits.'),
    demoteTo: clusterName
      .optional()
      .describe('First commit of a planned switch: the primary stops writing for this cluster. The second one sets `primary` and `promotionToken`.'),
    promotionToken: text({
      pattern: /^[A-Za-z0-9+/=]{16,4096}$/,
      allowed: 'the token that the demoted primary printed (`status.demotionToken`)',
      example: 'eyJsYXRlc3RDaGVja3BvaW50VGltZWxpbmVJRCI6IjEifQ==',
    })
      .optional()
      .describe('Second commit of a planned switch only; removed once it is through.'),
    fenced: uniqueList(clusterName)
      .max(1)
      .default([])
      .describe('Cluster whose instances are kept from running: the old primary after a failover, until it is made anew.'),
    rebuilding: clusterName
      .optional()
      .describe('Cluster where it is being made anew: kept from running until what was there has been deleted. Its incarnation is raised in the same commit.'),
    incarnations: z
      .array(
        z.strictObject({
          cluster: clusterName.describe('Cluster.'),
          number: z.int().min(2).max(999).describe('2 after the first rebuild; names a new, empty archive.'),
        }),
      )
      .max(2)
      .default([])
      .describe('How often the database was made anew in a cluster.'),
  })
  .prefault({})
  .describe('The standby in the other cluster (topology ha-with-standby).');

export const postgresqlDatabase = z.strictObject({
  engine: z.literal('postgresql').describe('PostgreSQL by CloudNativePG.'),
  ...common,
  version: z.enum(postgresqlVersions).default(newestPostgresql).describe('Major version. A higher one upgrades in place, offline; never lower.'),
  topology: z
    .enum(['single', 'ha', 'ha-with-standby'])
    .default('ha')
    .describe(
      'single: one instance, for development. ha: one per zone, a commit waits for a standby. ha-with-standby: also a standby cluster in the other cluster, fed from backups.',
    ),
  instances: z.int().min(3).max(7).default(3).describe('Instances of ha; more are read replicas. Not for single.'),
  databases: z
    .array(
      z.strictObject({
        name: identifier('orders').describe('Name.'),
        owner: identifier('orders').optional().describe('Role that owns it. Default: the name of the database.'),
        extensions: uniqueList(
          z
            .enum(postgresqlExtensions)
            .meta({ why: 'What opens connections or files of the server (dblink, postgres_fdw, file_fdw, untrusted languages) is not handed out.' }),
        )
          .max(40)
          .default([])
          .describe('Extensions.'),
      }),
    )
    .min(1)
    .max(50)
    .optional()
    .describe('Databases of this server. Default: one with the name of the server, dashes as underscores.'),
  users: z.array(user).max(100).default([]).describe('Further users.'),
  parameters: postgresqlParameters.describe('Server parameters; what is not listed here follows from the plan.'),
  pooling: z
    .strictObject({
      mode: z
        .enum(['transaction', 'session'])
        .default('transaction')
        .describe('transaction: most clients; session: for those that use LISTEN, advisory locks or temporary tables.'),
      instances: z.int().min(2).max(10).default(2).describe('Pods of PgBouncer.'),
      clients: z.int().min(50).max(20_000).default(1000).describe('Connections of clients to each pod.'),
      poolSize: z.int().min(1).max(500).default(20).describe('Connections to the server from each pod, for each user and database.'),
    })
    .optional()
    .describe('PgBouncer in front of it. Default: none.'),
  replication,
  restore: z
    .strictObject({
      from: dnsLabel(30, 'orders').describe('Database of the same tenant whose backups are read.'),
      cluster: clusterName.optional().describe('Cluster whose backups are read. Default: where this one is made.'),
      incarnation: z.int().min(1).max(999).default(1).describe('Which archive of it: `incarnations` of that database.'),
      until: instant.optional().describe('State to restore. Default: the newest there is (a clone).'),
    })
    .optional()
    .describe('Made from backups of another database, which stays as it is.'),
});

export const mariadbDatabase = z
  .strictObject({
    engine: z.literal('mariadb').describe('MariaDB by mariadb-operator.'),
    ...common,
    version: z.enum(['11.8']).default('11.8').describe('Long-term release.'),
    topology: z
      .enum(['single', 'ha'])
      .meta({ why: absentFromMariadb.replication })
      .default('ha')
      .describe(
        'single: one instance, for development, restored to its last backup only. ha: three instances, one per zone, semi-synchronous replication, automatic failover. Never changes.',
      ),
    databases: z
      .array(
        z
          .strictObject({
            name: identifier('orders').describe('Name.'),
            owner: identifier('orders').optional().describe('User with every right in it. Default: the name of the database.'),
          })
          .register(refusals, { reasons: absentFromMariadbDatabases }),
      )
      .min(1)
      .max(50)
      .optional()
      .describe('Databases of this server. Default: one with the name of the server, dashes as underscores.'),
    users: z.array(user).max(100).default([]).describe('Further users.'),
  })
  .register(refusals, { reasons: absentFromMariadb });

export const database = z.discriminatedUnion('engine', [postgresqlDatabase, mariadbDatabase]);
export type Database = z.output<typeof database>;
export type PostgresqlDatabase = z.output<typeof postgresqlDatabase>;
export type MariadbDatabase = z.output<typeof mariadbDatabase>;
export type DatabaseEndpoint = Database['endpoint'];
