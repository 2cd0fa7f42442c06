/** Certificates in front of the clusters, whichever cloud shows them. */
import { clustersOn, type Platform, type Provider } from '../../../lib/model';

/** Authorities by which each cloud proves the certificates that it renews by itself. */
const ofCloud: Readonly<Record<Provider, string>> = { aws: 'amazon.com', azure: 'digicert.com' };

/** Authorities that may issue for the domain: Let's Encrypt for the gateways, and those of the clouds in use. */
export const certificateAuthorities = (platform: Platform): readonly string[] => [
  'letsencrypt.org',
  ...(['aws', 'azure'] as const).flatMap((provider) => (clustersOn(platform, provider).length > 0 ? [ofCloud[provider]] : [])),
];

/** Names of one certificate for all hosts: a wildcard, and what it does not cover. */
export function certificateNames(domain: string, hosts: readonly string[]): readonly string[] {
  const covered = (host: string): boolean => host.endsWith(`.${domain}`) && !host.slice(0, -domain.length - 1).includes('.');
  return [`*.${domain}`, ...new Set(hosts.filter((host) => !covered(host)))].sort();
}
