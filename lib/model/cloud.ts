/** Aspect `cloud`: accounts, regions, address ranges, Kubernetes version and node pools of the two clusters. */
import { z } from 'zod';
import { cidr, dnsLabel, uuid } from './fields';

/** Kubernetes minor versions that both clouds offer in standard support and that our pins are tested with. */
export const kubernetesVersions = ['1.35', '1.36'] as const;

const clusterName = dnsLabel(12).describe('Name of the cluster; part of nearly every name in cloud and cluster. At most 12 characters.');

const awsNodePools = z
  .strictObject({
    system: z
      .strictObject({
        instanceTypes: z.array(z.string().regex(/^[a-z][a-z0-9-]*\.[a-z0-9-]+$/, 'an EC2 instance type such as m7i.large')).min(1).max(5).default(['m7i.large']).describe('EC2 types of the managed node group that runs controllers.'),
        min: z.int().min(3).max(30).default(3).describe('Smallest number of nodes; one per zone at least.'),
        max: z.int().min(3).max(100).default(6).describe('Largest number of nodes.'),
      })
      .prefault({}),
    workload: z
      .strictObject({
        families: z.array(z.string().regex(/^[a-z][a-z0-9-]*$/, 'an EC2 family such as m7i')).min(1).max(10).default(['m7i', 'm7a', 'r7i']).describe('EC2 families that the autoscaler may choose from.'),
        cpuLimit: z.int().min(8).max(4000).default(128).describe('Largest sum of vCPU that the autoscaler may run.'),
        memoryLimitGiB: z.int().min(32).max(32000).default(512).describe('Largest sum of memory in GiB that the autoscaler may run.'),
      })
      .prefault({}),
  })
  .prefault({})
  .describe('System node group (fixed) and workload capacity (autoscaled by Karpenter).');

const vmSize = z.string().regex(/^Standard_[A-Z][A-Za-z0-9_]*$/, 'an Azure VM size such as Standard_D4ds_v5');
const azurePool = (size: string, max: number) =>
  z
    .strictObject({
      vmSize: vmSize.default(size).describe('VM size; d-series, because OS disks are ephemeral.'),
      min: z.int().min(1).max(30).default(1).describe('Smallest number of nodes in each of the three zones.'),
      max: z.int().min(1).max(100).default(max).describe('Largest number of nodes in each of the three zones.'),
    })
    .prefault({});
const azureNodePools = z
  .strictObject({ system: azurePool('Standard_D4ds_v5', 2), workload: azurePool('Standard_D8ds_v5', 6) })
  .prefault({})
  .describe('System pool (controllers only) and one workload pool per zone.');

export const awsCluster = z.strictObject({
  name: clusterName,
  provider: z.literal('aws').describe('This cluster is an EKS cluster.'),
  region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'an AWS region such as eu-central-1').describe('AWS region.'),
  network: z
    .strictObject({
      cidr: cidr.describe('VPC range, /16 to /18. Nodes and pods live in it.'),
      services: cidr.describe('Range of Kubernetes Services, /12 to /20, outside every VPC and VNet.'),
    })
    .describe('Address ranges; no two ranges of the platform may overlap.'),
  nodePools: awsNodePools,
});

export const azureCluster = z.strictObject({
  name: clusterName,
  provider: z.literal('azure').describe('This cluster is an AKS cluster.'),
  region: z.string().regex(/^[a-z]+[a-z0-9]*$/, 'an Azure region such as westeurope').describe('Azure region.'),
  network: z
    .strictObject({
      cidr: cidr.describe('VNet range, /16 to /18. Nodes, ingress and private endpoints live in it.'),
      pods: cidr.describe('Overlay range of pods, /12 to /18; not routed outside the cluster.'),
      services: cidr.describe('Range of Kubernetes Services, /12 to /20.'),
      egress: z.enum(['firewall', 'nat-gateway']).default('firewall').describe('How nodes reach the internet: through Azure Firewall with an allow list, or a NAT gateway.'),
    })
    .describe('Address ranges; no two ranges of the platform may overlap.'),
  nodePools: azureNodePools,
});

const aws = z
  .strictObject({
    accountId: z.string().regex(/^\d{12}$/, 'the 12 digits of an AWS account, in quotes').describe('AWS account of the platform.'),
    adminRoles: z.array(z.string().regex(/^[\w+=,.@-]{1,64}$/, 'the name of an IAM role')).min(1).max(10).describe('IAM roles of the account that administer the clusters (break glass).'),
  })
  .describe('AWS account.');
const azure = z
  .strictObject({
    subscriptionId: uuid.describe('Azure subscription of the platform.'),
    tenantId: uuid.describe('Microsoft Entra tenant.'),
    adminGroupIds: z.array(uuid).min(1).max(10).describe('Object ids of the Entra groups that administer the clusters (break glass).'),
  })
  .describe('Azure subscription and tenant.');
const kubernetesVersion = z.enum(kubernetesVersions).default('1.35').describe('Kubernetes minor version of both clusters.');
const ci = z
  .strictObject({ githubRepository: z.string().regex(/^[\w.-]+\/[\w.-]+$/, 'owner/name of a GitHub repository').describe('Repository whose protected branch may plan and apply the cloud layer by OIDC, without stored keys.') })
  .optional()
  .describe('CI identity of the cloud layer; left out, people apply it.');

/** One member per option; `clusters` lists exactly two, the first is the active one wherever only one can be. */
export const cloudOptions = {
  'aws-azure': z.strictObject({
    use: z.literal('aws-azure').describe('One EKS and one AKS cluster.'),
    kubernetesVersion,
    aws,
    azure,
    ci,
    clusters: z.tuple([awsCluster, azureCluster]).describe('The EKS cluster, then the AKS cluster. The first is active where only one can be.'),
  }),
} as const;

export const cloudSchema = z.discriminatedUnion('use', [cloudOptions['aws-azure']]);

export type AwsCluster = z.output<typeof awsCluster>;
export type AzureCluster = z.output<typeof azureCluster>;
export type Cluster = AwsCluster | AzureCluster;
/** Every option id of the format, built or not; registries are keyed by the built ones. */
export const cloudIds = ['aws-azure', 'aws-regions', 'azure-regions'] as const;
