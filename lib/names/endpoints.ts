/** Every host that the platform serves: its own UIs and the user's workloads. Both layers read this list. */
import {
  choose,
  clustersOn,
  ownIdentity,
  type Access,
  type Cluster,
  type Delivery,
  type Logging,
  type Monitoring,
  type Platform,
  type Security,
  type Workload,
} from '../model';
import { keycloakAdminHost, keycloakHost } from './keycloak';

export interface HostSpec {
  /** Short stable id. */
  readonly id: string;
  readonly host: string;
  /** Clusters that serve it, the active one first. */
  readonly clusters: readonly string[];
  /** admin: a UI of the platform, behind the edge's own admission. workload: the user's. identity: where everybody logs in. */
  readonly kind: 'admin' | 'identity' | 'workload';
  readonly access: Access;
  /** The service logs people in by itself, with clients that are not in `ssoClients`. @default - the login proxy, or a client of `ssoClients` */
  readonly login?: 'self';
}

export type ClusterUi = 'argocd' | 'grafana' | 'prometheus' | 'alertmanager' | 'kibana';
/** UIs that each cluster has of its own: `<id>-<cluster>.<domain>`. */
export const clusterUis = ({ delivery, monitoring, logging }: Platform): readonly ClusterUi[] => [
  ...choose<Delivery, readonly ClusterUi[]>(delivery, { helm: () => [], argocd: () => ['argocd'], flux: () => [] }),
  ...choose<Monitoring, readonly ClusterUi[]>(monitoring, {
    prometheus: () => ['grafana', 'prometheus', 'alertmanager'],
    'cloud-native': () => ['grafana'],
  }),
  ...choose<Logging, readonly ClusterUi[]>(logging, { loki: () => [], elk: () => ['kibana'], 'cloud-native': () => [] }),
];

export const clusterUiHost = (platform: Platform, cluster: Cluster, ui: ClusterUi): string => `${ui}-${cluster.name}.${platform.domain}`;
/** Resolves to one cluster only: for the load balancer's pools and for certificates. */
export const originHost = (platform: Platform, cluster: Cluster): string => `origin-${cluster.name}.${platform.domain}`;

/**
 * Here Front Door answers for a cluster behind it, wherever hosts lead meanwhile: health checks of Route 53 ask this way,
 * since the cluster itself takes nothing but what comes through Front Door.
 */
export const frontDoorCheckHost = (platform: Platform, cluster: Cluster): string => `check-${cluster.name}.${platform.domain}`;
/** The hosts of those checks, where Route 53 decides between the clouds; the gateways know them as origin hosts. */
export const frontDoorChecks = (platform: Platform): readonly HostSpec[] =>
  platform.edge.use === 'cloud-native' && clustersOn(platform, 'aws').length > 0
    ? clustersOn(platform, 'azure').map((cluster) => ({
        id: `check-${cluster.name}`,
        host: frontDoorCheckHost(platform, cluster),
        clusters: [cluster.name],
        kind: 'workload',
        access: { kind: 'public' },
      }))
    : [];

/** Hosts that Front Door knows: those that a cluster behind it serves, first or second, and those of the checks. */
export function frontDoorHosts(platform: Platform): readonly HostSpec[] {
  const behind = clustersOn(platform, 'azure').map(({ name }) => name);
  if (platform.edge.use !== 'cloud-native') return [];
  return [...hosts(platform).filter(({ clusters }) => clusters.some((name) => behind.includes(name))), ...frontDoorChecks(platform)];
}

/** Other clusters read this cluster's metrics here: not proxied by the edge, admitted from their addresses only. */
export const metricsPeerHost = (platform: Platform, cluster: Cluster): string => `metrics-${cluster.name}.${platform.domain}`;

/** What the user serves on this cluster; each has a namespace of its name there. */
export const workloadsOn = ({ workloads }: Pick<Platform, 'workloads'>, cluster: Pick<Cluster, 'name'>): readonly Workload[] =>
  workloads.filter(({ clusters }) => clusters === undefined || clusters.includes(cluster.name));

const adminLogin = (platform: Platform): Access => ({ kind: 'login', roles: [platform.security.roles.admin, platform.security.roles.viewer] });

export function activeCluster(platform: Platform): Cluster {
  const named = platform.cloud.clusters.find((cluster) => cluster.name === ownIdentity(platform.security)?.activeCluster);
  return named ?? platform.cloud.clusters[0];
}

/** Clusters with the active one first. */
export function byActivity(platform: Platform): readonly Cluster[] {
  const active = activeCluster(platform).name;
  const all: readonly Cluster[] = platform.cloud.clusters;
  return [...all.filter(({ name }) => name === active), ...all.filter(({ name }) => name !== active)];
}

/** Hosts of an identity provider that the platform runs itself. */
const identityHosts = (platform: Platform, clusters: readonly string[]): readonly HostSpec[] =>
  choose<Security, readonly HostSpec[]>(platform.security, {
    'istio-keycloak': () => [
      { id: 'id', host: keycloakHost(platform), clusters, kind: 'identity', access: { kind: 'public' } },
      {
        id: 'id-admin',
        host: keycloakAdminHost(platform),
        clusters,
        kind: 'admin',
        access: { kind: 'login', roles: [platform.security.roles.admin] },
        login: 'self',
      },
    ],
    'nginx-auth0': () => [],
    'istio-auth0': () => [],
  });

export function hosts(platform: Platform): readonly HostSpec[] {
  const names = byActivity(platform).map(({ name }) => name);
  const uis = (platform.cloud.clusters as readonly Cluster[]).flatMap((cluster) =>
    clusterUis(platform).map((ui): HostSpec => ({
      id: `${ui}-${cluster.name}`,
      host: clusterUiHost(platform, cluster, ui),
      clusters: [cluster.name],
      kind: 'admin',
      access: adminLogin(platform),
    })),
  );
  const workloads = platform.workloads.map((workload): HostSpec => ({
    id: workload.name,
    host: workload.host,
    clusters: workload.clusters ? names.filter((name) => workload.clusters?.includes(name)) : names,
    kind: 'workload',
    access: workload.access,
  }));
  return [...identityHosts(platform, names), ...uis, ...workloads];
}
