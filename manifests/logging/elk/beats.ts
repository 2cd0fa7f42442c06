/** What Filebeat and Metricbeat have alike: where lines go, a certificate, which cluster they are from. */
import type { Chart } from 'cdk8s';
import { Certificate } from '../../../imports/cert-manager.io';
import { issuers } from '../../../lib/names';
import type { Context } from '../../context';
import { logstash, logstashHosts } from './names';

export const beatTlsFolder = '/etc/beat/tls';

/** To every replica of Logstash; a line is done when one has it on its disk. Until then its file waits. */
export const toLogstash = {
  hosts: logstashHosts.map((host) => `${host}:${logstash.port}`),
  loadbalance: true,
  // Ends connections after a while, so that a replica that was away gets its share again. Needs one request at a time.
  ttl: '10m',
  pipelining: 0,
  timeout: '60s',
  compression_level: 1,
  ssl: {
    certificate_authorities: [`${beatTlsFolder}/ca.crt`],
    certificate: `${beatTlsFolder}/tls.crt`,
    key: `${beatTlsFolder}/tls.key`,
    verification_mode: 'full',
    supported_protocols: ['TLSv1.2', 'TLSv1.3'],
    restart_on_cert_change: { enabled: true, period: '10m' },
  },
};

export const clusterName = ({ cluster }: Pick<Context, 'cluster'>) => ({
  add_fields: { target: '', fields: { 'orchestrator.cluster.name': cluster.name } },
});

/** Settings of every Beat: what it says about itself goes to its own log and to a port of its pod. */
export const ownState = (port: number) => ({
  http: { enabled: true, host: '0.0.0.0', port },
  logging: { to_stderr: true, level: 'info', metrics: { enabled: false } },
  monitoring: { enabled: false },
  setup: { template: { enabled: false }, ilm: { enabled: false } },
});

/** Of a client: its name is nobody's address. */
export const beatCertificate = (chart: Chart, name: string, namespace: string): Certificate =>
  new Certificate(chart, 'certificate', {
    metadata: { name, namespace },
    spec: {
      secretName: `${name}-tls`,
      duration: '2160h0m0s',
      renewBefore: '720h0m0s',
      privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
      usages: ['digital signature', 'client auth'],
      dnsNames: [`${name}.${namespace}`],
      issuerRef: { group: 'cert-manager.io', kind: 'ClusterIssuer', name: issuers.internal },
    },
  });
