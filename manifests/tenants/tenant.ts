/** What a tenant has in a cluster beside its databases: a closed namespace with a quota, a service account, a view for people. */
import type { Chart } from 'cdk8s';
import { Namespace, NetworkPolicy, ResourceQuota, Role, RoleBinding, ServiceAccount } from '../../imports/k8s';
import type { PodPeer, Wiring } from '../../lib/components';
import { limitRange, podSecurityLabels } from '../../lib/constructs/namespace';
import { closedNamespace, openedFlows, podIdentityAgent } from '../../lib/constructs/network/network-policy';
import type { Flow } from '../../lib/constructs/network/flows';
import { policyRules } from '../../lib/constructs/network/rules';
import { postgresOperator } from '../../lib/constructs/postgres-intents';
import { instancesOf } from '../../lib/model';
import { annotations, awsSubnets, clientId, labels, tenantIdentity, tenantServiceAccount } from '../../lib/names';
import { tenantLabels, type DatabaseContext, type TenantContext } from './context';
import { mariadbOperator } from './mariadb-operator/values';

export function tenantObjects(chart: Chart, context: TenantContext, wiring: Wiring, databases: readonly DatabaseContext[]): void {
  const { namespace, cluster, tenant } = context;
  new Namespace(chart, 'namespace', { metadata: { name: namespace, labels: { ...namespaceLabels(context), ...outsideMesh(wiring) } } });
  quota(chart, context, databases);
  limitRange(chart, namespace);
  new ServiceAccount(chart, 'service-account', {
    metadata: { name: tenantServiceAccount, labels: tenantLabels(context), ...workloadIdentity(context, databases) },
    // Each instance reads its own object; the operator's pods do not ask for the token themselves.
    automountServiceAccountToken: true,
  });
  viewers(chart, tenant.viewers);
  closedNamespace(chart, namespace);
  if (cluster.provider === 'aws') podIdentityAgent(chart, namespace);
  const flows = [...platformFlows(namespace, wiring, databases), ...databases.flatMap(databaseFlows)];
  for (const rules of policyRules(flows, new Set([namespace]), cluster)) openedFlows(chart, rules);
  for (const database of databases) clientPolicies(chart, database);
}

const hasMariadb = (databases: readonly DatabaseContext[]): boolean => databases.some(({ database }) => database.engine === 'mariadb');

/** For pods that ask the webhook of AKS for it: those of MariaDB. PostgreSQL spells the exchange out. */
function workloadIdentity({ cluster, lock, names, tenant }: TenantContext, databases: readonly DatabaseContext[]) {
  return cluster.provider === 'azure' && hasMariadb(databases)
    ? { annotations: { 'azure.workload.identity/client-id': clientId(lock, cluster, names, tenantIdentity(tenant.name)) } }
    : {};
}

const namespaceLabels = (context: TenantContext): Readonly<Record<string, string>> => ({
  ...tenantLabels(context),
  [labels.holdsData]: 'true',
  ...podSecurityLabels(context.platform, 'restricted'),
});

/** Databases bring TLS of their own: a proxy in between would break the certificates of the operator and its jobs. */
const outsideMesh = (wiring: Wiring): Readonly<Record<string, string>> =>
  Object.fromEntries(wiring.all('meshes').flatMap(({ outsiderLabels }) => Object.entries(outsiderLabels)));

/** The exporter of metrics, and a backup. */
const besideMariadb = 2;

/** Pods beyond those of the databases: jobs that make instances, and one more of each during an update. */
function quota(chart: Chart, { tenant, cluster }: TenantContext, databases: readonly DatabaseContext[]): void {
  const pods = databases.reduce(
    (sum, { database }) => sum + instancesOf(database) + (database.engine === 'postgresql' ? (database.pooling?.instances ?? 0) : besideMariadb),
    0,
  );
  const balancers = cluster.provider === 'azure' ? databases.filter(({ database }) => database.endpoint.kind !== 'in-cluster').length : 0;
  new ResourceQuota(chart, 'quota', {
    metadata: { name: 'quota' },
    spec: {
      hard: {
        pods: String(pods * 2 + 10),
        'requests.cpu': tenant.quota.cpu,
        'requests.memory': tenant.quota.memory,
        'limits.memory': tenant.quota.memory,
        'requests.storage': `${tenant.quota.storageGiB}Gi`,
        'count/clusters.postgresql.cnpg.io': String(tenant.quota.databases),
        'count/mariadbs.k8s.mariadb.com': String(tenant.quota.databases),
        'services.loadbalancers': String(balancers),
        // A load balancer takes one for each port, and one for its health checks.
        'services.nodeports': String(balancers * 2),
      },
    },
  });
}

/** People see what goes on; Secrets stay closed, and nobody changes what git says. */
function viewers(chart: Chart, groups: readonly string[]): void {
  if (groups.length === 0) return;
  const read = ['get', 'list', 'watch'];
  new Role(chart, 'viewer', {
    metadata: { name: 'viewer' },
    rules: [
      { apiGroups: [''], resources: ['events', 'pods', 'pods/log', 'persistentvolumeclaims', 'resourcequotas', 'services'], verbs: read },
      {
        apiGroups: ['postgresql.cnpg.io'],
        resources: ['backups', 'clusters', 'databases', 'databaseroles', 'poolers', 'scheduledbackups'],
        verbs: read,
      },
      { apiGroups: ['k8s.mariadb.com'], resources: ['databases', 'grants', 'mariadbs', 'physicalbackups', 'pointintimerecoveries', 'users'], verbs: read },
      { apiGroups: ['external-secrets.io'], resources: ['externalsecrets', 'pushsecrets'], verbs: read },
    ],
  });
  new RoleBinding(chart, 'viewers', {
    metadata: { name: 'viewers' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'viewer' },
    subjects: groups.map((name) => ({ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name })),
  });
}

const metricsPorts = { postgresql: 9187, pooler: 9127, mariadb: 9104 } as const;

/** Who of the platform comes in. The other side of each is open to the namespaces of all tenants. */
const platformFlows = (namespace: string, wiring: Wiring, databases: readonly DatabaseContext[]): readonly Flow[] => [
  { from: postgresOperator, to: { namespace }, ports: [{ port: 5432 }, { port: 8000 }], why: 'state of the instances, switchover, backups' },
  ...(hasMariadb(databases)
    ? [{ from: mariadbOperator, to: { namespace }, ports: [{ port: 3306 }, { port: 5555 }], why: 'users and grants, state of the instances, failover' }]
    : []),
  ...wiring
    .all('scrapers')
    .map(({ from }): Flow => ({ from, to: { namespace }, ports: Object.values(metricsPorts).map((port) => ({ port })), why: 'metrics of databases' })),
];

const podsOf = ({ namespace, database }: DatabaseContext): PodPeer => ({ namespace, pods: { [labels.database]: database.name } });

/** What a database does itself, and who may ask it. */
function databaseFlows(context: DatabaseContext): readonly Flow[] {
  const { database, cluster } = context;
  const pods = podsOf(context);
  const port = database.engine === 'postgresql' ? 5432 : 3306;
  return [
    {
      from: pods,
      to: pods,
      ports: database.engine === 'postgresql' ? [{ port }, { port: 8000 }] : [{ port }],
      why: `replication of ${database.name}, ${database.engine === 'postgresql' ? 'poolers' : 'backups, metrics'}`,
    },
    { from: pods, to: { outside: 'api-server' }, ports: [{ port: 443 }], why: 'each instance reads its own object' },
    { from: pods, to: { outside: 'private-endpoints' }, ports: [{ port: 443 }], why: 'backups through the private endpoint of the object store' },
    { from: pods, to: { outside: 'internet' }, ports: [{ port: 443 }], why: 'backups and tokens, where the cloud has no private endpoint' },
    ...database.endpoint.clients.map((client): Flow => ({ from: { namespace: client }, to: pods, ports: [{ port }], why: `queries of ${client}` })),
    ...(database.endpoint.kind === 'in-cluster'
      ? []
      : [
          {
            // Balancers of AWS stand in the public subnets and hide the client, those of Azure show it.
            from: { outside: 'cidrs' as const, cidrs: cluster.provider === 'aws' ? awsSubnets(cluster).public : database.endpoint.allow },
            to: pods,
            ports: [{ port }],
            why: `${database.endpoint.kind} endpoint of ${database.name}`,
          },
        ]),
  ];
}

/** The way out of a workload's namespace, stated here: the workload does not change with the tenant. */
function clientPolicies(chart: Chart, context: DatabaseContext): void {
  const { database, namespace, platform, cluster } = context;
  const port = database.engine === 'postgresql' ? 5432 : 3306;
  for (const client of database.endpoint.clients) {
    const workload = platform.workloads.find(({ name }) => name === client);
    if (!workload || (workload.clusters && !workload.clusters.includes(cluster.name))) continue;
    new NetworkPolicy(chart, `client-${client}-${database.name}`, {
      metadata: {
        name: `to-${namespace}-${database.name}`,
        namespace: client,
        annotations: { [annotations.why]: `queries to ${database.name} of tenant ${context.tenant.name}` },
      },
      spec: {
        podSelector: {},
        policyTypes: ['Egress'],
        egress: [
          {
            to: [
              {
                namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
                podSelector: { matchLabels: { [labels.database]: database.name } },
              },
            ],
            ports: [{ port, protocol: 'TCP' }],
          },
        ],
      },
    });
  }
}
