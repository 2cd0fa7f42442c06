/** Security groups of control plane and nodes: what may talk to what, before any network policy of the cluster. */
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { pinned } from '../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { meshesAreJoined, discoveryTag, egressPorts, nodeRanges, peersOf, privateAddresses, privatePorts } from '../../../../lib/names';
import type { AwsContext } from '../kits/stack';
import { address, securityGroupName } from '../names';

export interface ClusterFirewall {
  readonly controlPlane: SecurityGroup;
  readonly node: SecurityGroup;
}

export function clusterFirewall(stack: PlatformStack, context: AwsContext, vpcId: string): ClusterFirewall {
  const group = (id: 'control-plane' | 'node', description: string, tags: Readonly<Record<string, string>> = {}) => {
    const name = securityGroupName(context, id);
    return pinned(new SecurityGroup(stack, address(`group-${id}`), { vpcId, name, description, tags: { Name: name, ...tags } }), address(id));
  };
  const controlPlane = group('control-plane', 'Network interfaces of the Kubernetes API');
  // The only group with the tag: Karpenter starts nodes with every group that it finds by it. Way in for the load
  // balancer's subnets: the load balancer controller adds it where pods are bound (`networking` of the binding).
  const node = group('node', 'Nodes and their pods', {
    [discoveryTag]: context.names.cluster(),
    [`kubernetes.io/cluster/${context.names.cluster()}`]: 'owned',
  });
  controlPlaneRules(stack, controlPlane, node);
  nodeEgress(stack, context, node);
  peerRules(stack, context, { controlPlane, node });
  return { controlPlane, node };
}

interface Between {
  readonly from: SecurityGroup;
  readonly to: SecurityGroup;
  readonly description: string;
  readonly protocol: 'tcp' | '-1';
  readonly ports?: readonly [from: number, to: number];
}
/** Both halves of a connection between two groups. */
function between(stack: PlatformStack, id: string, { from, to, description, protocol, ports }: Between): void {
  const rule = { description, ipProtocol: protocol, ...(ports ? { fromPort: ports[0], toPort: ports[1] } : {}) };
  pinned(new VpcSecurityGroupEgressRule(stack, `${id}_out`, { ...rule, securityGroupId: from.id, referencedSecurityGroupId: to.id }), id);
  pinned(new VpcSecurityGroupIngressRule(stack, `${id}_in`, { ...rule, securityGroupId: to.id, referencedSecurityGroupId: from.id }), id);
}

function controlPlaneRules(stack: PlatformStack, controlPlane: SecurityGroup, node: SecurityGroup): void {
  between(stack, 'node_to_api', { from: node, to: controlPlane, description: 'Kubernetes API', protocol: 'tcp', ports: [443, 443] });
  // Ports of webhooks are those of pods, which only manifests know; network policies close all but the stated ones.
  between(stack, 'api_to_node', { from: controlPlane, to: node, description: 'kubelet, webhooks, aggregated APIs', protocol: 'tcp', ports: [1024, 65535] });
  between(stack, 'node_to_node', { from: node, to: node, description: 'Pods of different nodes; network policies decide', protocol: '-1' });
}

/** To the internet (through NAT) only on known ports. Endpoints of AWS services answer on 443 too; name resolution of the VPC is not subject to groups. */
function nodeEgress(stack: PlatformStack, { platform }: AwsContext, { id: securityGroupId }: SecurityGroup): void {
  for (const { port, why } of egressPorts(platform))
    pinned(
      new VpcSecurityGroupEgressRule(stack, `node_to_internet_${port}`, {
        securityGroupId,
        description: why,
        cidrIpv4: '0.0.0.0/0',
        ipProtocol: 'tcp',
        fromPort: port,
        toPort: port,
      }),
    );
}

/** Through the private network: private ports of the other clusters, and for joined meshes their control planes' watch on this API. */
function peerRules(stack: PlatformStack, { platform, cluster }: AwsContext, { controlPlane, node }: ClusterFirewall): void {
  const tcp = (port: number) => ({ ipProtocol: 'tcp', fromPort: port, toPort: port });
  for (const peer of peersOf(platform, cluster)) {
    const name = address(peer.name);
    for (const port of privatePorts(platform))
      for (const [index, ip] of privateAddresses(peer, port).entries())
        pinned(
          new VpcSecurityGroupEgressRule(stack, `node_to_${name}_${port.id}_${index}`, {
            ...tcp(port.port),
            securityGroupId: node.id,
            description: `${peer.name} (${port.id})`,
            cidrIpv4: `${ip}/32`,
          }),
        );
    if (meshesAreJoined(platform))
      for (const [index, cidrIpv4] of nodeRanges(peer).entries())
        pinned(
          new VpcSecurityGroupIngressRule(stack, `${name}_to_api_${index}`, {
            ...tcp(443),
            securityGroupId: controlPlane.id,
            description: `Mesh control plane of ${peer.name} watches services`,
            cidrIpv4,
          }),
        );
  }
}
