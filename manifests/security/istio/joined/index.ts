/**
 * Joined meshes (`security.meshes: joined`): services of both clusters find and call each other. Each control plane
 * watches the API of the other cluster, and each cluster has a gateway that passes mutual TLS through to its pods.
 * Needs a private link between the networks, which the cloud layer does not make. Separate meshes have none of this.
 */
import { AuthorizationPolicy } from '../../../../imports/security.istio.io';
import { DestinationRule, Gateway } from '../../../../imports/networking.istio.io';
import { namespaces, workloadsOn, meshesAreJoined } from '../../../../lib/names';
import type { Context, Factory } from '../../../context';
import { eastWest, eastWestValues } from './values';

const isJoined = ({ platform }: Context): boolean => meshesAreJoined(platform);
const pods = { namespace: namespaces.meshEastWest, pods: eastWest.selector, serviceAccount: eastWest.name };

const eastWestGateway: Factory = (context) =>
  isJoined(context)
    ? {
        name: 'mesh-eastwest-gateway',
        summary: 'Gateway through which the other cluster reaches services of this one',
        namespace: namespaces.meshEastWest,
        needs: [
          'namespaces',
          'priority-classes',
          'mesh-control-plane',
          'mesh-policy',
          ...(context.cluster.provider === 'aws' ? (['load-balancer-targets'] as const) : []),
        ],
        provides: [],
        content: { kind: 'helm', chart: context.versions.charts.istioGateway, releaseName: eastWest.name, values: () => eastWestValues(context) },
        intents: {
          namespaces: [
            { name: namespaces.meshEastWest, podSecurity: 'restricted', mesh: true, quota: { pods: 10, cpu: '10', memory: '8Gi', loadBalancers: 1 } },
          ],
          flows: [
            {
              from: { outside: 'cidrs', cidrs: context.peers.map(({ network }) => network.cidr) },
              to: pods,
              ports: [{ port: eastWest.tlsPort }, { port: eastWest.statusPort }],
              why: 'pods of the other cluster, by mutual TLS',
            },
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
              namespace: namespaces.meshEastWest,
              kind: 'pods',
              selector: eastWest.selector,
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
        namespace: namespaces.meshEastWest,
        needs: ['crds', 'namespaces', 'mesh-control-plane', 'mesh-policy', 'secrets'],
        provides: [],
        content: {
          kind: 'manifests',
          build(chart) {
            new Gateway(chart, 'cross-network', {
              metadata: { name: 'cross-network', namespace: namespaces.meshEastWest },
              spec: {
                selector: { istio: eastWest.selector.istio },
                servers: [
                  {
                    port: { name: 'tls', number: eastWest.tlsPort, protocol: 'TLS' },
                    tls: { mode: 'AUTO_PASSTHROUGH' },
                    hosts: workloadsOn(context.platform, context.cluster).map(({ name }) => `*.${name}.svc.cluster.local`),
                  },
                ],
              },
            });
            new AuthorizationPolicy(chart, 'cross-network-policy', {
              metadata: { name: 'cross-network', namespace: namespaces.meshEastWest },
              spec: { selector: { matchLabels: eastWest.selector }, action: 'ALLOW', rules: [{ to: [{ operation: { ports: [String(eastWest.tlsPort)] } }] }] },
            });
            for (const { name } of workloadsOn(context.platform, context.cluster)) localFirst(chart, name);
          },
        },
        intents: { secrets: context.peers.map(({ name }) => remoteSecret(name)) },
      }
    : undefined;

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

export const joinedMeshes: readonly Factory[] = [eastWestGateway, eastWestListener];
