/**
 * Aspect `cloud`: accounts, regions, address ranges, Kubernetes version and node pools of the two clusters.
 * - `awsCluster`, `azureCluster`: one cluster of a provider, the same in every option
 * - accounts and what both clusters share
 * - `cloudOptions`: which two clusters an option has
 */
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

/** What docs and errors show for a cluster. */
interface ClusterExample {
  readonly name: string;
  readonly region: string;
  readonly cidr: string;
  readonly services: string;
  readonly title: string;
}

const awsCluster = ({ name, region, cidr: range, services, title }: ClusterExample) =>
  z
    .strictObject({
      name: clusterName.meta({ examples: [name] }),
      provider: z.literal('aws').describe('This cluster is an EKS cluster.'),
      region: awsRegion.meta({ examples: [region] }).describe('AWS region with three zones.'),
      network: z
        .strictObject({
          cidr: cidr.meta({ examples: [range] }).describe('VPC range, private, /16 to /18. Nodes and pods live in it. Never changes.'),
          services: cidr
            .meta({ examples: [services] })
            .describe('Range of Kubernetes Services, private, /12 to /20, outside every other range of the platform. Never changes.'),
        })
        .describe('Address ranges; no two ranges of the platform may overlap.'),
      nodePools: awsNodePools,
    })
    .describe(title);

const azureCluster = ({ name, region, cidr: range, services, pods, title }: ClusterExample & { readonly pods: string }) =>
  z
    .strictObject({
      name: clusterName.meta({ examples: [name] }),
      provider: z.literal('azure').describe('This cluster is an AKS cluster.'),
      region: azureRegion.meta({ examples: [region] }).describe('Azure region with three zones.'),
      network: z
        .strictObject({
          cidr: cidr.meta({ examples: [range] }).describe('VNet range, private, /16 to /18. Nodes, ingress and private endpoints live in it. Never changes.'),
          pods: cidr
            .meta({ examples: [pods] })
            .describe('Overlay range of pods, private, /12 to /18, a /24 for each node; not routed outside the cluster. Never changes.'),
          services: cidr.meta({ examples: [services] }).describe('Range of Kubernetes Services, private, /12 to /20. Never changes.'),
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
    .describe(title);

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

const link = z
  .enum(['peering', 'none'])
  .default('peering')
  .describe(
    'Private network between the clusters. peering: the networks are peered, and what the clusters say to each other (metrics, joined meshes) stays in it, open for named ports only. none: the platform links nothing; metrics cross by public addresses, joined meshes need a link of yours.',
  );

const euc1 = { name: 'aws-euc1', region: 'eu-central-1', cidr: '10.20.0.0/16', services: '172.20.0.0/16' };
const euw1 = { name: 'aws-euw1', region: 'eu-west-1', cidr: '10.24.0.0/16', services: '172.22.0.0/16' };
const weu = { name: 'az-weu', region: 'westeurope', cidr: '10.40.0.0/16', pods: '10.128.0.0/14', services: '172.21.0.0/16' };
const neu = { name: 'az-neu', region: 'northeurope', cidr: '10.44.0.0/16', pods: '10.132.0.0/14', services: '172.23.0.0/16' };

/** One member per option; `clusters` lists exactly two, the first is the active one wherever only one can be. */
export const cloudOptions = {
  'aws-azure': z.strictObject({
    use: z.literal('aws-azure').describe('One EKS and one AKS cluster.'),
    kubernetesVersion,
    aws,
    azure,
    ci,
    clusters: z
      .tuple([awsCluster({ ...euc1, title: 'The EKS cluster.' }), azureCluster({ ...weu, title: 'The AKS cluster.' })])
      .describe('The EKS cluster, then the AKS cluster. The first is active where only one can be.'),
  }),
  'aws-regions': z.strictObject({
    use: z.literal('aws-regions').describe('Two EKS clusters in two regions of one account.'),
    kubernetesVersion,
    aws,
    ci,
    link,
    clusters: z
      .tuple([awsCluster({ ...euc1, title: 'The first EKS cluster.' }), awsCluster({ ...euw1, title: 'The second EKS cluster, in another region.' })])
      .describe(
        'The two EKS clusters. The first is active where only one can be, and its region is the home of what an account has once: never exchange the two.',
      ),
  }),
  'azure-regions': z.strictObject({
    use: z.literal('azure-regions').describe('Two AKS clusters in two regions of one subscription.'),
    kubernetesVersion,
    azure,
    ci,
    link,
    clusters: z
      .tuple([azureCluster({ ...weu, title: 'The first AKS cluster.' }), azureCluster({ ...neu, title: 'The second AKS cluster, in another region.' })])
      .describe(
        'The two AKS clusters. The first is active where only one can be, and its region is the home of what a subscription has once: never exchange the two.',
      ),
  }),
} as const;

export const cloudSchema = z.discriminatedUnion('use', [cloudOptions['aws-azure'], cloudOptions['aws-regions'], cloudOptions['azure-regions']]);

export type AwsCluster = z.output<ReturnType<typeof awsCluster>>;
export type AzureCluster = z.output<ReturnType<typeof azureCluster>>;
export type Cluster = AwsCluster | AzureCluster;
export type Provider = Cluster['provider'];
export type AwsAccount = z.output<typeof aws>;
export type AzureAccount = z.output<typeof azure>;
/** Every option id of the format, built or not; registries are keyed by the built ones. */
export const cloudIds = ['aws-azure', 'aws-regions', 'azure-regions'] as const;
