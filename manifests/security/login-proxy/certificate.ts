import type { Chart } from 'cdk8s';
import { Certificate } from '../../../imports/cert-manager.io';
import { issuers } from '../../../lib/names';

/** A server certificate of the platform's internal authority for a Service, under the name by which the gateway calls it. */
export const serviceCertificate = (
  chart: Chart,
  secretName: string,
  service: string,
  namespace: string,
  labels: Readonly<Record<string, string>>,
): Certificate =>
  new Certificate(chart, 'certificate', {
    metadata: { name: secretName, labels },
    spec: {
      secretName,
      commonName: `${service}.${namespace}.svc`,
      dnsNames: [`${service}.${namespace}.svc`, `${service}.${namespace}.svc.cluster.local`],
      duration: '2160h0m0s',
      renewBefore: '720h0m0s',
      privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
      usages: ['digital signature', 'server auth'],
      issuerRef: { group: 'cert-manager.io', kind: 'ClusterIssuer', name: issuers.internal },
    },
  });
