/** `<cluster>-cluster`: the EKS cluster with the nodes and add-ons that everything else needs. */
import { TerraformOutput } from '../../../../lib/constructs/terraform';
import { stackOutputs } from '../../../state';
import { findVpcId } from '../kits/lookup';
import { clusterStack, type AwsContext } from '../kits/stack';
import { administrators, karpenterNodes, podIdentities } from './access';
import { addonsBeforeNodes, addonsOnNodes } from './addons';
import { controlPlane } from './eks';
import { clusterFirewall } from './firewall';
import { interruptions } from './interruptions';
import { systemNodes } from './nodes';
import { readme } from './readme';

export const eksStack = (context: AwsContext) =>
  clusterStack(context, 'cluster', {
    summary: 'EKS cluster, system nodes, add-ons, who may enter. Replacing the cluster stops every database in it.',
    readme: readme(context),
    build: (stack) => {
      const vpcId = findVpcId(stack, context);
      const firewall = clusterFirewall(stack, context, vpcId);
      const eks = controlPlane(stack, context, vpcId, firewall);
      administrators(stack, context, eks);
      karpenterNodes(stack, context, eks);
      podIdentities(stack, context, eks);
      const nodeGroup = systemNodes(stack, context, vpcId, eks, firewall, addonsBeforeNodes(stack, context, eks));
      addonsOnNodes(stack, context, eks, nodeGroup);
      interruptions(stack, context);
      new TerraformOutput(stack, stackOutputs.oidcIssuer, {
        value: eks.identity.get(0).oidc.get(0).issuer,
        description: 'Issues the tokens of service accounts; for cloud.lock.yaml',
      });
      new TerraformOutput(stack, stackOutputs.cluster, { value: context.cluster.name, description: 'Cluster that these outputs belong to' });
    },
  });
