import type { Cluster, Platform } from '../../../../lib/model';
import { eastWestGateway, ingressPort, meshesAreJoined, namespaces, privateAddresses } from '../../../../lib/names';
import type { Context } from '../../../context';
import type { IstioOption } from '../option';
import { loginCheck } from '../routes/login-check';

/** What every proxy of the mesh has in common. */
export const meshConfig = (context: Context, option: IstioOption): object => {
  const { platform, names } = context;
  const aliases = option.trustDomainAliases?.(context) ?? [];
  return {
    trustDomain: names.trustDomain(),
    ...(aliases.length > 0 ? { trustDomainAliases: aliases } : {}),
    // A host that nobody declared cannot be called. No firewall, but the firewall below it does not know names.
    outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
    // Rules on paths see what the application sees: no %2e, no //.
    pathNormalization: { normalization: 'DECODE_AND_MERGE_SLASHES' },
    tlsDefaults: { minProtocolVersion: 'TLSV1_2' },
    meshMTLS: { minProtocolVersion: 'TLSV1_3' },
    enablePrometheusMerge: true,
    // Access logs are asked for by Telemetry objects, not for everything.
    accessLogFile: '',
    extensionProviders: [accessLog, loginCheck(option.logins)],
    defaultConfig: { holdApplicationUntilProxyStarts: true },
    ...(meshesAreJoined(platform) ? { serviceSettings: localServices(platform) } : {}),
  };
};

/** Name of the provider in meshConfig; Telemetry objects ask for it. */
export const accessLogProvider = 'access-log';

/** One JSON line for each request on standard output, where logs of every pod are collected. No query strings: login codes travel in them. */
const accessLog = {
  name: accessLogProvider,
  envoyFileAccessLog: {
    path: '/dev/stdout',
    logFormat: {
      labels: {
        time: '%START_TIME%',
        method: '%REQ(:METHOD)%',
        host: '%REQ(:AUTHORITY)%',
        path: '%REQ_WITHOUT_QUERY(X-ENVOY-ORIGINAL-PATH?:PATH)%',
        protocol: '%PROTOCOL%',
        status: '%RESPONSE_CODE%',
        status_details: '%RESPONSE_CODE_DETAILS%',
        flags: '%RESPONSE_FLAGS%',
        bytes_received: '%BYTES_RECEIVED%',
        bytes_sent: '%BYTES_SENT%',
        duration_ms: '%DURATION%',
        upstream_ms: '%RESP(X-ENVOY-UPSTREAM-SERVICE-TIME)%',
        client: '%REQ(X-ENVOY-EXTERNAL-ADDRESS)%',
        peer: '%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT%',
        peer_identity: '%DOWNSTREAM_PEER_URI_SAN%',
        server_name: '%REQUESTED_SERVER_NAME%',
        user_agent: '%REQ(USER-AGENT)%',
        request_id: '%REQ(X-REQUEST-ID)%',
        route: '%ROUTE_NAME%',
        upstream: '%UPSTREAM_HOST%',
        upstream_cluster: '%UPSTREAM_CLUSTER%',
        upstream_failure: '%UPSTREAM_TRANSPORT_FAILURE_REASON%',
        connection_end: '%CONNECTION_TERMINATION_DETAILS%',
      },
    },
  },
} as const;

/** In joined meshes only workloads are shared: what the platform itself runs stays in its own cluster. */
const localServices = (platform: Platform) => {
  const workloads = new Set(platform.workloads.map(({ name }) => name));
  const hosts = Object.values(namespaces)
    .filter((namespace) => !workloads.has(namespace))
    .map((namespace) => `*.${namespace}.svc.cluster.local`);
  return [{ settings: { clusterLocal: true }, hosts: ['*.default.svc.cluster.local', ...hosts].sort() }];
};

/** Where a proxy is: only joined meshes have more than one network. */
export const meshNetwork = (cluster: Cluster): string => cluster.name;

/**
 * The way into each network, told to every control plane: the gateways' addresses are fixed, so that none of them has to be
 * read from a Service of the other cluster. Endpoints are told apart by the cluster whose API they come from.
 */
export const meshNetworks = (platform: Platform, clusters: readonly Cluster[]): object =>
  Object.fromEntries(
    clusters.map((cluster) => [
      meshNetwork(cluster),
      {
        endpoints: [{ fromRegistry: cluster.name }],
        gateways: privateAddresses(cluster, ingressPort(platform, 'mesh')).map((address) => ({ address, port: eastWestGateway.tlsPort })),
      },
    ]),
  );
