/** The zone itself: it exists before the platform, is taken over by the first apply and never destroyed. */
import { DnsRecord } from '@cdktf/provider-cloudflare/lib/dns-record';
import { Zone } from '@cdktf/provider-cloudflare/lib/zone';
import { ZoneDnssec } from '@cdktf/provider-cloudflare/lib/zone-dnssec';
import { ZoneHold } from '@cdktf/provider-cloudflare/lib/zone-hold';
import { keep, pinned } from '../../../lib/constructs/stateful';
import { TerraformOutput } from '../../../lib/constructs/terraform';
import type { EdgeContext } from './stack';

/** Who may issue certificates: Cloudflare's authorities for the edge, Let's Encrypt for the gateways as well. */
const authorities = ['letsencrypt.org', 'pki.goog; cansignhttpexchanges=yes', 'ssl.com', 'sectigo.com'] as const;

export function zone(context: EdgeContext): void {
  const { stack, edge, zoneId, accountId } = context;
  const resource = pinned(new Zone(stack, 'zone', { account: { id: accountId }, name: edge.zone.name, type: 'full', lifecycle: keep }));
  stack.addOverride('import', [{ to: 'cloudflare_zone.zone', id: zoneId }]);
  const dnssec = pinned(new ZoneDnssec(stack, 'dnssec', { zoneId, status: 'active', lifecycle: keep }), 'zone');
  // Nobody can add the zone, or a name below it, to another account.
  if (edge.plan === 'enterprise') pinned(new ZoneHold(stack, 'hold', { zoneId, includeSubdomains: true }), 'zone');
  authorityRecords(context);
  new TerraformOutput(stack, 'name_servers', { value: resource.nameServers, description: 'What the registrar must have as name servers of the zone' });
  new TerraformOutput(stack, 'ds_record', {
    value: dnssec.ds,
    description: 'What the registrar must have as DS record of the zone: DNSSEC protects nothing before',
  });
}

function authorityRecords({ stack, platform, zoneId }: EdgeContext): void {
  const records = [
    ...authorities.flatMap((authority) =>
      (['issue', 'issuewild'] as const).map((tag) => ({ id: `${authority.split('.')[0] ?? ''}_${tag}`, tag, value: authority })),
    ),
    { id: 'report', tag: 'iodef' as const, value: `mailto:${platform.owner.email}` },
  ];
  for (const { id, tag, value } of records) {
    const record = new DnsRecord(stack, `caa_${id}`, {
      zoneId,
      name: platform.domain,
      type: 'CAA',
      ttl: 3600,
      data: { tag, value },
      comment: 'Who may issue certificates',
    });
    pinned(record).addOverride('data.flags', 0); // the binding turns the number into an empty object
  }
}
