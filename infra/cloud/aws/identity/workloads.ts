/** One role for each service account that acts in the cloud. */
import { IamOpenidConnectProvider } from '@cdktf/provider-aws/lib/iam-openid-connect-provider';
import { pinned } from '../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { foreignPeers, identities, lockedIssuer, peerReaders, siblingReads, zonePeers } from '../../../../lib/names';
import { podTrust, tokenTrust } from '../kits/role';
import type { AwsContext } from '../kits/stack';
import { address, clusterArn } from '../names';
import { grantPolicies, siblingPolicies } from './grants';
import type { Keys } from './keys';
import { contractRole } from './roles';

export function workloadRoles(stack: PlatformStack, context: AwsContext, keys: Keys): void {
  for (const { id, namespace, serviceAccount, grants } of identities(context.platform, context.cluster)) {
    const reads = siblingReads(context.platform, context.cluster).filter(({ identity }) => identity.id === id);
    contractRole(stack, context, id, {
      description: `Pods of ${namespace}/${serviceAccount}`,
      trust: [podTrust({ clusterArn: clusterArn(context), namespace, serviceAccount })],
      policies: {
        ...grantPolicies(grants, context, keys),
        ...Object.fromEntries(reads.flatMap((read) => Object.entries(siblingPolicies(read, context, keys)))),
      },
    });
  }
}

/** Statement ids know only letters and digits. */
const pascalCase = (name: string): string => name.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());

/** Roles for pods of clusters in another cloud; none as long as cloud.lock.yaml does not know who issues their tokens. */
export function peerRoles(stack: PlatformStack, context: AwsContext, keys: Keys): void {
  const { platform, cluster, lock } = context;
  const issuers = foreignPeers(platform, cluster).flatMap((peer) => {
    const url = lockedIssuer(lock, peer);
    if (url === undefined) return [];
    const provider = new IamOpenidConnectProvider(stack, address(`issuer-${peer.name}`), { url, clientIdList: ['sts.amazonaws.com'] });
    return [{ peer: peer.name, url, arn: pinned(provider).arn }];
  });
  if (issuers.length === 0) return;
  for (const { id, namespace, serviceAccount, grants } of [...peerReaders(platform, cluster), ...zonePeers(platform, cluster)]) {
    contractRole(stack, context, id, {
      description: `Pods of ${namespace}/${serviceAccount} in ${issuers.map(({ peer }) => peer).join(', ')}`,
      trust: issuers.map(({ peer, url, arn }) => ({ ...tokenTrust(url, arn, { namespace, serviceAccount }), sid: `From${pascalCase(peer)}` })),
      policies: grantPolicies(grants, context, keys),
    });
  }
}
