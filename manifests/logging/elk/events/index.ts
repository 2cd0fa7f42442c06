/** Events of Kubernetes as lines: why a pod was not scheduled or was killed is said nowhere else, and forgotten after an hour. */
import type { Chart } from 'cdk8s';
import { ClusterRole, ClusterRoleBinding, ConfigMap, Deployment, ServiceAccount } from '../../../../imports/k8s';
import type { Component } from '../../../../lib/components';
import { resources, restrictedContainer } from '../../../../lib/constructs/pods';
import { deploymentDown } from '../../../../lib/constructs/kube-state';
import { digest, meshOptOut, priorityClasses } from '../../../../lib/names';
import { yaml } from '../../../../lib/output/yaml';
import type { Context, Factory } from '../../../context';
import { beatCertificate, beatTlsFolder, clusterName, ownState, toLogstash } from '../beats';
import { logstash, logstashPods, outside, store } from '../names';

const name = 'kubernetes-events';
const { namespace } = store;
const labels = { 'app.kubernetes.io/name': name };
const pods = outside(labels, name);
const statePort = 5066;

export const eventsComponent: Factory = (context): Component => ({
  name,
  summary: 'Reads events of Kubernetes and sends them where lines go.',
  namespace,
  needs: ['namespaces', 'log-collection', 'internal-certificates', 'priority-classes'],
  provides: [],
  content: { kind: 'manifests', build: (chart) => build(chart, context) },
  intents: {
    flows: [
      { from: pods, to: logstashPods, ports: [{ port: logstash.port }], why: 'events as lines' },
      { from: pods, to: { outside: 'api-server' }, ports: [{ port: 443 }], why: 'events of Kubernetes' },
    ],
    rules: [
      {
        group: name,
        alerts: [
          {
            alert: 'EventsNotCollected',
            expr: deploymentDown(namespace, name),
            for: '30m',
            severity: 'warning',
            summary: 'Events of Kubernetes are not stored',
            description: `Kubernetes itself forgets them after an hour. kubectl -n ${namespace} logs deployment/${name}.`,
          },
        ],
      },
    ],
  },
});

const config = (context: Context): object => ({
  metricbeat: { modules: [{ module: 'kubernetes', metricsets: ['event'], enabled: true, add_metadata: false, skip_older: true }] },
  processors: [
    clusterName(context),
    { drop_fields: { fields: ['ecs', 'metricset', 'service', 'event.dataset', 'event.module', 'event.duration'], ignore_missing: true } },
  ],
  queue: { mem: { events: 4096 } },
  output: { logstash: toLogstash },
  ...ownState(statePort),
});

function build(chart: Chart, context: Context): void {
  const data = { 'metricbeat.yml': yaml(config(context)) };
  new ServiceAccount(chart, 'account', { metadata: { name, namespace, labels } });
  new ConfigMap(chart, 'config', { metadata: { name, namespace, labels }, data });
  beatCertificate(chart, name, namespace);
  new ClusterRole(chart, 'role', { metadata: { name }, rules: [{ apiGroups: ['', 'events.k8s.io'], resources: ['events'], verbs: ['get', 'list', 'watch'] }] });
  new ClusterRoleBinding(chart, 'binding', {
    metadata: { name },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
    subjects: [{ kind: 'ServiceAccount', name, namespace }],
  });
  new Deployment(chart, 'reader', { metadata: { name, namespace, labels }, spec: spec(context, digest(...Object.values(data))) });
}

const spec = ({ platform, versions }: Context, checksum: string) => ({
  // Two would store every event twice. While it moves to another node, Kubernetes still has the events.
  replicas: 1,
  strategy: { type: 'Recreate' },
  selector: { matchLabels: labels },
  template: {
    metadata: { labels: { ...labels, ...meshOptOut(platform) }, annotations: { 'dbaas/config': checksum } },
    spec: {
      serviceAccountName: name,
      enableServiceLinks: false,
      priorityClassName: priorityClasses.services,
      // Not the image's own user, whose files are those of Elasticsearch on the same node: the image is made for any user.
      securityContext: { runAsNonRoot: true, runAsUser: 65532, runAsGroup: 65532, fsGroup: 65532, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        {
          name: 'metricbeat',
          image: versions.images.metricbeat,
          args: ['-e', '-c', '/etc/beat/metricbeat.yml', '--strict.perms=false', '--path.data', '/var/lib/metricbeat'],
          ports: [{ name: 'state', containerPort: statePort, protocol: 'TCP' }],
          resources: resources('50m', '256Mi'),
          securityContext: restrictedContainer,
          livenessProbe: { httpGet: { path: '/', port: 'state' }, initialDelaySeconds: 30, failureThreshold: 6 },
          readinessProbe: { httpGet: { path: '/', port: 'state' } },
          volumeMounts: [
            { name: 'config', mountPath: '/etc/beat/metricbeat.yml', subPath: 'metricbeat.yml', readOnly: true },
            { name: 'tls', mountPath: beatTlsFolder, readOnly: true },
            { name: 'data', mountPath: '/var/lib/metricbeat' },
          ],
        },
      ],
      volumes: [
        { name: 'config', configMap: { name } },
        { name: 'tls', secret: { secretName: `${name}-tls`, defaultMode: 0o440 } },
        { name: 'data', emptyDir: { sizeLimit: '128Mi' } },
      ],
    },
  },
});
