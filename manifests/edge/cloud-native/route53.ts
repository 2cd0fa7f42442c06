/** The zone at Route 53, for pods on either cloud: none of them has a key (docs/adr/0035-writers-of-a-zone.md). */
import { clustersOn, type AwsCluster } from '../../../lib/model';
import { edgeApiHosts, namesOf } from '../../../lib/names';
import type { Context } from '../../context';
import type { RecordsProvider } from '../external-dns/provider';
import type { ProofProvider } from '../issuers';
import { tokenRights } from './token-rights';

/** Audience of tokens that AWS takes, and where pods outside AWS find theirs. */
const audience = 'sts.amazonaws.com';
const tokenPath = '/var/run/secrets/aws';

/** Cluster whose account and region have the roles: the first at AWS. */
function home({ platform }: Context): AwsCluster {
  const [first] = clustersOn(platform, 'aws');
  if (!first) throw new RangeError('a zone at Route 53 needs a cluster at AWS');
  return first;
}
/** Role at AWS of pods of a cluster elsewhere. */
const peerRole = (context: Context, id: 'cert-manager' | 'external-dns'): string => namesOf(context.platform, home(context)).roleArn(`${id}-peer`);

const hosts = ({ platform, cluster }: Context): readonly string[] => edgeApiHosts(platform, cluster);

/** In AWS the controller is somebody already (Pod Identity). Elsewhere it shows a token of its own service account, asked for by itself. */
export const route53Proofs = (context: Context): ProofProvider => {
  const region = context.cluster.provider === 'aws' ? context.cluster.region : home(context).region;
  if (context.cluster.provider === 'aws') return { title: 'Route 53', solver: () => ({ route53: { region } }), hosts };
  return {
    title: 'Route 53',
    solver: () => ({
      route53: {
        region,
        role: peerRole(context, 'cert-manager'),
        auth: { kubernetes: { serviceAccountRef: { name: 'cert-manager', audiences: [audience] } } },
      },
    }),
    hosts,
    objects: tokenRights,
  };
};

export const route53Records: RecordsProvider = {
  name: 'aws',
  title: 'Route 53',
  trouble: 'the role of its service account, or the rate limit of the API (five requests a second for the whole account)',
  hosts,
  values: (context) => ({
    env: [
      { name: 'AWS_REGION', value: context.cluster.provider === 'aws' ? context.cluster.region : home(context).region },
      ...(context.cluster.provider === 'aws' ? [] : roleByToken(context)),
    ],
    extraArgs: { 'aws-zone-type': 'public', 'aws-batch-change-size': 500, 'aws-zones-cache-duration': '1h' },
    ...(context.cluster.provider === 'aws' ? {} : tokenVolume),
  }),
};

const roleByToken = (context: Context) => [
  { name: 'AWS_ROLE_ARN', value: peerRole(context, 'external-dns') },
  { name: 'AWS_WEB_IDENTITY_TOKEN_FILE', value: `${tokenPath}/token` },
];
const tokenVolume = {
  extraVolumes: [{ name: 'aws-token', projected: { sources: [{ serviceAccountToken: { audience, expirationSeconds: 3600, path: 'token' } }] } }],
  extraVolumeMounts: [{ name: 'aws-token', mountPath: tokenPath, readOnly: true }],
};
