/** Hosts of the gateway: what NGINX serves, whom it asks, and what it removes. docs/adr/0020-nginx-gateway.md */
import type { Chart } from 'cdk8s';
import { Certificate } from '../../../../imports/cert-manager.io';
import { ConfigMap } from '../../../../imports/k8s';
import { edgeOf, issuers, nginxGateway as gateway, originHealthPath } from '../../../../lib/names';
import type { Context, Factory } from '../../../context';
import { certificate } from '../../gateway/certificate';
import type { Endpoint } from '../../gateway/endpoint';
import { nginx } from '../names';
import { below, exactly } from './paths';
import { edgePolicy, readyPolicy } from './policies';
import { controllerRights } from './rights';
import { hostRoutes } from './routes';
import { serverConfig } from './server-config';
import { answered, application, virtualServer } from './virtual-server';

/** Before the controller: one that starts without these would serve nothing and have no rights. */
export const ingressRoutes: Factory = (context) => ({
  name: 'ingress-routes',
  summary: 'Hosts of the gateway with their certificates, checks and rights',
  namespace: gateway.namespace,
  needs: ['crds', 'namespaces', 'certificates', 'internal-certificates', 'secrets'],
  provides: ['routes'],
  content: {
    kind: 'manifests',
    build(chart, wiring) {
      const endpoints = wiring.all('endpoints');
      controllerRights(chart);
      certificates(chart, context, endpoints);
      new ConfigMap(chart, 'config', { metadata: { name: nginx.configMap, namespace: gateway.namespace }, data: serverConfig(context, endpoints) });
      const edge = edgeOf(context.platform, context.cluster).clientCertificate ? [edgePolicy(chart)] : [];
      for (const endpoint of endpoints)
        virtualServer(chart, {
          name: endpoint.id,
          host: endpoint.host,
          policies: edge,
          upstreams: [application(endpoint)],
          routes: hostRoutes(chart, endpoint),
        });
      originHealth(chart, context);
    },
  },
});

function certificates(chart: Chart, context: Context, endpoints: readonly Endpoint[]): void {
  certificate(chart, gateway, context, [...new Set(endpoints.map(({ host }) => host)), context.names.originHost()]);
  // Nobody shows this certificate: its Secret is how the authority comes into this namespace, and stays current.
  new Certificate(chart, 'authority', {
    metadata: { name: nginx.authoritySecret, namespace: gateway.namespace },
    spec: {
      secretName: nginx.authoritySecret,
      commonName: `${gateway.service}.${gateway.namespace}.svc`,
      dnsNames: [`${gateway.service}.${gateway.namespace}.svc`],
      duration: '2160h0m0s',
      renewBefore: '720h0m0s',
      privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
      usages: ['digital signature', 'client auth'],
      issuerRef: { group: 'cert-manager.io', kind: 'ClusterIssuer', name: issuers.internal },
    },
  });
}

/**
 * The monitor of the edge asks this host whether the cluster can serve: gateway, certificates, login proxy and session
 * store must all work for a 200. It may come without the edge's client certificate, so the host has this one path.
 */
const originHealth = (chart: Chart, { names }: Context) =>
  virtualServer(chart, {
    name: 'origin',
    host: names.originHost(),
    policies: [],
    routes: [answered(exactly(originHealthPath), 200, 'ok', readyPolicy(chart)), answered(below('/'), 404, 'not found')],
  });
