import { clustersOn, type Platform, type Provider } from '../lib/model';

/** The cluster of a provider that a platform has, or the first of them. */
export function clusterOn<P extends Provider>(platform: Platform, provider: P) {
  const [first] = clustersOn(platform, provider);
  if (!first) throw new Error(`the platform has no cluster on ${provider}`);
  return first;
}
