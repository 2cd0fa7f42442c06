/** Kinds of mariadb-operator (26.6.0), and what it makes of them: api/v1alpha1/mariadb_keys.go, pkg/builder, internal/controller. */
import type { KubeObject } from '../../lib/components';
import { labelsAt, textAt, valuesAt } from '../../lib/validate/references/path';
import type { KindRow, Made, MadeName, MadeService, NameField, Port } from '../../lib/validate/references/world';

const definedBy = 'crds-mariadb-operator';
const home = ({ metadata }: KubeObject): string => metadata.namespace ?? '';
const inherited = (object: KubeObject) => labelsAt(object, 'spec.inheritMetadata.labels');
const isReplicated = (object: KubeObject): boolean => valuesAt(object, 'spec.replication.enabled').some(({ value }) => value === true);

/** Passwords of the operator's own users, certificates below an authority of its own. */
function secretsOf(object: KubeObject): readonly MadeName[] {
  const { name } = object.metadata;
  const secret = (suffix: string, ...keys: readonly string[]): MadeName => ({ kind: 'Secret', namespace: home(object), name: `${name}${suffix}`, keys });
  return [
    secret('-ca', 'tls.crt', 'tls.key'),
    secret('-ca-bundle', 'ca.crt'),
    secret('-server-cert', 'tls.crt', 'tls.key'),
    secret('-client-cert', 'tls.crt', 'tls.key'),
    secret('-metrics-password', 'password'),
    secret('-metrics-config', 'exporter.cnf'),
    ...(isReplicated(object) ? [secret('-repl-password', 'password'), secret('-agent-auth', 'password')] : []),
  ];
}

function servicesOf(object: KubeObject): readonly MadeService[] {
  const { name } = object.metadata;
  const namespace = home(object);
  const labels = inherited(object);
  const ports: readonly Port[] = [['mariadb', 3306]];
  const agent: readonly Port[] = isReplicated(object)
    ? [
        ['agent', 5555],
        ['agent-probe', 5566],
      ]
    : [];
  return [
    { namespace, name, labels, ports },
    { namespace, name: `${name}-internal`, labels, ports: [...ports, ...agent], headless: true },
    ...(isReplicated(object) ? ['-primary', '-secondary'] : []).map((suffix) => ({ namespace, name: `${name}${suffix}`, labels, ports })),
    {
      namespace,
      name: `${name}-metrics`,
      labels: { ...labels, 'app.kubernetes.io/name': 'exporter', 'app.kubernetes.io/instance': `${name}-metrics` },
      ports: [['metrics', 9104]],
    },
  ];
}

function serverMade(object: KubeObject): Made {
  const { name } = object.metadata;
  const namespace = home(object);
  const pod = (app: string, instance: string, ...ports: readonly Port[]) => ({
    namespace,
    labels: { ...inherited(object), 'app.kubernetes.io/name': app, 'app.kubernetes.io/instance': instance },
    ports,
  });
  return {
    names: secretsOf(object),
    pods: [
      {
        ...pod('mariadb', name, ['mariadb', 3306], ...(isReplicated(object) ? [['agent', 5555] as const, ['agent-probe', 5566] as const] : [])),
        labels: { ...pod('mariadb', name).labels, ...labelsAt(object, 'spec.podMetadata.labels') },
      },
      pod('exporter', `${name}-metrics`, ['metrics', 9104]),
    ],
    services: servicesOf(object),
  };
}

/** Jobs; none of them listens. */
const backupMade = (object: KubeObject): Made => ({
  pods: [{ namespace: home(object), labels: { ...inherited(object), ...labelsAt(object, 'spec.podMetadata.labels') }, ports: [] }],
});

const ofServer: readonly NameField[] = [{ path: 'spec.mariaDbRef', kind: 'MariaDB' }];
const podFields: readonly NameField[] = [
  { path: 'spec.serviceAccountName', kind: 'ServiceAccount' },
  { path: 'spec.priorityClassName', kind: 'PriorityClass' },
];

/** By `group/Kind`. */
export const mariadbKinds: Readonly<Record<string, KindRow>> = {
  'k8s.mariadb.com/Database': { definedBy, names: ofServer },
  'k8s.mariadb.com/Grant': {
    definedBy,
    names: ofServer,
    also: (object) =>
      textAt(object, 'spec.database') === undefined ? [{ path: 'spec.database', message: 'a grant without a database is one for the whole server' }] : [],
  },
  'k8s.mariadb.com/MariaDB': {
    definedBy,
    names: [
      ...podFields,
      { path: 'spec.rootPasswordSecretKeyRef', kind: 'Secret' },
      { path: 'spec.storage.storageClassName', kind: 'StorageClass' },
      { path: 'spec.pointInTimeRecoveryRef', kind: 'PointInTimeRecovery' },
      { path: 'spec.replication.replica.bootstrapFrom.physicalBackupTemplateRef', kind: 'PhysicalBackup' },
      { path: 'spec.metrics.exporter.priorityClassName', kind: 'PriorityClass' },
    ],
    makes: serverMade,
  },
  'k8s.mariadb.com/PhysicalBackup': { definedBy, names: [...podFields, ...ofServer], makes: backupMade },
  'k8s.mariadb.com/PointInTimeRecovery': { definedBy, names: [{ path: 'spec.physicalBackupRef', kind: 'PhysicalBackup' }] },
  'k8s.mariadb.com/User': { definedBy, names: [...ofServer, { path: 'spec.passwordSecretKeyRef', kind: 'Secret' }] },
};
