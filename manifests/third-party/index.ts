/** Everything that a check of references must be told about products, clouds and charts. */
import { coreKinds } from '../../lib/validate/references/core-kinds';
import type { Made, World } from '../../lib/validate/references/world';
import { labels, namespaces } from '../../lib/names';
import { charts } from './charts';
import { kinds } from './kinds';

/** What both clouds have in every cluster: DNS, the API server's Service, the namespaces and classes of Kubernetes. */
const given: Made = {
  names: [
    ...['default', 'kube-node-lease', 'kube-public', namespaces.system].map((name) => ({ kind: 'Namespace', name })),
    ...['system-cluster-critical', 'system-node-critical'].map((name) => ({ kind: 'PriorityClass', name })),
  ],
  pods: [{ namespace: namespaces.system, labels: { 'k8s-app': 'kube-dns' }, ports: [['dns', 53], ['dns-tcp', 53], 9153] }],
  services: [
    {
      namespace: namespaces.system,
      name: 'kube-dns',
      labels: { 'k8s-app': 'kube-dns' },
      ports: [
        ['dns', 53],
        ['dns-tcp', 53],
      ],
    },
    { namespace: 'default', name: 'kubernetes', labels: { component: 'apiserver', provider: 'kubernetes' }, ports: [['https', 443]] },
  ],
};

/** AKS: the API server reaches pods through these. */
const konnectivity: Made = { pods: [{ namespace: namespaces.system, labels: { app: 'konnectivity-agent' } }] };

/** EKS: pods of the add-on amazon-cloudwatch-observability, where it is installed. */
const cloudWatch: Made = {
  pods: [
    {
      namespace: namespaces.cloudWatch,
      labels: { 'app.kubernetes.io/name': 'amazon-cloudwatch-observability', 'control-plane': 'controller-manager' },
      ports: [['webhook-server', 9443]],
    },
    {
      namespace: namespaces.cloudWatch,
      labels: { 'app.kubernetes.io/component': 'kube-state-metrics' },
      ports: [
        ['https-metrics', 8443],
        ['telemetry', 8081],
      ],
    },
    { namespace: namespaces.cloudWatch, labels: { 'k8s-app': 'node-exporter' }, ports: [['metrics', 9487]] },
  ],
};

export const world: World = {
  kinds: { ...coreKinds, ...kinds },
  given,
  clouds: { aws: cloudWatch, azure: konnectivity },
  components: charts,
  // What the injector of Istio puts into pods.
  comeAndGo: [labels.tenant, labels.engine],
  injections: [
    {
      namespaceLabels: { 'istio-injection': 'enabled' },
      unless: { 'sidecar.istio.io/inject': 'false' },
      labels: { 'security.istio.io/tlsMode': 'istio' },
      ports: [
        ['http-envoy-prom', 15090],
        ['status-port', 15020],
        ['probes', 15021],
      ],
    },
  ],
  valueFields: {
    priorityClassName: { kind: 'PriorityClass' },
    storageClass: { kind: 'StorageClass' },
    storageClassName: { kind: 'StorageClass' },
    secretName: { kind: 'Secret' },
    secretRef: { kind: 'Secret' },
    secretKeyRef: { kind: 'Secret' },
    existingSecret: { kind: 'Secret' },
    envFromSecret: { kind: 'Secret' },
    envFromSecrets: { kind: 'Secret' },
    extraSecretMounts: { kind: 'Secret', field: 'secretName' },
    configMapRef: { kind: 'ConfigMap' },
    configMapKeyRef: { kind: 'ConfigMap' },
    configMap: { kind: 'ConfigMap' },
    dashboardsConfigMaps: { kind: 'ConfigMap', each: true },
    issuerRef: { kind: 'Issuer' },
  },
};
