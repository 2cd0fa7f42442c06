/** Add-ons of EKS, in two steps: what a node needs to become ready, and what needs nodes. */
import { EksAddon } from '@cdktf/provider-aws/lib/eks-addon';
import type { EksCluster } from '@cdktf/provider-aws/lib/eks-cluster';
import { pinned } from '../../../../lib/constructs/stateful';
import type { ITerraformDependable, PlatformStack } from '../../../../lib/constructs/terraform';
import { onSystemNodes } from '../../../../lib/names';
import { platformTags } from '../../../state';
import { cloudRoles } from '../identity/roles';
import type { AwsContext } from '../kits/stack';
import { address } from '../names';
import { addonVersions, type AddonName } from '../versions';

interface Addon {
  readonly name: AddonName;
  /** Against the add-on's own schema: `aws eks describe-addon-configuration`. */
  readonly configuration?: object;
  readonly podIdentity?: { readonly role: string; readonly serviceAccount: string };
}

export const addonsBeforeNodes = (stack: PlatformStack, context: AwsContext, eks: EksCluster): ITerraformDependable[] =>
  beforeNodes.map((addon) => install(stack, context, eks, addon, []));

export function addonsOnNodes(stack: PlatformStack, context: AwsContext, eks: EksCluster, nodeGroup: ITerraformDependable): void {
  for (const addon of onNodes(context)) install(stack, context, eks, addon, [nodeGroup]);
}

function install(
  stack: PlatformStack,
  { platform, names }: AwsContext,
  eks: EksCluster,
  { name, configuration, podIdentity }: Addon,
  dependsOn: ITerraformDependable[],
): EksAddon {
  const addon = new EksAddon(stack, address(`addon-${name}`), {
    clusterName: eks.name,
    addonName: name,
    addonVersion: addonVersions[platform.cloud.kubernetesVersion][name],
    resolveConflictsOnCreate: 'OVERWRITE',
    resolveConflictsOnUpdate: 'PRESERVE',
    ...(configuration ? { configurationValues: JSON.stringify(configuration) } : {}),
    ...(podIdentity ? { podIdentityAssociation: [{ roleArn: names.roleArn(podIdentity.role), serviceAccount: podIdentity.serviceAccount }] } : {}),
    ...(dependsOn.length > 0 ? { dependsOn } : {}),
  });
  return pinned(addon, address(name));
}

const beforeNodes: readonly Addon[] = [
  { name: 'eks-pod-identity-agent' },
  {
    name: 'vpc-cni',
    // A /28 per node interface slot: as many pods as a node can run, and fewer calls to EC2. Policies are enforced by the CNI itself.
    configuration: { enableNetworkPolicy: 'true', env: { ENABLE_PREFIX_DELEGATION: 'true', WARM_PREFIX_TARGET: '1' } },
    podIdentity: { role: cloudRoles.vpcCni, serviceAccount: 'aws-node' },
  },
  { name: 'kube-proxy' },
];

function onNodes({ platform, cluster }: AwsContext): readonly Addon[] {
  const { nodeSelector, tolerations } = onSystemNodes(cluster);
  const placed = { nodeSelector, tolerations: [...tolerations] };
  return [
    {
      name: 'coredns',
      configuration: { ...placed, replicaCount: 3, podDisruptionBudget: { enabled: true, maxUnavailable: 1 }, topologySpreadConstraints: spread('kube-dns') },
    },
    {
      name: 'aws-ebs-csi-driver',
      // Storage classes are our own objects, and every volume carries the platform's tags.
      configuration: {
        controller: { ...placed, extraVolumeTags: { ...platformTags(platform), cluster: cluster.name } },
        defaultStorageClass: { enabled: false },
      },
      podIdentity: { role: cloudRoles.ebsCsi, serviceAccount: 'ebs-csi-controller-sa' },
    },
    // Two replicas each, with a disruption budget, are their own defaults.
    { name: 'snapshot-controller', configuration: { tolerations: placed.tolerations } },
    { name: 'metrics-server', configuration: { tolerations: placed.tolerations } },
    { name: 'eks-node-monitoring-agent' },
  ];
}

const spread = (app: string) =>
  ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'].map((topologyKey) => ({
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable: 'ScheduleAnyway',
    labelSelector: { matchLabels: { 'k8s-app': app } },
  }));
