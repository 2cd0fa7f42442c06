/** Every address range of the platform, with its path and what it may be. */
import { parseCidr, rangesOverlap, type Range } from '../addresses';
import type { Cluster } from '../cloud';

export interface NamedRange {
  readonly path: string;
  readonly text: string;
  readonly range: Range;
  readonly what: 'VPC' | 'VNet' | 'pods' | 'Services';
  readonly provider: Cluster['provider'];
  /** Smallest and largest number of network bits. */
  readonly bits: readonly [number, number];
}

export const ranges = (clusters: readonly Cluster[]): readonly NamedRange[] =>
  clusters.flatMap((cluster, index) => {
    const named = (key: string, text: string, what: NamedRange['what'], bits: readonly [number, number]): NamedRange => ({
      path: `cloud.clusters.${index}.network.${key}`,
      text,
      range: parseCidr(text),
      what,
      provider: cluster.provider,
      bits,
    });
    const { network } = cluster;
    return [
      named('cidr', network.cidr, cluster.provider === 'aws' ? 'VPC' : 'VNet', [16, 18]),
      ...('pods' in network ? [named('pods', network.pods, 'pods', [12, 18])] : []),
      named('services', network.services, 'Services', [12, 20]),
    ];
  });

export const contains = (outer: Range, inner: Range): boolean => rangesOverlap(outer, inner) && outer.bits <= inner.bits;
