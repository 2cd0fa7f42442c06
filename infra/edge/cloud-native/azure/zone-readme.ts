/** What a person does around `edge-zone`. */
import type { Platform } from '../../../../lib/model';
import { edgeGroup, tenantDomain } from '../../../../lib/names';
import { settingsOf } from './stack';

export function zoneReadme(platform: Platform): string {
  const { name } = settingsOf(platform).zone;
  const tenants = tenantDomain(platform);
  const group = edgeGroup(platform);
  return `# Zone ${name} at Azure DNS

Apply right after \`bootstrap-azure\`, before the stacks of the clusters: their identities get roles in it.

## Delegate it

    terraform -chdir=dist/terraform/edge-zone output name_servers

Give these four names to the registrar of ${name}, or write them as NS records into the zone above. Nothing else works before: neither certificates nor Front Door see what nobody leads to. Zones that exist already are not taken over: move their records here first, then delegate.

## DNSSEC

Azure DNS signs zones, but this version of the Terraform provider has no argument for it. Once, by hand, after the delegation:

    az network dns dnssec-config create --resource-group ${group} --zone-name ${tenants}
    az network dns dnssec-config create --resource-group ${group} --zone-name ${name}
    az network dns zone show --resource-group ${group} --name ${tenants} --query signingKeys
    az network dns zone show --resource-group ${group} --name ${name} --query signingKeys

The DS record of \`${tenants}\` goes into \`${name}\` (\`az network dns record-set ds add-record\`), that of \`${name}\` to the registrar. Terraform leaves both as they are. Before a zone moves, take the DS record at the registrar away and wait for a day.

## What stays

Both zones refuse to be destroyed, and a lock on their SOA records keeps Azure from deleting them; records inside come and go. External names of tenants are below \`${tenants}\` and nowhere else: the clusters have no role in the zone above but for proofs of certificates.

## What it costs

At list prices of 2026: 0.50 USD a month for each zone, 0.40 USD for a million questions.
`;
}
