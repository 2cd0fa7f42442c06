import type { Chart } from 'cdk8s';
import { VirtualServer, type VirtualServerProps } from '../../../../imports/k8s.nginx.org';
import { nginxGateway as gateway } from '../../../../lib/names';
import type { Endpoint } from '../../gateway/endpoint';
import { forgedHeaders } from '../../gateway/headers';
import { nginx } from '../names';
import { gatewayHeaders } from './server-config';
import type { Location } from './paths';

type Spec = NonNullable<VirtualServerProps['spec']>;
export type Route = NonNullable<Spec['routes']>[number];
type Upstream = NonNullable<Spec['upstreams']>[number];

const upstream = 'application';

/** NGINX closes streams that are silent for so long; clients of streams come back by themselves. */
const silence = '1h';

/** The application behind a host. Seconds count from one read to the next: an answer that trickles may take longer. */
export const application = ({ service, timeoutSeconds = 15 }: Endpoint): Upstream => ({
  name: upstream,
  service: `${service.namespace}/${service.name}`,
  port: service.port,
  keepalive: 32,
  'connect-timeout': '5s',
  'read-timeout': timeoutSeconds === 0 ? silence : `${timeoutSeconds}s`,
  'send-timeout': timeoutSeconds === 0 ? silence : `${timeoutSeconds}s`,
  // Without an end, answers are streams: each piece goes on as it comes.
  ...(timeoutSeconds === 0 ? { buffering: false } : {}),
  // Another pod, where the first did not answer. Requests that change something are sent twice only if none was sent.
  'next-upstream': 'error',
  'next-upstream-tries': 2,
});

/** What clients may not say: an empty value removes the header. The gateway sets the others itself. */
const removed = forgedHeaders.filter((header) => !gatewayHeaders.has(header)).map((name) => ({ name, value: '' }));

/**
 * A path of the application, under policies. `rewritePath` is the path itself: the application gets what NGINX decided
 * on, decoded once and without `..`, and not what the client wrote.
 */
export const passed = ({ match, path }: Location, ...policies: readonly string[]): Route => ({
  path: match,
  ...(policies.length > 0 ? { policies: policies.map((name) => ({ name })) } : {}),
  action: { proxy: { upstream, rewritePath: path, requestHeaders: { set: removed } } },
});

/** A path that ends here. */
export const answered = ({ match }: Location, code: number, body: string, ...policies: readonly string[]): Route => ({
  path: match,
  ...(policies.length > 0 ? { policies: policies.map((name) => ({ name })) } : {}),
  action: { return: { code, type: 'text/plain', body: `${body}\n` } },
});

interface HostProps {
  readonly name: string;
  readonly host: string;
  /** For every request to the host. */
  readonly policies: readonly string[];
  readonly upstreams?: readonly Upstream[];
  readonly routes: readonly Route[];
}

/** A host on port 443 by its full name: another name gets no TLS handshake. */
export const virtualServer = (chart: Chart, { name, host, policies, upstreams, routes }: HostProps): VirtualServer =>
  new VirtualServer(chart, `host-${name}`, {
    metadata: { name, namespace: gateway.namespace },
    spec: {
      ingressClassName: nginx.ingressClass,
      host,
      // No Service has port 80; should one come, it redirects.
      tls: { secret: gateway.certificateSecret, redirect: { enable: true } },
      ...(policies.length > 0 ? { policies: policies.map((policy) => ({ name: policy })) } : {}),
      ...(upstreams ? { upstreams } : {}),
      routes,
    },
  });
