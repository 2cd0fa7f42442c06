/** Stack `<cluster>-cluster`: AKS, its node pools, and the trust between its service accounts and Azure identities. */
import { TerraformOutput, type PlatformStack } from '../../../../lib/constructs/terraform';
import type { StackSpec } from '../../../context';
import { stackOutputs } from '../../../state';
import { stackGroup } from '../kits/group';
import { clusterStack, type AzureContext } from '../kits/stack';
import { administrators } from './access';
import { kubernetesCluster } from './kubernetes';
import { logAgentRule } from './log-agent';
import { workloadNodePools } from './node-pools';
import { readme } from './readme';
import { serviceAccountTrust } from './trust';

export const aksStack = (context: AzureContext): StackSpec =>
  clusterStack(context, 'cluster', {
    summary: `AKS cluster ${context.names.cluster()} with its node pools. A mistake here stops every workload in ${context.cluster.region}.`,
    readme: readme(context),
    build: (stack) => build(stack, context),
  });

function build(stack: PlatformStack, context: AzureContext): void {
  const place = stackGroup(stack, context, 'cluster');
  const cluster = kubernetesCluster(stack, context, place);
  workloadNodePools(stack, context, cluster.id);
  logAgentRule(stack, context, cluster.id);
  serviceAccountTrust(stack, context, cluster.oidcIssuerUrl);
  administrators(stack, context, cluster.id);
  new TerraformOutput(stack, stackOutputs.cluster, { value: context.cluster.name, description: 'Cluster that these outputs belong to.' });
  new TerraformOutput(stack, stackOutputs.oidcIssuer, {
    value: cluster.oidcIssuerUrl,
    description: "Issuer of the tokens of the cluster's service accounts, for cloud.lock.yaml.",
  });
}
