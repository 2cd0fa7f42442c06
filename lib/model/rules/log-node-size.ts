/** Whether a node of Elasticsearch fits on a VM. Pools of AKS have VMs of one size; on AWS the autoscaler finds one that is large enough. */
import type { AzureCluster, Cluster } from '../cloud';
import { elasticsearchCpu } from '../logging';
import { relation, rule } from './rule';

interface Room {
  readonly cpu: number;
  readonly memoryGiB: number;
}
/** What a VM keeps for itself and for agents: kubelet with 110 pods, log agent, exporter, drivers. */
const kept: Room = { cpu: 1, memoryGiB: 5 };
/** GiB of memory for each vCPU, by the letter of the series. Others are not compared. */
const memoryOfCpu: Readonly<Record<string, number>> = { D: 4, E: 8, F: 2, L: 8 };
/** The default series. */
const offered = ['Standard_D4ds_v5', 'Standard_D8ds_v5', 'Standard_D16ds_v5', 'Standard_D32ds_v5'];

/** What a VM has for one pod. A small `l` stands for half the memory: Standard_D8lds_v5. */
function roomOf(vmSize: string): Room | undefined {
  const [, series = '', cpu = '', features = ''] = /^Standard_([A-Z]+)(\d+)([a-z]*)(?=_|$)/.exec(vmSize) ?? [];
  const ofCpu = memoryOfCpu[series];
  if (ofCpu === undefined) return undefined;
  return { cpu: Number(cpu) - kept.cpu, memoryGiB: (Number(cpu) * ofCpu) / (features.includes('l') ? 2 : 1) - kept.memoryGiB };
}

const fits = (memoryGiB: number, room: Room | undefined): boolean =>
  room === undefined || (memoryGiB <= room.memoryGiB && elasticsearchCpu(memoryGiB) <= room.cpu);

/** A pod that is larger than every VM of its pool waits for ever. */
export const logNodeSize = rule(['cloud', 'logging'], ({ cloud, logging }) => {
  if (logging.use !== 'elk') return [];
  const { memoryGiB } = logging;
  return (cloud.clusters as readonly Cluster[]).flatMap((cluster, index) => {
    if (!isAzure(cluster) || fits(memoryGiB, roomOf(cluster.nodePools.workload.vmSize))) return [];
    const path = `cloud.clusters.${index}.nodePools.workload.vmSize`;
    return [
      relation(
        'logging.memoryGiB',
        [path],
        `a node of ${memoryGiB} GiB, with ${elasticsearchCpu(memoryGiB)} vCPU, fits on no VM of ${path} (${cluster.nodePools.workload.vmSize})`,
        `Kubelet and agents need ${kept.memoryGiB} GiB and a vCPU of each. Write there: vmSize: ${offered.find((size) => fits(memoryGiB, roomOf(size))) ?? 'a larger one'}, or a smaller memoryGiB.`,
      ),
    ];
  });
});

const isAzure = (cluster: Cluster): cluster is AzureCluster => cluster.provider === 'azure';
