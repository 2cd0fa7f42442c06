/** What pods of databases of tenants act as: one role for all, which reaches no further than the namespace of the pod. */
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { hasTenants, siblings, tenantBackupsRole, tenantNamespaces, tenantServiceAccount } from '../../../../lib/names';
import { podsTrust } from '../kits/role';
import { variable } from '../kits/policy';
import type { AwsContext } from '../kits/stack';
import { bucketArn, clusterArn } from '../names';
import { readSibling, useObjects } from './grants';
import type { Keys } from './keys';
import { contractRole } from './roles';

/**
 * EKS tags the session of a pod with its namespace, and nobody else can: the folder of a tenant is its namespace. Names of
 * objects of other tenants are seen in lists, as by every user of the bucket (grants.ts); what is in them is not.
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html
 */
export const ownFolder = variable('aws:PrincipalTag/kubernetes-namespace');

export function tenantRole(stack: PlatformStack, context: AwsContext, keys: Keys): void {
  const { platform, cluster, names } = context;
  if (!hasTenants(platform)) return;
  const folder = { bucket: 'backups', prefix: ownFolder } as const;
  contractRole(stack, context, tenantBackupsRole, {
    description: 'Pods of databases of tenants: backups, each below its own namespace',
    trust: [podsTrust({ clusterArn: clusterArn(context), namespace: tenantNamespaces, serviceAccount: tenantServiceAccount })],
    policies: {
      'backups-write': useObjects({ ...folder, access: 'write' }, { arn: bucketArn(names.bucket('backups')), region: cluster.region, keyArn: keys.data.arn }),
      ...Object.fromEntries(
        siblings(platform, cluster).flatMap((sibling) => Object.entries(readSibling(sibling, { ...folder, access: 'read' }, context, keys))),
      ),
    },
  });
}
