/** Passwords of a database server: made in the cluster, kept in Secrets, and those of users pushed to the tenant's path of the secret store. */
import type { Chart } from 'cdk8s';
import { ExternalSecret, PushSecret } from '../../imports/external-secrets.io';
import { Password } from '../../imports/generators.external-secrets.io';
import { databaseHost, tenantAuthority, tenantSecret, tenantStore } from '../../lib/names';
import { databaseLabels, type DatabaseContext } from './context';

/** Name of an object for something inside a server: names there have underscores, Kubernetes has dashes. */
export const objectName = (server: string, inside: string): string => `${server}.${inside.replaceAll('_', '-')}`;
const generatorName = ({ database }: DatabaseContext): string => `${database.name}.password`;
/** Secret with the password of a user. A new generation has a new name, so that the old one stays until the new one works. */
export const credentialName = ({ database }: DatabaseContext, user: string): string => `${objectName(database.name, user)}.${database.credentials.generation}`;

/** Passwords are made in one cluster only: elsewhere users come with the data, and keep the passwords that they have. */
export const makesPasswords = ({ placement, cluster }: DatabaseContext): boolean => placement.credentials === cluster.name;

/** No symbols: the value goes into URLs, connection strings and shells. */
export const passwordGenerator = (chart: Chart, context: DatabaseContext): Password =>
  new Password(chart, `${context.database.name}-generator`, {
    metadata: { name: generatorName(context), labels: databaseLabels(context) },
    spec: { length: 40, digits: 10, symbols: 0, noUpper: false, allowRepeat: true, secretKeys: ['password'] },
  });

/** A Secret (basic-auth) with a password that is made once. `labels` are further ones, by which an operator finds it. */
export function passwordSecret(chart: Chart, context: DatabaseContext, name: string, username: string, labels: Readonly<Record<string, string>> = {}): void {
  const own = databaseLabels(context);
  new ExternalSecret(chart, `${context.database.name}-credential-${username}`, {
    metadata: { name, labels: own },
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
          metadata: { labels: { ...own, ...labels } },
          data: { username },
        },
      },
      dataFrom: [{ sourceRef: { generatorRef: { apiVersion: Password.apiVersion, kind: 'Password', name: generatorName(context) } } }],
    },
  });
}

/** The authority of the server's certificates here, beside the credentials: without it a client has nothing to verify them by. */
export function pushAuthority(chart: Chart, context: DatabaseContext, secret: string): void {
  const { database, platform, cluster, tenant } = context;
  new PushSecret(chart, `${database.name}-push-authority`, {
    metadata: { name: `${database.name}.tls-ca`, labels: databaseLabels(context) },
    spec: {
      ...pushed,
      selector: { secret: { name: secret } },
      data: [
        {
          conversionStrategy: 'None',
          match: { secretKey: 'ca.crt', remoteRef: { remoteKey: tenantAuthority(platform, cluster, tenant.name, database.name) } },
          ...encryption(context),
        },
      ],
    },
  });
}

/** A secret that is made in Secrets Manager is encrypted with the platform's key; without a word AWS takes its own. A key vault has no choice. */
const encryption = ({ cluster, names }: DatabaseContext) =>
  cluster.provider === 'aws'
    ? {
        metadata: {
          apiVersion: 'kubernetes.external-secrets.io/v1alpha1',
          kind: 'PushSecretMetadata',
          spec: { secretPushFormat: 'string', kmsKeyID: names.keyAlias('secrets') },
        },
      }
    : {};

/** What a client still uses does not go away with an object. */
const pushed = {
  refreshInterval: '1h0m0s',
  updatePolicy: 'Replace',
  deletionPolicy: 'None',
  secretStoreRefs: [{ kind: 'ClusterSecretStore', name: tenantStore }],
} as const;

/** How clients of an engine connect. */
export interface Access {
  /** Service that leads to the instance that takes writes. */
  readonly service: string;
  readonly port: number;
  /** Scheme of its URLs. */
  readonly scheme: string;
  /** Parameters of its URLs, with the question mark. @default - none */
  readonly query?: string;
}

/** Everything that a client needs to connect, below the tenant's path. */
export function pushCredential(chart: Chart, context: DatabaseContext, user: string, home: string, { service, port, scheme, query = '' }: Access): void {
  const { database, platform, cluster, tenant } = context;
  const name = credentialName(context, user);
  const host = database.endpoint.kind === 'in-cluster' ? `${service}.${context.namespace}.svc` : databaseHost(platform, tenant.name, database.name);
  new PushSecret(chart, `${database.name}-push-${user}`, {
    metadata: { name, labels: databaseLabels(context) },
    spec: {
      ...pushed,
      selector: { secret: { name } },
      template: {
        engineVersion: 'v2',
        data: {
          credentials: JSON.stringify({
            username: '{{ .username }}',
            password: '{{ .password }}',
            host,
            port: String(port),
            dbname: home,
            sslmode: 'verify-full',
            uri: `${scheme}://{{ .username }}:{{ .password }}@${host}:${port}/${home}${query}`,
          }),
        },
      },
      data: [
        {
          conversionStrategy: 'None',
          match: { secretKey: 'credentials', remoteRef: { remoteKey: tenantSecret(platform, cluster, tenant.name, database.name, user) } },
          ...encryption(context),
        },
      ],
    },
  });
}
