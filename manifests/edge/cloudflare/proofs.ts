import type { Intents } from '../../../lib/components';
import { gatewayOf, namespaces } from '../../../lib/names';
import type { Context } from '../../context';
import type { ProofProvider } from '../issuers';
import { api, tokenIn, tokenSecret } from './token';

/** Only Cloudflare reaches the gateway: it shows a client certificate that this authority signed. */
function originPullAuthority({ platform }: Context): Readonly<Intents['secrets']> {
  const { namespace: of, originPull } = gatewayOf(platform);
  return {
    namespace: of,
    name: originPull.secret,
    ...(originPull.type === undefined ? {} : { type: originPull.type }),
    keys: { 'ca.crt': { from: 'store', id: 'origin-pull-ca', property: 'ca' } },
  };
}

/** Proofs of names in the zone at Cloudflare. */
export const proofs: ProofProvider = {
  title: 'Cloudflare',
  solver: () => ({ cloudflare: { apiTokenSecretRef: { name: tokenSecret.name, key: tokenSecret.key } } }),
  hosts: () => [api],
  secrets: (context) => [tokenIn(namespaces.certificates), originPullAuthority(context)],
};
