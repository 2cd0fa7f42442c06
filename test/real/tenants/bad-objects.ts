/** What nobody may do with databases of tenants, made from the very objects of dist/: each differs from an allowed one in one thing. */
import type { KubeObject } from '../../../lib/components';
import type { Platform } from '../../../lib/model';
import type { Attempt } from '../kubernetes/bad-objects';
import { filesOf } from './files';

type Fields = Readonly<Record<string, unknown>>;

/** The object with fields of its spec replaced; undefined takes one away. */
const withSpec = (object: KubeObject, fields: Fields): KubeObject => ({ ...object, spec: { ...(object['spec'] as Fields), ...fields } });
const withLabels = (object: KubeObject, labels: Readonly<Record<string, string>>): KubeObject => ({
  ...object,
  metadata: { ...object.metadata, labels: { ...object.metadata.labels, ...labels } },
});
const named = (object: KubeObject, name: string): KubeObject => ({ ...object, metadata: { ...object.metadata, name } });
const annotated = (object: KubeObject, annotations: Readonly<Record<string, string>>): KubeObject => ({
  ...object,
  metadata: { ...object.metadata, annotations },
});

const barman = { destinationPath: 's3://somewhere/', s3Credentials: { inheritFromIAMRole: true } };

/** @param cluster its dist/ is read */
export function attempts(cluster: string, cloud: string, platform: Platform): readonly Attempt[] {
  const tenant = cloud === 'aws' ? 'payments' : 'shop';
  const objects = filesOf('dist', cluster, `tenant-${tenant}`);
  const one = (kind: string, topology?: string): KubeObject => {
    const found = objects.find((each) => each.kind === kind && (topology === undefined || each.metadata.labels?.['dbaas/topology']?.startsWith(topology)));
    if (!found) throw new Error(`tenant-${tenant} has no ${kind} in ${cluster}`);
    return found;
  };
  const database = withLabels(named(one('Cluster', 'ha'), 'attempt'), { 'dbaas/database': 'attempt', 'dbaas/topology': 'ha' });
  return [
    ...ofPostgresql(database),
    ...ofMariadb(`db-${tenant}`, tenant),
    ...ofSecrets(named(one('PushSecret'), 'attempt'), named(one('ExternalSecret'), 'attempt'), cloud, tenant, `${platform.name}/${cluster}/tenants/`),
    ...ofOwnership(database, one('Namespace')),
    ...ofStatements(database),
    ...ofEntrances(`db-${tenant}`, cloud),
  ];
}

const refusing =
  (rule: string, base: KubeObject) =>
  (what: string, fields: Fields, refusal: string): Attempt => ({ rule, what, object: withSpec(base, fields), refusal });

function ofPostgresql(base: KubeObject): readonly Attempt[] {
  const rule = 'tenant-postgresql';
  const refuse = refusing(rule, base);
  const spec = base['spec'] as { readonly plugins: readonly object[]; readonly affinity: object; readonly externalClusters?: readonly object[] };
  const single = withLabels(base, { 'dbaas/topology': 'single' });
  return [
    { rule, what: 'a database as git has it', object: base },
    { rule, what: 'one instance, where the label says single', object: withSpec(single, { instances: 1 }) },
    refuse('a database without backups', { plugins: [] }, 'a database has backups'),
    refuse('a plugin that archives nothing', { plugins: spec.plugins.map((plugin) => ({ ...plugin, isWALArchiver: false })) }, 'a database has backups'),
    refuse('a plugin that is switched off', { plugins: spec.plugins.map((plugin) => ({ ...plugin, enabled: false })) }, 'a database has backups'),
    refuse('backups of the operator itself', { backup: { barmanObjectStore: barman } }, 'backups go through the plugin'),
    refuse('an origin read by the operator itself', { externalClusters: [{ name: 'x', barmanObjectStore: barman }] }, 'backups go through the plugin'),
    refuse('logins of the superuser', { enableSuperuserAccess: true }, 'enableSuperuserAccess must be false'),
    refuse('more memory than is requested', { resources: { requests: { cpu: '1', memory: '1Gi' }, limits: { memory: '2Gi' } } }, 'memory needs a limit'),
    refuse('memory without a limit', { resources: { requests: { cpu: '1', memory: '1Gi' } } }, 'memory needs a limit'),
    refuse('no resources at all', { resources: undefined }, 'memory needs a limit'),
    refuse('two instances', { instances: 2 }, 'three instances'),
    refuse('instances that prefer zones', { affinity: { ...spec.affinity, podAntiAffinityType: 'preferred' } }, 'three instances'),
    refuse('instances apart by node', { affinity: { ...spec.affinity, topologyKey: 'kubernetes.io/hostname' } }, 'three instances'),
    refuse('an image of its own', { imageCatalogRef: undefined, imageName: 'registry.example/postgresql:18.1' }, 'images come from'),
    refuse(
      'a catalog of its own',
      { imageCatalogRef: { apiGroup: 'postgresql.cnpg.io', kind: 'ImageCatalog', name: 'postgresql', major: 18 } },
      'images come from',
    ),
    refuse('another identity in the cloud', { serviceAccountName: 'default' }, 'serviceAccountName must be database'),
  ];
}

function ofMariadb(namespace: string, tenant: string): readonly Attempt[] {
  const rule = 'tenant-mariadb';
  const base: KubeObject = {
    apiVersion: 'k8s.mariadb.com/v1alpha1',
    kind: 'MariaDB',
    metadata: { name: 'attempt', namespace, labels: { 'dbaas/tenant': tenant, 'dbaas/database': 'attempt', 'dbaas/topology': 'ha' } },
    spec: {
      replicas: 3,
      serviceAccountName: 'database',
      storage: { size: '10Gi' },
      resources: { requests: { cpu: '1', memory: '1Gi' }, limits: { memory: '1Gi' } },
    },
  };
  const refuse = refusing(rule, base);
  return [
    { rule, what: 'a server of three', object: base },
    refuse('a server of one that is called ha', { replicas: 1 }, 'three instances'),
    refuse('more memory than is requested', { resources: { requests: { memory: '1Gi' }, limits: { memory: '2Gi' } } }, 'memory needs a limit'),
    refuse('an empty password of root', { rootEmptyPassword: true }, 'root has a password'),
    refuse('another identity in the cloud', { serviceAccountName: 'default' }, 'serviceAccountName must be database'),
  ];
}

function ofSecrets(push: KubeObject, pull: KubeObject, cloud: string, tenant: string, prefix: string): readonly Attempt[] {
  const key = (name: string) => ({ data: [{ match: { secretKey: 'credentials', remoteRef: { remoteKey: name } } }] });
  const own = cloud === 'aws' ? `${prefix}${tenant}/` : `${tenant}--`;
  const refuse = refusing('tenant-push-secrets', push);
  const refusePull = refusing('tenant-external-secrets', pull);
  const below = 'below its own name only';
  return [
    { rule: 'tenant-push-secrets', what: 'credentials below the own name', object: withSpec(push, key(`${own}attempt`)) },
    refuse('credentials of another tenant', key(cloud === 'aws' ? `${prefix}insights/warehouse/x` : 'insights--warehouse--x'), below),
    refuse('credentials of a tenant whose name begins alike', key(cloud === 'aws' ? `${prefix}${tenant}x/a/b` : `${tenant}x--a--b`), below),
    refuse('a secret of the platform', key(cloud === 'aws' ? 'acme-db/aws-euc1/grafana' : 'grafana'), below),
    refuse('all keys of a Secret', { dataTo: [{ storeRef: { kind: 'ClusterSecretStore', name: 'tenants' } }] }, below),
    refuse('the store of the platform', { secretStoreRefs: [{ kind: 'ClusterSecretStore', name: 'platform' }] }, 'the only store'),
    refuse('stores by label', { secretStoreRefs: [{ kind: 'ClusterSecretStore', labelSelector: { matchLabels: { a: 'b' } } }] }, 'the only store'),
    refuse('credentials that go with their object', { deletionPolicy: 'Delete' }, 'deletionPolicy must be None'),
    { rule: 'tenant-external-secrets', what: 'a generated password', object: pull },
    refusePull('a secret of a store', { secretStoreRef: { kind: 'ClusterSecretStore', name: 'platform' } }, 'generated passwords'),
    refusePull(
      'a store said with the source',
      { dataFrom: [{ sourceRef: { storeRef: { kind: 'ClusterSecretStore', name: 'platform' } } }] },
      'generated passwords',
    ),
    refusePull(
      'a token of the cloud',
      { dataFrom: [{ sourceRef: { generatorRef: { apiVersion: 'generators.external-secrets.io/v1alpha1', kind: 'ECRAuthorizationToken', name: 'x' } } }] },
      'generated passwords',
    ),
    {
      rule: 'tenant-external-secrets',
      what: 'a store of its own',
      object: {
        apiVersion: 'external-secrets.io/v1',
        kind: 'SecretStore',
        metadata: { name: 'attempt', namespace: `db-${tenant}` },
        spec: { provider: { aws: { service: 'SecretsManager', region: 'eu-central-1' } } },
      },
      refusal: 'no store of its own',
    },
  ];
}

function ofOwnership(database: KubeObject, namespace: KubeObject): readonly Attempt[] {
  const rule = 'tenant-ownership';
  const namespaces = 'tenant-namespaces';
  return [
    {
      rule,
      what: 'a database of another tenant',
      object: withLabels(database, { 'dbaas/tenant': 'insights' }),
      refusal: 'must name the tenant of the namespace',
    },
    { rule, what: 'a database under the name of another one', object: withLabels(database, { 'dbaas/database': 'ledger' }), refusal: 'must name the database' },
    { rule: namespaces, what: 'a namespace that takes the name of a tenant for itself', object: named(namespace, 'somewhere'), refusal: 'db-<tenant>' },
    {
      rule: namespaces,
      what: 'a namespace of a tenant that no rule would find',
      object: withLabels(named(namespace, 'db-hidden'), { 'dbaas/tenant': '' }),
      refusal: 'db-<tenant>',
    },
    { rule: namespaces, what: 'the namespace of a new tenant', object: withLabels(named(namespace, 'db-new'), { 'dbaas/tenant': 'new' }) },
  ];
}

function ofStatements(database: KubeObject): readonly Attempt[] {
  const rule = 'tenant-statements';
  return [
    { rule, what: 'a database that may be deleted', object: annotated(database, { 'dbaas/allow-delete': 'attempt' }) },
    { rule, what: 'a statement about another database', object: annotated(database, { 'dbaas/allow-delete': 'orders' }), refusal: 'must be attempt' },
  ];
}

/** Ways in from outside: rules of the platform that make an exception for tenants. */
function ofEntrances(namespace: string, cloud: string): readonly Attempt[] {
  const service = (spec: object) => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'attempt', namespace },
    spec: { type: 'LoadBalancer', ports: [{ port: 5432 }], selector: { app: 'attempt' }, ...spec },
  });
  const binding = (into: string, spec: object) => ({
    apiVersion: 'elbv2.k8s.aws/v1beta1',
    kind: 'TargetGroupBinding',
    metadata: { name: 'attempt', namespace: into },
    spec: { serviceRef: { name: 'attempt', port: 5432 }, ...spec },
  });
  const closed = 'a way in past the gateway';
  const own = 'target groups of databases';
  return [
    // On AWS a tenant has no Service with a load balancer: its quota is none.
    ...(cloud === 'azure'
      ? [
          {
            rule: 'service-exposure',
            what: 'a load balancer of a tenant with an allow list',
            object: service({ loadBalancerSourceRanges: ['203.0.113.0/24'] }),
          },
        ]
      : []),
    { rule: 'service-exposure', what: 'a load balancer of a tenant for everybody', object: service({}), refusal: closed },
    {
      rule: 'service-exposure',
      what: 'a load balancer whose allow list is everybody',
      object: service({ loadBalancerSourceRanges: ['0.0.0.0/0'] }),
      refusal: closed,
    },
    { rule: 'service-exposure', what: 'a node port of a tenant', object: service({ type: 'NodePort' }), refusal: 'a node port is' },
    ...[
      { what: 'a target group of a database', object: binding(namespace, { targetGroupName: 'db-0a1b2c3d' }) },
      { what: 'a target group of the gateway, bound by a tenant', object: binding(namespace, { targetGroupName: 'acme-db-gateway' }), refusal: own },
      {
        what: 'a target group by its address, bound by a tenant',
        object: binding(namespace, { targetGroupARN: 'arn:aws:elasticloadbalancing:eu-central-1:111122223333:targetgroup/db-0a1b2c3d/0' }),
        refusal: own,
      },
      {
        what: 'a target group of a database, bound by a workload',
        object: binding('api', { targetGroupName: 'db-0a1b2c3d' }),
        refusal: 'not behind the load balancer',
      },
    ].map((attempt) => ({ rule: 'target-group-bindings', cloud: 'aws', ...attempt })),
  ];
}
