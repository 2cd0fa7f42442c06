/**
 * cloud.lock.yaml: the values that exist only after an apply. Filled by `npm run lock` from Terraform outputs,
 * committed, and guarded by preconditions in the cloud layer. None of them is a secret.
 */

/** Cluster name -> key -> value. Keys are functions of Platform (lib/names), see `lockKeys`. */
export interface CloudLock {
  readonly clusters: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export const emptyLock: CloudLock = { clusters: {} };

/** How a value that is not known yet looks: no system accepts it, and a search for `unset--` finds all of them. */
export const unset = (cluster: string, key: string): string => `unset--${cluster}--${key}`;
export const isUnset = (value: string): boolean => value.includes('unset--');

/** The locked value, or its placeholder. */
export const locked = (lock: CloudLock, cluster: string, key: string): string => lock.clusters[cluster]?.[key] ?? unset(cluster, key);
