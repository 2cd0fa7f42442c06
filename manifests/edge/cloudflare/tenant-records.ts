import { cloudflareOf } from '../../../lib/model';
import { namespaces } from '../../../lib/names';
import type { RecordsProvider } from '../external-dns/provider';
import { api, tokenIn, tokenSecret } from './token';

/** Records of tenants in the zone at Cloudflare. */
export const tenantRecords: RecordsProvider = {
  name: 'cloudflare',
  title: 'Cloudflare',
  trouble: 'the token, its rights on the zone, or the rate limit of the API (1,200 requests in five minutes)',
  hosts: () => [api],
  secrets: [tokenIn(namespaces.dns)],
  values: ({ platform }) => ({
    env: [{ name: 'CF_API_TOKEN', valueFrom: { secretKeyRef: tokenSecret } }],
    extraArgs: {
      // By id: the filter of domains is below the name of the zone, and a zone outside the filter would not be looked at.
      'zone-id-filter': cloudflareOf(platform.edge)?.zone.id ?? '',
      'cloudflare-dns-records-per-page': 5000,
    },
  }),
};
