/** The control plane: private, audited, with encrypted Secrets, and nobody in it but who is named. */
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { EksCluster } from '@cdktf/provider-aws/lib/eks-cluster';
import { keep, pinned } from '../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { cloudRoles } from '../identity/roles';
import { findKeyArn, findSubnetIds } from '../kits/lookup';
import type { AwsContext } from '../kits/stack';
import { clusterLogGroup } from '../names';
import type { ClusterFirewall } from './firewall';

export function controlPlane(stack: PlatformStack, context: AwsContext, vpcId: string, { controlPlane: group }: ClusterFirewall): EksCluster {
  const { platform, cluster, names } = context;
  // Before the cluster: EKS would make the group itself, unencrypted and without end.
  const logs = pinned(
    new CloudwatchLogGroup(stack, 'control_plane', {
      name: clusterLogGroup(context),
      retentionInDays: 365,
      kmsKeyId: findKeyArn(stack, context, 'observability'),
      lifecycle: keep,
    }),
  );
  const eks = new EksCluster(stack, 'main', {
    name: names.cluster(),
    roleArn: names.roleArn(cloudRoles.controlPlane),
    version: platform.cloud.kubernetesVersion,
    vpcConfig: {
      subnetIds: findSubnetIds(stack, context, vpcId, 'control-plane'),
      securityGroupIds: [group.id],
      endpointPrivateAccess: true,
      endpointPublicAccess: false,
    },
    accessConfig: { authenticationMode: 'API', bootstrapClusterCreatorAdminPermissions: false },
    encryptionConfig: { resources: ['secrets'], provider: { keyArn: findKeyArn(stack, context, 'cluster') } },
    kubernetesNetworkConfig: { ipFamily: 'ipv4', serviceIpv4Cidr: cluster.network.services },
    enabledClusterLogTypes: ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'],
    bootstrapSelfManagedAddons: false,
    deletionProtection: true,
    upgradePolicy: { supportType: 'STANDARD' }, // the end of a version is a planned upgrade, not a surcharge
    zonalShiftConfig: { enabled: true },
    lifecycle: keep,
    dependsOn: [logs],
  });
  return pinned(eks);
}
