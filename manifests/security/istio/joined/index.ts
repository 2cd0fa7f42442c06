/**
 * Joined meshes (`security.meshes: joined`): services of both clusters find and call each other. Each control plane
 * watches the API of the other cluster, and each cluster has a gateway that passes mutual TLS through to its pods.
 * Needs a private link between the networks: two regions of one cloud have it (`cloud.link`), two clouds need one of
 * yours. Separate meshes have none of this.
 */
import { AuthorizationPolicy } from '../../../../imports/security.istio.io';
import { DestinationRule, Gateway } from '../../../../imports/networking.istio.io';
import { bindTargets } from '../../../../lib/constructs/peer-exposure';
import { eastWestGateway, ingressPort, meshesAreJoined, namespaces, privateAddresses, privateSources, workloadsOn } from '../../../../lib/names';
import type { Context, Factory } from '../../../context';
import { eastWestValues } from './values';

const isJoined = ({ platform }: Context): boolean => meshesAreJoined(platform);
const pods = { namespace: eastWestGateway.namespace, pods: eastWestGateway.pods, serviceAccount: eastWestGateway.service };

/** Before the gateway: pods that start after their binding get a readiness gate. */
const eastWestBinding: Factory = (context) => {
  const { platform, cluster, names } = context;
  if (!isJoined(context) || cluster.provider !== 'aws') return undefined;
  return {
    name: 'mesh-eastwest-binding',
    summary: 'Registers the gateway between the meshes in the target group of the private load balancer',
    namespace: eastWestGateway.namespace,
    needs: ['crds', 'namespaces', 'load-balancer-targets'],
    provides: [],
    // Unbound, no service of this cluster answers the other one.
    keep: true,
    content: {
      kind: 'manifests',
      build(chart) {
        bindTargets(chart, 'targets', names, cluster, { name: eastWestGateway.service, namespace: eastWestGateway.namespace }, ingressPort(platform, 'mesh'));
      },
    },
  };
};

const gatewayComponent: Factory = (context) =>
  isJoined(context)
    ? {
        name: 'mesh-eastwest-gateway',
        summary: 'Gateway through which the other cluster reaches services of this one',
        namespace: eastWestGateway.namespace,
        needs: [
          'namespaces',
          'priority-classes',
          'mesh-control-plane',
          'mesh-policy',
          ...(context.cluster.provider === 'aws' ? (['load-balancer-targets'] as const) : []),
        ],
        provides: [],
        content: { kind: 'helm', chart: context.versions.charts.istioGateway, releaseName: eastWestGateway.service, values: () => eastWestValues(context) },
        intents: {
          namespaces: [
            { name: eastWestGateway.namespace, podSecurity: 'restricted', mesh: true, quota: { pods: 10, cpu: '10', memory: '8Gi' }, exposed: true },
          ],
          flows: [
            {
              from: { outside: 'cidrs', cidrs: privateSources(context.platform, context.cluster) },
              to: pods,
              ports: [{ port: eastWestGateway.tlsPort }, { port: eastWestGateway.statusPort }],
              why: 'pods of the other cluster, by mutual TLS, and health checks',
            },
            ...workloadsOn(context.platform, context.cluster).map(({ name }) => ({
              from: { namespace: name },
              to: { outside: 'cidrs' as const, cidrs: peerGateways(context) },
              ports: [{ port: eastWestGateway.tlsPort }],
              why: 'services of the other cluster, through its gateway',
            })),
            ...workloadsOn(context.platform, context.cluster).map(({ name, port }) => ({
              from: pods,
              to: { namespace: name },
              ports: [{ port }],
              why: 'requests of the other cluster',
            })),
          ],
          scrapes: [
            {
              name: 'mesh-eastwest-gateway',
              namespace: eastWestGateway.namespace,
              kind: 'pods',
              selector: eastWestGateway.pods,
              port: 'http-envoy-prom',
              targetPort: 15090,
              path: '/stats/prometheus',
            },
          ],
        },
      }
    : undefined;

const eastWestListener: Factory = (context) =>
  isJoined(context)
    ? {
        name: 'mesh-eastwest-listener',
        summary: 'What the other cluster may reach: workloads, by their own mutual TLS; and how calls prefer their own cluster',
        namespace: eastWestGateway.namespace,
        needs: ['crds', 'namespaces', 'mesh-control-plane', 'mesh-policy', 'secrets'],
        provides: [],
        content: {
          kind: 'manifests',
          build(chart) {
            new Gateway(chart, 'cross-network', {
              metadata: { name: 'cross-network', namespace: eastWestGateway.namespace },
              spec: {
                selector: { istio: eastWestGateway.pods.istio },
                servers: [
                  {
                    port: { name: 'tls', number: eastWestGateway.tlsPort, protocol: 'TLS' },
                    tls: { mode: 'AUTO_PASSTHROUGH' },
                    hosts: workloadsOn(context.platform, context.cluster).map(({ name }) => `*.${name}.svc.cluster.local`),
                  },
                ],
              },
            });
            new AuthorizationPolicy(chart, 'cross-network-policy', {
              metadata: { name: 'cross-network', namespace: eastWestGateway.namespace },
              spec: {
                selector: { matchLabels: eastWestGateway.pods },
                action: 'ALLOW',
                rules: [{ to: [{ operation: { ports: [String(eastWestGateway.tlsPort)] } }] }],
              },
            });
            for (const { name } of workloadsOn(context.platform, context.cluster)) localFirst(chart, name);
          },
        },
        intents: { secrets: context.peers.map(({ name }) => remoteSecret(name)) },
      }
    : undefined;

const peerGateways = ({ platform, peers }: Context): readonly string[] =>
  peers.flatMap((peer) => privateAddresses(peer, ingressPort(platform, 'mesh')).map((address) => `${address}/32`));

/** Calls stay in their own cluster while it has healthy pods; without outlier detection Istio never moves them. */
const localFirst = (chart: ConstructorParameters<typeof DestinationRule>[0], namespace: string): DestinationRule =>
  new DestinationRule(chart, `${namespace}-local-first`, {
    metadata: { name: 'local-first', namespace },
    spec: {
      host: `*.${namespace}.svc.cluster.local`,
      trafficPolicy: {
        outlierDetection: { consecutive5xxErrors: 5, interval: '10s', baseEjectionTime: '30s', maxEjectionPercent: 100 },
        loadBalancer: { simple: 'LEAST_REQUEST', localityLbSetting: { enabled: true } },
      },
    },
  });

/** The other cluster's API, as istiod finds it: by label, with the cluster's name as the key. */
const remoteSecret = (peer: string) =>
  ({
    namespace: namespaces.mesh,
    name: `istio-remote-secret-${peer}`,
    keys: { [peer]: { from: 'store', id: 'mesh-remote', property: 'kubeconfig' } },
    labels: { 'istio/multiCluster': 'true' },
    annotations: { 'networking.istio.io/cluster': peer },
  }) as const;

export const joinedMeshes: readonly Factory[] = [eastWestBinding, gatewayComponent, eastWestListener];
