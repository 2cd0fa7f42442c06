/**
 * What applying the stacks of clusters needs. Left to people: bootstrap itself, and everything that ends data or the
 * right to read it (deleting buckets, keys, secrets, log groups, clusters and recovery points; secret values).
 */
import { awsAccount, choose, clustersOn, type AwsCluster, type Monitoring, type Platform } from '../../../../lib/model';
import { databaseTargetGroups, hasTenants, namesOf, privatePorts } from '../../../../lib/names';
import { awsStateBuckets } from '../../../state';
import { managedPolicies } from '../identity/roles';
import { oneOrMany, type Conditions, type Statement } from '../kits/policy';
import { boundaryArn, boundaryName, bucketArn, ciRole, githubProviderArn } from '../names';
import { edgePolicies } from './ci-edge';
import { applyLogs } from './ci-logs';
import { managedMetrics } from './ci-metrics';
import { betweenRegions } from './ci-regions';
import { actions, inRegions, prefixes } from './ci-statements';

export const applyPolicies = (
  platform: Platform,
  clusters: readonly AwsCluster[],
  stateKeys: readonly string[],
): Readonly<Record<string, readonly Statement[]>> => ({
  guard: [...writeStates(platform, stateKeys), ...guard(platform, stateKeys)],
  roles: roles(platform, clusters),
  network: network(platform, clusters),
  cluster: cluster(platform, clusters),
  data: data(platform, clusters),
  ...(clusters.length > 1 ? { regions: betweenRegions(platform, clusters) } : {}),
  ...edgePolicies(platform, clusters),
  ...choose<Monitoring, Readonly<Record<string, readonly Statement[]>>>(platform.monitoring, {
    prometheus: () => ({}),
    'cloud-native': () => ({ metrics: managedMetrics(platform, clusters) }),
  }),
  ...applyLogs(platform, clusters),
});

function writeStates(platform: Platform, stateKeys: readonly string[]): readonly Statement[] {
  const states = awsStateBuckets(platform).map(bucketArn);
  return [
    { sid: 'WriteStates', actions: 's3:PutObject', resources: states.flatMap((state) => [`${state}/*.tfstate`, `${state}/*.tflock`]) },
    { sid: 'EndLocks', actions: 's3:DeleteObject', resources: oneOrMany(states.map((state) => `${state}/*.tflock`)) },
    { sid: 'EncryptStates', actions: 'kms:GenerateDataKey', resources: oneOrMany(stateKeys) },
  ];
}

/** What holds the pipeline itself in bounds, it does not touch. */
function guard(platform: Platform, stateKeys: readonly string[]): readonly Statement[] {
  const { accountId } = awsAccount(platform);
  const own = (['plan', 'apply'] as const).map((does) => ciRole(platform, does));
  return [
    {
      sid: 'NotItself',
      effect: 'Deny',
      actions: actions('iam', ['Attach*', 'Create*', 'Delete*', 'Detach*', 'Put*', 'SetDefaultPolicyVersion', 'Update*']),
      resources: [
        ...own.flatMap((name) => [`arn:aws:iam::${accountId}:role/${name}`, `arn:aws:iam::${accountId}:policy/${name}-*`]),
        `arn:aws:iam::${accountId}:policy/${boundaryName(platform)}`,
        githubProviderArn(platform),
      ],
    },
    {
      sid: 'NotBootstrapState',
      effect: 'Deny',
      actions: ['s3:DeleteObject', 's3:PutObject'],
      resources: oneOrMany(awsStateBuckets(platform).map((name) => `${bucketArn(name)}/bootstrap-*`)),
    },
    {
      sid: 'NotStateKey',
      effect: 'Deny',
      actions: actions('kms', ['CreateGrant', 'DeleteAlias', 'PutKeyPolicy', 'UpdateAlias']),
      resources: oneOrMany(stateKeys),
    },
  ];
}

function roles(platform: Platform, clusters: readonly AwsCluster[]): readonly Statement[] {
  const arn = `arn:aws:iam::${awsAccount(platform).accountId}`;
  const resources = prefixes(platform, clusters).map((prefix) => `${arn}:role/${prefix}-*`);
  const bounded = { 'iam:PermissionsBoundary': boundaryArn(platform) };
  return [
    {
      sid: 'WriteBoundedRoles',
      actions: actions('iam', ['CreateRole', 'DeleteRolePolicy', 'PutRolePermissionsBoundary', 'PutRolePolicy']),
      resources,
      conditions: { StringEquals: bounded },
    },
    {
      sid: 'AttachKnownPolicies',
      actions: actions('iam', ['AttachRolePolicy', 'DetachRolePolicy']),
      resources,
      conditions: { StringEquals: bounded, ArnEquals: { 'iam:PolicyARN': managedPolicies } },
    },
    {
      sid: 'ChangeRoles',
      actions: actions('iam', ['DeleteRole', 'TagRole', 'UntagRole', 'UpdateAssumeRolePolicy', 'UpdateRole', 'UpdateRoleDescription']),
      resources,
    },
    {
      sid: 'PassRoles',
      actions: 'iam:PassRole',
      resources,
      conditions: {
        StringEquals: {
          'iam:PassedToService': ['backup.amazonaws.com', 'ec2.amazonaws.com', 'eks.amazonaws.com', 'pods.eks.amazonaws.com', 'vpc-flow-logs.amazonaws.com'],
        },
      },
    },
    {
      sid: 'ServiceLinkedRoles',
      actions: 'iam:CreateServiceLinkedRole',
      resources: `${arn}:role/aws-service-role/*`,
      conditions: {
        StringEquals: {
          'iam:AWSServiceName': ['autoscaling', 'backup', 'eks', 'eks-nodegroup', 'elasticloadbalancing', 'spot'].map((service) => `${service}.amazonaws.com`),
        },
      },
    },
    ...(clustersOn(platform, 'azure').length > 0 ? [trustPeers(arn)] : []),
  ];
}

/** Issuers of AKS clusters, whose pods read backups here. */
const trustPeers = (arn: string): Statement => ({
  sid: 'TrustPeers',
  actions: actions('iam', [
    'AddClientIDToOpenIDConnectProvider',
    'CreateOpenIDConnectProvider',
    'DeleteOpenIDConnectProvider',
    'TagOpenIDConnectProvider',
    'UntagOpenIDConnectProvider',
    'UpdateOpenIDConnectProviderThumbprint',
  ]),
  resources: `${arn}:oidc-provider/*.oic.prod-aks.azure.com/*`,
});

function network(platform: Platform, clusters: readonly AwsCluster[]): readonly Statement[] {
  const things = ['FlowLogs', 'InternetGateway', 'LaunchTemplate', 'NatGateway', 'Route', 'RouteTable', 'SecurityGroup', 'Subnet', 'Tags', 'Vpc'];
  const attributes = ['SecurityGroupRules', 'SubnetAttribute', 'VpcAttribute', 'VpcEndpoint'];
  const balancer = (region: string, kind: string, name: string) => `arn:aws:elasticloadbalancing:${region}:${awsAccount(platform).accountId}:${kind}/${name}*`;
  const balancers = clusters.flatMap((each) => {
    const names = namesOf(platform, each);
    const inner = privatePorts(platform).length > 0 ? [names.innerLoadBalancer()] : [];
    return [
      ...[names.loadBalancer(), ...inner].flatMap((name) => ['loadbalancer/net', 'listener/net'].map((kind) => balancer(each.region, kind, name))),
      balancer(each.region, 'targetgroup', names.loadBalancer()),
      ...(hasTenants(platform)
        ? ['loadbalancer/net', 'listener/net', 'targetgroup'].map((kind) => balancer(each.region, kind, databaseTargetGroups.replace('*', '')))
        : []),
    ];
  });
  return [
    {
      sid: 'Network',
      actions: actions('ec2', [
        ...things.flatMap((thing) => [`Create${thing}`, `Delete${thing}`]),
        ...attributes.map((attribute) => `Modify${attribute}`),
        ...[
          'AllocateAddress',
          'AssociateRouteTable',
          'AttachInternetGateway',
          'AuthorizeSecurityGroupEgress',
          'AuthorizeSecurityGroupIngress',
          'CreateLaunchTemplateVersion',
          'CreateVpcEndpoint',
          'DeleteLaunchTemplateVersions',
          'DeleteVpcEndpoints',
        ],
        ...[
          'DetachInternetGateway',
          'DisassociateAddress',
          'DisassociateRouteTable',
          'ModifyLaunchTemplate',
          'ReleaseAddress',
          'ReplaceRoute',
          'ReplaceRouteTableAssociation',
          'RevokeSecurityGroupEgress',
          'RevokeSecurityGroupIngress',
          'RunInstances',
        ],
      ]),
      resources: '*', // ids are not known before; the account holds nothing but the platform
      conditions: inRegions(platform),
    },
    { sid: 'NamesOfEndpoints', actions: 'route53:AssociateVPCWithHostedZone', resources: '*' }, // AWS owns the zones behind endpoints
    {
      sid: 'LoadBalancer',
      actions: actions('elasticloadbalancing', [
        'AddTags',
        'CreateListener',
        'CreateLoadBalancer',
        'CreateTargetGroup',
        'DeleteListener',
        'DeleteTargetGroup',
        'ModifyListener',
        'ModifyListenerAttributes',
        'ModifyLoadBalancerAttributes',
        'ModifyTargetGroup',
        'ModifyTargetGroupAttributes',
        'RemoveTags',
        'SetSecurityGroups',
      ]),
      resources: balancers,
    },
  ];
}

function cluster(platform: Platform, clusters: readonly AwsCluster[]): readonly Statement[] {
  const { accountId } = awsAccount(platform);
  const eks = clusters.flatMap((each) =>
    ['access-entry', 'addon', 'cluster', 'nodegroup', 'podidentityassociation'].map(
      (kind) => `arn:aws:eks:${each.region}:${accountId}:${kind}/${namesOf(platform, each).cluster()}${kind === 'cluster' ? '' : '/*'}`,
    ),
  );
  const named = (service: string, kind: string) =>
    clusters.map((each) => `arn:aws:${service}:${each.region}:${accountId}:${kind}${namesOf(platform, each).prefix()}-*`);
  return [
    {
      sid: 'Cluster',
      actions: actions('eks', [
        ...['AccessEntry', 'Addon', 'Nodegroup', 'PodIdentityAssociation'].flatMap((thing) => [`Create${thing}`, `Delete${thing}`]),
        ...[
          'AssociateAccessPolicy',
          'CreateCluster',
          'DisassociateAccessPolicy',
          'TagResource',
          'UntagResource',
          'UpdateAccessEntry',
          'UpdateAddon',
          'UpdateClusterConfig',
          'UpdateClusterVersion',
          'UpdateNodegroupConfig',
          'UpdateNodegroupVersion',
          'UpdatePodIdentityAssociation',
        ],
      ]),
      resources: eks,
    },
    { sid: 'Queue', actions: actions('sqs', ['CreateQueue', 'DeleteQueue', 'SetQueueAttributes', 'TagQueue', 'UntagQueue']), resources: named('sqs', '') },
    {
      sid: 'Events',
      actions: actions('events', ['DeleteRule', 'PutRule', 'PutTargets', 'RemoveTargets', 'TagResource', 'UntagResource']),
      resources: named('events', 'rule/'),
    },
    {
      sid: 'Topic',
      actions: actions('sns', [
        'CreateTopic',
        'DeleteTopic',
        'SetSubscriptionAttributes',
        'SetTopicAttributes',
        'Subscribe',
        'TagResource',
        'Unsubscribe',
        'UntagResource',
      ]),
      resources: named('sns', ''),
    },
    {
      sid: 'Alarms',
      actions: actions('cloudwatch', ['DeleteAlarms', 'PutMetricAlarm', 'TagResource', 'UntagResource']),
      resources: named('cloudwatch', 'alarm:'),
    },
    {
      sid: 'LogGroups',
      actions: actions('logs', [
        'AssociateKmsKey',
        'CreateLogGroup',
        'DeleteMetricFilter',
        'PutMetricFilter',
        'PutRetentionPolicy',
        'TagResource',
        'UntagResource',
      ]),
      resources: clusters.flatMap((each) =>
        ['eks', 'vpc'].map((service) => `arn:aws:logs:${each.region}:${accountId}:log-group:/aws/${service}/${namesOf(platform, each).prefix()}/*`),
      ),
    },
  ];
}

function data(platform: Platform, clusters: readonly AwsCluster[]): readonly Statement[] {
  const { accountId } = awsAccount(platform);
  const backup = clusters.flatMap(({ region }) => ['backup-plan', 'backup-vault'].map((kind) => `arn:aws:backup:${region}:${accountId}:${kind}:*`));
  const ownKeys: Conditions = { StringEquals: { 'aws:ResourceTag/platform': platform.name } };
  const kms = (kind: string) => clusters.map(({ region }) => `arn:aws:kms:${region}:${accountId}:${kind}`);
  return [
    {
      sid: 'Buckets',
      actions: actions('s3', ['CreateBucket', 'PutBucket*', 'PutEncryptionConfiguration', 'PutLifecycleConfiguration', 'TagResource', 'UntagResource']),
      resources: prefixes(platform, clusters).map((prefix) => `arn:aws:s3:::${prefix}-*`),
    },
    {
      sid: 'Secrets',
      actions: actions('secretsmanager', ['CreateSecret', 'PutResourcePolicy', 'TagResource', 'UntagResource', 'UpdateSecret', 'ValidateResourcePolicy']),
      resources: clusters.map(({ region, name }) => `arn:aws:secretsmanager:${region}:${accountId}:secret:${platform.name}/${name}/*`),
    },
    // A new key has no tags yet that a condition could ask for: those of the request decide, for its tags as well.
    {
      sid: 'NewKeys',
      actions: actions('kms', ['CreateKey', 'TagResource']),
      resources: '*',
      conditions: { StringEquals: { 'aws:RequestTag/platform': platform.name } },
    },
    {
      sid: 'OwnKeys',
      actions: actions('kms', [
        'CreateAlias',
        'DeleteAlias',
        'EnableKeyRotation',
        'PutKeyPolicy',
        'TagResource',
        'UntagResource',
        'UpdateAlias',
        'UpdateKeyDescription',
      ]),
      resources: kms('key/*'),
      conditions: ownKeys,
    },
    { sid: 'Aliases', actions: actions('kms', ['CreateAlias', 'DeleteAlias', 'UpdateAlias']), resources: kms(`alias/${platform.name}-*`) },
    {
      sid: 'GiveKeysToServices',
      actions: 'kms:CreateGrant',
      resources: kms('key/*'),
      conditions: { ...ownKeys, Bool: { 'kms:GrantIsForAWSResource': 'true' } },
    },
    {
      sid: 'GiveKeyToVault',
      actions: actions('kms', ['Decrypt', 'GenerateDataKey', 'RetireGrant']),
      resources: kms('key/*'),
      conditions: { StringEquals: { ...ownKeys['StringEquals'], 'kms:ViaService': clusters.map(({ region }) => `backup.${region}.amazonaws.com`) } },
    },
    {
      sid: 'Backup',
      actions: actions('backup', [
        'CreateBackupPlan',
        'CreateBackupSelection',
        'CreateBackupVault',
        'DeleteBackupSelection',
        'PutBackupVaultLockConfiguration',
        'TagResource',
        'UntagResource',
        'UpdateBackupPlan',
      ]),
      resources: backup,
    },
    { sid: 'BackupStorage', actions: 'backup-storage:MountCapsule', resources: '*' }, // knows no resources
  ];
}
