import type { Chart } from 'cdk8s';
import { PeerAuthentication } from '../../../../imports/security.istio.io';
import { annotations, namespaces } from '../../../../lib/names';
import type { Receiver } from './receivers';

/** Every connection between pods of the mesh shows a certificate on both sides. */
export const strict = (chart: Chart): PeerAuthentication =>
  new PeerAuthentication(chart, 'default', { metadata: { name: 'default', namespace: namespaces.mesh }, spec: { mtls: { mode: 'STRICT' } } });

/** Ports with callers that have no sidecar, such as the scraper of metrics. Pods of the mesh still use certificates there. */
export function plaintextPorts(chart: Chart, { name, namespace, pods, plaintextPorts: ports }: Receiver): void {
  // Istio takes ports only together with labels; a namespace is never opened as a whole.
  if (ports.length === 0 || Object.keys(pods).length === 0) return;
  new PeerAuthentication(chart, `${namespace}-${name}-plaintext`, {
    metadata: { name, namespace, annotations: { [annotations.why]: `${ports.join(', ')}: called by pods without a sidecar` } },
    spec: {
      selector: { matchLabels: pods },
      mtls: { mode: 'STRICT' },
      portLevelMtls: Object.fromEntries(ports.map((port) => [String(port), { mode: 'PERMISSIVE' as const }])),
    },
  });
}
