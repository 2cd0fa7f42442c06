/** Argo CD as upstream ships it for high availability, with what production adds: limits, budgets, fewer parts. */
import type { Chart } from 'cdk8s';
import { ApiObject } from 'cdk8s';
import { PodDisruptionBudget } from '../../../imports/k8s';
import type { Cluster } from '../../../lib/model';
import { onSystemNodes, onZones } from '../../../lib/names';
import { yaml } from '../../../lib/output/yaml';
import type { Context } from '../../context';

interface Part {
  readonly kind: 'Deployment' | 'StatefulSet';
  readonly name: string;
  /** Main container. */
  readonly container: string;
  readonly replicas?: number;
  readonly cpu: string;
  readonly memory: string;
  readonly memoryLimit: string;
  /** Pods exclude each other from a node: with as many as there are nodes, a new one waits until an old one has gone. @default false */
  readonly onePerNode?: boolean;
}

/** Sized for a few hundred Applications (1,000 and more need tuning). */
export const parts: readonly Part[] = [
  { kind: 'StatefulSet', name: 'argocd-application-controller', container: 'argocd-application-controller', cpu: '500m', memory: '1Gi', memoryLimit: '3Gi' },
  {
    kind: 'Deployment',
    name: 'argocd-applicationset-controller',
    container: 'argocd-applicationset-controller',
    replicas: 2,
    cpu: '50m',
    memory: '128Mi',
    memoryLimit: '512Mi',
  },
  { kind: 'Deployment', name: 'argocd-repo-server', container: 'argocd-repo-server', replicas: 2, cpu: '250m', memory: '512Mi', memoryLimit: '2Gi' },
  { kind: 'Deployment', name: 'argocd-server', container: 'argocd-server', replicas: 2, cpu: '100m', memory: '256Mi', memoryLimit: '1Gi' },
  {
    kind: 'Deployment',
    name: 'argocd-redis-ha-haproxy',
    container: 'haproxy',
    replicas: 3,
    cpu: '20m',
    memory: '64Mi',
    memoryLimit: '256Mi',
    onePerNode: true,
  },
  { kind: 'StatefulSet', name: 'argocd-redis-ha-server', container: 'redis', replicas: 3, cpu: '50m', memory: '128Mi', memoryLimit: '512Mi' },
];

/** Parts that this platform does not use: login goes straight to the identity provider, notifications are off. */
const unused: readonly { readonly apiVersion: string; readonly kind: string; readonly name: string }[] = [
  'argocd-dex-server',
  'argocd-notifications-controller',
].flatMap((name) => [
  { apiVersion: 'apps/v1', kind: 'Deployment', name },
  { apiVersion: 'v1', kind: 'ServiceAccount', name },
  { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', name },
  { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding', name },
  { apiVersion: 'v1', kind: 'Service', name: name === 'argocd-dex-server' ? name : `${name}-metrics` },
]);

/** Upstream's network policies open parts to every namespace; policies add up, so they would undo those of the platform. */
const openPolicies = [
  'application-controller',
  'applicationset-controller',
  'dex-server',
  'notifications-controller',
  'redis-ha-proxy',
  'redis-ha-server',
  'repo-server',
  'server',
].map((part) => ({ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', name: `argocd-${part}-network-policy` }));

/** Objects of upstream that our own files of this folder replace. */
const replaced = ['argocd-cm', 'argocd-cmd-params-cm', 'argocd-rbac-cm'];

/** kustomization.yaml: upstream's manifests at the pinned tag, our objects beside them, our patches on top. */
export function kustomization(chart: Chart, { versions, cluster }: Context, ownFiles: readonly string[]): void {
  const { repository, tag, path, include } = versions.git.argocd;
  const raw = repository.replace('https://github.com/', 'https://raw.githubusercontent.com/');
  new ApiObject(chart, 'kustomization', {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    metadata: { name: 'argocd' },
    namespace: 'argocd',
    resources: [`${raw}/${tag}/${path}/${include}`, ...ownFiles],
    patches: [
      ...unused.map(removed),
      ...openPolicies.map(removed),
      ...replaced.map((name) => removed({ apiVersion: 'v1', kind: 'ConfigMap', name })),
      ...parts.map((part) => production(part, cluster)),
      keptDefinitions,
    ],
  }); // a kustomization is no Kubernetes object: its fields stand at the top
}

const removed = (object: { readonly apiVersion: string; readonly kind: string; readonly name: string }) => ({
  patch: `$patch: delete\napiVersion: ${object.apiVersion}\nkind: ${object.kind}\nmetadata:\n  name: ${object.name}\n`,
});

/** Limits, spread, and a place on the nodes that exist before anything else does: Argo CD brings everything else. */
const production = ({ kind, name, container, replicas, cpu, memory, memoryLimit, onePerNode }: Part, cluster: Cluster) => ({
  patch: yaml({
    apiVersion: 'apps/v1',
    kind,
    metadata: { name },
    spec: {
      ...(replicas === undefined ? {} : { replicas }),
      ...(onePerNode === true ? { strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } } } : {}),
      template: {
        spec: {
          ...onSystemNodes(cluster),
          // Built in: our own classes come with the first sync, after these pods.
          priorityClassName: 'system-cluster-critical',
          topologySpreadConstraints: [onZones(podLabels(name))],
          containers: [{ name: container, resources: { requests: { cpu, memory }, limits: { memory: memoryLimit } } }],
        },
      },
    },
  }),
});

const podLabels = (name: string) => ({ 'app.kubernetes.io/name': name === 'argocd-redis-ha-server' ? 'argocd-redis-ha' : name });

/** A definition that goes takes every Application with it. */
const keptDefinitions = {
  target: { kind: 'CustomResourceDefinition' },
  patch: '- op: add\n  path: /metadata/annotations/argocd.argoproj.io~1sync-options\n  value: Prune=false,Delete=false\n',
};

export function disruptionBudgets(chart: Chart): void {
  for (const { name } of parts.filter(({ replicas }) => replicas !== undefined)) {
    new PodDisruptionBudget(chart, `pdb-${name}`, { metadata: { name }, spec: { maxUnavailable: 1, selector: { matchLabels: podLabels(name) } } });
  }
}
