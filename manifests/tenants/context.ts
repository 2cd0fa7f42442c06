/** What the builders of a tenant's objects know. */
import { placementOf, plansOf, type Database, type Placement, type Plan, type Tenant } from '../../lib/model';
import { labels, tenantNamespace } from '../../lib/names';
import type { Context } from '../context';

export interface TenantContext extends Context {
  readonly tenant: Tenant;
  readonly namespace: string;
}

export interface DatabaseContext<D extends Database = Database> extends TenantContext {
  readonly database: D;
  readonly plan: Plan;
  readonly placement: Placement;
  /** GiB of data. */
  readonly storageGiB: number;
}

export function tenantContext(context: Context, name: string): TenantContext | undefined {
  const tenant = context.platform.tenants[name];
  return tenant && { ...context, tenant, namespace: tenantNamespace(name) };
}

/** Databases of the tenant that are in this cluster. */
export function databasesHere(context: TenantContext): readonly DatabaseContext[] {
  const plans = plansOf(context.platform);
  return Object.keys(context.tenant.databases).flatMap((name) => {
    const database = context.tenant.databases[name];
    const plan = database && plans.get(database.plan);
    if (!database || !plan) return [];
    const placement = placementOf(context.platform, context.tenant, database);
    if (!placement.clusters.includes(context.cluster.name)) return [];
    return [{ ...context, database, plan, placement, storageGiB: database.storageGiB ?? plan.storageGiB }];
  });
}

/** Labels of everything of a tenant; costs are counted by them. */
export const tenantLabels = ({ platform, tenant }: TenantContext): Readonly<Record<string, string>> => {
  const costCenter = tenant.costCenter ?? platform.owner.costCenter;
  return {
    [labels.owner]: tenant.team,
    [labels.partOf]: platform.name,
    [labels.tenant]: tenant.name,
    ...(costCenter === undefined ? {} : { [labels.costCenter]: costCenter }),
  };
};

/** Labels of everything of a database. */
export const databaseLabels = (context: DatabaseContext): Readonly<Record<string, string>> => ({
  ...tenantLabels(context),
  [labels.database]: context.database.name,
  [labels.engine]: context.database.engine,
  [labels.plan]: context.plan.name,
  [labels.topology]: context.database.topology,
});
