/** What the control plane of AKS may do outside its own resource group. All of it must hold before the cluster is made. */
import type { AzureCluster } from '../../../../lib/model';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { hasTenants } from '../../../../lib/names';
import { azureIds } from '../ids';
import { assign, type Role } from '../kits/role';
import type { AzureContext } from '../kits/stack';
import type { OwnIdentities } from './identities';
import type { EncryptionKeys } from './keys';

interface NetworkGrant {
  readonly id: string;
  readonly scope: string;
  readonly why: string;
}
type Ids = ReturnType<typeof azureIds>;

const nodes = (ids: Ids): readonly NetworkGrant[] => [
  { id: 'system_subnet', scope: ids.subnet('system'), why: 'Joins system nodes to their subnet' },
  { id: 'workload_subnet', scope: ids.subnet('workload'), why: 'Joins workload nodes to their subnet' },
];
const databases = (ids: Ids): NetworkGrant => ({
  id: 'databases_subnet',
  scope: ids.subnet('databases'),
  why: 'Gives load balancers of databases their fixed addresses',
});
const networkGrants: Record<AzureCluster['network']['egress'], (ids: Ids, tenants: boolean) => readonly NetworkGrant[]> = {
  firewall: (ids, tenants) => [
    ...nodes(ids),
    { id: 'ingress_subnet', scope: ids.subnet('ingress'), why: 'Gives load balancers their fixed addresses' },
    { id: 'routes', scope: ids.routeTable, why: 'AKS refuses subnets with a route table that it may not read and write' },
    ...(tenants ? [databases(ids)] : []),
  ],
  // Load balancers of Kubernetes look for a public address by name among all of its resource group.
  'nat-gateway': (ids) => [...nodes(ids), { id: 'network_group', scope: ids.groupId('network'), why: 'Puts the ingress address on the load balancer' }],
};

export interface ClusterRolesProps {
  readonly identities: OwnIdentities;
  readonly keys: EncryptionKeys;
}

export function clusterRoles(stack: PlatformStack, context: AzureContext, { identities, keys }: ClusterRolesProps): void {
  const grant = (id: string, scope: string, role: Role, why: string) =>
    assign(stack, { id: `control_plane_${id}`, scope, role, principalId: identities['control-plane'].principalId, why });
  for (const { id, scope, why } of networkGrants[context.cluster.network.egress](azureIds(context), hasTenants(context.platform)))
    grant(id, scope, 'Network Contributor', why);
  grant('kubelet', identities.kubelet.id, 'Managed Identity Operator', 'Gives nodes the identity of the kubelet');
  grant('disk_encryption_set', keys.diskEncryptionSet.id, 'Reader', 'Makes volumes that are encrypted with the key of the platform');
}
