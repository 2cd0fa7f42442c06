/** What the stacks of tenants have in common, whichever cloud they are in. */

/** File of a tenant in a stack of its shard, without `.tf.json`. */
export const tenantFile = (tenant: string): string => `tenant-${tenant}`;

/** Part of a Terraform address. Names have single dashes, so that no two of tenants and databases give the same. */
export const addressOf = (...names: readonly string[]): string => names.map((name) => name.replaceAll('-', '_')).join('__');
