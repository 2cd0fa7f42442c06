import type { KubernetesClusterDefaultNodePool } from '@cdktf/provider-azurerm/lib/kubernetes-cluster';
import { KubernetesClusterNodePool } from '@cdktf/provider-azurerm/lib/kubernetes-cluster-node-pool';
import { pinned } from '../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { azureZones, checked, nodes } from '../../../../lib/names';
import { address, azureIds, workloadPools } from '../ids';
import type { AzureContext } from '../kits/stack';

/** What all nodes have in common: encrypted on their host, no state of their own, the control plane's minor version. */
const common = ({ platform }: AzureContext) => ({
  orchestratorVersion: platform.cloud.kubernetesVersion,
  autoScalingEnabled: true,
  maxPods: 110,
  osSku: 'AzureLinux',
  osDiskType: 'Ephemeral',
  osDiskSizeGb: 128,
  kubeletDiskType: 'OS',
  hostEncryptionEnabled: true,
  nodePublicIpEnabled: false,
});

/** Controllers only, over all three zones. */
export function systemNodePool(context: AzureContext): KubernetesClusterDefaultNodePool {
  const { vmSize, min, max } = context.cluster.nodePools.system;
  return {
    ...common(context),
    name: checked('AKS node pool', nodes.systemPool),
    temporaryNameForRotation: 'systemtmp',
    vmSize,
    vnetSubnetId: azureIds(context).subnet('system'),
    zones: [...azureZones],
    minCount: azureZones.length * min,
    maxCount: azureZones.length * max,
    onlyCriticalAddonsEnabled: true,
    nodeLabels: { [nodes.poolLabel]: nodes.systemPool },
    upgradeSettings: { maxSurge: '33%', drainTimeoutInMinutes: 30, nodeSoakDurationInMinutes: 5 },
  };
}

/** One pool for each zone, so that the autoscaler adds a node where a pod's volume is. */
export function workloadNodePools(stack: PlatformStack, context: AzureContext, clusterId: string): void {
  const { vmSize, min, max } = context.cluster.nodePools.workload;
  for (const { zone, name, temporaryName } of workloadPools) {
    pinned(
      new KubernetesClusterNodePool(stack, address(`pool-${name}`), {
        ...common(context),
        kubernetesClusterId: clusterId,
        name,
        temporaryNameForRotation: temporaryName,
        mode: 'User',
        vmSize,
        vnetSubnetId: azureIds(context).subnet('workload'),
        zones: [zone],
        minCount: min,
        maxCount: max,
        nodeLabels: { [nodes.poolLabel]: nodes.workloadPool },
        // A node whose pods cannot be evicted is left cordoned for a person; the others go on.
        upgradeSettings: { maxSurge: '1', drainTimeoutInMinutes: 60, nodeSoakDurationInMinutes: 5, undrainableNodeBehavior: 'Cordon' },
        lifecycle: { ignoreChanges: ['node_count'] },
      }),
    );
  }
}
