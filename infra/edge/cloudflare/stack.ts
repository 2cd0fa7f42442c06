/** What every file of the edge stack works with. */
import type { PlatformStack } from '../../../lib/constructs/terraform';
import { cloudflareFeatures, cloudflareOf, type Cluster, type CloudflareAddOn, type CloudflareFeatures, type EdgeOf, type Platform } from '../../../lib/model';
import { hosts, type HostSpec } from '../../../lib/names';

export interface EdgeContext {
  readonly stack: PlatformStack;
  readonly platform: Platform;
  readonly edge: EdgeOf<'cloudflare'>;
  readonly zoneId: string;
  readonly accountId: string;
  readonly features: CloudflareFeatures;
  readonly clusters: readonly Cluster[];
  readonly hosts: readonly HostSpec[];
  readonly has: (addOn: CloudflareAddOn) => boolean;
}

/** @throws RangeError where something else stands in front of the clusters: only the stacks of Cloudflare ask */
export function edgeSettings({ edge }: Pick<Platform, 'edge'>): EdgeOf<'cloudflare'> {
  const settings = cloudflareOf(edge);
  if (!settings) throw new RangeError(`edge option '${edge.use}' has no settings of Cloudflare`);
  return settings;
}

export function edgeContext(stack: PlatformStack, platform: Platform): EdgeContext {
  const edge = edgeSettings(platform);
  return {
    stack,
    platform,
    edge,
    zoneId: edge.zone.id,
    accountId: edge.accountId,
    features: cloudflareFeatures[edge.plan],
    clusters: platform.cloud.clusters,
    hosts: hosts(platform),
    has: (addOn) => edge.addOns.includes(addOn),
  };
}

/** Part of a Terraform address: dashes and dots would need quoting in a shell. */
export const address = (...parts: readonly string[]): string => parts.join('_').replace(/[^A-Za-z0-9]/g, '_');

/** Hosts whose clients are programs: they cannot solve a challenge. */
export const programHosts = ({ hosts: all }: EdgeContext): readonly string[] => all.filter(({ access }) => access.kind === 'token').map(({ host }) => host);
