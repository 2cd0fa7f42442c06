/** Custom kinds that we write: which of their fields name something, and what their controllers make of an object. */
import type { KubeObject } from '../../lib/components';
import { namespaces } from '../../lib/names';
import { below, podNames } from '../../lib/validate/references/core-kinds';
import { labelsAt, textAt, textsAt, valuesAt } from '../../lib/validate/references/path';
import type { KindRow, Made, MadeName, NameField, Port } from '../../lib/validate/references/world';
import { elasticKinds } from './elastic-kinds';
import { istioKinds } from './istio-kinds';
import { mariadbKinds } from './mariadb-kinds';
import { nginxKinds } from './nginx-kinds';
import { postgresKinds } from './postgres-kinds';

const home = ({ metadata }: KubeObject): string => metadata.namespace ?? '';
const secret = (namespace: string, name: string, ...keys: readonly string[]): MadeName => ({
  kind: 'Secret',
  namespace,
  name,
  ...(keys.length > 0 ? { keys } : {}),
});

/** Secrets with a key and a certificate; one that hangs below nothing has no `ca.crt`. */
const certificateMade = (object: KubeObject): Made => ({
  names: textsAt(object, 'spec.secretName').map((name) => secret(home(object), name, 'tls.crt', 'tls.key', 'ca.crt')),
});

/** The account key is written where the controller runs. */
const issuerMade = (object: KubeObject): Made => ({
  names: textsAt(object, 'spec.acme.privateKeySecretRef.name').map((name) =>
    secret(object.kind === 'ClusterIssuer' ? namespaces.certificates : home(object), name, 'tls.key'),
  ),
});

/** Secrets that a ClusterIssuer names are in the controller's namespace. */
const issuerNames = (namespace?: string): readonly NameField[] =>
  [
    { path: 'spec.ca', kind: 'Secret', field: 'secretName' },
    { path: 'spec.acme.solvers[].dns01.cloudflare.apiTokenSecretRef', kind: 'Secret' },
  ].map((field) => ({ ...field, ...(namespace === undefined ? {} : { namespace }) }));

/** Keys: what is fetched or generated, and what the template makes of it (alone, unless it is merged). */
function externalSecretMade(object: KubeObject): Made {
  const template = Object.keys(labelsAt(object, 'spec.target.template.data'));
  const alone = template.length > 0 && textAt(object, 'spec.target.template.mergePolicy') !== 'Merge';
  const generated = valuesAt(object, 'spec.dataFrom[]').length > 0;
  const keys = alone ? template : [...textsAt(object, 'spec.data[].secretKey'), ...template];
  const name = textAt(object, 'spec.target.name') ?? object.metadata.name;
  // What a generator yields is written on the generator: its Secret is taken to have every key.
  return { names: [generated && !alone ? secret(home(object), name) : secret(home(object), name, ...keys)] };
}

/** Labels that the operator puts on pods of both of its kinds. */
const operatedLabels = (object: KubeObject, app: string) => ({
  ...labelsAt(object, 'spec.podMetadata.labels'),
  'app.kubernetes.io/name': app,
  'app.kubernetes.io/instance': object.metadata.name,
  'app.kubernetes.io/managed-by': 'prometheus-operator',
});
const reloader: Port = ['reloader-web', 8080];

const prometheusMade = (object: KubeObject): Made => {
  const thanos: readonly Port[] =
    valuesAt(object, 'spec.thanos').length > 0
      ? [
          ['http', 10902],
          ['grpc', 10901],
        ]
      : [];
  return {
    pods: [
      {
        namespace: home(object),
        labels: { ...operatedLabels(object, 'prometheus'), prometheus: object.metadata.name },
        ports: [['web', 9090], reloader, ...thanos],
      },
    ],
    services: [
      {
        namespace: home(object),
        name: 'prometheus-operated',
        ports: [['web', 9090], ...(thanos.length > 0 ? [['grpc', 10901] as const] : [])],
        headless: true,
      },
    ],
  };
};
/** Pods of the agent carry labels of their own. */
const agentMade = (object: KubeObject): Made => ({
  pods: [{ namespace: home(object), labels: operatedLabels(object, 'prometheus-agent'), ports: [['web', 9090], reloader] }],
  services: [{ namespace: home(object), name: 'prometheus-agent-operated', ports: [['web', 9090]], headless: true }],
});
const alertmanagerMade = (object: KubeObject): Made => ({
  pods: [
    {
      namespace: home(object),
      labels: { ...operatedLabels(object, 'alertmanager'), alertmanager: object.metadata.name },
      ports: [['web', 9093], ['mesh-tcp', 9094], ['mesh-udp', 9094], reloader],
    },
  ],
  services: [
    {
      namespace: home(object),
      name: 'alertmanager-operated',
      ports: [
        ['web', 9093],
        ['tcp-mesh', 9094],
        ['udp-mesh', 9094],
      ],
      headless: true,
    },
  ],
});

const keycloakLabels = { app: 'keycloak', 'app.kubernetes.io/managed-by': 'keycloak-operator', 'app.kubernetes.io/component': 'server' };
/** Also of a standby without servers: its policies and budgets wait for them. */
function keycloakMade(object: KubeObject): Made {
  const { name } = object.metadata;
  const namespace = home(object);
  const ports: readonly Port[] = [['http', 8080], ['management', 9000], 7800, 57800];
  return {
    pods: [
      {
        namespace,
        labels: { ...keycloakLabels, 'app.kubernetes.io/instance': name, ...labelsAt(object, 'spec.unsupported.podTemplate.metadata.labels') },
        ports,
      },
    ],
    services: [
      {
        namespace,
        name: `${name}-service`,
        ports: [
          ['http', 8080],
          ['management', 9000],
        ],
      },
      { namespace, name: `${name}-discovery`, ports: [7800], headless: true },
    ],
  };
}
/** The Job that imports wears the labels of the server with another `app`. */
const realmImportMade = (object: KubeObject): Made => ({
  pods: [
    {
      namespace: home(object),
      labels: { ...keycloakLabels, app: 'keycloak-realm-import', 'app.kubernetes.io/instance': textAt(object, 'spec.keycloakCRName') ?? '' },
    },
  ],
});

const monitor = (of: 'pods' | 'services', endpoints: string): KindRow => ({
  definedBy: 'crds-prometheus-operator',
  selectors: [
    {
      path: 'spec.selector',
      of,
      namespaces: 'spec.namespaceSelector',
      ports: (object) => valuesAt(object, `${endpoints}[]`).flatMap(({ value }) => portOf(value)),
    },
  ],
});
const portOf = (endpoint: unknown): readonly (string | number)[] =>
  ['port', 'portNumber', 'targetPort'].flatMap((field) => valuesAt(endpoint, field).map(({ value }) => value as string | number)); // a port by the schema of monitors

const operated: readonly NameField[] = [
  ...below('spec', podNames),
  { path: 'spec.secrets[]', kind: 'Secret' },
  { path: 'spec.configMaps[]', kind: 'ConfigMap' },
  { path: 'spec.storage.volumeClaimTemplate.spec.storageClassName', kind: 'StorageClass' },
];
const spread = { path: 'topologySpreadConstraints[].labelSelector', of: 'pods' } as const;

/** By `group/Kind`. */
export const kinds: Readonly<Record<string, KindRow>> = {
  ...istioKinds,
  ...nginxKinds,
  ...postgresKinds,
  ...elasticKinds,
  ...mariadbKinds,
  'argoproj.io/Application': {},
  'argoproj.io/ApplicationSet': {},
  'argoproj.io/AppProject': {},
  'barmancloud.cnpg.io/ObjectStore': {
    definedBy: 'crds-barman-cloud',
    names: [
      { path: 'spec.configuration.s3Credentials.*', kind: 'Secret' },
      { path: 'spec.configuration.azureCredentials.*', kind: 'Secret' },
    ],
  },
  'cert-manager.io/Certificate': { definedBy: 'crds-cert-manager', names: [{ path: 'spec.issuerRef', kind: 'Issuer' }], makes: certificateMade },
  'cert-manager.io/ClusterIssuer': { definedBy: 'crds-cert-manager', names: issuerNames(namespaces.certificates), makes: issuerMade },
  'cert-manager.io/Issuer': { definedBy: 'crds-cert-manager', names: issuerNames(), makes: issuerMade },
  'cilium.io/CiliumNetworkPolicy': { selectors: [{ path: 'spec.endpointSelector', of: 'pods' }] },
  'elbv2.k8s.aws/TargetGroupBinding': {
    definedBy: 'crds-aws-load-balancer-controller',
    names: [{ path: 'spec.serviceRef', kind: 'Service' }],
    also: (object, inventory) => {
      const service = inventory.service(home(object), textAt(object, 'spec.serviceRef.name') ?? '');
      const [port] = valuesAt(object, 'spec.serviceRef.port');
      return service &&
        port &&
        !service.ports.some((known) => (typeof known === 'number' ? known === port.value : known.includes(port.value as string | number)))
        ? [{ check: 'port', path: port.path, message: `the Service has no port ${String(port.value)}` }]
        : [];
    },
  },
  'external-secrets.io/ClusterSecretStore': {
    definedBy: 'crds-external-secrets',
    names: [
      { path: 'spec.provider.*.auth.jwt.serviceAccountRef', kind: 'ServiceAccount' },
      { path: 'spec.provider.azurekv.serviceAccountRef', kind: 'ServiceAccount' },
    ],
  },
  'external-secrets.io/ExternalSecret': {
    definedBy: 'crds-external-secrets',
    names: [
      { path: 'spec.secretStoreRef', kind: 'SecretStore' },
      { path: 'spec.dataFrom[].sourceRef.generatorRef', kind: 'Password' },
    ],
    makes: externalSecretMade,
  },
  'external-secrets.io/PushSecret': {
    definedBy: 'crds-external-secrets',
    names: [
      { path: 'spec.secretStoreRefs[]', kind: 'SecretStore' },
      { path: 'spec.selector.secret', kind: 'Secret' },
    ],
  },
  'generators.external-secrets.io/Password': { definedBy: 'crds-external-secrets' },
  'k8s.keycloak.org/Keycloak': {
    definedBy: 'crds-keycloak',
    names: [
      { path: 'spec.db.usernameSecret', kind: 'Secret' },
      { path: 'spec.db.passwordSecret', kind: 'Secret' },
      { path: 'spec.db.host', kind: 'Service' },
      { path: 'spec.bootstrapAdmin.*', kind: 'Secret', field: 'secret' },
      { path: 'spec.http.tlsSecret', kind: 'Secret' },
      { path: 'spec.imagePullSecrets[]', kind: 'Secret' },
      { path: 'spec.scheduling.priorityClassName', kind: 'PriorityClass' },
      ...below('spec.unsupported.podTemplate.spec', podNames),
    ],
    selectors: [{ ...spread, path: `spec.scheduling.${spread.path}` }],
    makes: keycloakMade,
  },
  'k8s.keycloak.org/KeycloakRealmImport': {
    definedBy: 'crds-keycloak',
    names: [
      { path: 'spec.keycloakCRName', kind: 'Keycloak' },
      { path: 'spec.placeholders.*.secret', kind: 'Secret' },
    ],
    makes: realmImportMade,
  },
  'karpenter.k8s.aws/EC2NodeClass': { definedBy: 'crds-karpenter' },
  'karpenter.sh/NodePool': { definedBy: 'crds-karpenter', names: [{ path: 'spec.template.spec.nodeClassRef', kind: 'EC2NodeClass' }] },
  'monitoring.coreos.com/Alertmanager': {
    definedBy: 'crds-prometheus-operator',
    names: [...operated, { path: 'spec.configSecret', kind: 'Secret' }],
    selectors: [{ ...spread, path: `spec.${spread.path}` }],
    makes: alertmanagerMade,
  },
  'monitoring.coreos.com/PodMonitor': monitor('pods', 'spec.podMetricsEndpoints'),
  'monitoring.coreos.com/Prometheus': {
    definedBy: 'crds-prometheus-operator',
    names: [...operated, { path: 'spec.alerting.alertmanagers[]', kind: 'Service' }],
    selectors: [{ ...spread, path: `spec.${spread.path}` }],
    makes: prometheusMade,
    also: (object, inventory) =>
      valuesAt(object, 'spec.alerting.alertmanagers[]').flatMap(({ value, path }) => {
        const service = inventory.service(textAt(value, 'namespace') ?? home(object), textAt(value, 'name') ?? '');
        const port = textAt(value, 'port');
        return service && port !== undefined && !service.ports.some((known) => typeof known !== 'number' && known[0] === port)
          ? [{ check: 'port', path: `${path}.port`, message: `the Service has no port '${port}'` }]
          : [];
      }),
  },
  'monitoring.coreos.com/PrometheusAgent': {
    definedBy: 'crds-prometheus-operator',
    names: operated,
    selectors: [{ ...spread, path: `spec.${spread.path}` }],
    makes: agentMade,
  },
  'monitoring.coreos.com/PrometheusRule': { definedBy: 'crds-prometheus-operator' },
  'monitoring.coreos.com/ServiceMonitor': monitor('services', 'spec.endpoints'),
  'snapshot.storage.k8s.io/VolumeSnapshotClass': {},
};
