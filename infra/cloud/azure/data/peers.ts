/** Pods in other clouds that act as an identity of this one: a standby reads the backups of the active database. */
import { FederatedIdentityCredential } from '@cdktf/provider-azurerm/lib/federated-identity-credential';
import { pinned } from '../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { foreignPeers, lockedIssuer, peerReaders } from '../../../../lib/names';
import { address, azureIds } from '../ids';
import type { AzureContext } from '../kits/stack';
import { tokenAudience, tokenSubject, withinCredentialLimit } from '../kits/token';

/** Appears as soon as the lock file knows who issues the other cluster's tokens. */
export function peerAccess(stack: PlatformStack, context: AzureContext): void {
  const { platform, cluster, names, lock } = context;
  const peers = foreignPeers(platform, cluster);
  const readers = peerReaders(platform, cluster);
  for (const { id } of readers) withinCredentialLimit(id, peers.length);
  for (const peer of peers) {
    const issuer = lockedIssuer(lock, peer);
    if (issuer === undefined) continue;
    for (const spec of readers) {
      pinned(
        new FederatedIdentityCredential(stack, address(`token-${peer.name}-${spec.id}`), {
          name: peer.name,
          resourceGroupName: names.resourceGroup('identity'),
          parentId: azureIds(context).identity(spec.id),
          issuer,
          audience: [tokenAudience],
          subject: tokenSubject(spec),
        }),
      );
    }
  }
}
