/** Certificates at the edge. Those that come with a zone reach one level below it; the rest needs Advanced Certificate Manager. */
import { CertificatePack } from '@cdktf/provider-cloudflare/lib/certificate-pack';
import { pinned } from '../../../lib/constructs/stateful';
import { originHost } from '../../../lib/names';
import type { EdgeContext } from './stack';

/** Names in one certificate. */
const most = 50;

export function certificates(context: EdgeContext): void {
  const { stack, zoneId, edge, has } = context;
  if (!has('advanced-certificates')) return;
  wildcards(context).forEach((names, index) => {
    const id = index === 0 ? 'hosts' : `hosts_${index + 1}`;
    pinned(
      new CertificatePack(stack, `certificate_${id}`, {
        zoneId,
        type: 'advanced',
        certificateAuthority: 'google',
        validationMethod: 'txt',
        validityDays: 90,
        cloudflareBranding: false,
        hosts: [edge.zone.name, ...names],
        // Changed hosts make a new certificate: the old one serves until it is there.
        lifecycle: { createBeforeDestroy: true },
      }),
      id,
    );
  });
}

/** A wildcard for each name with hosts below it, in portions that fit beside the zone's own name. */
function wildcards({ hosts, platform, clusters, edge }: EdgeContext): readonly (readonly string[])[] {
  const all = [...hosts.map(({ host }) => host), ...clusters.map((cluster) => originHost(platform, cluster))].filter((host) => host !== edge.zone.name);
  const names = [...new Set(all.map((host) => `*${host.slice(host.indexOf('.'))}`))].sort();
  return Array.from({ length: Math.ceil(names.length / (most - 1)) }, (_, part) => names.slice(part * (most - 1), (part + 1) * (most - 1)));
}
