/** The API token of the zone, as a Secret in the namespaces that use it. */
import type { Intents } from '../../../lib/components';

export const tokenSecret = { name: 'cloudflare-token', key: 'token' } as const;

export const tokenIn = (namespace: string): Intents['secrets'] => ({
  namespace,
  name: tokenSecret.name,
  keys: { [tokenSecret.key]: { from: 'store', id: 'dns-token', property: 'token' } },
});

export const api = 'api.cloudflare.com';
