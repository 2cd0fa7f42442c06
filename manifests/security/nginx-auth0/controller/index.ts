import { nginxGateway as gateway } from '../../../../lib/names';
import type { PodPeer } from '../../../../lib/components';
import type { Factory } from '../../../context';
import { nginx } from '../names';
import { gatewayDashboard } from './dashboard';
import { gatewayRules } from './rules';
import { controllerValues } from './values';

const pods: PodPeer = { namespace: gateway.namespace, pods: gateway.selector, serviceAccount: gateway.serviceAccount };

/** The only way into the cluster for HTTP. A host that nobody declared gets no TLS handshake. */
export const ingressController: Factory = (context) => ({
  name: 'ingress-controller',
  summary: 'NGINX with its controller: three pods in three zones behind the load balancer of the cloud layer',
  namespace: gateway.namespace,
  needs: ['crds', 'namespaces', 'priority-classes', 'routes'],
  after: ['node-autoscaling'],
  provides: ['gateway'],
  content: {
    kind: 'helm',
    chart: context.versions.charts.nginxIngress,
    releaseName: gateway.service,
    values: (wiring) => controllerValues(context, wiring),
  },
  intents: {
    namespaces: [{ name: gateway.namespace, podSecurity: 'restricted', quota: { pods: 20, cpu: '32', memory: '24Gi' } }],
    flows: [
      {
        from: { outside: 'load-balancer' },
        to: pods,
        ports: [{ port: gateway.httpsTargetPort }, { port: gateway.statusPort }],
        why: 'requests of the edge, and health checks of the load balancer',
      },
      { from: pods, to: { outside: 'api-server' }, ports: [{ port: 443 }], why: 'hosts, Services and Secrets of the controller' },
    ],
    scrapes: [
      { name: 'ingress-controller', namespace: gateway.namespace, kind: 'pods', selector: gateway.selector, port: 'prometheus', targetPort: nginx.metricsPort },
    ],
    rules: [gatewayRules],
    dashboards: [gatewayDashboard],
  },
});
