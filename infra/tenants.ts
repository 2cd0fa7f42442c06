/** What the stacks of tenants have in common, whichever cloud they are in. */

import { withTags, type PlatformStack } from '../lib/constructs/terraform';
import type { Platform, Tenant } from '../lib/model';
import type { StackPart } from './context';

/** File of a tenant in a stack of its shard, without `.tf.json`. */
const tenantFile = (tenant: string): string => `tenant-${tenant}`;

/** Whose it is and who pays for it: tags of a tenant's resources, beside those of the stack. */
export const tenantTags = ({ name, team, costCenter }: Tenant): Readonly<Record<string, string>> => ({
  tenant: name,
  owner: team,
  ...(costCenter === undefined ? {} : { 'cost-center': costCenter }),
});

/** A tenant's own file of a stack. */
export const tenantPart = ({ platform }: { readonly platform: Platform }, { name, summary, build }: TenantPartProps): StackPart => ({
  id: tenantFile(name),
  summary,
  build: (stack) => {
    const tenant = platform.tenants[name];
    if (!tenant) throw new RangeError(`no tenant ${name}`);
    withTags(stack, tenantTags(tenant), () => build(stack, tenant));
  },
});
export interface TenantPartProps {
  readonly name: string;
  readonly summary: string;
  /** Adds the resources. */
  readonly build: (stack: PlatformStack, tenant: Tenant) => void;
}

/** Part of a Terraform address. Names have single dashes, so that no two of tenants and databases give the same. */
export const addressOf = (...names: readonly string[]): string => names.map((name) => name.replaceAll('-', '_')).join('__');
