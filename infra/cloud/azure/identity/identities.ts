import { UserAssignedIdentity } from '@cdktf/provider-azurerm/lib/user-assigned-identity';
import { keep, pinned } from '../../../../lib/constructs/stateful';
import type { PlatformStack, TerraformResourceLifecycle } from '../../../../lib/constructs/terraform';
import { isUnset } from '../../../../lib/model';
import { clientId, identities, peerReaders } from '../../../../lib/names';
import { address, type OwnIdentity } from '../ids';
import type { Place } from '../kits/group';
import type { AzureContext } from '../kits/stack';

const identity = (stack: PlatformStack, { names }: AzureContext, place: Place, id: string, lifecycle: TerraformResourceLifecycle): UserAssignedIdentity =>
  pinned(new UserAssignedIdentity(stack, address(`identity-${id}`), { ...place, name: names.managedIdentity(id), lifecycle }));

export type OwnIdentities = Readonly<Record<OwnIdentity, UserAssignedIdentity>>;

/** Identities of the cloud layer: the control plane, the nodes, and those that may use the encryption keys. */
export function ownIdentities(stack: PlatformStack, context: AzureContext, place: Place): OwnIdentities {
  const own = (id: OwnIdentity) => identity(stack, context, place, id, keep);
  return { 'control-plane': own('control-plane'), kubelet: own('kubelet'), disks: own('disks'), storage: own('storage') };
}

/** Identities of the name contract, by id: those of this cluster's service accounts, and those that other clusters' pods take on. */
export function workloadIdentities(stack: PlatformStack, context: AzureContext, place: Place): ReadonlyMap<string, UserAssignedIdentity> {
  const specs = [...identities(context.platform, context.cluster), ...peerReaders(context.platform, context.cluster)];
  return new Map(specs.map(({ id }) => [id, identity(stack, context, place, id, { ...keep, ...lockGuard(context, id) })]));
}

/** Pods carry the locked client id: when it is not the real one, the apply says so instead of the workload at night. */
export function lockGuard({ cluster, names, lock }: AzureContext, id: string): Pick<TerraformResourceLifecycle, 'postcondition'> {
  const locked = clientId(lock, cluster, names, id);
  if (isUnset(locked)) return {};
  return {
    postcondition: [
      {
        condition: `\${self.client_id == "${locked}"}`,
        errorMessage: `cloud.lock.yaml has ${locked} for ${cluster.name} ${names.clientIdKey(id)}, the identity has another client id. Run npm run lock, synth, commit.`,
      },
    ],
  };
}
