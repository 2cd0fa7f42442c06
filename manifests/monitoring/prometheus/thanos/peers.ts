/**
 * How the clusters read each other's metrics: mutual TLS between queriers, straight through the load balancer. Each
 * cluster has an intermediate authority of its own below one root that is used for nothing else
 * (docs/adr/0008-cross-cluster-metrics.md).
 */
import type { Chart } from 'cdk8s';
import { Certificate, Issuer } from '../../../../imports/cert-manager.io';
import type { ComponentIntents } from '../../../../lib/components';
import { metricsPeer, metricsPeerHost, namespaces } from '../../../../lib/names';
import type { Context } from '../../../context';

const issuer = 'metrics-peers';
const authority = 'metrics-ca';
const root = 'metrics-root';
export const serverCertificate = 'thanos-peer-server';
export const clientCertificate = 'thanos-peer-client';

export const folders = { certificate: '/etc/thanos/certificate', root: '/etc/thanos/root', endpoints: '/etc/thanos/endpoints' } as const;
export const rootFile = `${folders.root}/ca.crt`;
export const certificateFile = `${folders.certificate}/tls.crt`;
export const keyFile = `${folders.certificate}/tls.key`;
/** Certificate and root as folders of a pod. */
export const peerFiles = (certificate: string) => [
  { name: 'certificate', mountPath: folders.certificate, secret: certificate },
  { name: 'root', mountPath: folders.root, secret: root },
];

export function peerCertificates(chart: Chart, { platform, cluster }: Context): void {
  new Issuer(chart, 'issuer', { metadata: { name: issuer }, spec: { ca: { secretName: authority } } });
  // The intermediate may sign this one name only, so both certificates carry it; their use tells them apart.
  const host = metricsPeerHost(platform, cluster);
  certificate(chart, serverCertificate, host, 'server auth');
  certificate(chart, clientCertificate, host, 'client auth');
}

const certificate = (chart: Chart, name: string, host: string, usage: 'server auth' | 'client auth') =>
  new Certificate(chart, name, {
    metadata: { name },
    spec: {
      secretName: name,
      issuerRef: { group: 'cert-manager.io', kind: 'Issuer', name: issuer },
      dnsNames: [host],
      duration: '720h0m0s',
      renewBefore: '240h0m0s',
      privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
      usages: ['digital signature', usage],
    },
  });

const stored = (property: string) => ({ from: 'store', id: metricsPeer.secretId, property }) as const;

/** The authority for the issuer; the root apart from it, so that no pod ever mounts the authority's key. */
export const peerSecrets: NonNullable<ComponentIntents['secrets']> = [
  {
    namespace: namespaces.observability,
    name: authority,
    type: 'kubernetes.io/tls',
    keys: { 'tls.crt': stored('certificate-chain'), 'tls.key': stored('private-key') },
  },
  { namespace: namespaces.observability, name: root, keys: { 'ca.crt': stored('root-certificate') } },
];
