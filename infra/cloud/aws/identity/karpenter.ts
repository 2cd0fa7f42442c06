/**
 * What the autoscaler may do: start, tag and end only nodes that carry its own tags and those of this cluster.
 * Follows the policies of Karpenter 1.14, split in two because IAM counts characters per policy.
 * @see https://karpenter.sh/docs/reference/cloudformation/
 */
import { interruptionQueue, nodeRoleId } from '../../../../lib/names';
import type { Conditions, Statement } from '../kits/policy';
import type { AwsContext } from '../kits/stack';
import { clusterArn } from '../names';
import { useVolumeKey } from './volumes';
import { awsAccount } from '../../../../lib/model';

export const karpenterStatements = (context: AwsContext, volumeKeyArn: string): Readonly<Record<string, readonly Statement[]>> => ({
  'node-lifecycle': [...nodeLifecycle(context), ...useVolumeKey(context, volumeKeyArn)],
  'node-discovery': [...discovery(context), ...instanceProfiles(context)],
});

const anyNodePool = { 'karpenter.sh/nodepool': '*' };
const tagged = (prefix: 'aws:RequestTag' | 'aws:ResourceTag', tags: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(tags).map(([key, value]) => [`${prefix}/${key}`, value]));

function nodeLifecycle({ cluster, names }: AwsContext): readonly Statement[] {
  const ec2 = (kinds: readonly string[], account = '*') => kinds.map((kind) => `arn:aws:ec2:${cluster.region}:${account}:${kind}/*`);
  const owned = { [`kubernetes.io/cluster/${names.cluster()}`]: 'owned' };
  const ofThisCluster: Conditions = { StringEquals: tagged('aws:ResourceTag', owned), StringLike: tagged('aws:ResourceTag', anyNodePool) };
  const forThisCluster = tagged('aws:RequestTag', { ...owned, 'eks:eks-cluster-name': names.cluster() });
  const made = ['fleet', 'instance', 'launch-template', 'network-interface', 'spot-instances-request', 'volume'];
  return [
    {
      sid: 'UseWhatNodesNeed',
      actions: ['ec2:CreateFleet', 'ec2:RunInstances'],
      resources: [...ec2(['image', 'snapshot'], ''), ...ec2(['capacity-reservation', 'placement-group', 'security-group', 'subnet'])],
    },
    { sid: 'UseOwnLaunchTemplates', actions: ['ec2:CreateFleet', 'ec2:RunInstances'], resources: ec2(['launch-template']), conditions: ofThisCluster },
    {
      sid: 'StartTaggedNodes',
      actions: ['ec2:CreateFleet', 'ec2:CreateLaunchTemplate', 'ec2:RunInstances'],
      resources: ec2(made),
      conditions: { StringEquals: forThisCluster, StringLike: tagged('aws:RequestTag', anyNodePool) },
    },
    {
      sid: 'TagWhatItStarts',
      actions: 'ec2:CreateTags',
      resources: ec2(made),
      conditions: {
        StringEquals: { ...forThisCluster, 'ec2:CreateAction': ['CreateFleet', 'CreateLaunchTemplate', 'RunInstances'] },
        StringLike: tagged('aws:RequestTag', anyNodePool),
      },
    },
    {
      sid: 'TagOwnNodes',
      actions: 'ec2:CreateTags',
      resources: ec2(['instance']),
      conditions: {
        ...ofThisCluster,
        StringEqualsIfExists: tagged('aws:RequestTag', { 'eks:eks-cluster-name': names.cluster() }),
        'ForAllValues:StringEquals': { 'aws:TagKeys': ['eks:eks-cluster-name', 'karpenter.sh/nodeclaim', 'Name'] },
      },
    },
    {
      sid: 'EndOwnNodes',
      actions: ['ec2:DeleteLaunchTemplate', 'ec2:TerminateInstances'],
      resources: ec2(['instance', 'launch-template']),
      conditions: ofThisCluster,
    },
  ];
}

function discovery(context: AwsContext): readonly Statement[] {
  const { platform, cluster, names } = context;
  const account = awsAccount(platform).accountId;
  const inRegion: Conditions = { StringEquals: { 'aws:RequestedRegion': cluster.region } };
  return [
    {
      sid: 'ReadCapacity',
      actions: [
        'ec2:DescribeCapacityReservations',
        'ec2:DescribeImages',
        'ec2:DescribeInstanceStatus',
        'ec2:DescribeInstanceTypeOfferings',
        'ec2:DescribeInstanceTypes',
        'ec2:DescribeInstances',
        'ec2:DescribeLaunchTemplates',
        'ec2:DescribePlacementGroups',
        'ec2:DescribeSecurityGroups',
        'ec2:DescribeSpotPriceHistory',
        'ec2:DescribeSubnets',
      ],
      resources: '*', // these actions know no resources
      conditions: inRegion,
    },
    { sid: 'ReadPrices', actions: 'pricing:GetProducts', resources: '*' }, // likewise; the price list lives in us-east-1
    { sid: 'ReadImageIds', actions: 'ssm:GetParameter', resources: `arn:aws:ssm:${cluster.region}::parameter/aws/service/*` },
    { sid: 'ReadCluster', actions: 'eks:DescribeCluster', resources: clusterArn(context) },
    {
      sid: 'ReadZonalShift',
      actions: 'arc-zonal-shift:GetManagedResource',
      resources: '*',
      conditions: { StringEquals: { 'arc-zonal-shift:ResourceIdentifier': clusterArn(context) } },
    },
    {
      sid: 'ReadInterruptions',
      actions: ['sqs:DeleteMessage', 'sqs:GetQueueUrl', 'sqs:ReceiveMessage'],
      resources: `arn:aws:sqs:${cluster.region}:${account}:${interruptionQueue(names.prefix())}`,
    },
    {
      sid: 'GiveNodesTheirRole',
      actions: 'iam:PassRole',
      resources: names.roleArn(nodeRoleId),
      conditions: { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } },
    },
  ];
}

/** Instance profiles around the node role, made and removed per EC2NodeClass. */
function instanceProfiles({ platform, cluster, names }: AwsContext): readonly Statement[] {
  const resources = `arn:aws:iam::${awsAccount(platform).accountId}:instance-profile/*`;
  const owned = { [`kubernetes.io/cluster/${names.cluster()}`]: 'owned', 'topology.kubernetes.io/region': cluster.region };
  const nodeClass = { 'karpenter.k8s.aws/ec2nodeclass': '*' };
  const request = tagged('aws:RequestTag', { ...owned, 'eks:eks-cluster-name': names.cluster() });
  return [
    {
      sid: 'MakeProfiles',
      actions: 'iam:CreateInstanceProfile',
      resources,
      conditions: { StringEquals: request, StringLike: tagged('aws:RequestTag', nodeClass) },
    },
    {
      sid: 'TagOwnProfiles',
      actions: 'iam:TagInstanceProfile',
      resources,
      conditions: {
        StringEquals: { ...tagged('aws:ResourceTag', owned), ...request },
        StringLike: { ...tagged('aws:ResourceTag', nodeClass), ...tagged('aws:RequestTag', nodeClass) },
      },
    },
    {
      sid: 'ChangeOwnProfiles',
      actions: ['iam:AddRoleToInstanceProfile', 'iam:DeleteInstanceProfile', 'iam:RemoveRoleFromInstanceProfile'],
      resources,
      conditions: { StringEquals: tagged('aws:ResourceTag', owned), StringLike: tagged('aws:ResourceTag', nodeClass) },
    },
    { sid: 'ReadProfiles', actions: 'iam:GetInstanceProfile', resources },
    { sid: 'ListProfiles', actions: 'iam:ListInstanceProfiles', resources: '*' }, // knows no resources
  ];
}
