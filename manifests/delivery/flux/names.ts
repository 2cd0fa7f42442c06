/** What objects of Flux are called, and as whom each of them acts. */
import { namespaces, workloadsOn } from '../../../lib/names';
import type { RenderedComponent } from '../../../lib/components';
import type { Cluster, Platform } from '../../../lib/model';

export const namespace = namespaces.flux;
/** Source and Kustomization of the whole cluster: what Flux itself calls them everywhere. */
export const rootName = 'flux-system';
/** Secret with the credentials of the repository. */
export const repositorySecretName = 'repository';

/** Service accounts that the controllers act as; they themselves may do next to nothing. */
export const accounts = {
  /** Custom resource definitions; cannot delete one. */
  definitions: 'definitions',
  /** Kustomizations, sources and releases in the namespace of Flux. */
  delivery: 'delivery',
  /** Everything: charts and operators bring cluster roles, which nobody may hand out who has less. */
  platform: 'platform',
} as const;
/** Account for what tenants have: their kinds in any namespace, and namespaces. */
export const tenantsAccount = 'tenants';
export const hasTenants = ({ tenants }: Pick<Platform, 'tenants'>): boolean => Object.keys(tenants).length > 0;
export const workloadAccount = (workload: string): string => `workload-${workload}`;

/** Every account of a cluster that kustomize-controller may act as. */
export const impersonated = (platform: Platform, cluster: Cluster): readonly string[] => [
  ...Object.values(accounts),
  ...workloadsOn(platform, cluster).map(({ name }) => workloadAccount(name)),
  ...(hasTenants(platform) ? [tenantsAccount] : []),
];

/** Component with the controllers themselves. */
export const controllersComponent = 'flux';
/** Component with the rights of workloads and tenants; none of them is delivered before it. */
export const tenantsComponent = 'flux-tenants';

/** As whom the objects of a component are applied. */
export function accountOf({ component }: Pick<RenderedComponent, 'component'>): string {
  if (component.tier === 'workload') return workloadAccount(component.name);
  if (component.tier === 'tenant') return tenantsAccount;
  return component.provides.includes('crds') && component.content.kind === 'git' ? accounts.definitions : accounts.platform;
}
