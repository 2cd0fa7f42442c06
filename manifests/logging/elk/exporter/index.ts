/** Metrics of Elasticsearch: health, disks, snapshots, lifecycle, size of each data stream. */
import type { Chart } from 'cdk8s';
import { Deployment, ServiceAccount } from '../../../../imports/k8s';
import type { Component } from '../../../../lib/components';
import { resources, restrictedContainer } from '../../../../lib/constructs/pods';
import { meshOptOut, priorityClasses } from '../../../../lib/names';
import type { Context, Factory } from '../../../context';
import { users, userSecret } from '../elasticsearch/users';
import { asks, outside, store } from '../names';

const name = 'elasticsearch-exporter';
const { namespace } = store;
const labels = { 'app.kubernetes.io/name': name };
const port = 9114;
const tlsFolder = '/etc/exporter/tls';

export const exporterComponent: Factory = (context): Component => ({
  name,
  summary: 'Metrics of Elasticsearch: health, disks, snapshots, lifecycle, size of each data stream.',
  namespace,
  needs: ['namespaces', 'logs', 'secrets', 'priority-classes'],
  provides: [],
  content: { kind: 'manifests', build: (chart) => build(chart, context) },
  intents: {
    flows: [asks(outside(labels, name), 'statistics')],
    scrapes: [
      {
        name: 'elasticsearch',
        namespace,
        kind: 'pods',
        selector: labels,
        port: 'metrics',
        targetPort: port,
        // Its label `cluster` is the name of the Elasticsearch cluster; ours says which Kubernetes cluster.
        dropLabels: 'cluster',
        sidecar: false,
      },
    ],
  },
});

function build(chart: Chart, context: Context): void {
  new ServiceAccount(chart, 'account', { metadata: { name, namespace, labels }, automountServiceAccountToken: false });
  new Deployment(chart, 'exporter', { metadata: { name, namespace, labels }, spec: spec(context) });
}

const flags = [
  `--es.uri=${store.url}`,
  `--es.ca=${tlsFolder}/ca.crt`,
  // Of all nodes, whichever answers.
  '--es.all',
  '--es.timeout=20s',
  '--collector.snapshots',
  '--collector.slm',
  '--collector.ilm',
  '--collector.data-stream',
  '--collector.health-report',
  `--web.listen-address=:${port}`,
  '--log.format=json',
];

const spec = ({ platform, versions }: Context) => ({
  // Two would tell everything twice.
  replicas: 1,
  selector: { matchLabels: labels },
  template: {
    metadata: { labels: { ...labels, ...meshOptOut(platform) } },
    spec: {
      serviceAccountName: name,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      priorityClassName: priorityClasses.services,
      securityContext: { runAsNonRoot: true, runAsUser: 65534, runAsGroup: 65534, fsGroup: 65534, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        {
          name: 'exporter',
          image: versions.images.elasticsearchExporter,
          args: flags,
          env: [
            { name: 'ES_USERNAME', value: users.metrics.name },
            { name: 'ES_PASSWORD', valueFrom: { secretKeyRef: { name: userSecret(users.metrics), key: 'password' } } },
          ],
          ports: [{ name: 'metrics', containerPort: port, protocol: 'TCP' }],
          resources: resources('50m', '128Mi'),
          securityContext: restrictedContainer,
          readinessProbe: { httpGet: { path: '/healthz', port: 'metrics' }, periodSeconds: 15 },
          livenessProbe: { httpGet: { path: '/healthz', port: 'metrics' }, periodSeconds: 30, failureThreshold: 4 },
          volumeMounts: [{ name: 'authority', mountPath: tlsFolder, readOnly: true }],
        },
      ],
      // Only the authority: the Secret holds the key of the store as well.
      volumes: [{ name: 'authority', secret: { secretName: store.tlsSecret, defaultMode: 0o440, items: [{ key: 'ca.crt', path: 'ca.crt' }] } }],
    },
  },
});
