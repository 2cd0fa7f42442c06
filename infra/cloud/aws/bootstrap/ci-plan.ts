import { awsAccount, choose, cloudLogsOf, cloudNativeOf, isLinked, type Monitoring, type Platform } from '../../../../lib/model';
import { awsStateBuckets, stacksWithKeys, stacksWithReceivers, stateKey } from '../../../state';
import { oneOrMany, type Statement } from '../kits/policy';
import { bucketArn } from '../names';

/**
 * Whoever opens a pull request writes what its job runs. The state of the edge may hold a private key
 * (docs/adr/0009-origin-pull-key.md): then it is read by the role of the protected environment only.
 */
export function neverEdgeState(platform: Platform): readonly Statement[] {
  const states = [...stacksWithKeys(platform), ...stacksWithReceivers(platform, 'aws')].flatMap((stack) =>
    awsStateBuckets(platform).map((name) => `${bucketArn(name)}/${stateKey(stack)}`),
  );
  if (states.length === 0) return [];
  return [{ sid: 'NeverEdgeState', effect: 'Deny', actions: ['s3:GetObject', 's3:GetObjectVersion'], resources: oneOrMany(states) }];
}

/** Settings of the edge, where the services of the clouds are it. */
const edgeReads = ({ edge }: Platform): readonly string[] =>
  cloudNativeOf(edge)
    ? [
        'acm:Describe*',
        'acm:List*',
        'globalaccelerator:Describe*',
        'globalaccelerator:List*',
        'network-firewall:Describe*',
        'network-firewall:List*',
        'shield:Describe*',
        'shield:Get*',
        'shield:List*',
        'wafv2:Get*',
        'wafv2:List*',
      ]
    : [];

/** Reads states and settings, and no data: no object of a bucket but states, no value of a secret, no log line. Locks nothing (`-lock=false`). */
export function planPolicy(platform: Platform, stateKeys: readonly string[]): readonly Statement[] {
  const states = awsStateBuckets(platform).map(bucketArn);
  const settings = [
    's3:GetAccelerateConfiguration',
    's3:GetBucket*',
    's3:GetEncryptionConfiguration',
    's3:GetLifecycleConfiguration',
    's3:GetReplicationConfiguration',
    's3:ListBucket',
    's3:ListTagsForResource',
  ];
  return [
    { sid: 'ReadStates', actions: 's3:GetObject', resources: oneOrMany(states.map((state) => `${state}/*`)) },
    { sid: 'DecryptStates', actions: 'kms:Decrypt', resources: oneOrMany(stateKeys) },
    { sid: 'ReadBucketSettings', actions: settings, resources: `arn:aws:s3:::${platform.name}-*` },
    {
      sid: 'ReadSecretSettings',
      actions: ['secretsmanager:DescribeSecret', 'secretsmanager:GetResourcePolicy'],
      resources: `arn:aws:secretsmanager:*:${awsAccount(platform).accountId}:secret:${platform.name}/*`,
    },
    {
      sid: 'ReadSettings',
      actions: [
        ...ofMonitoring(platform),
        'autoscaling:Describe*',
        'backup:Describe*',
        'backup:Get*',
        'backup:List*',
        'cloudwatch:Describe*',
        'cloudwatch:ListTagsForResource',
        'ec2:Describe*',
        'eks:Describe*',
        'eks:List*',
        'elasticloadbalancing:Describe*',
        'events:Describe*',
        'events:List*',
        'iam:Get*',
        'iam:List*',
        'kms:Describe*',
        'kms:GetKeyPolicy',
        'kms:GetKeyRotationStatus',
        'kms:List*',
        'logs:Describe*',
        ...(cloudLogsOf(platform.logging) ? ['logs:GetDataProtectionPolicy'] : []),
        'logs:ListTagsForResource',
        ...(isLinked(platform) || edgeReads(platform).length > 0 ? ['route53:Get*', 'route53:List*'] : []),
        ...edgeReads(platform),
        'sns:Get*',
        'sns:List*',
        'sqs:GetQueueAttributes',
        'sqs:GetQueueUrl',
        'sqs:ListQueueTags',
      ],
      resources: '*', // reading settings; most of these actions know no resources
    },
  ];
}

const ofMonitoring = ({ monitoring }: Platform): readonly string[] =>
  choose<Monitoring, readonly string[]>(monitoring, {
    prometheus: () => [],
    'cloud-native': () => [
      'aps:Describe*',
      'aps:ListTagsForResource',
      'aps:ListWorkspaces',
      'cloudwatch:GetDashboard',
      'logs:GetLogDelivery',
      'logs:ListLogDeliveries',
    ],
  });
