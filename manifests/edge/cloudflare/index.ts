/** What Cloudflare in front of the clusters needs inside them: issuers by DNS-01, tenant records, the authority of its client certificate. */
import type { Option } from '../../context';
import { externalDns } from './external-dns';
import { issuers } from './issuers';

export const option: Option = { components: [issuers, externalDns] };
