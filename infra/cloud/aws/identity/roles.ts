/** Roles of the cloud layer itself: control plane, nodes, add-ons, flow logs, backups. */
import type { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { nodeRoleId } from '../../../../lib/names';
import type { Statement } from '../kits/policy';
import { podTrust, role, serviceTrust, type RoleProps } from '../kits/role';
import type { AwsContext } from '../kits/stack';
import { address, boundaryArn, clusterArn, flowLogGroup } from '../names';
import type { Keys } from './keys';
import { useVolumeKey } from './volumes';
import { awsAccount } from '../../../../lib/model';

/** Role ids of the name contract beside its identities. */
export const cloudRoles = {
  controlPlane: 'control-plane',
  systemNode: 'system-node',
  vpcCni: 'vpc-cni',
  ebsCsi: 'ebs-csi',
  flowLogs: 'flow-logs',
  backup: 'backup',
  restore: 'backup-restore',
} as const;

/** Policies that AWS maintains and that roles of the platform may carry; the pipeline may attach no others. */
const awsManaged = {
  cluster: 'arn:aws:iam::aws:policy/AmazonEKSClusterPolicy',
  workerNode: 'arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy',
  pullImages: 'arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly',
  cni: 'arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy',
  ebsCsi: 'arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy',
  backup: 'arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup',
  backupBuckets: 'arn:aws:iam::aws:policy/AWSBackupServiceRolePolicyForS3Backup',
  restore: 'arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForRestores',
  restoreBuckets: 'arn:aws:iam::aws:policy/AWSBackupServiceRolePolicyForS3Restore',
} as const;
export const managedPolicies: readonly string[] = Object.values(awsManaged);

export type RoleText = Pick<RoleProps, 'description' | 'trust' | 'policies' | 'managed'>;

/** One role of the contract, below the boundary. */
export function contractRole(stack: PlatformStack, { platform, names }: AwsContext, id: string, text: RoleText): IamRole {
  return role(stack, { id: address(id), name: names.role(id), boundary: boundaryArn(platform), ...text });
}

export function cloudLayerRoles(stack: PlatformStack, context: AwsContext, keys: Keys): void {
  const texts: Readonly<Record<string, RoleText>> = { ...clusterRoles(context, keys), ...addonRoles(context, keys), ...serviceRoles(context) };
  for (const [id, text] of Object.entries(texts)) contractRole(stack, context, id, text);
}

function clusterRoles(context: AwsContext, keys: Keys): Readonly<Record<string, RoleText>> {
  const { platform } = context;
  const onlyThisCluster = { StringEquals: { 'aws:SourceAccount': awsAccount(platform).accountId }, ArnEquals: { 'aws:SourceArn': clusterArn(context) } };
  const node = (description: string): RoleText => ({
    description,
    trust: [serviceTrust('ec2.amazonaws.com')],
    policies: { 'session-manager': sessionManager },
    managed: [awsManaged.workerNode, awsManaged.pullImages],
  });
  return {
    [cloudRoles.controlPlane]: {
      description: 'EKS runs the control plane with it',
      trust: [serviceTrust('eks.amazonaws.com', onlyThisCluster)],
      policies: {
        'encrypt-secrets': [
          { sid: 'EncryptSecrets', actions: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:ListGrants'], resources: keys.cluster.arn },
        ],
      },
      managed: [awsManaged.cluster],
    },
    [cloudRoles.systemNode]: node('Nodes of the managed node group'),
    [nodeRoleId]: node('Nodes that Karpenter starts'),
  };
}

/** Enough for a shell by Session Manager, without the parameters that AmazonSSMManagedInstanceCore would also open. */
const sessionManager: readonly Statement[] = [
  {
    sid: 'SessionManager',
    actions: [
      'ssm:UpdateInstanceInformation',
      'ssmmessages:CreateControlChannel',
      'ssmmessages:CreateDataChannel',
      'ssmmessages:OpenControlChannel',
      'ssmmessages:OpenDataChannel',
    ],
    resources: '*', // these actions know no resources
  },
];

function addonRoles(context: AwsContext, keys: Keys): Readonly<Record<string, RoleText>> {
  const trust = (serviceAccount: string) => podTrust({ clusterArn: clusterArn(context), namespace: 'kube-system', serviceAccount });
  return {
    [cloudRoles.vpcCni]: { description: 'VPC CNI: addresses of pods', trust: [trust('aws-node')], managed: [awsManaged.cni] },
    [cloudRoles.ebsCsi]: {
      description: 'EBS CSI driver: volumes and snapshots of pods',
      trust: [trust('ebs-csi-controller-sa')],
      policies: { 'volume-key': useVolumeKey(context, keys.ebs.arn) },
      managed: [awsManaged.ebsCsi],
    },
  };
}

function serviceRoles(context: AwsContext): Readonly<Record<string, RoleText>> {
  const { platform, cluster } = context;
  const account = awsAccount(platform).accountId;
  const flowLogs = `arn:aws:ec2:${cluster.region}:${account}:vpc-flow-log/*`;
  const backup = serviceTrust('backup.amazonaws.com');
  return {
    [cloudRoles.flowLogs]: {
      description: 'VPC flow logs: writes their log group',
      trust: [serviceTrust('vpc-flow-logs.amazonaws.com', { StringEquals: { 'aws:SourceAccount': account }, ArnLike: { 'aws:SourceArn': flowLogs } })],
      policies: {
        'write-flow-logs': [
          {
            sid: 'WriteFlowLogs',
            actions: ['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
            resources: `arn:aws:logs:${cluster.region}:${account}:log-group:${flowLogGroup(context)}:*`,
          },
        ],
      },
    },
    [cloudRoles.backup]: {
      description: 'AWS Backup: makes recovery points',
      trust: [backup],
      managed: [awsManaged.backup, awsManaged.backupBuckets],
    },
    [cloudRoles.restore]: {
      description: 'AWS Backup: restores; a person picks it when starting a restore job',
      trust: [backup],
      managed: [awsManaged.restore, awsManaged.restoreBuckets],
    },
  };
}
