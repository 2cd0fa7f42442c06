/** Nodes for controllers: fixed, so that what starts all other nodes never waits for a node. Karpenter starts the rest. */
import type { EksCluster } from '@cdktf/provider-aws/lib/eks-cluster';
import { EksNodeGroup } from '@cdktf/provider-aws/lib/eks-node-group';
import { LaunchTemplate } from '@cdktf/provider-aws/lib/launch-template';
import { pinned } from '../../../../lib/constructs/stateful';
import { Token, type ITerraformDependable, type PlatformStack } from '../../../../lib/constructs/terraform';
import { isGraviton } from '../../../../lib/model';
import { nodes, volumeKeyPurpose } from '../../../../lib/names';
import { platformTags } from '../../../state';
import { cloudRoles } from '../identity/roles';
import { findKeyArn, findSubnetIds } from '../kits/lookup';
import type { AwsContext } from '../kits/stack';
import type { ClusterFirewall } from './firewall';

export function systemNodes(
  stack: PlatformStack,
  context: AwsContext,
  vpcId: string,
  eks: EksCluster,
  firewall: ClusterFirewall,
  first: ITerraformDependable[],
): EksNodeGroup {
  const { platform, cluster, names } = context;
  const { instanceTypes, min, max } = cluster.nodePools.system;
  const template = launchTemplate(stack, context, firewall);
  const group = new EksNodeGroup(stack, 'system', {
    clusterName: eks.name,
    nodeGroupName: nodes.systemPool,
    nodeRoleArn: names.roleArn(cloudRoles.systemNode),
    subnetIds: findSubnetIds(stack, context, vpcId, 'private'),
    version: platform.cloud.kubernetesVersion,
    amiType: instanceTypes.every(isGraviton) ? 'BOTTLEROCKET_ARM_64' : 'BOTTLEROCKET_x86_64',
    capacityType: 'ON_DEMAND',
    instanceTypes: [...instanceTypes],
    launchTemplate: { id: template.id, version: Token.asString(template.latestVersion) }, // a number to the binding, text to the node group
    scalingConfig: { minSize: min, maxSize: max, desiredSize: min },
    updateConfig: { maxUnavailablePercentage: 33 },
    nodeRepairConfig: { enabled: true },
    labels: { [nodes.poolLabel]: nodes.systemPool },
    taint: [{ key: nodes.systemTaint.key, value: nodes.systemTaint.value, effect: 'NO_SCHEDULE' }],
    // Without CNI and proxy no node becomes ready, and the group would wait for it.
    dependsOn: first,
    lifecycle: { ignoreChanges: ['scaling_config[0].desired_size'] }, // whoever scales by hand at night is not undone by the next apply
  });
  return pinned(group);
}

/** Encrypted disks, metadata for the node only (one hop: no pod reaches the node's role), our security group. */
function launchTemplate(stack: PlatformStack, context: AwsContext, { node }: ClusterFirewall): LaunchTemplate {
  const { platform, names } = context;
  const kmsKeyId = findKeyArn(stack, context, volumeKeyPurpose);
  const disk = (deviceName: string, volumeSize: number) => ({
    deviceName,
    ebs: { volumeType: 'gp3', volumeSize, encrypted: 'true', kmsKeyId, deleteOnTermination: 'true' },
  });
  const tags = { ...platformTags(platform), cluster: context.cluster.name, Name: `${names.prefix()}-${nodes.systemPool}` };
  return pinned(
    new LaunchTemplate(stack, 'system_template', {
      name: `${names.prefix()}-${nodes.systemPool}`,
      description: 'Nodes of the managed node group',
      updateDefaultVersion: true,
      vpcSecurityGroupIds: [node.id],
      metadataOptions: { httpEndpoint: 'enabled', httpTokens: 'required', httpPutResponseHopLimit: 1, instanceMetadataTags: 'disabled' },
      monitoring: { enabled: true },
      blockDeviceMappings: [disk('/dev/xvda', 4), disk('/dev/xvdb', 50)], // Bottlerocket: the system, and images with scratch space
      tagSpecifications: ['instance', 'volume', 'network-interface'].map((resourceType) => ({ resourceType, tags })),
    }),
    'system',
  );
}
