/** The authority of names inside the cluster: databases, caches, metrics. Never shown to a browser. */
import { Certificate, ClusterIssuer } from '../../../imports/cert-manager.io';
import { issuers, namespaces } from '../../../lib/names';
import type { Factory } from '../../context';

const secretName = 'internal-ca';
const bootstrap = 'internal-bootstrap';

/**
 * Five years, renewed after four with the same key: what was signed before and what is signed after is trusted by
 * holders of either certificate, so that a renewal needs no moment at which all change. Certificates below it last 90
 * days at most. A compromised key is replaced by deleting the Secret and then reissuing everything (`cmctl renew -A`).
 */
const authority = { duration: '43800h0m0s', renewBefore: '8760h0m0s', privateKey: { algorithm: 'ECDSA', size: 384, rotationPolicy: 'Never' } } as const;

export const internalCertificates: Factory = ({ platform, names }) => ({
  name: 'internal-certificates',
  summary: 'Certificate authority of the cluster and ClusterIssuer `internal`',
  namespace: namespaces.certificates,
  needs: ['crds', 'namespaces', 'certificate-controller'],
  provides: ['internal-certificates'],
  // Without the authority's key every certificate below it must be made anew.
  keep: true,
  content: {
    kind: 'manifests',
    build(chart) {
      new ClusterIssuer(chart, 'bootstrap', { metadata: { name: bootstrap }, spec: { selfSigned: {} } });
      new Certificate(chart, 'ca', {
        metadata: { name: secretName, namespace: namespaces.certificates },
        spec: {
          isCA: true,
          commonName: `${names.prefix()} internal CA`,
          subject: { organizations: [platform.name] },
          secretName,
          ...authority,
          usages: ['cert sign', 'crl sign', 'digital signature'],
          issuerRef: { group: 'cert-manager.io', kind: 'ClusterIssuer', name: bootstrap },
        },
      });
      new ClusterIssuer(chart, 'internal', { metadata: { name: issuers.internal }, spec: { ca: { secretName } } });
    },
  },
});
