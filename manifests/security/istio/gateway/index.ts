import { istioGateway as gateway } from '../../../../lib/names';
import type { Context, Factory } from '../../../context';
import { gatewayDashboard } from './dashboard';
import { gatewayRules } from './rules';
import { gatewayValues } from './values';

const pods = { namespace: gateway.namespace, pods: gateway.selector, serviceAccount: gateway.serviceAccount };

/** The only way into the cluster for HTTP. Without routes it refuses everything. */
export const ingressGateway: Factory = (context: Context) => ({
  name: 'ingress-gateway',
  summary: 'Istio ingress gateway: three pods in three zones behind the load balancer of the cloud layer',
  namespace: gateway.namespace,
  // After the policies of the mesh: a gateway that is up before them would be open.
  needs: ['namespaces', 'priority-classes', 'mesh-control-plane', 'mesh-policy'],
  after: ['node-autoscaling'],
  provides: ['gateway'],
  content: { kind: 'helm', chart: context.versions.charts.istioGateway, releaseName: gateway.service, values: () => gatewayValues(context) },
  intents: {
    namespaces: [{ name: gateway.namespace, podSecurity: 'restricted', mesh: true, quota: { pods: 20, cpu: '32', memory: '24Gi' } }],
    flows: [
      {
        from: { outside: 'load-balancer' },
        to: pods,
        ports: [{ port: gateway.httpsTargetPort }, { port: gateway.statusPort }],
        why: 'requests of the edge, and health checks of the load balancer',
      },
    ],
    scrapes: [
      {
        name: 'ingress-gateway',
        namespace: gateway.namespace,
        kind: 'pods',
        selector: gateway.selector,
        port: 'http-envoy-prom',
        targetPort: 15090,
        path: '/stats/prometheus',
      },
    ],
    rules: [gatewayRules],
    dashboards: [gatewayDashboard],
  },
});
