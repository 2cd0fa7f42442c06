/** The most that a role of the platform may do, whatever its own policies say: who may write roles cannot make a mightier one. */
import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { keep, pinned } from '../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { awsAccount, choose, cloudNativeOf, type Monitoring, type Platform } from '../../../../lib/model';
import { hasTenants } from '../../../../lib/names';
import { awsStateBuckets } from '../../../state';
import { oneOrMany, policy, type Statement } from '../kits/policy';
import { boundaryName, bucketArn } from '../names';

export function boundary(stack: PlatformStack, platform: Platform, stateKeys: readonly string[]): void {
  const statements = [...ceiling(platform), ...neverState(platform, stateKeys)];
  pinned(
    new IamPolicy(stack, 'boundary', {
      name: boundaryName(platform),
      description: 'The most that any role of the platform may do',
      policy: policy(statements),
      lifecycle: keep,
    }),
  );
}

/** Services that control plane, nodes, add-ons, pods and backups use. What a role really may is in its own policies. */
function ceiling(platform: Platform): readonly Statement[] {
  const { name } = platform;
  const { accountId } = awsAccount(platform);
  return [
    {
      sid: 'Services',
      actions: [
        ...ofMonitoring(platform),
        'arc-zonal-shift:Get*',
        'autoscaling:*',
        'backup-storage:*',
        'backup:*',
        'cloudwatch:*',
        'ec2:*',
        'ecr:*',
        'eks-auth:*',
        'eks:Describe*',
        'elasticloadbalancing:*',
        'events:*',
        'kms:*',
        'logs:*',
        'pricing:GetProducts',
        ...(cloudNativeOf(platform.edge) ? ['route53:*'] : []),
        'sqs:*',
        'ssm:GetParameter',
        'ssm:UpdateInstanceInformation',
        'ssmmessages:*',
        'tag:GetResources',
      ],
      resources: '*',
    },
    { sid: 'OwnBuckets', actions: 's3:*', resources: [`arn:aws:s3:::${name}-*`] },
    { sid: 'FindBuckets', actions: ['s3:GetBucketLocation', 's3:ListAllMyBuckets'], resources: '*' },
    {
      sid: 'OwnSecrets',
      actions: ['secretsmanager:DescribeSecret', 'secretsmanager:Get*', 'secretsmanager:ListSecretVersionIds'],
      resources: `arn:aws:secretsmanager:*:${accountId}:secret:${name}/*`,
    },
    ...(hasTenants(platform)
      ? [
          {
            sid: 'TenantSecrets',
            actions: ['secretsmanager:CreateSecret', 'secretsmanager:PutSecretValue', 'secretsmanager:TagResource'],
            resources: `arn:aws:secretsmanager:*:${accountId}:secret:${name}/*/tenants/*`,
          },
        ]
      : []),
    {
      sid: 'NodeProfiles',
      actions: [
        'iam:AddRoleToInstanceProfile',
        'iam:CreateInstanceProfile',
        'iam:DeleteInstanceProfile',
        'iam:GetInstanceProfile',
        'iam:RemoveRoleFromInstanceProfile',
        'iam:TagInstanceProfile',
      ],
      resources: `arn:aws:iam::${accountId}:instance-profile/*`,
    },
    { sid: 'PassOwnRoles', actions: ['iam:GetRole', 'iam:PassRole'], resources: `arn:aws:iam::${accountId}:role/${name}-*` },
    { sid: 'ListProfiles', actions: 'iam:ListInstanceProfiles', resources: '*' },
    { sid: 'ServiceLinkedRoles', actions: 'iam:CreateServiceLinkedRole', resources: `arn:aws:iam::${accountId}:role/aws-service-role/*` },
  ];
}

const ofMonitoring = ({ monitoring }: Platform): readonly string[] =>
  choose<Monitoring, readonly string[]>(monitoring, { prometheus: () => [], 'cloud-native': () => ['aps:*'] });

const neverState = (platform: Platform, stateKeys: readonly string[]): readonly Statement[] => {
  const states = awsStateBuckets(platform).map(bucketArn);
  return [
    { sid: 'NeverState', effect: 'Deny', actions: 's3:*', resources: states.flatMap((state) => [state, `${state}/*`]) },
    { sid: 'NeverStateKey', effect: 'Deny', actions: 'kms:*', resources: oneOrMany(stateKeys) },
  ];
};
