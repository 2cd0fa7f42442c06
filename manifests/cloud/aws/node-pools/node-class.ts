/** What an autoscaled node is: Bottlerocket, encrypted disks, metadata out of reach of pods. */
import type { Chart } from 'cdk8s';
import { EC2NodeClass } from '../../../../imports/karpenter.k8s.aws';
import { discoveryTag, keyAliasArn, nodeRoleId, nodes, volumeKeyPurpose } from '../../../../lib/names';
import type { Context } from '../../../context';

export function nodeClass(chart: Chart, { platform, cluster, names, versions }: Context): void {
  const discovery = [{ tags: { [discoveryTag]: names.cluster() } }];
  const kmsKeyID = keyAliasArn(platform, cluster, names.keyAlias(volumeKeyPurpose));
  const disk = (deviceName: string, volumeSize: string) => ({
    deviceName,
    ebs: { volumeType: 'gp3', volumeSize, encrypted: true, kmsKeyID, deleteOnTermination: true } as const,
  });
  new EC2NodeClass(chart, 'class', {
    metadata: { name: nodes.workloadPool },
    spec: {
      // Pinned: a new image is a reviewed change, which then counts as drift and renews the nodes within the budgets.
      amiSelectorTerms: [{ alias: versions.machineImages.bottlerocket }],
      role: names.role(nodeRoleId),
      subnetSelectorTerms: discovery,
      securityGroupSelectorTerms: discovery,
      associatePublicIPAddress: false,
      // One hop: the answer of the metadata service does not reach a pod, so no pod can act as the node.
      metadataOptions: { httpEndpoint: 'enabled', httpTokens: 'required', httpPutResponseHopLimit: 1, httpProtocolIPv6: 'disabled' },
      // Bottlerocket: the first disk holds the read-only system, the second one images, logs and emptyDirs.
      blockDeviceMappings: [disk('/dev/xvda', '4Gi'), disk('/dev/xvdb', '100Gi')],
      tags: {
        Name: `${names.prefix()}-${nodes.workloadPool}`,
        platform: platform.name,
        owner: platform.owner.team,
        ...(platform.owner.costCenter ? { 'cost-center': platform.owner.costCenter } : {}),
      },
    },
  });
}
