/** Who writes into the zones at Azure DNS: proofs of names into the platform's, names of tenants into theirs. */
import type { UserAssignedIdentity } from '@cdktf/provider-azurerm/lib/user-assigned-identity';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { azureAccount, cloudNativeOf, type Platform } from '../../../../lib/model';
import { azureZoneId, edgeGroup, identities, tenantDomain, type Grant } from '../../../../lib/names';
import { address, subscriptionScope } from '../ids';
import { assign, proofRole, type AssignmentProps } from '../kits/role';
import type { AzureContext } from '../kits/stack';

type Writes = Extract<Grant, { to: 'dns-zone' }>['records'];
type Right = Pick<AssignmentProps, 'id' | 'scope' | 'role' | 'why'>;

const rights: Readonly<Record<Writes, (platform: Platform) => readonly Right[]>> = {
  proofs: (platform) => [
    {
      id: 'proofs',
      scope: azureZoneId(platform, cloudNativeOf(platform.edge)?.zone.name ?? platform.domain),
      role: proofRole(platform).name,
      why: 'Proves names to the authority of public certificates',
    },
  ],
  tenants: (platform) => [
    { id: 'tenants', scope: azureZoneId(platform, tenantDomain(platform)), role: 'DNS Zone Contributor', why: 'Writes the names of tenants' },
    {
      id: 'zones',
      scope: `${subscriptionScope(azureAccount(platform).subscriptionId)}/resourceGroups/${edgeGroup(platform)}`,
      role: 'Reader',
      why: 'Lists the zones to find the one of the tenants',
    },
  ],
};

/** The zones are there before: stack edge-zone. */
export function zoneWriters(stack: PlatformStack, { platform, cluster }: AzureContext, workloads: ReadonlyMap<string, UserAssignedIdentity>): void {
  for (const { id, grants } of identities(platform, cluster)) {
    const principalId = workloads.get(id)?.principalId;
    if (principalId === undefined) continue;
    for (const grant of grants)
      if (grant.to === 'dns-zone')
        for (const right of rights[grant.records](platform)) assign(stack, { ...right, id: address(`${right.id}-to-${id}`), principalId });
  }
}
