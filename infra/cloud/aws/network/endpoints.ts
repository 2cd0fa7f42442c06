/** Ways to AWS services that do not leave the VPC. */
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcEndpoint } from '@cdktf/provider-aws/lib/vpc-endpoint';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { pinned } from '../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { policy, type Statement } from '../kits/policy';
import type { AwsContext } from '../kits/stack';
import { address, securityGroupName, vpcTag } from '../names';
import type { Network } from './vpc';
import { awsAccount, choose, type Logging, type Monitoring, type Platform } from '../../../../lib/model';

/** Services with a caller inside the VPC. What nobody calls (KMS: AWS services call it for us; CloudWatch, unless an option does) has no endpoint to pay for. */
const callers = {
  ec2: 'VPC CNI, EBS CSI, Karpenter, load balancer controller',
  'ecr.api': 'kubelet: images of add-ons',
  'ecr.dkr': 'kubelet: images of add-ons',
  eks: 'nodes when they start, Karpenter',
  'eks-auth': 'Pod Identity agent',
  elasticloadbalancing: 'load balancer controller',
  secretsmanager: 'External Secrets',
  sqs: 'Karpenter: interruptions',
  ssm: 'Karpenter: image ids; Session Manager',
  ssmmessages: 'Session Manager',
  sts: 'pods that change roles',
} as const;
const loggingCallers = ({ logging }: Platform): Readonly<Record<string, string>> =>
  choose<Logging, Readonly<Record<string, string>>>(logging, {
    loki: () => ({}),
    elk: () => ({}),
    'cloud-native': () => ({ logs: 'the gateway of the log agents, Grafana' }),
  });

/** Services that only some options call. */
const ofMonitoring = ({ monitoring }: Platform): Readonly<Record<string, string>> =>
  choose<Monitoring, Readonly<Record<string, string>>>(monitoring, {
    prometheus: () => ({}),
    'cloud-native': () => ({ 'aps-workspaces': 'metrics agent, Grafana', monitoring: 'Grafana, the agent of CloudWatch' }),
  });

export function endpoints(stack: PlatformStack, context: AwsContext, { vpc, subnets, innerRouteTables }: Network): void {
  const serviceName = (service: string) => `com.amazonaws.${context.cluster.region}.${service}`;
  pinned(
    new VpcEndpoint(stack, 's3', {
      vpcId: vpc.id,
      serviceName: serviceName('s3'),
      vpcEndpointType: 'Gateway',
      routeTableIds: innerRouteTables.map(({ id }) => id),
      policy: policy(bucketAccess(context)),
      tags: { Name: `${vpcTag(context)}-s3` },
    }),
  );
  const group = endpointGroup(stack, context, vpc.id);
  for (const service of Object.keys({ ...callers, ...ofMonitoring(context.platform), ...loggingCallers(context.platform) })) {
    const endpoint = new VpcEndpoint(stack, address(service.replaceAll('.', '-')), {
      vpcId: vpc.id,
      serviceName: serviceName(service),
      vpcEndpointType: 'Interface',
      privateDnsEnabled: true,
      subnetIds: subnets['control-plane'].map(({ id }) => id),
      securityGroupIds: [group.id],
      policy: policy([ownPrincipals(context)]),
      tags: { Name: `${vpcTag(context)}-${service}` },
    });
    pinned(endpoint);
  }
}

function endpointGroup(stack: PlatformStack, context: AwsContext, vpcId: string): SecurityGroup {
  const name = securityGroupName(context, 'endpoints');
  const group = pinned(new SecurityGroup(stack, 'endpoints', { vpcId, name, description: 'Endpoints of AWS services', tags: { Name: name } }));
  pinned(
    new VpcSecurityGroupIngressRule(stack, 'endpoints_https', {
      securityGroupId: group.id,
      description: 'HTTPS from nodes and pods',
      cidrIpv4: context.cluster.network.cidr,
      ipProtocol: 'tcp',
      fromPort: 443,
      toPort: 443,
    }),
  );
  return group;
}

/** A boundary, not a grant: credentials of another account, smuggled into a pod, are of no use here. */
const ownPrincipals = ({ platform }: AwsContext): Statement => ({
  sid: 'OwnPrincipals',
  principal: '*',
  actions: '*',
  resources: '*',
  conditions: { StringEquals: { 'aws:PrincipalAccount': awsAccount(platform).accountId } },
});

/** Own buckets with own credentials, and the layers of images, which registries serve by links to buckets of theirs. */
const bucketAccess = ({ platform, cluster }: AwsContext): readonly Statement[] => [
  {
    sid: 'OwnBuckets',
    principal: '*',
    actions: 's3:*',
    resources: '*',
    conditions: { StringEquals: { 'aws:PrincipalAccount': awsAccount(platform).accountId, 'aws:ResourceAccount': awsAccount(platform).accountId } },
  },
  { sid: 'ImageLayers', principal: '*', actions: 's3:GetObject', resources: imageBuckets(cluster.region).map((name) => `arn:aws:s3:::${name}/*`) },
];

/**
 * Buckets of registries in the region of the cluster, where they send clients inside AWS: ECR everywhere; registry.k8s.io
 * to its bucket of the region, which has a name of its own in London; Quay and Docker Hub in us-east-1, where theirs are.
 * @see https://github.com/kubernetes/registry.k8s.io/blob/main/cmd/archeio/internal/app/buckets.go
 */
const imageBuckets = (region: string): readonly string[] => [`prod-${region}-starport-layer-bucket`, 'prod-registry-k8s-io-*', ...(otherBuckets[region] ?? [])];
const otherBuckets: Readonly<Record<string, readonly string[]>> = {
  'eu-west-2': ['767373bbdcb8270361b96548387bf2a9ad0d48758c35-eu-west-2'],
  'us-east-1': ['docker-images-prod', 'quayio-production-s3'],
};
