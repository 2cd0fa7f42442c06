import type { Chart } from 'cdk8s';
import { Gateway } from '../../../../imports/networking.istio.io';
import { istioGateway as gateway } from '../../../../lib/names';

/** The one Gateway of the platform, which every route names. */
export const entranceName = 'ingress';

interface Listener {
  /** Short id, part of the port's name. */
  readonly name: string;
  readonly hosts: readonly string[];
  readonly tls: 'SIMPLE' | 'MUTUAL' | 'OPTIONAL_MUTUAL';
}

/**
 * Hosts on port 443, each by its full name: another name gets no TLS handshake and no route. There is no port 80; the
 * edge redirects. `./` keeps other namespaces from attaching routes. Listeners share a certificate, so they are servers
 * of one Gateway.
 */
export const entrance = (chart: Chart, listeners: readonly Listener[]): Gateway =>
  new Gateway(chart, 'gateway', {
    metadata: { name: entranceName, namespace: gateway.namespace },
    spec: {
      selector: gateway.selector,
      servers: listeners.map(({ name, hosts, tls }) => ({
        port: { name: `https-${name}`, number: gateway.httpsTargetPort, protocol: 'HTTPS' },
        hosts: hosts.map((host) => `./${host}`).sort(),
        tls: { mode: tls, credentialName: gateway.certificateSecret, minProtocolVersion: 'TLSV1_2' },
      })),
    },
  });
