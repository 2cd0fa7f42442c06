/** Who gets into the cluster: people for the night, Karpenter's nodes, and pods into the cloud. */
import { EksAccessEntry } from '@cdktf/provider-aws/lib/eks-access-entry';
import { EksAccessPolicyAssociation } from '@cdktf/provider-aws/lib/eks-access-policy-association';
import type { EksCluster } from '@cdktf/provider-aws/lib/eks-cluster';
import { EksPodIdentityAssociation } from '@cdktf/provider-aws/lib/eks-pod-identity-association';
import { pinned } from '../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { identities, nodeRoleId } from '../../../../lib/names';
import type { AwsContext } from '../kits/stack';
import { address } from '../names';
import { awsAccount } from '../../../../lib/model';

/** A role's name as part of a Terraform address. */
const slug = (name: string): string => name.replaceAll(/[^\w]/g, '_').toLowerCase();

/** Administrators by IAM alone: works when every login of the platform is down. */
export function administrators(stack: PlatformStack, { platform }: AwsContext, { name: clusterName }: EksCluster): void {
  const { accountId, adminRoles } = awsAccount(platform);
  for (const roleName of adminRoles) {
    const id = `admin_${slug(roleName)}`;
    const entry = pinned(new EksAccessEntry(stack, id, { clusterName, principalArn: `arn:aws:iam::${accountId}:role/${roleName}`, type: 'STANDARD' }));
    pinned(
      new EksAccessPolicyAssociation(stack, `${id}_policy`, {
        clusterName,
        principalArn: entry.principalArn,
        policyArn: 'arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy',
        accessScope: { type: 'cluster' },
      }),
      id,
    );
  }
}

/** Nodes of the managed group get their entry from EKS; those of Karpenter need this one. */
export function karpenterNodes(stack: PlatformStack, { names }: AwsContext, { name: clusterName }: EksCluster): void {
  pinned(new EksAccessEntry(stack, 'karpenter_nodes', { clusterName, principalArn: names.roleArn(nodeRoleId), type: 'EC2_LINUX' }));
}

export function podIdentities(stack: PlatformStack, { platform, cluster, names }: AwsContext, { name: clusterName }: EksCluster): void {
  for (const { id, namespace, serviceAccount } of identities(platform, cluster))
    pinned(new EksPodIdentityAssociation(stack, `pods_${address(id)}`, { clusterName, namespace, serviceAccount, roleArn: names.roleArn(id) }), address(id));
}
