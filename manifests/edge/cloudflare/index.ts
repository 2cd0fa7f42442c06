/** What Cloudflare in front of the clusters needs inside them: issuers by DNS-01, tenant records, the authority of its client certificate. */
import type { Option } from '../../context';
import { externalDns } from '../external-dns';
import { issuers } from '../issuers';
import { proofs } from './proofs';
import { tenantRecords } from './tenant-records';

export const option: Option = { components: [issuers(proofs), externalDns(tenantRecords)] };
