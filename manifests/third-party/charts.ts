/**
 * What third parties' charts and manifests make of our values, by component: as far as our own objects name it.
 * Read from the rendered templates, with the release that was rendered where it is not the one of versions.ts.
 */
import type { Made, Port } from '../../lib/validate/references/world';
import { valuesAt } from '../../lib/validate/references/path';
import { istioGateway as gateway, namespaces, nginxGateway } from '../../lib/names';

type Labels = Readonly<Record<string, string>>;
const app = (name: string, instance?: string): Labels => ({ 'app.kubernetes.io/name': name, ...(instance ? { 'app.kubernetes.io/instance': instance } : {}) });
const pods = (namespace: string, labels: Labels, ...ports: readonly Port[]) => ({ namespace, labels, ports });
const accounts = (namespace: string, ...names: readonly string[]) => names.map((name) => ({ kind: 'ServiceAccount', namespace, name }));

const argocdPods = (name: string, ...ports: readonly Port[]) => pods(namespaces.argocd, app(name), ...ports);
const argocdService = (name: string, labelled: string, ...ports: readonly Port[]) => ({ namespace: namespaces.argocd, name, labels: app(labelled), ports });

/** manifests/ha/install.yaml of v3.5.1 under our kustomization. */
const argocd: Made = {
  names: accounts(
    namespaces.argocd,
    'argocd-application-controller',
    'argocd-applicationset-controller',
    'argocd-redis-ha',
    'argocd-redis-ha-haproxy',
    'argocd-repo-server',
    'argocd-server',
  ),
  pods: [
    argocdPods('argocd-application-controller', 8082),
    argocdPods('argocd-applicationset-controller', ['webhook', 7000], ['metrics', 8080]),
    argocdPods('argocd-repo-server', 8081, 8084),
    argocdPods('argocd-server', 8080, 8083),
    argocdPods('argocd-redis-ha-haproxy', ['probe', 8888], ['redis', 6379], ['metrics-port', 9101]),
    argocdPods('argocd-redis-ha', ['redis', 6379], ['sentinel', 26379]),
  ],
  services: [
    argocdService('argocd-applicationset-controller', 'argocd-applicationset-controller', ['webhook', 7000], ['metrics', 8080]),
    argocdService('argocd-metrics', 'argocd-metrics', ['metrics', 8082]),
    argocdService('argocd-redis-ha-haproxy', 'argocd-redis-ha-haproxy', ['tcp-haproxy', 6379], ['http-exporter-port', 9101]),
    argocdService('argocd-repo-server', 'argocd-repo-server', ['server', 8081], ['metrics', 8084]),
    argocdService('argocd-server', 'argocd-server', ['http', 80], ['https', 443]),
    argocdService('argocd-server-metrics', 'argocd-server-metrics', ['metrics', 8083]),
  ],
};

const certManagerPods = (name: string, component: string, ...ports: readonly Port[]) =>
  pods(namespaces.certificates, { ...app(name, 'cert-manager'), 'app.kubernetes.io/component': component }, ['http-metrics', 9402], ...ports);
const certManager: Made = {
  names: accounts(namespaces.certificates, 'cert-manager', 'cert-manager-cainjector', 'cert-manager-webhook'),
  pods: [
    certManagerPods('cert-manager', 'controller', ['http-healthz', 9403]),
    certManagerPods('cainjector', 'cainjector'),
    certManagerPods('webhook', 'webhook', ['https', 10250], ['healthcheck', 6080]),
  ],
  services: [{ namespace: namespaces.certificates, name: 'cert-manager-webhook', ports: [['https', 443]] }],
};

const externalSecretsPods = (name: string, ...ports: readonly Port[]) => pods(namespaces.secrets, app(name, 'external-secrets'), ['metrics', 8080], ...ports);
const externalSecrets: Made = {
  names: accounts(namespaces.secrets, 'external-secrets', 'external-secrets-cert-controller', 'external-secrets-webhook'),
  pods: [
    externalSecretsPods('external-secrets', ['live', 8082]),
    externalSecretsPods('external-secrets-cert-controller', ['ready', 8081]),
    externalSecretsPods('external-secrets-webhook', ['webhook', 10250], ['ready', 8081]),
  ],
};

/** Chart and operator of kube-prometheus-stack with kube-state-metrics 8.4.0 and node-exporter 4.56.1; the operator keeps the Service of the kubelets. */
const metricsOperator: Made = {
  names: [
    ...accounts(namespaces.observability, 'prometheus-operator', 'prometheus-operator-webhook', 'kube-state-metrics'),
    ...accounts(namespaces.agents, 'node-exporter'),
  ],
  pods: [
    pods(namespaces.observability, { app: 'kube-prometheus-stack-operator', release: 'metrics-operator' }, ['http', 8080]),
    pods(namespaces.observability, { app: 'kube-prometheus-stack-operator-webhook', release: 'metrics-operator' }, ['https', 10250]),
    pods(namespaces.observability, app('kube-state-metrics', 'metrics-operator'), ['http', 8080], ['metrics', 8081]),
    pods(namespaces.agents, app('node-exporter', 'metrics-operator'), ['metrics', 9100]),
  ],
  services: [
    {
      namespace: namespaces.system,
      name: 'kubelet',
      labels: { 'k8s-app': 'kubelet', ...app('kubelet') },
      ports: [
        ['https-metrics', 10250],
        ['http-metrics', 10255],
        ['cadvisor', 4194],
      ],
    },
  ],
};

const grafana: Made = {
  names: accounts(namespaces.observability, 'grafana'),
  pods: [pods(namespaces.observability, app('grafana', 'grafana'), ['grafana', 3000], ['gossip-tcp', 9094], ['gossip-udp', 9094], ['profiling', 6060])],
  services: [{ namespace: namespaces.observability, name: 'grafana', labels: app('grafana', 'grafana'), ports: [['http', 80]] }],
};

const lokiLabels = { ...app('loki', 'loki'), 'app.kubernetes.io/component': 'single-binary' };
const lokiPorts: readonly Port[] = [
  ['http-metrics', 3100],
  ['grpc', 9095],
  ['grpclb', 9096],
];
const loki: Made = {
  names: accounts(namespaces.observability, 'loki'),
  pods: [
    pods(
      namespaces.observability,
      { ...lokiLabels, 'app.kubernetes.io/part-of': 'memberlist' },
      ['http-metrics', 3100],
      ['grpc', 9095],
      ['http-memberlist', 7946],
    ),
  ],
  services: [
    { namespace: namespaces.observability, name: 'loki', labels: lokiLabels, ports: lokiPorts },
    { namespace: namespaces.observability, name: 'loki-headless', labels: lokiLabels, ports: lokiPorts, headless: true },
    { namespace: namespaces.observability, name: 'loki-memberlist', ports: [['tcp', 7946]], headless: true },
  ],
};

/** Its mesh configuration names the providers that policies and telemetry may use. The certificate authority is found by the Secret's fixed name. */
const istiod = (values: unknown): Made => ({
  names: [
    ...accounts(namespaces.mesh, 'istiod'),
    ...valuesAt(values, 'meshConfig.extensionProviders[].name').map(({ value }) => ({ kind: 'ExtensionProvider', name: String(value) })),
  ],
  pods: [
    pods(
      namespaces.mesh,
      { app: 'istiod', istio: 'pilot', ...app('istiod', 'istiod') },
      ['http-debug', 8080],
      ['grpc-xds', 15010],
      ['tls-xds', 15012],
      ['https-webhooks', 15017],
      ['http-monitoring', 15014],
    ),
  ],
  services: [
    {
      namespace: namespaces.mesh,
      name: 'istiod',
      labels: { app: 'istiod', istio: 'pilot' },
      ports: [
        ['grpc-xds', 15010],
        ['https-dns', 15012],
        ['https-webhook', 443],
        ['http-monitoring', 15014],
      ],
    },
  ],
  needs: [{ kind: 'Secret', namespace: namespaces.mesh, name: 'cacerts' }],
});

/** The ports are those of the Service: the pods declare that of their metrics only, Envoy opens what Gateways ask for. */
const gatewayMade = (namespace: string, name: string, selector: Labels, ...ports: readonly Port[]): Made => ({
  names: accounts(namespace, name),
  pods: [pods(namespace, { ...selector, ...app(name, name) }, ['http-envoy-prom', 15090], ...ports)],
  services: [{ namespace, name, labels: selector, ports }],
});

/** The chart binds a role of its full name. Pods and class of nginx-ingress 2.6.4. */
const ingressController = (values: unknown): Made => {
  const { namespace, service, serviceAccount, selector, httpsPort, httpsTargetPort, statusPort } = nginxGateway;
  return {
    names: [
      ...accounts(namespace, serviceAccount),
      ...valuesAt(values, 'controller.ingressClass.name').map(({ value }) => ({ kind: 'IngressClass', name: String(value) })),
    ],
    pods: [pods(namespace, selector, ['http', 80], ['https', httpsTargetPort], ['prometheus', 9113], ['readiness-port', statusPort])],
    services: [{ namespace, name: service, labels: selector, ports: [['https', httpsPort]] }],
    needs: [
      ...valuesAt(values, 'fullnameOverride').map(({ value }) => ({ kind: 'ClusterRole', name: String(value) })),
      ...valuesAt(values, 'controller.customConfigMap').map(({ value }) => ({ kind: 'ConfigMap', namespace, name: String(value) })),
    ],
  };
};

/** By component. Definitions only: `crds-*` are not here. */
export const charts: Readonly<Record<string, Made | ((values: unknown) => Made)>> = {
  argocd,
  'aws-load-balancer-controller': {
    names: accounts(namespaces.system, 'aws-load-balancer-controller'),
    pods: [pods(namespaces.system, app('aws-load-balancer-controller', 'aws-load-balancer-controller'), ['webhook-server', 9443], ['metrics-server', 8080])],
  },
  'cert-manager': certManager,
  // Without a webhook, with rights in two namespaces.
  'elastic-operator': {
    names: accounts(namespaces.elasticOperator, 'elastic-operator'),
    pods: [pods(namespaces.elasticOperator, app('elastic-operator', 'elastic-operator'), ['metrics', 8080], ['health-probe', 8081])],
  },
  // All of it is written here; its kustomization only lists files.
  flux: {},
  'external-dns': { names: accounts(namespaces.dns, 'external-dns'), pods: [pods(namespaces.dns, app('external-dns', 'external-dns'), ['http', 7979])] },
  'external-secrets': externalSecrets,
  grafana,
  'ingress-controller': ingressController,
  'ingress-gateway': gatewayMade(gateway.namespace, gateway.service, gateway.selector, ['status-port', gateway.statusPort], ['https', gateway.httpsTargetPort]),
  'istio-base': {},
  'istio-cni': {
    names: accounts(namespaces.meshNetwork, 'istio-cni'),
    pods: [pods(namespaces.meshNetwork, { 'k8s-app': 'istio-cni-node', ...app('istio-cni', 'istio-cni') }, ['metrics', 15014])],
  },
  istiod,
  // Chart 1.13.0.
  karpenter: {
    names: accounts(namespaces.autoscaling, 'karpenter'),
    pods: [pods(namespaces.autoscaling, app('karpenter', 'karpenter'), ['http-metrics', 8080], ['http', 8081])],
  },
  // kubernetes.yml of 26.0.0.
  'keycloak-operator': {
    names: accounts(namespaces.identity, 'keycloak-operator'),
    pods: [pods(namespaces.identity, app('keycloak-operator'), ['http', 8080])],
  },
  loki,
  'mariadb-operator': {
    names: [
      ...accounts(namespaces.mariadb, 'mariadb-operator', 'mariadb-operator-webhook'),
      { kind: 'Secret', namespace: namespaces.mariadb, name: 'mariadb-operator-webhook-cert', keys: ['ca.crt', 'tls.crt', 'tls.key'] },
    ],
    pods: [
      pods(namespaces.mariadb, app('mariadb-operator', 'mariadb-operator'), ['metrics', 8080]),
      pods(namespaces.mariadb, app('mariadb-operator-webhook', 'mariadb-operator'), ['https', 9443], ['metrics', 8080], ['health', 8081]),
    ],
    services: [{ namespace: namespaces.mariadb, name: 'mariadb-operator-webhook', labels: app('mariadb-operator-webhook', 'mariadb-operator'), ports: [443] }],
  },
  'mesh-eastwest-gateway': gatewayMade(
    namespaces.meshEastWest,
    'istio-eastwestgateway',
    { app: 'istio-eastwestgateway', istio: 'eastwestgateway' },
    ['status-port', 15021],
    ['tls', 15443],
    ['tls-istiod', 15012],
    ['tls-webhook', 15017],
  ),
  'metrics-operator': metricsOperator,
  'postgres-backup': {
    names: [...accounts(namespaces.postgres, 'barman-cloud'), { kind: 'DatabasePlugin', name: 'barman-cloud.cloudnative-pg.io' }],
    pods: [pods(namespaces.postgres, app('plugin-barman-cloud', 'barman-cloud'), 9090)],
  },
  'postgres-operator': {
    names: accounts(namespaces.postgres, 'cloudnative-pg'),
    pods: [pods(namespaces.postgres, app('cloudnative-pg', 'cloudnative-pg'), ['metrics', 8080], ['webhook-server', 9443])],
  },
};
