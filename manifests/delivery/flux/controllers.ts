/**
 * The controllers as this platform runs them: our own objects around upstream's images. The locked-down variant: they
 * look at one namespace, follow no reference out of it, fetch no remote bases, and act as accounts, never as themselves.
 * @see https://fluxcd.io/flux/installation/configuration/multitenancy/
 */
import type { Chart } from 'cdk8s';
import { Deployment, PodDisruptionBudget, Service, ServiceAccount } from '../../../imports/k8s';
import { restrictedContainer } from '../../../lib/constructs/pods';
import { onNodes, onSystemNodes, onZones } from '../../../lib/names';
import type { Context } from '../../context';
import { namespace } from './names';
import { ports, type Part } from './parts';

export function controllers(chart: Chart, context: Context, parts: readonly Part[]): void {
  const events = parts.some(({ name }) => name === 'notification-controller');
  for (const part of parts) {
    const { name, replicas, serves } = part;
    const labels = { ...podLabels(name), 'app.kubernetes.io/component': name, 'app.kubernetes.io/part-of': 'flux' };
    const metadata = { name, namespace, labels };
    new ServiceAccount(chart, `${name}-account`, { metadata });
    new Deployment(chart, name, { metadata, spec: deploymentSpec(context, part, labels, events) });
    if (serves)
      new Service(chart, `${name}-service`, {
        metadata,
        spec: { type: 'ClusterIP', selector: podLabels(name), ports: [{ name: 'http', port: 80, protocol: 'TCP', targetPort: 'http' }] },
      });
    if (replicas > 1)
      new PodDisruptionBudget(chart, `${name}-budget`, {
        metadata,
        spec: { maxUnavailable: 1, selector: { matchLabels: podLabels(name) }, unhealthyPodEvictionPolicy: 'AlwaysAllow' },
      });
  }
}

export const podLabels = (name: string) => ({ 'app.kubernetes.io/name': name });

function deploymentSpec({ cluster, versions }: Context, part: Part, labels: Readonly<Record<string, string>>, events: boolean) {
  const { name, replicas, image, serves, storage, graceSeconds } = part;
  return {
    replicas,
    revisionHistoryLimit: 3,
    selector: { matchLabels: podLabels(name) },
    // A second one would not become ready while the first one leads, and it has nothing of what the first one stored.
    strategy: storage ? { type: 'Recreate' } : { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
    template: {
      metadata: { labels },
      spec: {
        serviceAccountName: name,
        enableServiceLinks: false,
        terminationGracePeriodSeconds: graceSeconds,
        // Built in: our own classes come with the first commit that is applied, after these pods.
        priorityClassName: 'system-cluster-critical',
        ...onSystemNodes(cluster),
        topologySpreadConstraints: [onZones(podLabels(name)), onNodes(podLabels(name))],
        securityContext: { runAsNonRoot: true, runAsUser: 65534, runAsGroup: 65534, fsGroup: 1337, seccompProfile: { type: 'RuntimeDefault' } },
        containers: [
          {
            name: 'manager',
            image: versions.images[image],
            args: arguments_(part, events),
            env: environment(part),
            ports: [
              ...(serves ? [{ name: 'http', containerPort: ports.http, protocol: 'TCP' }] : []),
              { name: 'http-prom', containerPort: ports.metrics, protocol: 'TCP' },
              { name: 'healthz', containerPort: ports.health, protocol: 'TCP' },
            ],
            livenessProbe: { httpGet: { path: '/healthz', port: 'healthz' } },
            // Only the leader serves what was stored.
            readinessProbe: { httpGet: storage ? { path: '/', port: 'http' } : { path: '/readyz', port: 'healthz' } },
            resources: {
              requests: { cpu: part.cpu, memory: part.memory, 'ephemeral-storage': '64Mi' },
              limits: { memory: part.memoryLimit, 'ephemeral-storage': storage ? '4Gi' : '1Gi' },
            },
            securityContext: restrictedContainer,
            volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }, ...(storage ? [{ name: 'data', mountPath: '/data' }] : [])],
          },
        ],
        volumes: [
          { name: 'tmp', emptyDir: { sizeLimit: '1Gi' } },
          // Fetched again after a move: nothing in it is the only copy.
          ...(storage ? [{ name: 'data', emptyDir: { sizeLimit: '2Gi' } }] : []),
        ],
      },
    },
  };
}

const arguments_ = ({ name, flags }: Part, events: boolean): readonly string[] => [
  ...(events && name !== 'notification-controller' ? [`--events-addr=http://notification-controller.${namespace}.svc.cluster.local./`] : []),
  '--watch-all-namespaces=false',
  '--log-level=info',
  '--log-encoding=json',
  '--enable-leader-election',
  ...flags,
];

const environment = ({ storage }: Part) => [
  { name: 'RUNTIME_NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } },
  { name: 'GOMEMLIMIT', valueFrom: { resourceFieldRef: { containerName: 'manager', resource: 'limits.memory' } } },
  ...(storage ? [{ name: 'TUF_ROOT', value: '/tmp/.sigstore' }] : []),
];
