/** Where sessions of the login proxy live: Valkey with sentinels, its own TLS and users. docs/adr/0007-session-store.md */
import type { Chart } from 'cdk8s';
import { Certificate } from '../../../imports/cert-manager.io';
import { ConfigMap, PodDisruptionBudget, Service, ServiceAccount, StatefulSet } from '../../../imports/k8s';
import type { ComponentIntents, PodPeer } from '../../../lib/components';
import { issuers, loginProxy } from '../../../lib/names';
import type { Context, Factory } from '../../context';
import { storeFiles } from './config';
import { storeDashboard, storeRules } from './observability';
import { cookieName, sessionStore } from './names';
import { configName, storeSpec } from './workload';

const { hosts, labels, metricsPort, namespace, port, secret, sentinelPort, service, tlsSecret } = sessionStore;
const pods: PodPeer = { namespace, pods: labels, sidecar: false };
const ports = [{ port }, { port: sentinelPort }];

export const sessions: Factory = (context) => ({
  name: 'sessions',
  summary: 'Valkey: sessions of people who logged in, on three servers with automatic failover',
  namespace,
  needs: ['crds', 'namespaces', 'priority-classes', 'storage', 'secrets', 'internal-certificates'],
  after: ['node-autoscaling'],
  provides: ['sessions'],
  content: { kind: 'manifests', build: (chart) => build(chart, context) },
  intents,
});

function build(chart: Chart, context: Context): void {
  new ServiceAccount(chart, 'account', { metadata: { name: service, labels }, automountServiceAccountToken: false });
  new ConfigMap(chart, 'config', { metadata: { name: configName, labels }, data: storeFiles(cookieName(context.platform)) });
  new Certificate(chart, 'certificate', {
    metadata: { name: tlsSecret, labels },
    spec: {
      secretName: tlsSecret,
      commonName: service,
      // Each server under its own name, the way clients call it; the exporter calls its neighbour.
      dnsNames: [...hosts, 'localhost'],
      duration: '2160h0m0s',
      renewBefore: '720h0m0s',
      privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
      usages: ['digital signature', 'server auth', 'client auth'],
      issuerRef: { group: 'cert-manager.io', kind: 'ClusterIssuer', name: issuers.internal },
    },
  });
  new Service(chart, 'service', {
    metadata: { name: service, labels },
    spec: {
      type: 'ClusterIP',
      clusterIP: 'None',
      // Servers and sentinels find each other by name before any of them is ready.
      publishNotReadyAddresses: true,
      selector: labels,
      ports: [
        { name: 'tcp-valkey', port, targetPort: 'tcp-valkey', protocol: 'TCP' },
        { name: 'tcp-sentinel', port: sentinelPort, targetPort: 'tcp-sentinel', protocol: 'TCP' },
      ],
    },
  });
  new StatefulSet(chart, 'servers', { metadata: { name: service, labels }, spec: storeSpec(context) });
  new PodDisruptionBudget(chart, 'budget', { metadata: { name: service, labels }, spec: { maxUnavailable: 1, selector: { matchLabels: labels } } });
}

const generated = { from: 'generated', length: 48, alphabet: 'alphanumeric' } as const;

const intents: ComponentIntents = {
  namespaces: [{ name: namespace, podSecurity: 'restricted', mesh: true, quota: { pods: 20, cpu: '6', memory: '12Gi', storageGiB: 20 } }],
  flows: [
    { from: pods, to: pods, ports, why: 'replication, and sentinels that agree on the primary' },
    {
      from: { namespace: loginProxy.namespace, pods: loginProxy.pods, serviceAccount: loginProxy.serviceAccount },
      to: pods,
      ports,
      why: 'sessions of the login proxy',
    },
  ],
  secrets: [{ namespace, name: secret, keys: { proxy: generated, sentinel: generated, internal: generated, exporter: generated } }],
  scrapes: [{ name: 'valkey', namespace, kind: 'pods', selector: labels, port: 'metrics', targetPort: metricsPort, sidecar: false }],
  rules: storeRules,
  dashboards: [storeDashboard],
};
