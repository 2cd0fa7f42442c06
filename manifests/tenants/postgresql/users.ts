/** Roles of a database server, their passwords, and the way of these to the tenant's path of the secret store. */
import type { Chart } from 'cdk8s';
import { ExternalSecret, PushSecret } from '../../../imports/external-secrets.io';
import { Password } from '../../../imports/generators.external-secrets.io';
import { DatabaseRole } from '../../../imports/postgresql.cnpg.io';
import { databasesIn } from '../../../lib/model';
import { databaseHost, tenantSecret, tenantStore } from '../../../lib/names';
import { databaseLabels } from '../context';
import type { PostgresqlContext } from '.';

/** Name of an object for something inside a server: names there have underscores, Kubernetes has dashes. */
export const objectName = (server: string, inside: string): string => `${server}.${inside.replaceAll('_', '-')}`;
const generatorName = ({ database }: PostgresqlContext): string => `${database.name}.password`;
/** Secret with the password of a role. A new generation has a new name, so that the old one stays until the new one works. */
export const credentialName = ({ database }: PostgresqlContext, role: string): string =>
  `${objectName(database.name, role)}.${database.credentials.generation}`;

interface RoleSpec {
  readonly name: string;
  readonly inRoles: readonly string[];
  readonly connections: number | undefined;
  /** Database that its connection string names. */
  readonly home: string;
}

/** Owners, then the other users. */
export function rolesOf({ database }: Pick<PostgresqlContext, 'database'>): readonly RoleSpec[] {
  const inside = databasesIn(database);
  const owners = [...new Set(inside.map(({ owner }) => owner))];
  const first = inside[0]?.name ?? '';
  return [
    ...owners.map((name) => ({ name, inRoles: [], connections: undefined, home: inside.find(({ owner }) => owner === name)?.name ?? first })),
    ...database.users.map(({ name, access, connections }) => ({
      name,
      inRoles: access === 'write' ? ['pg_read_all_data', 'pg_write_all_data'] : ['pg_read_all_data'],
      connections,
      home: first,
    })),
  ];
}

/** Passwords are made in one cluster only: elsewhere roles come with the data, and keep the passwords that they have. */
export const makesPasswords = ({ placement, cluster }: PostgresqlContext): boolean => placement.credentials === cluster.name;

export function users(chart: Chart, context: PostgresqlContext): void {
  const { placement, cluster } = context;
  const passwords = makesPasswords(context);
  if (passwords) generator(chart, context);
  for (const role of rolesOf(context)) {
    if (passwords) credential(chart, context, role);
    if (placement.primary === cluster.name) databaseRole(chart, context, role, passwords);
  }
}

function databaseRole(chart: Chart, context: PostgresqlContext, { name, inRoles, connections }: RoleSpec, password: boolean): void {
  const { database } = context;
  new DatabaseRole(chart, `${database.name}-role-${name}`, {
    metadata: { name: objectName(database.name, name), labels: databaseLabels(context) },
    spec: {
      cluster: { name: database.name },
      name,
      ensure: 'present',
      login: true,
      inherit: true,
      superuser: false,
      createdb: false,
      createrole: false,
      replication: false,
      bypassrls: false,
      connectionLimit: connections ?? -1,
      databaseRoleReclaimPolicy: 'retain',
      ...(inRoles.length > 0 ? { inRoles } : {}),
      ...(password ? { passwordSecret: { name: credentialName(context, name) } } : {}),
    },
  });
}

/** No symbols: the value goes into URLs, connection strings and shells. */
const generator = (chart: Chart, context: PostgresqlContext): Password =>
  new Password(chart, `${context.database.name}-generator`, {
    metadata: { name: generatorName(context), labels: databaseLabels(context) },
    spec: { length: 40, digits: 10, symbols: 0, noUpper: false, allowRepeat: true, secretKeys: ['password'] },
  });

/** Made once in the cluster, then pushed to the store with everything that a client needs to connect. */
function credential(chart: Chart, context: PostgresqlContext, { name: role, home }: RoleSpec): void {
  const { database, platform, cluster, tenant } = context;
  const name = credentialName(context, role);
  const labels = databaseLabels(context);
  const host = database.endpoint.kind === 'in-cluster' ? `${database.name}-rw.${context.namespace}.svc` : databaseHost(platform, tenant.name, database.name);
  new ExternalSecret(chart, `${database.name}-credential-${role}`, {
    metadata: { name, labels },
    spec: {
      refreshPolicy: 'CreatedOnce',
      target: {
        name,
        // The Secret outlives its ExternalSecret, since the server knows the password as well.
        creationPolicy: 'Orphan',
        deletionPolicy: 'Retain',
        template: {
          engineVersion: 'v2',
          type: 'kubernetes.io/basic-auth',
          mergePolicy: 'Merge',
          metadata: { labels: { ...labels, 'cnpg.io/reload': 'true' } },
          data: { username: role },
        },
      },
      dataFrom: [{ sourceRef: { generatorRef: { apiVersion: Password.apiVersion, kind: 'Password', name: generatorName(context) } } }],
    },
  });
  new PushSecret(chart, `${database.name}-push-${role}`, {
    metadata: { name, labels },
    spec: {
      refreshInterval: '1h0m0s',
      updatePolicy: 'Replace',
      // What a client still uses does not go away with an object.
      deletionPolicy: 'None',
      secretStoreRefs: [{ kind: 'ClusterSecretStore', name: tenantStore }],
      selector: { secret: { name } },
      template: {
        engineVersion: 'v2',
        data: {
          credentials: JSON.stringify({
            username: '{{ .username }}',
            password: '{{ .password }}',
            host,
            port: '5432',
            dbname: home,
            sslmode: 'verify-full',
            uri: `postgresql://{{ .username }}:{{ .password }}@${host}:5432/${home}?sslmode=verify-full`,
          }),
        },
      },
      data: [
        {
          conversionStrategy: 'None',
          match: { secretKey: 'credentials', remoteRef: { remoteKey: tenantSecret(platform, cluster, tenant.name, database.name, role) } },
        },
      ],
    },
  });
}
