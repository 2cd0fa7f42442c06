/** What applying the edge of the clouds needs: zones, load balancers for HTTPS with their firewalls, and what somebody agreed to pay for. */
import { awsAccount, cloudNativeOf, type AwsCluster, type Platform } from '../../../../lib/model';
import { namesOf, networkFirewallOf } from '../../../../lib/names';
import { edgeRegion } from '../../../satellites';
import type { Statement } from '../kits/policy';
import { actions, inRegions, prefixes } from './ci-statements';

/** Nothing where something else stands in front of the clusters. */
export function edgePolicies(platform: Platform, clusters: readonly AwsCluster[]): Readonly<Record<string, readonly Statement[]>> {
  const settings = cloudNativeOf(platform.edge)?.aws;
  if (!cloudNativeOf(platform.edge)) return {};
  return {
    edge: [
      ...zones(platform),
      ...web(platform, clusters),
      ...(settings?.globalAccelerator === true ? accelerator(platform) : []),
      ...(settings?.shieldAdvanced ? shield : []),
      ...(networkFirewallOf(platform) ? inspection(platform) : []),
    ],
  };
}

/** Ids of zones, health checks and certificates are not known before; the account holds nothing but the platform. */
function zones(platform: Platform): readonly Statement[] {
  const { accountId } = awsAccount(platform);
  const own = `${platform.name}-edge`;
  return [
    {
      sid: 'Zones',
      actions: actions('route53', [
        'ActivateKeySigningKey',
        'ChangeResourceRecordSets',
        'ChangeTagsForResource',
        'CreateHealthCheck',
        'CreateHostedZone',
        'CreateKeySigningKey',
        'CreateQueryLoggingConfig',
        'DeleteHealthCheck',
        'DeleteQueryLoggingConfig',
        'EnableHostedZoneDNSSEC',
        'UpdateHealthCheck',
        'UpdateHostedZoneComment',
        'UpdateHostedZoneFeatures',
      ]),
      resources: '*',
    },
    {
      sid: 'SigningKeys',
      actions: actions('kms', [
        'CreateGrant',
        'DescribeKey',
        'GetPublicKey',
        'PutKeyPolicy',
        'Sign',
        'TagResource',
        'UntagResource',
        'UpdateKeyDescription',
        'EnableKeyRotation',
      ]),
      resources: `arn:aws:kms:${edgeRegion}:${accountId}:key/*`,
      conditions: { StringEquals: { 'aws:ResourceTag/platform': platform.name } },
    },
    {
      sid: 'EdgeAliases',
      actions: actions('kms', ['CreateAlias', 'DeleteAlias', 'UpdateAlias']),
      resources: [`arn:aws:kms:${edgeRegion}:${accountId}:alias/${own}-*`, `arn:aws:kms:${edgeRegion}:${accountId}:key/*`],
    },
    {
      sid: 'EdgeLogs',
      actions: actions('logs', ['AssociateKmsKey', 'CreateLogGroup', 'PutRetentionPolicy', 'TagResource', 'UntagResource']),
      resources: [
        `arn:aws:logs:${edgeRegion}:${accountId}:log-group:/aws/route53/${own}-*`,
        `arn:aws:logs:*:${accountId}:log-group:aws-waf-logs-${platform.name}-*`,
      ],
    },
    // Neither knows resources.
    {
      sid: 'LogAccess',
      actions: actions('logs', ['CreateLogDelivery', 'DeleteLogDelivery', 'DeleteResourcePolicy', 'PutResourcePolicy', 'UpdateLogDelivery']),
      resources: '*',
      conditions: inRegions(platform),
    },
    {
      sid: 'EdgeAlarms',
      actions: [
        ...actions('cloudwatch', ['DeleteAlarms', 'PutMetricAlarm', 'TagResource', 'UntagResource']),
        ...actions('sns', ['CreateTopic', 'SetSubscriptionAttributes', 'SetTopicAttributes', 'Subscribe', 'TagResource', 'Unsubscribe', 'UntagResource']),
      ],
      resources: [`arn:aws:cloudwatch:${edgeRegion}:${accountId}:alarm:${own}-*`, `arn:aws:sns:${edgeRegion}:${accountId}:${own}-*`],
    },
  ];
}

function web(platform: Platform, clusters: readonly AwsCluster[]): readonly Statement[] {
  const { accountId } = awsAccount(platform);
  const own = clusters.flatMap((cluster) => {
    const arn = `arn:aws:elasticloadbalancing:${cluster.region}:${accountId}`;
    const name = namesOf(platform, cluster).webLoadBalancer();
    return [`${arn}:loadbalancer/app/${name}/*`, `${arn}:listener/app/${name}/*`, `${arn}:targetgroup/${cluster.name}-ingress-*/*`];
  });
  return [
    {
      sid: 'WebLoadBalancers',
      actions: actions('elasticloadbalancing', [
        'AddTags',
        'CreateListener',
        'CreateLoadBalancer',
        'CreateTargetGroup',
        'DeleteListener',
        'DeleteTargetGroup',
        'ModifyListener',
        'ModifyListenerAttributes',
        'ModifyLoadBalancerAttributes',
        'ModifyTargetGroup',
        'ModifyTargetGroupAttributes',
        'RemoveTags',
        'SetSecurityGroups',
        'SetWebAcl',
      ]),
      resources: own,
    },
    {
      sid: 'Certificates',
      actions: actions('acm', ['AddTagsToCertificate', 'DeleteCertificate', 'RemoveTagsFromCertificate', 'RequestCertificate', 'UpdateCertificateOptions']),
      resources: '*',
      conditions: inRegions(platform),
    },
    {
      sid: 'WebFirewalls',
      actions: actions('wafv2', [
        'AssociateWebACL',
        'CreateIPSet',
        'CreateWebACL',
        'DeleteIPSet',
        'DeleteLoggingConfiguration',
        'DeleteWebACL',
        'DisassociateWebACL',
        'PutLoggingConfiguration',
        'TagResource',
        'UntagResource',
        'UpdateIPSet',
        'UpdateWebACL',
      ]),
      resources: '*', // managed groups are of another account
      conditions: inRegions(platform),
    },
    {
      sid: 'EdgeServiceRoles',
      actions: 'iam:CreateServiceLinkedRole',
      resources: `arn:aws:iam::${accountId}:role/aws-service-role/*`,
      conditions: serviceRoles,
    },
    {
      sid: 'EdgeBuckets',
      actions: actions('s3', ['CreateBucket', 'PutBucket*', 'PutEncryptionConfiguration', 'PutLifecycleConfiguration', 'TagResource', 'UntagResource']),
      resources: [...prefixes(platform, clusters), `${platform.name}-edge`].map((prefix) => `arn:aws:s3:::${prefix}-*`),
    },
  ];
}
const serviceRoles = {
  StringEquals: { 'iam:AWSServiceName': ['globalaccelerator', 'network-firewall', 'shield', 'wafv2'].map((service) => `${service}.amazonaws.com`) },
};

const accelerator = (platform: Platform): readonly Statement[] => [
  {
    sid: 'Accelerator',
    actions: actions('globalaccelerator', [
      'CreateAccelerator',
      'CreateEndpointGroup',
      'CreateListener',
      'DeleteEndpointGroup',
      'DeleteListener',
      'TagResource',
      'UntagResource',
      'UpdateAccelerator',
      'UpdateAcceleratorAttributes',
      'UpdateEndpointGroup',
      'UpdateListener',
    ]),
    resources: `arn:aws:globalaccelerator::${awsAccount(platform).accountId}:*`,
  },
];

/** Buying it is in here: `acknowledgeCost` went through a review before. */
const shield: readonly Statement[] = [
  {
    sid: 'Shield',
    actions: actions('shield', [
      'AssociateHealthCheck',
      'CreateProtection',
      'CreateSubscription',
      'DeleteProtection',
      'DisableApplicationLayerAutomaticResponse',
      'DisassociateHealthCheck',
      'EnableApplicationLayerAutomaticResponse',
      'TagResource',
      'UntagResource',
      'UpdateApplicationLayerAutomaticResponse',
      'UpdateSubscription',
    ]),
    resources: '*', // ids are not known before
  },
];

const inspection = (platform: Platform): readonly Statement[] => [
  {
    sid: 'NetworkFirewall',
    actions: actions('network-firewall', [
      'AssociateFirewallPolicy',
      'CreateFirewall',
      'CreateFirewallPolicy',
      'CreateRuleGroup',
      'DeleteFirewallPolicy',
      'DeleteRuleGroup',
      'TagResource',
      'UntagResource',
      'UpdateFirewallEncryptionConfiguration',
      'UpdateFirewallPolicy',
      'UpdateLoggingConfiguration',
      'UpdateRuleGroup',
    ]),
    resources: '*', // managed groups are of another account
    conditions: inRegions(platform),
  },
];
