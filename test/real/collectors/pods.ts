/** What the collectors ask the API server for: their own rights, and pods of Deployments in dist/ as controllers would have made them. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { objects } from '../alerts/rule-files';
import type { Cluster } from '../kubernetes/cluster';

/** Name of the only node; it has no object, since nobody here looks at nodes. */
export const nodeName = 'node-1';

export interface Pod {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  readonly container: string;
  readonly deployment: string;
}

interface Created {
  readonly metadata: { readonly name: string; readonly uid: string };
}
interface Deployment {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: {
    readonly selector: object;
    readonly template: { readonly metadata: object; readonly spec: { readonly containers: readonly { readonly name: string }[] } };
  };
}

/** @throws Error with what kubectl says */
async function kubectl(cluster: Cluster, args: readonly string[], input?: object): Promise<string> {
  const { code, stdout, stderr } = await cluster.kubectl(args, input === undefined ? {} : { input: JSON.stringify(input) });
  if (code !== 0) throw new Error(`kubectl ${args.join(' ')}: ${stderr}`);
  return stdout;
}

/** Kinds of a component that give its pods their rights. */
const rights = /^(serviceaccount|clusterrole|clusterrolebinding|role|rolebinding)-/;

/** Namespaces, priority classes and the rights of these components, from dist/. */
export async function prepared(cluster: Cluster, components: readonly string[]): Promise<void> {
  const root = join('dist/clusters', cluster.name);
  const files = components.flatMap((component) =>
    readdirSync(join(root, component))
      .filter((file) => rights.test(file))
      .map((file) => join(root, component, file)),
  );
  const folders = ['namespaces', 'priority-classes'].map((each) => join(root, each));
  await kubectl(cluster, ['apply', '--server-side', ...[...folders, ...files].flatMap((each) => ['-f', each])]);
}

/** A kubeconfig with the token of a service account, as its pods have it. */
export const tokenOf = async (cluster: Cluster, serviceAccount: string, namespace: string): Promise<string> =>
  (await kubectl(cluster, ['create', 'token', serviceAccount, '-n', namespace, '--duration', '1h'])).trim();

/** The Deployment, its ReplicaSet and one pod of it on our node. */
export async function podOf(cluster: Cluster, name: string): Promise<Pod> {
  const [found] = objects<Deployment>(cluster.name, `deployment-${name}.`);
  if (found === undefined) throw new Error(`dist/clusters/${cluster.name} has no Deployment ${name}`);
  const { object } = found;
  const { namespace } = object.metadata;
  const create = async (made: object): Promise<Created> => JSON.parse(await kubectl(cluster, ['create', '-f', '-', '-o', 'json'], made)) as Created; // what kubectl prints with -o json
  const ownedBy = (kind: string, owner: Created) => [{ apiVersion: 'apps/v1', kind, name: owner.metadata.name, uid: owner.metadata.uid, controller: true }];
  const { labels: own, annotations } = object.spec.template.metadata as { readonly labels: object; readonly annotations?: object };
  const hash = '7d9f8b6c5d';
  const labels = { ...own, 'pod-template-hash': hash };
  const deployment = await create(object);
  const set = await create({
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name: `${name}-${hash}`, namespace, labels, ownerReferences: ownedBy('Deployment', deployment) },
    spec: { replicas: 1, selector: object.spec.selector, template: { ...object.spec.template, metadata: { labels } } },
  });
  const pod = await create({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: `${set.metadata.name}-x2k9q`, namespace, labels, annotations, ownerReferences: ownedBy('ReplicaSet', set) },
    spec: { ...object.spec.template.spec, nodeName },
  });
  return { namespace, name: pod.metadata.name, uid: pod.metadata.uid, container: object.spec.template.spec.containers[0]?.name ?? '', deployment: name };
}

/** An event, as the kubelet writes it. */
export async function happened(cluster: Cluster, pod: Pod, message: string): Promise<void> {
  const now = new Date().toISOString().replace(/\.\d+Z$/, 'Z');
  await kubectl(cluster, ['create', '-f', '-'], {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: `${pod.name}.17`, namespace: pod.namespace },
    involvedObject: { apiVersion: 'v1', kind: 'Pod', name: pod.name, namespace: pod.namespace, uid: pod.uid },
    reason: 'BackOff',
    message,
    type: 'Warning',
    source: { component: 'kubelet', host: nodeName },
    firstTimestamp: now,
    lastTimestamp: now,
    count: 1,
  });
}
