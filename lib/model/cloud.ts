/** Aspect `cloud`: accounts, regions, address ranges, Kubernetes version and node pools of the two clusters. */
import { z } from 'zod';
import { cidr, dnsLabel, text, uniqueList, uuid } from './fields';

/** Kubernetes minor versions that both clouds offer in standard support and that our pins are tested with. */
export const kubernetesVersions = ['1.35', '1.36'] as const;

const clusterName = dnsLabel(12, 'aws-euc1').describe(
  'Name of the cluster; part of nearly every name in cloud and cluster. Never changes. At most 12 characters.',
);

const instanceType = text({ pattern: /^[a-z][a-z0-9-]*\.[a-z0-9-]+$/, allowed: 'an EC2 instance type', example: 'm7i.large', max: 40 });
const instanceFamily = text({ pattern: /^[a-z][a-z0-9-]*\d[a-z0-9-]*$/, allowed: 'an EC2 instance family, without a size', example: 'm7i', max: 20 });

const awsNodePools = z
  .strictObject({
    system: z
      .strictObject({
        instanceTypes: uniqueList(instanceType)
          .min(1)
          .max(5)
          .default(['m7i.xlarge'])
          .describe('EC2 types of the managed node group that runs controllers; all of them x86 or all of them Graviton.'),
        min: z.int().min(3).max(30).default(3).describe('Smallest number of nodes; one per zone at least.'),
        max: z.int().min(3).max(100).default(6).describe('Largest number of nodes.'),
      })
      .prefault({})
      .describe('Managed node group that runs controllers.'),
    workload: z
      .strictObject({
        families: uniqueList(instanceFamily)
          .min(1)
          .max(10)
          .default(['m7i', 'm7a', 'r7i'])
          .describe('EC2 families that the autoscaler may choose from; x86 only.'),
        cpuLimit: z.int().min(8).max(4000).default(128).describe('Largest sum of vCPU that the autoscaler may run.'),
        memoryLimitGiB: z.int().min(32).max(32000).default(512).describe('Largest sum of memory in GiB that the autoscaler may run.'),
      })
      .prefault({})
      .describe('Capacity for workloads and databases.'),
  })
  .prefault({})
  .describe('System node group (fixed) and workload capacity (autoscaled by Karpenter).');

const vmSize = text({ pattern: /^Standard_[A-Z][A-Za-z0-9_]*$/, allowed: 'an Azure VM size', example: 'Standard_D4ds_v5', max: 60 });
const azurePool = (size: string, max: number) =>
  z
    .strictObject({
      vmSize: vmSize.default(size).describe('VM size; d-series, because OS disks are ephemeral.'),
      min: z.int().min(1).max(30).default(1).describe('Smallest number of nodes in each of the three zones.'),
      max: z.int().min(1).max(100).default(max).describe('Largest number of nodes in each of the three zones.'),
    })
    .prefault({});
const azureNodePools = z
  .strictObject({
    system: azurePool('Standard_D4ds_v5', 2).describe('Pool that runs controllers only.'),
    workload: azurePool('Standard_D8ds_v5', 6).describe('Pools for workloads and databases, one per zone.'),
  })
  .prefault({})
  .describe('System pool (controllers only) and one workload pool per zone.');

const awsRegion = text({ pattern: /^[a-z]{2}(-[a-z]+)+-\d$/, allowed: 'the id of an AWS region', example: 'eu-central-1', max: 30 });
const azureRegion = text({
  pattern: /^[a-z]+[a-z0-9]*$/,
  allowed: 'the name of an Azure region in lower case, without spaces',
  example: 'westeurope',
  max: 30,
});

export const awsCluster = z
  .strictObject({
    name: clusterName,
    provider: z.literal('aws').describe('This cluster is an EKS cluster.'),
    region: awsRegion.describe('AWS region with three zones.'),
    network: z
      .strictObject({
        cidr: cidr.describe('VPC range, private, /16 to /18. Nodes and pods live in it. Never changes.'),
        services: cidr
          .meta({ examples: ['172.20.0.0/16'] })
          .describe('Range of Kubernetes Services, private, /12 to /20, outside every other range of the platform. Never changes.'),
      })
      .describe('Address ranges; no two ranges of the platform may overlap.'),
    nodePools: awsNodePools,
  })
  .describe('The EKS cluster.');

export const azureCluster = z
  .strictObject({
    name: clusterName.meta({ examples: ['az-weu'] }),
    provider: z.literal('azure').describe('This cluster is an AKS cluster.'),
    region: azureRegion.describe('Azure region with three zones.'),
    network: z
      .strictObject({
        cidr: cidr
          .meta({ examples: ['10.40.0.0/16'] })
          .describe('VNet range, private, /16 to /18. Nodes, ingress and private endpoints live in it. Never changes.'),
        pods: cidr
          .meta({ examples: ['10.128.0.0/14'] })
          .describe('Overlay range of pods, private, /12 to /18, a /24 for each node; not routed outside the cluster. Never changes.'),
        services: cidr.meta({ examples: ['172.21.0.0/16'] }).describe('Range of Kubernetes Services, private, /12 to /20. Never changes.'),
        egress: z
          .enum(['firewall', 'nat-gateway'])
          .default('firewall')
          .describe(
            'How nodes reach the internet: through Azure Firewall with an allow list of hosts (about 1,300 USD a month), or a NAT gateway, which knows ports only (about 35 USD).',
          ),
      })
      .describe('Address ranges; no two ranges of the platform may overlap.'),
    nodePools: azureNodePools,
  })
  .describe('The AKS cluster.');

const iamRole = text({ pattern: /^[\w+=,.@-]{1,64}$/, allowed: 'the name of an IAM role, without path and ARN', example: 'platform-admin' });
const aws = z
  .strictObject({
    accountId: text({
      pattern: /^\d{12}$/,
      allowed: 'the 12 digits of an AWS account, in quotes',
      example: '111122223333',
      why: 'Without quotes it is a number, and leading zeros are lost.',
    }).describe('AWS account of the platform.'),
    adminRoles: uniqueList(iamRole).min(1).max(10).describe('IAM roles of the account that administer the clusters (break glass).'),
  })
  .describe('AWS account.');
const azure = z
  .strictObject({
    subscriptionId: uuid.describe('Azure subscription of the platform.'),
    tenantId: uuid.meta({ examples: ['8c1d2e34-5b6a-4f70-8a91-b2c3d4e5f601'] }).describe('Microsoft Entra tenant.'),
    adminGroupIds: uniqueList(uuid.meta({ examples: ['5d7e9f10-2a3b-4c4d-8e5f-60718293a4b5'] }))
      .min(1)
      .max(10)
      .describe('Object ids of the Entra groups that administer the clusters (break glass).'),
  })
  .describe('Azure subscription and tenant.');
const kubernetesVersion = z
  .enum(kubernetesVersions)
  .meta({ why: 'Older minors leave standard support of EKS and AKS, newer ones are not tested with the pinned controllers.' })
  .default('1.35')
  .describe('Kubernetes minor version of both clusters, in quotes.');
const ci = z
  .strictObject({
    githubRepository: text({ pattern: /^[\w.-]+\/[\w.-]+$/, allowed: 'owner/name of a GitHub repository', example: 'acme/dbaas-platform', max: 140 }).describe(
      'Repository whose protected branch may plan and apply the cloud layer by OIDC, without stored keys.',
    ),
  })
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
