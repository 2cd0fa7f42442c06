/**
 * Stack `edge-zone`, where no cluster runs on AWS: the zone at Azure DNS, and the one of the tenants below it, which is a zone
 * of its own so that the clusters write nowhere else.
 */
import { DnsCaaRecord } from '@cdktf/provider-azurerm/lib/dns-caa-record';
import { DnsNsRecord } from '@cdktf/provider-azurerm/lib/dns-ns-record';
import { DnsZone } from '@cdktf/provider-azurerm/lib/dns-zone';
import { keep, pinned } from '../../../../lib/constructs/stateful';
import { TerraformOutput, type PlatformStack } from '../../../../lib/constructs/terraform';
import type { Platform } from '../../../../lib/model';
import { edgeGroup, edgeStackIds, tenantDomain } from '../../../../lib/names';
import { deleteLock, resourceGroup, type Place } from '../../../cloud/azure/kits/group';
import type { PlatformContext, StackSpec } from '../../../context';
import { azureStack } from '../../../providers/azure';
import { homeRegion } from '../../../state';
import { inZone, settingsOf } from './stack';
import { zoneReadme } from './zone-readme';

/** Who may issue certificates: DigiCert for Front Door, Let's Encrypt for the gateways and for tenants, whose zone inherits it. */
const authorities = [
  { tag: 'issue', value: 'digicert.com' },
  { tag: 'issue', value: 'letsencrypt.org' },
  { tag: 'issuewild', value: 'letsencrypt.org' },
] as const;

export const zoneStack = ({ platform }: PlatformContext): StackSpec => ({
  id: edgeStackIds.zone,
  build(scope, id) {
    const stack = azureStack(scope, id, {
      platform,
      summary: `DNS zone ${settingsOf(platform).zone.name} and the zone of the tenants. Without them no name of the platform leads anywhere.`,
      readme: zoneReadme(platform),
    });
    zones(stack, platform, resourceGroup(stack, { id: 'group', name: edgeGroup(platform), location: homeRegion(platform, 'azure') }));
    return stack;
  },
});

function zones(stack: PlatformStack, platform: Platform, { resourceGroupName }: Place): void {
  const { name } = settingsOf(platform).zone;
  const zone = dnsZone(stack, 'zone', name, resourceGroupName);
  const tenants = dnsZone(stack, 'tenants', tenantDomain(platform), resourceGroupName);
  const common = { resourceGroupName, zoneName: zone.name, ttl: 3600 };
  pinned(new DnsNsRecord(stack, 'tenants_delegation', { ...common, name: inZone(tenantDomain(platform), name), records: tenants.nameServers }), 'tenants');
  pinned(
    new DnsCaaRecord(stack, 'authorities', {
      ...common,
      name: inZone(platform.domain, name),
      record: [...authorities, { tag: 'iodef', value: `mailto:${platform.owner.email}` }].map((record) => ({ flags: 0, ...record })),
    }),
  );
  new TerraformOutput(stack, 'name_servers', { value: zone.nameServers, description: 'What the registrar, or the zone above, must have as name servers.' });
  new TerraformOutput(stack, 'platform', { value: platform.name, description: 'Platform that these outputs belong to.' });
}

function dnsZone(stack: PlatformStack, id: string, name: string, resourceGroupName: string): DnsZone {
  const zone = pinned(new DnsZone(stack, `zone_${id}`, { name, resourceGroupName, lifecycle: keep }), id);
  // A lock on the zone would hold every record in it, and those come and go. The SOA record goes only with its zone.
  deleteLock(stack, `${id}_lock`, `${zone.id}/SOA/@`, 'Names of the platform.');
  return zone;
}
