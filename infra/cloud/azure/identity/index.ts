/** Stack `<cluster>-identity`: who the cluster and its workloads are in Azure, where secrets and keys are. Needs no cluster. */
import { TerraformOutput, type PlatformStack } from '../../../../lib/constructs/terraform';
import type { StackSpec } from '../../../context';
import { stackOutputs } from '../../../state';
import { stackGroup } from '../kits/group';
import { clusterStack, type AzureContext } from '../kits/stack';
import { clusterRoles } from './cluster-roles';
import { ownIdentities, workloadIdentities } from './identities';
import { encryptionKeys } from './keys';
import { readme } from './readme';
import { keyVault, secretVault, tenantSecretVault } from './vaults';
import { zoneWriters } from './zone-writers';

export const identityStack = (context: AzureContext): StackSpec =>
  clusterStack(context, 'identity', {
    summary: `Identities, secrets and keys of ${context.cluster.name}. A lost key is lost data; a changed identity locks a workload out.`,
    readme: readme(context),
    build: (stack) => build(stack, context),
  });

function build(stack: PlatformStack, context: AzureContext): void {
  const place = stackGroup(stack, context, 'identity');
  const own = ownIdentities(stack, context, place);
  const workloads = workloadIdentities(stack, context, place);
  secretVault(stack, context, place, workloads);
  tenantSecretVault(stack, context, place, workloads);
  zoneWriters(stack, context, workloads);
  const keys = encryptionKeys(stack, context, place, { vault: keyVault(stack, context, place), identities: own });
  clusterRoles(stack, context, { identities: own, keys });
  new TerraformOutput(stack, stackOutputs.cluster, { value: context.cluster.name, description: 'Cluster that these outputs belong to.' });
  new TerraformOutput(stack, stackOutputs.clientIds, {
    value: Object.fromEntries([...workloads].map(([id, { clientId }]) => [id, clientId])),
    description: 'Client ids of the identities of the name contract, for cloud.lock.yaml.',
  });
}
