import type { Chart } from 'cdk8s';
import { Certificate } from '../../../imports/cert-manager.io';
import { edgeOf, issuers, type Gateway } from '../../../lib/names';
import type { Context } from '../../context';

const keys = { ECDSA: { algorithm: 'ECDSA', size: 256 }, RSA: { algorithm: 'RSA', size: 2048 } } as const;

/**
 * One wildcard for the domain, so that a new host needs no new certificate and names do not end up in public logs,
 * and the hosts that it does not cover. A name beside a wildcard that covers it is refused by the authority.
 */
export const certificate = (chart: Chart, gateway: Gateway, { platform, cluster }: Context, hosts: readonly string[]): Certificate =>
  new Certificate(chart, 'certificate', {
    metadata: { name: 'ingress', namespace: gateway.namespace },
    spec: {
      secretName: gateway.certificateSecret,
      dnsNames: [`*.${platform.domain}`, ...hosts.filter((host) => !coveredBy(platform.domain, host)).sort()],
      issuerRef: { kind: 'ClusterIssuer', name: issuers.public, group: 'cert-manager.io' },
      privateKey: { ...keys[edgeOf(platform, cluster).certificateKey], rotationPolicy: 'Always' },
      duration: '2160h0m0s',
      renewBefore: '720h0m0s',
      usages: ['digital signature', 'server auth'],
      revisionHistoryLimit: 3,
    },
  });

const coveredBy = (domain: string, host: string): boolean => host.endsWith(`.${domain}`) && !host.slice(0, -domain.length - 1).includes('.');
