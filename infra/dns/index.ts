/** Names of databases, in whichever zone the platform has: Cloudflare's, or that of the tenants at Route 53 or Azure DNS. */
import { DataAwsRoute53Zone } from '@cdktf/provider-aws/lib/data-aws-route53-zone';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { Route53Record } from '@cdktf/provider-aws/lib/route53-record';
import { DnsARecord } from '@cdktf/provider-azurerm/lib/dns-a-record';
import { DnsCnameRecord } from '@cdktf/provider-azurerm/lib/dns-cname-record';
import { DnsRecord } from '@cdktf/provider-cloudflare/lib/dns-record';
import { CloudflareProvider } from '@cdktf/provider-cloudflare/lib/provider';
import { pinned } from '../../lib/constructs/stateful';
import type { PlatformStack, ProviderName, TerraformResource } from '../../lib/constructs/terraform';
import { awsAccount, cloudflareOf, type Platform } from '../../lib/model';
import { edgeGroup, tenantDomain, zoneProvider } from '../../lib/names';
import { edgeRegion } from '../satellites';

/** Where a name leads. */
export type Target =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'address'; readonly address: string }
  | { readonly kind: 'balancer'; readonly dnsName: string; readonly zoneId: string };

/** How long resolvers keep a name, in seconds: after a switch of the primary clients are back within a minute. */
const ttl = 60;

/** Provider of the zone. */
export const zoneOf = (platform: Platform): ProviderName =>
  platform.edge.use === 'cloudflare' ? 'cloudflare' : zoneProvider(platform) === 'aws' ? 'aws' : 'azurerm';

/** What records of a stack name: the provider of the zone where the stack has none, and at Route 53 the zone. */
export function openZone(stack: PlatformStack, platform: Platform, own: ProviderName): void {
  const zone = zoneOf(platform);
  if (zone === 'cloudflare') new CloudflareProvider(stack, 'cloudflare'); // the token comes from CLOUDFLARE_API_TOKEN
  if (zone !== 'aws') return;
  if (own !== 'aws') new AwsProvider(stack, 'aws', { region: edgeRegion, allowedAccountIds: [awsAccount(platform).accountId] });
  new DataAwsRoute53Zone(stack, 'tenants_zone', { name: tenantDomain(platform), privateZone: false });
}
const foundZone = '${data.aws_route53_zone.tenants_zone.zone_id}';

export interface RecordProps {
  /** Its Terraform name. */
  readonly id: string;
  readonly host: string;
  readonly target: Target;
  readonly why: string;
}

export function record(stack: PlatformStack, platform: Platform, props: RecordProps): void {
  const of: Readonly<Partial<Record<ProviderName, (stack: PlatformStack, platform: Platform, props: RecordProps) => TerraformResource>>> = {
    cloudflare: atCloudflare,
    aws: atRoute53,
    azurerm: atAzure,
  };
  const made = of[zoneOf(platform)]?.(stack, platform, props);
  if (made) pinned(made, props.id);
}

/** Past the proxy, which knows HTTP only. */
const atCloudflare = (stack: PlatformStack, { edge }: Platform, { id, host, target, why }: RecordProps): TerraformResource =>
  new DnsRecord(stack, `record_${id}`, {
    zoneId: cloudflareOf(edge)?.zone.id ?? '',
    name: host,
    ...(target.kind === 'address' ? { type: 'A', content: target.address } : { type: 'CNAME', content: target.kind === 'name' ? target.name : target.dnsName }),
    ttl,
    proxied: false,
    comment: why,
  });

const atRoute53 = (stack: PlatformStack, _: Platform, { id, host, target }: RecordProps): TerraformResource => {
  const common = { zoneId: foundZone, name: host };
  return new Route53Record(
    stack,
    `record_${id}`,
    target.kind === 'balancer'
      ? { ...common, type: 'A', alias: { name: target.dnsName, zoneId: target.zoneId, evaluateTargetHealth: false } }
      : target.kind === 'address'
        ? { ...common, type: 'A', ttl, records: [target.address] }
        : { ...common, type: 'CNAME', ttl, records: [target.name] },
  );
};

/** Only where no cluster is on AWS: there is no balancer with a name of its own. */
const atAzure = (stack: PlatformStack, platform: Platform, { id, host, target }: RecordProps): TerraformResource => {
  const zone = tenantDomain(platform);
  const common = { resourceGroupName: edgeGroup(platform), zoneName: zone, name: host.slice(0, -zone.length - 1), ttl };
  return target.kind === 'address'
    ? new DnsARecord(stack, `record_${id}`, { ...common, records: [target.address] })
    : new DnsCnameRecord(stack, `record_${id}`, { ...common, record: target.kind === 'name' ? target.name : target.dnsName });
};
