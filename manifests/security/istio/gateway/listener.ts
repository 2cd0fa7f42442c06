import type { Chart } from 'cdk8s';
import { Gateway } from '../../../../imports/networking.istio.io';
import { gateway } from '../../../../lib/names';

export const listeners = { hosts: 'ingress', origin: 'origin' } as const;

interface ListenerProps {
  readonly name: (typeof listeners)[keyof typeof listeners];
  readonly hosts: readonly string[];
  readonly tls: 'SIMPLE' | 'MUTUAL' | 'OPTIONAL_MUTUAL';
}

/**
 * Hosts on port 443, each by its full name: another name gets no TLS handshake and no route. There is no port 80; the
 * edge redirects. `./` keeps other namespaces from attaching routes.
 */
export const listener = (chart: Chart, { name, hosts, tls }: ListenerProps): Gateway =>
  new Gateway(chart, `gateway-${name}`, {
    metadata: { name, namespace: gateway.namespace },
    spec: {
      selector: gateway.selector,
      servers: [
        {
          port: { name: `https-${name}`, number: gateway.httpsTargetPort, protocol: 'HTTPS' },
          hosts: hosts.map((host) => `./${host}`).sort(),
          tls: { mode: tls, credentialName: gateway.certificateSecret, minProtocolVersion: 'TLSV1_2' },
        },
      ],
    },
  });
