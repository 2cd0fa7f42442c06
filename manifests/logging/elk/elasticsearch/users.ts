/**
 * Who may do what in Elasticsearch. Users and roles are files that the operator writes from Secrets: nobody needs the
 * right to manage users, and a cluster made anew has the same ones. The superuser `elastic` does not exist.
 */
import type { Intents } from '../../../../lib/components';
import { yaml } from '../../../../lib/output/yaml';
import { namespaces } from '../../../../lib/names';
import { store } from '../names';

interface Role {
  readonly cluster?: readonly string[];
  readonly indices?: readonly { readonly names: readonly string[]; readonly privileges: readonly string[] }[];
  readonly applications?: readonly { readonly application: string; readonly privileges: readonly string[]; readonly resources: readonly string[] }[];
}
const logs = (...privileges: readonly string[]) => ({ names: ['logs-*'], privileges });

/** @see https://www.elastic.co/docs/deploy-manage/users-roles/cluster-or-deployment-auth/elasticsearch-privileges */
export const roles = {
  /** Logstash: writes new lines and nothing else; a data stream is made by its first line. */
  log_writer: { cluster: ['monitor'], indices: [logs('auto_configure', 'create_doc')] },
  /** Dashboards. */
  log_reader: { cluster: ['monitor'], indices: [logs('read', 'view_index_metadata')] },
  /** Everybody whom the gateway lets into Kibana. */
  log_viewer: {
    indices: [logs('read', 'view_index_metadata')],
    applications: [{ application: 'kibana-.kibana', privileges: ['read'], resources: ['*'] }],
  },
  /** The exporter. */
  log_metrics: {
    cluster: ['monitor', 'read_ilm', 'read_slm', 'cluster:admin/repository/get', 'cluster:admin/snapshot/get', 'cluster:admin/snapshot/status'],
    indices: [{ names: ['*'], privileges: ['monitor', 'view_index_metadata'] }],
  },
  /** The job that sets the lifecycle. Policies act with the rights of whoever wrote them: it may delete lines, but not read them. */
  log_lifecycle: {
    cluster: ['manage_ilm', 'manage_slm', 'manage_index_templates', 'cluster:admin/repository/*', 'cluster:admin/snapshot/*'],
    indices: [logs('manage'), { names: ['.slm-history-*'], privileges: ['all'] }],
  },
  /** People who repair: everything but users and their rights. */
  log_admin: { cluster: ['manage', 'manage_ilm', 'manage_slm'], indices: [{ names: ['*'], privileges: ['all'] }] },
} as const satisfies Record<string, Role>;

type RoleName = keyof typeof roles | 'kibana_admin';
interface User {
  readonly name: string;
  readonly roles: readonly RoleName[];
}
/** Users with a password that is made in the cluster. */
export const users = {
  writer: { name: 'log-writer', roles: ['log_writer'] },
  viewer: { name: 'log-viewer', roles: ['log_viewer'] },
  metrics: { name: 'log-metrics', roles: ['log_metrics'] },
  lifecycle: { name: 'log-lifecycle', roles: ['log_lifecycle'] },
  admin: { name: 'log-admin', roles: ['log_admin', 'kibana_admin'] },
} as const satisfies Record<string, User>;

/** Secret of a user: keys username, password, roles. */
export const userSecret = ({ name }: Pick<User, 'name'>): string => `elasticsearch-${name}`;

/** The user of dashboards is another namespace's as well, so that its password comes from the store. */
export const dashboards = {
  user: 'log-dashboards',
  /** In the namespace of the store: the user, and beside it every role. */
  accessSecret: 'elasticsearch-access',
  /** Beside the dashboards. */
  secret: 'elasticsearch-log-dashboards',
  /** Certificate beside the dashboards, for its authority. */
  authority: 'elasticsearch-authority',
} as const;

type Secret = Intents['secrets'];

/** Setting of Elasticsearch with the storage account of its snapshots, which it takes from its keystore only. */
export const accountKey = 'azure.client.default.account';

/**
 * @param account storage account of the snapshots @default - none, on AWS
 *
 * Roles are in the Secret of the user with a stored password, since that one is written anew every hour: what is made once is never
 * written again, and a role that changed here would stay as it was.
 */
export const userSecrets = (account: string | undefined): readonly Secret[] => [
  ...Object.values(users).map((user): Secret => ({
    namespace: store.namespace,
    name: userSecret(user),
    type: 'kubernetes.io/basic-auth',
    keys: {
      username: { from: 'literal', value: user.name },
      password: { from: 'generated', length: 32 },
      roles: { from: 'literal', value: user.roles.join(',') },
    },
  })),
  {
    namespace: store.namespace,
    name: dashboards.accessSecret,
    type: 'kubernetes.io/basic-auth',
    keys: {
      username: { from: 'literal', value: dashboards.user },
      password: { from: 'store', id: 'log-dashboards', property: 'password' },
      roles: { from: 'literal', value: 'log_reader' },
      'roles.yml': { from: 'literal', value: yaml(roles) },
      ...(account === undefined ? {} : { [accountKey]: { from: 'literal', value: account } }),
    },
  },
  {
    namespace: namespaces.observability,
    name: dashboards.secret,
    keys: { password: { from: 'store', id: 'log-dashboards', property: 'password' } },
  },
];

/** Where a person finds the password of `log-admin`. */
export const adminPassword = `kubectl -n ${store.namespace} get secret ${userSecret(users.admin)} -o jsonpath='{.data.password}' | base64 -d`;
