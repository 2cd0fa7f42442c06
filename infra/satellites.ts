/**
 * Regions of AWS without a cluster in which an option has stacks: what AWS keeps in us-east-1 only (keys of DNSSEC, query
 * logs, firewalls of CloudFront). Bootstrap closes them like those of the clusters, and lets the pipeline work there.
 */
import { choose, clustersOn, type Platform } from '../lib/model';

const edgeSatellites = ({ edge }: Platform): readonly string[] => choose(edge, { cloudflare: () => [] });

/** Every region of AWS that the platform uses, the home first. */
export const awsRegions = (platform: Platform): readonly string[] => [
  ...new Set([...clustersOn(platform, 'aws').map(({ region }) => region), ...edgeSatellites(platform)]),
];
