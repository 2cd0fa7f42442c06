/** How pods of a tenant's databases act in AWS: those of this cluster, and those of a standby in another cloud. */
import { EksPodIdentityAssociation } from '@cdktf/provider-aws/lib/eks-pod-identity-association';
import { pinned } from '../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { awsAccount } from '../../../../lib/model';
import { foreignPeers, lockedIssuer, tenantBackupsRole, tenantFolder, tenantNamespace, tenantReader, tenantServiceAccount } from '../../../../lib/names';
import { addressOf } from '../../../tenants';
import { useObjects } from '../identity/grants';
import { contractRole } from '../identity/roles';
import { tokenTrust } from '../kits/role';
import type { AwsContext } from '../kits/stack';
import { bucketArn } from '../names';
import { found } from './shared';

/** One role for all tenants, which the namespace of the pod narrows down (identity/tenants.ts). */
export function association(stack: PlatformStack, { names }: AwsContext, tenant: string): void {
  pinned(
    new EksPodIdentityAssociation(stack, `pods_${addressOf(tenant)}`, {
      clusterName: names.cluster(),
      namespace: tenantNamespace(tenant),
      serviceAccount: tenantServiceAccount,
      roleArn: names.roleArn(tenantBackupsRole),
    }),
    addressOf(tenant),
  );
}

/** Reads the tenant's backups for its pods of another cloud; not there as long as cloud.lock.yaml does not know who issues their tokens. */
export function readerRole(stack: PlatformStack, context: AwsContext, tenant: string): void {
  const { platform, cluster, lock, names } = context;
  const trust = foreignPeers(platform, cluster).flatMap((peer) => {
    const issuer = lockedIssuer(lock, peer);
    if (issuer === undefined) return [];
    // The provider is the identity stack's (identity/workloads.ts).
    const provider = `arn:aws:iam::${awsAccount(platform).accountId}:oidc-provider/${issuer.replace('https://', '')}`;
    return [tokenTrust(issuer, provider, { namespace: tenantNamespace(tenant), serviceAccount: tenantServiceAccount })];
  });
  if (trust.length === 0) return;
  const place = { arn: bucketArn(names.bucket('backups')), region: cluster.region, keyArn: found.dataKey };
  contractRole(stack, context, tenantReader(tenant), {
    description: `Standbys of databases of tenant ${tenant} in another cloud`,
    trust,
    policies: { 'backups-read': useObjects({ access: 'read', prefix: tenantFolder(tenant) }, place) },
  });
}
