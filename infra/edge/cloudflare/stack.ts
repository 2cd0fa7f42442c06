/** What every file of the edge stack works with. */
import type { PlatformStack } from '../../../lib/constructs/terraform';
import { cloudflareFeatures, type Cluster, type CloudflareAddOn, type CloudflareFeatures, type Edge, type Platform } from '../../../lib/model';
import { hosts, type HostSpec } from '../../../lib/names';

export interface EdgeContext {
  readonly stack: PlatformStack;
  readonly platform: Platform;
  readonly edge: Edge;
  readonly zoneId: string;
  readonly accountId: string;
  readonly features: CloudflareFeatures;
  readonly clusters: readonly Cluster[];
  readonly hosts: readonly HostSpec[];
  readonly has: (addOn: CloudflareAddOn) => boolean;
}

export const edgeContext = (stack: PlatformStack, platform: Platform): EdgeContext => ({
  stack,
  platform,
  edge: platform.edge,
  zoneId: platform.edge.zone.id,
  accountId: platform.edge.accountId,
  features: cloudflareFeatures[platform.edge.plan],
  clusters: platform.cloud.clusters,
  hosts: hosts(platform),
  has: (addOn) => platform.edge.addOns.includes(addOn),
});

/** Part of a Terraform address: dashes and dots would need quoting in a shell. */
export const address = (...parts: readonly string[]): string => parts.join('_').replace(/[^A-Za-z0-9]/g, '_');

/** Hosts whose clients are programs: they cannot solve a challenge. */
export const programHosts = ({ hosts: all }: EdgeContext): readonly string[] => all.filter(({ access }) => access.kind === 'token').map(({ host }) => host);
