/** Labels and taints of nodes: what the cloud layer and the autoscaler put on them and what pods ask for. */
import { awsAccount, azureAccount, type Cluster, type Platform } from '../model';
import { checked } from './rules';

export const nodes = {
  /** Label of every node that the platform made, with the pool as its value. */
  poolLabel: 'dbaas/pool',
  /** Controllers only: the managed node group (EKS) and the default pool (AKS). Autoscaled nodes never belong to it. */
  systemPool: 'system',
  /** Everything else. */
  workloadPool: 'workload',
  /** Taint of the system pool. AKS sets it by itself (`onlyCriticalAddonsEnabled`); the EKS node group uses the same one. */
  systemTaint: { key: 'CriticalAddonsOnly', value: 'true', effect: 'NoSchedule' },
  /** Toleration that goes with it. */
  systemToleration: { key: 'CriticalAddonsOnly', operator: 'Exists' },
} as const;

/** SQS queue with interruptions of the cluster's EC2 nodes (AWS). */
export const interruptionQueue = (prefix: string): string => `${prefix}-karpenter`;
/** Host that tells what EC2 nodes cost: the pricing service answers in three regions for all others. */
export const pricingHost = ({ region }: Cluster): string =>
  `api.pricing.${region.startsWith('ap-') ? 'ap-south-1' : region.startsWith('eu-') ? 'eu-central-1' : 'us-east-1'}.amazonaws.com`;
/** Tag on the private subnets and on exactly one security group, from which nodes are launched (AWS). The value is the cluster. */
export const discoveryTag = 'karpenter.sh/discovery';
/** IAM role of nodes, as an id of the name contract (AWS). */
export const nodeRoleId = 'node';
/** Alias of the customer managed key of volumes, as a purpose of the name contract. */
export const volumeKeyPurpose = 'ebs';

/** Pods that only controllers may have: they stay on nodes that the autoscaler never takes away. */
export const onSystemNodes = (cluster: Cluster) => ({
  nodeSelector: {
    'kubernetes.io/os': 'linux',
    ...(cluster.provider === 'azure' ? { 'kubernetes.azure.com/mode': 'system' } : { [nodes.poolLabel]: nodes.systemPool }),
  },
  tolerations: [nodes.systemToleration],
});

/** ARN of a key alias: where AWS takes a key, it takes this (AWS). */
export const keyAliasArn = (platform: Platform, cluster: Cluster, alias: string): string =>
  `arn:aws:kms:${cluster.region}:${awsAccount(platform).accountId}:${alias}`;

/** Disk encryption set of the cluster's nodes and volumes (Azure); `identityGroup` is the resource group of the identity stack. */
export const diskEncryptionSet = (prefix: string): string => checked('Azure resource', `des-${prefix}`);
export const diskEncryptionSetId = (platform: Platform, identityGroup: string, prefix: string): string =>
  `/subscriptions/${azureAccount(platform).subscriptionId}/resourceGroups/${identityGroup}/providers/Microsoft.Compute/diskEncryptionSets/${diskEncryptionSet(prefix)}`;
