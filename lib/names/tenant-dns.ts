/** DNS names of tenants: below a name of their own, so that the cluster never writes a record of the platform. */
import type { Platform } from '../model';

export const tenantDomain = (platform: Platform): string => `t.${platform.domain}`;
/**
 * Prefix of annotations that the DNS controller reads. Written down because its default changes: external-dns 0.22
 * uses this one, 0.21 an older one.
 */
export const dnsAnnotationPrefix = 'external-dns.kubernetes.io/';
