/** How pods of a tenant's databases act in Azure: those of this cluster, and those of a standby elsewhere. */
import { FederatedIdentityCredential } from '@cdktf/provider-azurerm/lib/federated-identity-credential';
import { UserAssignedIdentity } from '@cdktf/provider-azurerm/lib/user-assigned-identity';
import { keep, pinned } from '../../../../lib/constructs/stateful';
import { TerraformOutput, type PlatformStack } from '../../../../lib/constructs/terraform';
import type { AzureCluster, Cluster, Tenant } from '../../../../lib/model';
import {
  foreignPeers,
  hasReader,
  isReadByPeers,
  lockedIssuer,
  namesOf,
  siblings,
  tenantClientId,
  tenantFolder,
  tenantIdentity,
  tenantNamespace,
  tenantReader,
  tenantServiceAccount,
  type BucketGrant,
} from '../../../../lib/names';
import { addressOf } from '../../../tenants';
import { accessRoles } from '../data/grants';
import { belowPrefix } from '../data/prefix';
import { lockGuard } from '../identity/identities';
import { azureIds } from '../ids';
import { assign } from '../kits/role';
import type { AzureContext } from '../kits/stack';
import { tokenAudience, tokenSubject } from '../kits/token';
import { found } from './shared';

/** Every cluster's databases of the tenant act as one identity, and it trusts one service account: one of the 20 credentials that Entra takes. */
export function ownIdentity(stack: PlatformStack, context: AzureContext, tenant: Tenant): void {
  const { platform, cluster } = context;
  const { name } = tenant;
  const id = tenantIdentity(name);
  const made = identity(stack, context, id);
  trust(stack, made, { id: addressOf(id), name: cluster.name, issuer: found.issuer, tenant: name });
  const folder = tenantFolder(name);
  const grant = (to: string, scope: string, access: BucketGrant['access'], why: string) =>
    assign(stack, {
      id: addressOf(`${to}-to-${id}`),
      scope,
      role: accessRoles[access],
      principalId: made.principalId,
      why,
      condition: belowPrefix(folder, access),
    });
  grant('backups', azureIds(context).container('backups'), 'write', `Reads and writes backups/${folder}`);
  if (!isReadByPeers(tenant)) return;
  for (const sibling of siblings(platform, cluster).filter(isAzure)) {
    const theirs: AzureContext = { ...context, cluster: sibling, names: namesOf(platform, sibling) };
    const why = `${cluster.name} reads backups/${folder} of ${sibling.name}`;
    grant(`${sibling.name}-backups`, azureIds(theirs).container('backups'), 'read', why);
    grant(`${sibling.name}-backups-copy`, azureIds(theirs).containerCopy('backups'), 'read', why);
  }
}
const isAzure = (cluster: Cluster): cluster is AzureCluster => cluster.provider === 'azure';

/** Reads the tenant's backups for its pods of another cloud, as soon as cloud.lock.yaml knows who issues their tokens. */
export function readerIdentity(stack: PlatformStack, context: AzureContext, { name, ...tenant }: Tenant): void {
  const { platform, cluster, lock } = context;
  if (!hasReader(platform, cluster, { name, ...tenant })) return;
  const id = tenantReader(name);
  const made = identity(stack, context, id);
  const folder = tenantFolder(name);
  assign(stack, {
    id: addressOf(`backups-to-${id}`),
    scope: azureIds(context).container('backups'),
    role: accessRoles.read,
    principalId: made.principalId,
    why: `Reads backups/${folder}`,
    condition: belowPrefix(folder, 'read'),
  });
  for (const peer of foreignPeers(platform, cluster)) {
    const issuer = lockedIssuer(lock, peer);
    if (issuer !== undefined) trust(stack, made, { id: addressOf(`${peer.name}-${id}`), name: peer.name, issuer, tenant: name });
  }
}

function identity(stack: PlatformStack, context: AzureContext, id: string): UserAssignedIdentity {
  const name = context.names.managedIdentity(id);
  const made = pinned(
    new UserAssignedIdentity(stack, addressOf(`identity-${id}`), { ...found.place(context), name, lifecycle: { ...keep, ...lockGuard(context, id) } }),
  );
  new TerraformOutput(stack, tenantClientId(id), { value: made.clientId, description: 'Client id, for cloud.lock.yaml.' });
  return made;
}

interface Trust {
  readonly id: string;
  readonly name: string;
  readonly issuer: string;
  readonly tenant: string;
}
const trust = (
  stack: PlatformStack,
  { id: parentId, resourceGroupName }: UserAssignedIdentity,
  { id, name, issuer, tenant }: Trust,
): FederatedIdentityCredential =>
  pinned(
    new FederatedIdentityCredential(stack, `token_${id}`, {
      name,
      resourceGroupName,
      parentId,
      issuer,
      audience: [tokenAudience],
      subject: tokenSubject({ namespace: tenantNamespace(tenant), serviceAccount: tenantServiceAccount }),
    }),
  );
