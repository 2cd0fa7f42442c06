import { FederatedIdentityCredential } from '@cdktf/provider-azurerm/lib/federated-identity-credential';
import { pinned } from '../../../../lib/constructs/stateful';
import type { PlatformStack } from '../../../../lib/constructs/terraform';
import { identities } from '../../../../lib/names';
import { address, azureIds } from '../ids';
import type { AzureContext } from '../kits/stack';
import { tokenAudience, tokenSubject } from '../kits/token';

/** Each identity of the name contract trusts tokens of exactly one service account of this cluster. */
export function serviceAccountTrust(stack: PlatformStack, context: AzureContext, issuer: string): void {
  for (const spec of identities(context.platform, context.cluster)) {
    pinned(
      new FederatedIdentityCredential(stack, address(`token-${spec.id}`), {
        name: context.cluster.name,
        resourceGroupName: context.names.resourceGroup('identity'),
        parentId: azureIds(context).identity(spec.id),
        issuer,
        audience: [tokenAudience],
        subject: tokenSubject(spec),
      }),
    );
  }
}
