/** Names that only the AWS layer uses; what the clusters also read is in lib/names. */
import { awsAccount, type Platform } from '../../../lib/model';
import { awsZones, checked, networkFirewallOf, vpcName } from '../../../lib/names';
import { githubHost } from '../../ci';
import { homeRegion } from '../../state';
import type { AwsContext } from './kits/stack';

export type Zone = (typeof awsZones)[number];
export type Tier = 'public' | 'control-plane' | 'private' | 'firewall';
export type SecurityGroupId = 'control-plane' | 'node' | 'ingress' | 'inner' | 'web' | 'endpoints';
export type KeyPurpose = 'cluster' | 'data' | 'ebs' | 'observability' | 'secrets';

/** The most that any role of the platform may ever do; made by bootstrap. */
export const boundaryName = (platform: Platform): string => checked('IAM policy', `${platform.name}-boundary`);
export const boundaryArn = (platform: Platform): string => `arn:aws:iam::${awsAccount(platform).accountId}:policy/${boundaryName(platform)}`;
/** Role of the pipeline: reads to plan, writes to apply. */
export const ciRole = (platform: Platform, does: 'plan' | 'apply'): string => checked('IAM role', `${platform.name}-ci-${does}`);

/** Access logs of the state bucket of a region. */
export const stateLogsBucket = (platform: Platform, region: string): string =>
  checked('S3 bucket', `${platform.name}-tfstate-logs${region === homeRegion(platform, 'aws') ? '' : `-${region}`}-${awsAccount(platform).accountId}`);
/** S3 copies the states of a region to the other ones with it. */
export const stateReplicationRole = (platform: Platform, region: string): string => checked('IAM role', `${platform.name}-tfstate-${region}`);
export const githubProviderArn = (platform: Platform): string => `arn:aws:iam::${awsAccount(platform).accountId}:oidc-provider/${githubHost}`;

export const zoneName = ({ cluster }: AwsContext, zone: Zone): string => `${cluster.region}${zone}`;
export const vpcTag = ({ names }: AwsContext): string => vpcName(names.prefix());
export const subnetName = ({ names }: AwsContext, tier: Tier, zone: Zone): string => `${names.prefix()}-${tier}-${zone}`;
/**
 * Route tables: of the public and the control plane subnets, and of the private ones of each zone. With a firewall the
 * public ones have one for each zone, since each leads to the firewall of its zone; the firewall has one, and so has what
 * comes in from the internet.
 */
export type TableId = 'public' | `public-${Zone}` | 'control-plane' | `private-${Zone}` | 'firewall' | 'internet';
/** Route tables of the public subnets. */
export const publicTables = ({ platform }: Pick<AwsContext, 'platform'>): readonly TableId[] =>
  networkFirewallOf(platform) ? awsZones.map((zone): TableId => `public-${zone}`) : ['public'];
export const routeTableName = ({ names }: AwsContext, id: TableId): string => `${vpcName(names.prefix())}-${id}`;
export const natName = ({ names }: AwsContext, zone: Zone): string => `${names.prefix()}-nat-${zone}`;
export const securityGroupName = ({ names }: AwsContext, id: SecurityGroupId): string => `${names.prefix()}-${id}`;

export const clusterArn = ({ platform, cluster, names }: AwsContext): string =>
  `arn:aws:eks:${cluster.region}:${awsAccount(platform).accountId}:cluster/${names.cluster()}`;
/** EKS writes the control plane's logs to this group and to no other. */
export const clusterLogGroup = ({ names }: AwsContext): string => checked('AWS log group', `/aws/eks/${names.cluster()}/cluster`);
/** Topic that mails the alarms of a cluster to the owner of the platform. */
export const alarmTopicName = ({ names }: AwsContext): string => `${names.prefix()}-alarms`;
export const alarmTopicArn = (context: AwsContext): string =>
  `arn:aws:sns:${context.cluster.region}:${awsAccount(context.platform).accountId}:${alarmTopicName(context)}`;
/** What the managed Prometheus says of rules and messages that fail; services write to groups below this prefix without a policy for each. */
export const metricsLogGroup = ({ names }: AwsContext): string => checked('AWS log group', `/aws/vendedlogs/prometheus/${names.prefix()}`);
export const flowLogGroup = ({ names }: AwsContext): string => checked('AWS log group', `/aws/vpc/${names.prefix()}/flow-logs`);
export const backupVault = ({ names }: AwsContext): string => checked('backup vault', names.prefix());
export const bucketArn = (name: string): string => `arn:aws:s3:::${name}`;
/** Construct ids and Terraform addresses have underscores. */
export const address = (id: string): string => id.replaceAll('-', '_');
