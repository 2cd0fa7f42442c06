/**
 * The machines of a cluster without machines: kwok is their kubelets, the scheduler is the real one, volumes are made as
 * soon as the scheduler has chosen a node. Nodes have the labels, taints and zones that Terraform and the node pools of dist/ give them.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LocalCluster } from '../kubernetes/cluster';
import { goModuleFile, goPrograms } from '../programs';
import type { Servers } from '../process';
import type { Api, ApiObject } from './api';

/** Controllers whose work pods, their owners and the health of objects depend on. */
export const controllers = [
  'deployment-controller',
  'replicaset-controller',
  'statefulset-controller',
  'daemonset-controller',
  'job-controller',
  'cronjob-controller',
  'disruption-controller',
  'persistentvolume-binder-controller',
  'garbage-collector-controller',
  // Takes the taint of a new node away. Its patience with nodes that say nothing is set below.
  'node-lifecycle-controller',
];

export interface Place {
  readonly provider: string;
  readonly region: string;
}

export interface MachinesProps {
  readonly cluster: LocalCluster;
  readonly api: Api;
  readonly place: Place;
  readonly servers: Servers;
  readonly say: (text: string) => void;
}

/** Its own: nodes and pods are ready at once, pods of Jobs succeed. */
const kwokStages = ['node/fast/node-initialize.yaml', 'pod/fast/pod-ready.yaml', 'pod/fast/pod-complete.yaml', 'pod/fast/pod-delete.yaml'].map(
  (path) => `kustomize/stage/${path}`,
);

export async function machines({ cluster, api, place, servers, say }: MachinesProps): Promise<void> {
  const { kubeconfig, folder } = cluster;
  const scheduler = (await goPrograms('kubernetes', say))('kube-scheduler');
  const kwok = (await goPrograms('kwok', say))('kwok');
  servers.start(scheduler, ['--kubeconfig', kubeconfig, '--leader-elect=false', '--secure-port=0'], join(folder, 'kube-scheduler.log'));
  const stages = join(folder, 'kwok.yaml');
  writeFileSync(
    stages,
    (await Promise.all(kwokStages.map((path) => goModuleFile('kwok', 'sigs.k8s.io/kwok', path)))).map((file) => readFileSync(file, 'utf8')).join('\n---\n'),
  );
  servers.start(kwok, ['--kubeconfig', kubeconfig, '--config', stages, '--manage-all-nodes=true', '--node-lease-duration-seconds=0'], join(folder, 'kwok.log'));
  for (const pool of terraformPools(cluster.name)) await makeNodes(api, place, pool);
  api.watch<NodePool>('/apis/karpenter.sh/v1/nodepools', ({ type, object: { metadata, spec } }) => {
    if (type === 'ADDED') void makeNodes(api, place, { name: metadata.name, labels: spec.template.metadata.labels, taints: spec.template.spec.taints ?? [] });
  });
  makeVolumes(api);
}

interface Taint {
  readonly key: string;
  readonly value?: string;
  readonly effect: string;
}

interface Pool {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly Taint[];
  /** Numbers of zones. @default - all three */
  readonly zones?: readonly string[];
}

interface NodePool extends ApiObject {
  readonly spec: {
    readonly template: { readonly metadata: { readonly labels: Readonly<Record<string, string>> }; readonly spec: { readonly taints?: readonly Taint[] } };
  };
}

interface AzurePool {
  readonly name: string;
  readonly node_labels?: Readonly<Record<string, string>>;
  readonly node_taints?: readonly string[];
  readonly zones?: readonly string[];
  /** @default - System, for the pool that comes with the cluster */
  readonly mode?: string;
  readonly only_critical_addons_enabled?: boolean;
}
interface Terraform {
  readonly resource: {
    readonly aws_eks_node_group?: Readonly<Record<string, { readonly labels?: Readonly<Record<string, string>>; readonly taint?: readonly Taint[] }>>;
    readonly azurerm_kubernetes_cluster?: Readonly<Record<string, { readonly default_node_pool: AzurePool }>>;
    readonly azurerm_kubernetes_cluster_node_pool?: Readonly<Record<string, AzurePool>>;
  };
}

/** Nodes that exist before anything is in the cluster. */
function terraformPools(cluster: string): readonly Pool[] {
  const { resource } = JSON.parse(readFileSync(`dist/terraform/${cluster}-cluster/main.tf.json`, 'utf8')) as Terraform;
  const azure = [
    ...Object.values(resource.azurerm_kubernetes_cluster ?? {}).map(({ default_node_pool: pool }) => pool),
    ...Object.values(resource.azurerm_kubernetes_cluster_node_pool ?? {}),
  ];
  return [
    ...Object.entries(resource.aws_eks_node_group ?? {}).map(([name, { labels = {}, taint = [] }]) => ({
      name,
      labels,
      // Terraform writes effects as EKS' API does.
      taints: taint.map(({ effect, ...rest }) => ({
        ...rest,
        effect: effect.toLowerCase().replace(/(?:^|_)(.)/g, (_, letter: string) => letter.toUpperCase()),
      })),
    })),
    ...azure.map(({ name, node_labels = {}, node_taints = [], zones, mode = 'System', only_critical_addons_enabled }) => ({
      name,
      // AKS labels each node with the mode of its pool.
      labels: { ...node_labels, 'kubernetes.azure.com/mode': mode.toLowerCase() },
      taints: [...node_taints, ...(only_critical_addons_enabled === true ? ['CriticalAddonsOnly=true:NoSchedule'] : [])].map(taintOf),
      ...(zones === undefined ? {} : { zones }),
    })),
  ];
}

function taintOf(text: string): Taint {
  const [, key = '', value = '', effect = ''] = /^([^=:]+)=?([^:]*):(.+)$/.exec(text) ?? [];
  return { key, value, effect };
}

/** Zones as each cloud names them in the labels of its nodes. */
const zoneOf = ({ provider, region }: Place, number: string): string => (provider === 'aws' ? `${region}${'abc'[Number(number) - 1]}` : `${region}-${number}`);

async function makeNodes(api: Api, place: Place, { name, labels, taints, zones = ['1', '2', '3'] }: Pool): Promise<void> {
  for (const number of zones) {
    const node = `${name}-${number}`;
    const builtIn = {
      'kubernetes.io/hostname': node,
      'kubernetes.io/os': 'linux',
      'kubernetes.io/arch': 'amd64',
      'topology.kubernetes.io/zone': zoneOf(place, number),
    };
    const room = { cpu: '16', memory: '64Gi', pods: '110' };
    await api.create('/api/v1/nodes', {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name: node, labels: { ...builtIn, ...labels } },
      spec: { taints },
      status: { allocatable: room, capacity: room },
    });
  }
}

interface Claim extends ApiObject {
  readonly spec: {
    readonly storageClassName?: string;
    readonly volumeName?: string;
    readonly accessModes: readonly string[];
    readonly resources: { readonly requests: object };
  };
}

/** What a provisioner does: a volume for each claim for which the scheduler has chosen a node. The real binder joins them. */
function makeVolumes(api: Api): void {
  api.watch<Claim>('/api/v1/persistentvolumeclaims', ({ type, object: { metadata, spec } }) => {
    if (type === 'DELETED' || spec.volumeName !== undefined || metadata.annotations?.['volume.kubernetes.io/selected-node'] === undefined) return;
    void api.create('/api/v1/persistentvolumes', {
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name: `pvc-${metadata.uid}`, annotations: { 'pv.kubernetes.io/provisioned-by': 'real-parts' } },
      spec: {
        accessModes: spec.accessModes,
        capacity: spec.resources.requests,
        storageClassName: spec.storageClassName ?? '',
        persistentVolumeReclaimPolicy: 'Retain',
        claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', name: metadata.name, namespace: metadata.namespace, uid: metadata.uid },
        csi: { driver: 'real-parts', volumeHandle: metadata.uid },
      },
    });
  });
}
