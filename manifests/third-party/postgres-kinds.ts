/** Kinds of CloudNativePG, and what the operator makes of them. */
import type { KubeObject } from '../../lib/components';
import { labelsAt, textAt, textsAt } from '../../lib/validate/references/path';
import type { KindRow, Made, MadeName, NameField, Port } from '../../lib/validate/references/world';

const secret = (namespace: string, name: string, ...keys: readonly string[]): MadeName => ({ kind: 'Secret', namespace, name, keys });

const databasePorts: readonly Port[] = [
  ['postgresql', 5432],
  ['metrics', 9187],
  ['status', 8000],
];
const isElsewhere = (name: string): boolean => /\.of-[a-z0-9-]+$/.test(name);

/** pkg/specs of the operator 1.30.0. Superuser access is off, and an owner's Secret that is named is not made. */
function databaseMade(object: KubeObject): Made {
  const { name } = object.metadata;
  const namespace = object.metadata.namespace ?? '';
  const disabled = textsAt(object, 'spec.managed.services.disabledDefaultServices[]');
  const owner = textAt(object, 'spec.bootstrap.initdb.secret.name') ?? textAt(object, 'spec.bootstrap.recovery.secret.name');
  return {
    names: [
      secret(namespace, `${name}-ca`, 'ca.crt', 'ca.key'),
      secret(namespace, `${name}-server`, 'tls.crt', 'tls.key'),
      secret(namespace, `${name}-replication`, 'tls.crt', 'tls.key'),
      ...(owner === undefined
        ? [secret(namespace, `${name}-app`, 'username', 'user', 'password', 'dbname', 'host', 'port', 'uri', 'jdbc-uri', 'pgpass', 'fqdn-uri', 'fqdn-jdbc-uri')]
        : []),
      // Named on purpose where another cluster makes the passwords: the operator leaves the password alone while it is not there.
      ...(owner !== undefined && isElsewhere(owner) ? [secret(namespace, owner)] : []),
      ...(textAt(object, 'spec.serviceAccountName') === undefined ? [{ kind: 'ServiceAccount', namespace, name }] : []),
    ],
    pods: [
      {
        namespace,
        labels: { ...labelsAt(object, 'spec.inheritedMetadata.labels'), 'cnpg.io/cluster': name, 'cnpg.io/podRole': 'instance' },
        ports: databasePorts,
      },
    ],
    services: [
      ...['-rw', '-ro', '-r'].filter((suffix) => !disabled.includes(suffix.slice(1))).map((suffix) => `${name}${suffix}`),
      ...textsAt(object, 'spec.managed.services.additional[].serviceTemplate.metadata.name'),
    ].map((service) => ({ namespace, name: service, labels: { 'cnpg.io/cluster': name }, ports: [['postgres', 5432]] })),
  };
}

/** pkg/specs/pgbouncer of the operator 1.30.0. */
function poolerMade(object: KubeObject): Made {
  const { name, namespace = '' } = object.metadata;
  return {
    pods: [
      {
        namespace,
        labels: { ...labelsAt(object, 'spec.template.metadata.labels'), 'cnpg.io/poolerName': name, 'cnpg.io/podRole': 'pooler' },
        ports: [
          ['pgbouncer', 5432],
          ['metrics', 9127],
        ],
      },
    ],
    services: [{ namespace, name, ports: [['pgbouncer', 5432]] }],
  };
}

const ofCluster: readonly NameField[] = [{ path: 'spec.cluster', kind: 'Cluster' }];

export const postgresKinds: Readonly<Record<string, KindRow>> = {
  'postgresql.cnpg.io/Cluster': {
    definedBy: 'crds-cloudnative-pg',
    names: [
      { path: 'spec.bootstrap.*.secret', kind: 'Secret' },
      { path: 'spec.serviceAccountName', kind: 'ServiceAccount' },
      { path: 'spec.imageCatalogRef', kind: 'ImageCatalog' },
      { path: 'spec.managed.roles[].passwordSecret', kind: 'Secret' },
      { path: 'spec.plugins[]', kind: 'DatabasePlugin' },
      { path: 'spec.plugins[].parameters', kind: 'ObjectStore', field: 'barmanObjectName' },
      { path: 'spec.externalClusters[].plugin', kind: 'DatabasePlugin' },
      { path: 'spec.externalClusters[].plugin.parameters', kind: 'ObjectStore', field: 'barmanObjectName' },
      { path: 'spec.priorityClassName', kind: 'PriorityClass' },
      { path: 'spec.storage.storageClass', kind: 'StorageClass' },
      { path: 'spec.walStorage.storageClass', kind: 'StorageClass' },
      { path: 'spec.env[].valueFrom.secretKeyRef', kind: 'Secret' },
    ],
    makes: databaseMade,
    also: (object) => {
      const external = new Set(textsAt(object, 'spec.externalClusters[].name'));
      return ['spec.bootstrap.recovery.source', 'spec.replica.source', 'spec.replica.primary'].flatMap((path) =>
        textsAt(object, path)
          .filter((name) => !external.has(name) && name !== object.metadata.name)
          .map((name) => ({ path, message: `no external cluster '${name}'` })),
      );
    },
  },
  'postgresql.cnpg.io/ClusterImageCatalog': { definedBy: 'crds-cloudnative-pg' },
  'postgresql.cnpg.io/Database': { definedBy: 'crds-cloudnative-pg', names: ofCluster },
  'postgresql.cnpg.io/DatabaseRole': { definedBy: 'crds-cloudnative-pg', names: [...ofCluster, { path: 'spec.passwordSecret', kind: 'Secret' }] },
  'postgresql.cnpg.io/Pooler': {
    definedBy: 'crds-cloudnative-pg',
    names: [...ofCluster, { path: 'spec.template.spec.priorityClassName', kind: 'PriorityClass' }],
    makes: poolerMade,
  },
  'postgresql.cnpg.io/ScheduledBackup': {
    definedBy: 'crds-cloudnative-pg',
    names: [
      { path: 'spec.cluster', kind: 'Cluster' },
      { path: 'spec.pluginConfiguration', kind: 'DatabasePlugin' },
    ],
  },
};
