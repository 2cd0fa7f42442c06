/** cloud.lock.yaml against what the platform needs of it. */
import { isUnset, locked, type Cluster, type CloudLock, type Platform } from '../model';
import { lockStackId, lockValues } from '../names';
import type { Finding } from './finding';

const file = 'cloud.lock.yaml';

/** Values that nothing reads or that have another form; before a release also those that are missing. */
export function lockFindings(platform: Platform, lock: CloudLock, release: boolean): readonly Finding[] {
  const clusters: readonly Cluster[] = platform.cloud.clusters;
  const strangers = Object.keys(lock.clusters).filter((name) => !clusters.some((cluster) => cluster.name === name));
  return [
    ...strangers.map((name): Finding => ({ check: 'lock', file, path: `clusters.${name}`, message: 'is no cluster of the platform: remove it' })),
    ...clusters.flatMap((cluster) => clusterFindings(platform, cluster, lock, release)),
  ];
}

function clusterFindings(platform: Platform, cluster: Cluster, lock: CloudLock, release: boolean): readonly Finding[] {
  const values = lockValues(platform, cluster);
  const found: Finding[] = [];
  const say = (key: string, message: string) => found.push({ check: 'lock', file, path: `clusters.${cluster.name}.${key}`, message });
  for (const { key, stack, output, pattern } of values) {
    const value = locked(lock, cluster.name, key);
    const from = lockStackId(cluster, { stack });
    if (!isUnset(value) && !pattern.test(value)) say(key, `'${value.slice(0, 60)}' is not what output ${output} of stack ${from} looks like`);
    if (isUnset(value) && release) say(key, `is missing: apply stack ${from}, then npm run lock with its output ${output}`);
  }
  const known = new Set(values.map(({ key }) => key));
  for (const key of Object.keys(lock.clusters[cluster.name] ?? {})) if (!known.has(key)) say(key, 'is read by nothing: remove it');
  return found;
}
