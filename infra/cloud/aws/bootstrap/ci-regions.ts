/** What applying the stacks needs that join two regions of the account. */
import { awsAccount, isLinked, type AwsCluster, type Platform } from '../../../../lib/model';
import { metricsPeerHost, privatePorts, sharedSecretPrefix } from '../../../../lib/names';
import type { Statement } from '../kits/policy';
import { actions, inRegions, prefixes } from './ci-statements';

/** Copies of backups, secrets that are in both regions, and the network between them. */
export function betweenRegions(platform: Platform, clusters: readonly AwsCluster[]): readonly Statement[] {
  const { accountId } = awsAccount(platform);
  const own = prefixes(platform, clusters);
  return [
    { sid: 'CopyBackups', actions: 's3:PutReplicationConfiguration', resources: own.map((prefix) => `arn:aws:s3:::${prefix}-*`) },
    {
      sid: 'PassCopyRoles',
      actions: 'iam:PassRole',
      resources: own.map((prefix) => `arn:aws:iam::${accountId}:role/${prefix}-*`),
      conditions: { StringEquals: { 'iam:PassedToService': 's3.amazonaws.com' } },
    },
    {
      sid: 'SharedSecrets',
      actions: actions('secretsmanager', [
        'CreateSecret',
        'PutResourcePolicy',
        'RemoveRegionsFromReplication',
        'ReplicateSecretToRegions',
        'TagResource',
        'UntagResource',
        'UpdateSecret',
        'ValidateResourcePolicy',
      ]),
      resources: clusters.map(({ region }) => `arn:aws:secretsmanager:${region}:${accountId}:secret:${sharedSecretPrefix(platform)}*`),
    },
    ...(isLinked(platform) ? link(platform, clusters) : []),
  ];
}

const link = (platform: Platform, clusters: readonly AwsCluster[]): readonly Statement[] => [
  {
    sid: 'Peering',
    actions: actions('ec2', ['AcceptVpcPeeringConnection', 'CreateVpcPeeringConnection', 'DeleteVpcPeeringConnection', 'ModifyVpcPeeringConnectionOptions']),
    resources: '*', // as the rest of the network
    conditions: inRegions(platform),
  },
  ...(privatePorts(platform).some(({ id }) => id === 'metrics') ? privateNames(platform, clusters) : []),
];

/** Names that only make sense inside the link. */
const privateNames = (platform: Platform, clusters: readonly AwsCluster[]): readonly Statement[] => [
  { sid: 'NewZones', actions: 'route53:CreateHostedZone', resources: '*' }, // a zone has no id before it exists
  {
    sid: 'PrivateZones',
    actions: actions('route53', ['ChangeTagsForResource', 'DeleteHostedZone', 'DisassociateVPCFromHostedZone', 'UpdateHostedZoneComment']),
    resources: 'arn:aws:route53:::hostedzone/*',
  },
  {
    sid: 'PrivateNames',
    actions: 'route53:ChangeResourceRecordSets',
    resources: 'arn:aws:route53:::hostedzone/*',
    conditions: {
      'ForAllValues:StringEquals': { 'route53:ChangeResourceRecordSetsNormalizedRecordNames': clusters.map((cluster) => metricsPeerHost(platform, cluster)) },
    },
  },
];
