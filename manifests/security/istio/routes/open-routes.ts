/** The gateway's certificate and hosts, and the routes that need nobody's login: public ones, those that log in themselves, and health. */
import type { Chart } from 'cdk8s';
import type { Context, Factory } from '../../../context';
import { edgeOf, istioGateway as gateway, loginProxy, originHealthPath } from '../../../../lib/names';
import { certificate } from '../../gateway/certificate';
import { isOpen, type Endpoint } from '../../gateway/endpoint';
import { forgedHeaders } from '../../gateway/headers';
import { entrance } from '../gateway/listener';
import { applicationRoute, hostRoutes, serviceRoute } from '../gateway/virtual-service';
import { openHealth, openHost } from './authorization-policy';
import { edgeProof } from './edge-proof';

/**
 * Provides `gateway` a second time: whoever needs the gateway waits until the identity provider's host is routed, since
 * logins start there. Routes with logins come later, when there is somebody to ask.
 */
export const openRoutes: Factory = (context) => ({
  name: 'ingress-routes',
  summary: 'Certificate and hosts of the gateway, and the routes that need no login at the gateway',
  namespace: gateway.namespace,
  needs: ['crds', 'gateway', 'certificates', 'secrets'],
  provides: ['gateway'],
  content: {
    kind: 'manifests',
    build(chart, wiring) {
      const endpoints = wiring.all('endpoints');
      listeners(chart, context, endpoints);
      edgeProof(chart, context);
      originHealth(chart, context);
      for (const endpoint of endpoints.filter(isOpen)) {
        hostRoutes(chart, { ...endpoint, http: [applicationRoute(endpoint, forgedHeaders)] });
        openHost(chart, endpoint);
      }
    },
  },
});

/**
 * Only the edge gets in: it shows a certificate of our own authority. Its monitor may come without one, so the host
 * that it asks is a listener of its own, with one path.
 */
function listeners(chart: Chart, context: Context, endpoints: readonly Endpoint[]): void {
  const { platform, cluster, names } = context;
  const hosts = [...new Set(endpoints.map(({ host }) => host))];
  const { clientCertificate: locked, namesHost } = edgeOf(platform, cluster);
  certificate(chart, gateway, context, [...hosts, names.originHost()]);
  // Without a name in the handshake there is one listener for all; routes and policies still know hosts by their full name.
  if (!namesHost) {
    entrance(chart, [{ name: 'ingress', hosts: ['*'], tls: 'SIMPLE' }]);
    return;
  }
  entrance(chart, [
    { name: 'ingress', hosts, tls: locked ? 'MUTUAL' : 'SIMPLE' },
    { name: 'origin', hosts: [names.originHost()], tls: locked ? 'OPTIONAL_MUTUAL' : 'SIMPLE' },
  ]);
}

/**
 * The monitor of the edge asks this host whether the cluster can serve: gateway, certificates, mesh, login proxy and
 * its session store must all work for a 200.
 */
function originHealth(chart: Chart, { names }: Context): void {
  const host = names.originHost();
  hostRoutes(chart, {
    id: 'origin',
    host,
    http: [
      {
        name: 'health',
        match: [{ uri: { exact: originHealthPath } }],
        rewrite: { uri: loginProxy.readyPath },
        headers: { request: { remove: forgedHeaders } },
        ...serviceRoute(loginProxy),
        timeout: '3s',
      },
    ],
  });
  openHealth(chart, host);
}
