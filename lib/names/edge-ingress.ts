/** Who may connect to the platform's public addresses: the edge in front of them, as data of the edge option. */
import type { Edge } from '../model';
import { cloudflareRanges } from './cloudflare-ranges';
import { gateway } from './gateway';

export interface EdgeIngress {
  /** The edge in words, for descriptions of firewall rules. */
  readonly title: string;
  readonly ipv4: readonly string[];
  readonly ipv6: readonly string[];
  /** Ports that the edge connects to. No port 80: the edge redirects to HTTPS by itself. */
  readonly ports: readonly number[];
}

export const edgeIngress: Readonly<Record<Edge['use'], EdgeIngress>> = {
  cloudflare: { title: 'Cloudflare', ...cloudflareRanges, ports: [gateway.httpsPort] },
};
