/** What a grant of the name contract means in IAM. */
import { awsAccount, type Cluster } from '../../../../lib/model';
import {
  databaseTargetGroups,
  discoveryTag,
  hasTenants,
  isShared,
  logGroup,
  logStream,
  logTenants,
  namesOf,
  sharedSecretPrefix,
  tenantDomain,
  tenantSecretPrefix,
  type BucketGrant,
  type Grant,
  type SiblingRead,
} from '../../../../lib/names';
import { oneOrMany, type Conditions, type Statement } from '../kits/policy';
import type { AwsContext } from '../kits/stack';
import { bucketArn } from '../names';
import { karpenterStatements } from './karpenter';
import { readMetrics, sendContainerInsights, writeMetrics } from './metrics';
import type { Keys } from './keys';

/** Statements by policy name; one inline policy per grant. */
export function grantPolicies(grants: readonly Grant[], context: AwsContext, keys: Keys): Readonly<Record<string, readonly Statement[]>> {
  return Object.fromEntries(grants.flatMap((grant) => Object.entries(policiesOf(grant, context, keys))));
}

function policiesOf(grant: Grant, context: AwsContext, keys: Keys): Readonly<Record<string, readonly Statement[]>> {
  switch (grant.to) {
    case 'secrets':
      return {
        secrets: readSecrets(context, keys.secrets.arn),
        ...(hasTenants(context.platform) ? { 'tenant-secrets': writeTenantSecrets(context, keys.secrets.arn) } : {}),
      };
    case 'bucket':
      return { [`${grant.bucket}-${grant.access}`]: useBucket(grant, context, keys.data.arn) };
    case 'dns-zone':
      return { [`zone-${grant.records}`]: writeRecords(context, grant.records) };
    case 'load-balancer-targets':
      return { 'load-balancer-targets': registerTargets(context) };
    case 'nodes':
      return karpenterStatements(context, keys.ebs.arn);
    case 'metrics-write':
      return { 'metrics-write': writeMetrics(context) };
    case 'metrics-read':
      return { 'metrics-read': readMetrics(context) };
    case 'container-insights':
      return { 'container-insights': sendContainerInsights(context) };
    case 'log-write':
      return { 'log-write': writeLogs(context) };
    case 'log-read':
      return { 'log-read': searchLogs(context) };
  }
}

/** Reads every secret of its own cluster and those of all clusters; finding secrets by name or tag (List, `*`) is not needed. */
function readSecrets({ platform, cluster, names }: AwsContext, keyArn: string): readonly Statement[] {
  const arn = (prefix: string) => `arn:aws:secretsmanager:${cluster.region}:${awsAccount(platform).accountId}:secret:${prefix}*`;
  return [
    {
      sid: 'ReadSecrets',
      actions: ['secretsmanager:DescribeSecret', 'secretsmanager:GetResourcePolicy', 'secretsmanager:GetSecretValue', 'secretsmanager:ListSecretVersionIds'],
      resources: oneOrMany([
        arn(names.secret('_').slice(0, -1)),
        ...(isShared(platform, cluster, { scope: 'platform' }) ? [arn(sharedSecretPrefix(platform))] : []),
      ]),
    },
    {
      sid: 'DecryptSecrets',
      actions: 'kms:Decrypt',
      resources: keyArn,
      conditions: { StringEquals: { 'kms:ViaService': `secretsmanager.${cluster.region}.amazonaws.com` } },
    },
  ];
}

/** Passwords of databases, made in the cluster: below the path of the tenants and nowhere else. Nothing is deleted. */
function writeTenantSecrets({ platform, cluster }: AwsContext, keyArn: string): readonly Statement[] {
  return [
    {
      sid: 'WriteTenantSecrets',
      actions: ['secretsmanager:CreateSecret', 'secretsmanager:PutSecretValue', 'secretsmanager:TagResource'],
      resources: `arn:aws:secretsmanager:${cluster.region}:${awsAccount(platform).accountId}:secret:${tenantSecretPrefix(platform, cluster)}*`,
    },
    {
      sid: 'EncryptTenantSecrets',
      actions: 'kms:GenerateDataKey',
      resources: keyArn,
      conditions: { StringEquals: { 'kms:ViaService': `secretsmanager.${cluster.region}.amazonaws.com` } },
    },
  ];
}

const readObjects = ['s3:GetObject'] as const;
const writeObjects = ['s3:AbortMultipartUpload', 's3:DeleteObject', 's3:GetObject', 's3:ListMultipartUploadParts', 's3:PutObject'] as const;

/**
 * Objects below the prefix. Listing is not bound to it: backup tools first ask whether the bucket exists (HeadBucket),
 * which is a list without prefix. Names of other databases' objects are visible to it, their contents are not.
 */
function useBucket(grant: BucketGrant, { cluster, names }: AwsContext, keyArn: string): readonly Statement[] {
  return useObjects(grant, { arn: bucketArn(names.bucket(grant.bucket)), region: cluster.region, keyArn });
}

export interface BucketPlace {
  readonly arn: string;
  readonly region: string;
  readonly keyArn: string;
  /** Further conditions on the key, where its ARN is not known. @default - none */
  readonly keyIs?: Conditions;
}
export function useObjects({ access, prefix }: Pick<BucketGrant, 'access' | 'prefix'>, { arn, region, keyArn, keyIs = {} }: BucketPlace): readonly Statement[] {
  return [
    { sid: 'ListBucket', actions: ['s3:GetBucketLocation', 's3:ListBucket', ...(access === 'write' ? ['s3:ListBucketMultipartUploads'] : [])], resources: arn },
    { sid: 'UseObjects', actions: access === 'write' ? writeObjects : readObjects, resources: prefix === undefined ? `${arn}/*` : `${arn}/${prefix}/*` },
    {
      sid: 'UseKey',
      actions: access === 'write' ? ['kms:Decrypt', 'kms:GenerateDataKey'] : 'kms:Decrypt',
      resources: keyArn,
      // With bucket keys the encryption context is the bucket: the key opens no other bucket for this role.
      conditions: { StringEquals: { 'kms:EncryptionContext:aws:s3:arn': arn, 'kms:ViaService': `s3.${region}.amazonaws.com` }, ...keyIs },
    },
  ];
}

/**
 * Reads what a cluster in another region of the account keeps, there and in its copy here. The role is the pods' own:
 * one account, one IAM. The sibling's key is known by its alias only, since its id exists after an apply.
 */
export function siblingPolicies({ sibling, grants }: SiblingRead, context: AwsContext, keys: Keys): Readonly<Record<string, readonly Statement[]>> {
  return Object.fromEntries(grants.flatMap((grant) => Object.entries(readSibling(sibling, grant, context, keys))));
}

/** Reads one bucket of the sibling, and its copy. */
export function readSibling(
  sibling: Cluster,
  grant: Pick<BucketGrant, 'bucket' | 'access' | 'prefix'>,
  { platform, cluster }: AwsContext,
  keys: Keys,
): Readonly<Record<string, readonly Statement[]>> {
  const theirs = namesOf(platform, sibling);
  const anyKey = `arn:aws:kms:${sibling.region}:${awsAccount(platform).accountId}:key/*`;
  const dataKey: Conditions = { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': theirs.keyAlias('data') } };
  return {
    [`${sibling.name}-${grant.bucket}-read`]: useObjects(grant, {
      arn: bucketArn(theirs.bucket(grant.bucket)),
      region: sibling.region,
      keyArn: anyKey,
      keyIs: dataKey,
    }),
    [`${sibling.name}-${grant.bucket}-copy-read`]: useObjects(grant, {
      arn: bucketArn(theirs.bucketCopy(grant.bucket)),
      region: cluster.region,
      keyArn: keys.data.arn,
    }),
  };
}

/** Names and types of records that each kind of writer may touch; the zone's id exists only after an apply, its names are known. */
const recordsOf = {
  proofs: (domain: string) => ({ names: [`_acme-challenge.${domain}`, `_acme-challenge.*.${domain}`], types: ['TXT'] }),
  tenants: (_: string, tenants: string) => ({ names: [`*.${tenants}`], types: ['A', 'AAAA', 'CNAME', 'TXT'] }),
} as const;

/** Finds the zones of the account, and writes records of its own kind below its own names. */
function writeRecords({ platform }: AwsContext, kind: keyof typeof recordsOf): readonly Statement[] {
  const { names, types } = recordsOf[kind](platform.domain, tenantDomain(platform));
  return [
    {
      sid: 'FindZones',
      // These know no zone, or one by its id.
      actions: ['route53:ListHostedZones', 'route53:ListHostedZonesByName', 'route53:ListResourceRecordSets', 'route53:ListTagsForResources'],
      resources: '*',
    },
    { sid: 'WaitForChanges', actions: 'route53:GetChange', resources: 'arn:aws:route53:::change/*' },
    {
      sid: 'WriteRecords',
      actions: 'route53:ChangeResourceRecordSets',
      resources: 'arn:aws:route53:::hostedzone/*',
      conditions: {
        'ForAllValues:StringLike': { 'route53:ChangeResourceRecordSetsNormalizedRecordNames': names },
        'ForAllValues:StringEquals': { 'route53:ChangeResourceRecordSetsRecordTypes': types },
      },
    },
  ];
}
const logGroupArns = ({ platform, cluster, names }: AwsContext): readonly string[] =>
  Object.values(logTenants).map((tenant) => `arn:aws:logs:${cluster.region}:${awsAccount(platform).accountId}:log-group:${logGroup(names, tenant)}`);

/** Adds lines to the streams that are there: makes no group, and reads nothing back. */
const writeLogs = (context: AwsContext): readonly Statement[] => [
  { sid: 'WriteLines', actions: 'logs:PutLogEvents', resources: logGroupArns(context).map((arn) => `${arn}:log-stream:${logStream}`) },
  { sid: 'FindStreams', actions: 'logs:DescribeLogStreams', resources: logGroupArns(context).map((arn) => `${arn}:*`) },
];

/** Searches the groups of the cluster, credentials in lines masked (no `logs:Unmask`). */
const searchLogs = (context: AwsContext): readonly Statement[] => [
  {
    sid: 'SearchLines',
    actions: ['logs:FilterLogEvents', 'logs:GetLogEvents', 'logs:GetLogGroupFields', 'logs:StartQuery'],
    resources: logGroupArns(context).map((arn) => `${arn}:*`),
  },
  {
    sid: 'ReadResults',
    actions: ['logs:DescribeLogGroups', 'logs:GetLogRecord', 'logs:GetQueryResults', 'logs:StopQuery'],
    resources: '*', // results and queries have no ARN
    conditions: { StringEquals: { 'aws:RequestedRegion': context.cluster.region } },
  },
];

/**
 * Puts pods into the target groups that the network stack owns and opens the nodes' security group for the load
 * balancer's subnets (`networking` of a binding). No load balancer is created or changed from inside the cluster.
 */
function registerTargets({ platform, cluster, names }: AwsContext): readonly Statement[] {
  return [
    {
      sid: 'ReadNetwork',
      actions: [
        'ec2:DescribeAvailabilityZones',
        'ec2:DescribeInstances',
        'ec2:DescribeNetworkInterfaces',
        'ec2:DescribeSecurityGroups',
        'ec2:DescribeSubnets',
        'ec2:DescribeVpcPeeringConnections',
        'ec2:DescribeVpcs',
        'elasticloadbalancing:DescribeTargetGroups',
        'elasticloadbalancing:DescribeTargetHealth',
      ],
      resources: '*', // these actions know no resources
      conditions: { StringEquals: { 'aws:RequestedRegion': cluster.region } },
    },
    {
      sid: 'RegisterPods',
      actions: ['elasticloadbalancing:DeregisterTargets', 'elasticloadbalancing:RegisterTargets'],
      resources: oneOrMany(
        [`${cluster.name}-ingress-*`, ...(hasTenants(platform) ? [databaseTargetGroups] : [])].map(
          (name) => `arn:aws:elasticloadbalancing:${cluster.region}:${awsAccount(platform).accountId}:targetgroup/${name}/*`,
        ),
      ),
    },
    {
      sid: 'OpenNodes',
      actions: ['ec2:AuthorizeSecurityGroupIngress', 'ec2:RevokeSecurityGroupIngress'],
      resources: `arn:aws:ec2:${cluster.region}:${awsAccount(platform).accountId}:security-group/*`,
      conditions: { StringEquals: { [`aws:ResourceTag/${discoveryTag}`]: names.cluster() } },
    },
  ];
}
