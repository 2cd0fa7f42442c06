/** A plan as `terraform show -json` writes it, as far as it is read here. */
import type { JsonObject } from '../../../infra/check/stack-json';

export interface PlannedResource {
  readonly address: string;
  readonly mode: string;
  readonly type: string;
  readonly name: string;
  readonly provider_name: string;
  readonly schema_version: number;
  readonly values: JsonObject;
}
export interface Plan {
  readonly planned_values: { readonly root_module: { readonly resources?: readonly PlannedResource[] } };
  readonly resource_changes?: readonly { readonly address: string; readonly change: { readonly after: JsonObject | null } }[];
}

export const resourcesOf = (plan: Plan): readonly PlannedResource[] => plan.planned_values.root_module.resources ?? [];

/** The plan with other values at an address. */
export function withValues(plan: Plan, address: string, change: (values: JsonObject) => JsonObject): Plan {
  return {
    ...plan,
    planned_values: {
      root_module: { resources: resourcesOf(plan).map((each) => (each.address === address ? { ...each, values: change(each.values) } : each)) },
    },
    resource_changes: (plan.resource_changes ?? []).map((each) =>
      each.address === address && each.change.after ? { ...each, change: { ...each.change, after: change(each.change.after), after_unknown: {} } } : each,
    ),
  };
}

/** The plan with another resource. */
export function withResource(plan: Plan, type: string, values: JsonObject): Plan {
  const resource = { address: `${type}.planted`, mode: 'managed', type, name: 'planted', provider_name: 'local', schema_version: 0, values };
  const change = { ...resource, change: { actions: ['create'], before: null, after: values, after_unknown: {} } };
  return {
    ...plan,
    planned_values: { root_module: { resources: [...resourcesOf(plan), resource] } },
    resource_changes: [...(plan.resource_changes ?? []), change],
  };
}
