/**
 * Regions of AWS without a cluster in which an option has stacks: what AWS keeps in us-east-1 only (keys of DNSSEC, query
 * logs, firewalls of CloudFront). Bootstrap closes them like those of the clusters, and lets the pipeline work there.
 */
import { choose, clustersOn, type Edge, type Platform } from '../lib/model';
import { zoneProvider } from '../lib/names';

/** Where AWS keeps what belongs to no region: keys of DNSSEC, logs of queries, measurements of health checks. */
export const edgeRegion = 'us-east-1';

const edgeSatellites = (platform: Platform): readonly string[] =>
  choose<Edge, readonly string[]>(platform.edge, { cloudflare: () => [], 'cloud-native': () => (zoneProvider(platform) === 'aws' ? [edgeRegion] : []) });

/** Every region of AWS that the platform uses, the home first. */
export const awsRegions = (platform: Platform): readonly string[] => [
  ...new Set([...clustersOn(platform, 'aws').map(({ region }) => region), ...edgeSatellites(platform)]),
];
