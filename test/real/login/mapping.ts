/**
 * What is not as in production, all of it. The generated files are read as they are; this says where their addresses,
 * images and the outside are found on one machine.
 *
 * - The pod network is a bridge in a network namespace of the run, in the range that platform.yaml gives to pods. Each pod
 *   is a network namespace with an address there, and each container processes with a root file system of their own, so
 *   that paths, ports, users, sysctls and environments of the generated pods hold.
 * - DNS is /etc/hosts. Services have no kube-proxy: a name of a Service is the address of its one pod, and one rule leads
 *   the API server to the webhooks of istiod. Proxies of the mesh get endpoints from istiod, as always.
 * - An image is a program of this machine (`images`). Applications are one program that answers with the request it got.
 * - Interception of the mesh is applied as istio-cni does it, by the program and with the arguments that istiod injects.
 * - istiod is built from the development line; its charts come from the same module, so they fit each other.
 * - Envoy is the stock build: it lacks the filters that Istio adds for metrics and protocol hints (`stockEnvoy`).
 * - Secrets of the external store and certificates of cert-manager are made here, from the objects that ask for them.
 * - Keycloak's operator is not here: its pod is made from the generated resource, its database is a file.
 * - The session store is Redis: the generated configuration of Valkey holds for both.
 * - For the last cases, what takes five minutes is made to take seconds, at run time: Keycloak's administration shortens the
 *   realm's tokens while some people log in, a variable of the proxy (it comes before its file) its refresh.
 * - Cloudflare is a reverse proxy that shows the edge's client certificate and names the client.
 */
import type { KubeObject } from '../../../lib/components';
import type { RootProps } from './node/root';
import type { LoginPrograms } from './programs';

/** Where the public names lead: the edge. */
export const edgeAddress = '203.0.113.10';

const numbers = {
  ingress: 10,
  'oauth2-proxy-0': 11,
  'oauth2-proxy-1': 12,
  'token-proxy-0': 13,
  'token-proxy-1': 14,
  'valkey-0': 20,
  'valkey-1': 21,
  'valkey-2': 22,
  'keycloak-0': 30,
  console: 40,
  api: 41,
  status: 42,
  prometheus: 50,
  alertmanager: 51,
} as const;
export type PodName = keyof typeof numbers;
export const podNames = Object.keys(numbers) as readonly PodName[]; // keys of the literal above

const inRange = (range: string, number: number): string => `${range.split('.').slice(0, 2).join('.')}.200.${number}`;
/** API server and istiod. */
export const nodeAddress = (range: string): string => inRange(range, 1);
export const addressOf = (pod: PodName, range: string): string => inRange(range, numbers[pod]);

/** Names that pods and browser resolve. */
export const hosts = (publicHosts: readonly string[], range: string): Readonly<Record<string, string>> => ({
  ...Object.fromEntries(publicHosts.map((host) => [host, edgeAddress])),
  ...Object.fromEntries([0, 1, 2].map((n) => [`valkey-${n}.valkey.login.svc.cluster.local`, addressOf(`valkey-${n}` as PodName, range)])),
  'istiod.istio-system.svc': nodeAddress(range),
  'keycloak-service.keycloak.svc.cluster.local': addressOf('keycloak-0', range),
});

export interface Image extends Pick<RootProps, 'links' | 'copies' | 'scripts' | 'writable'> {
  /** Before the arguments of a container that names no command. */
  readonly entrypoint: readonly string[];
  /** Where neither pod nor container names one. */
  readonly user: number;
}

/** Last part of an image's name -> what runs. Containers of other images are left out: `redis_exporter`. */
export function images(programs: LoginPrograms): Readonly<Record<string, Image>> {
  const application: Image = { entrypoint: [process.execPath, programs.application], user: 65532 };
  const start = (program: string, more = '') => `#!/bin/sh\nexec '${program}' "$@"${more}\n`;
  return {
    'oauth2-proxy': { entrypoint: [programs.oauth2Proxy], user: 2000 },
    valkey: {
      entrypoint: [],
      user: 1000,
      scripts: {
        '/usr/local/bin/valkey-server': start(programs.redisServer),
        '/usr/local/bin/valkey-sentinel': start(programs.redisServer, ' --sentinel'),
        '/usr/local/bin/valkey-cli': start(programs.redisCli),
      },
    },
    proxyv2: {
      entrypoint: [programs.pilotAgent],
      user: 1337,
      links: {
        '/usr/local/bin/envoy': programs.envoy,
        '/usr/local/bin/pilot-agent': programs.pilotAgent,
        '/var/lib/istio/envoy/envoy_bootstrap_tmpl.json': `${programs.istioSource}/tools/packaging/common/envoy_bootstrap.json`,
      },
    },
    pilot: { entrypoint: [programs.pilotDiscovery], user: 1337 },
    keycloak: { entrypoint: ['/opt/keycloak/bin/kc.sh'], user: 1000, copies: { '/opt/keycloak': programs.keycloak }, writable: ['/opt/keycloak/data'] },
    'dbaas-console': application,
    'dbaas-api': application,
    'status-page': application,
    monitoring: application,
  };
}

/** Values for the charts of Istio, after the generated ones: no metrics filter, no exchange of metadata between proxies. */
export const stockEnvoyValues = { telemetry: { enabled: false }, env: { PILOT_ENABLE_METADATA_EXCHANGE: 'false' } };

/** Removes the filter that is left: it only hints at HTTP/2 between sidecars. */
export const stockEnvoy: KubeObject = {
  apiVersion: 'networking.istio.io/v1alpha3',
  kind: 'EnvoyFilter',
  metadata: { name: 'stock-envoy', namespace: 'istio-system' },
  spec: {
    configPatches: ['istio.alpn', 'istio.metadata_exchange', 'istio.stats'].map((name) => ({
      applyTo: 'HTTP_FILTER',
      match: { listener: { filterChain: { filter: { name: 'envoy.filters.network.http_connection_manager', subFilter: { name } } } } },
      patch: { operation: 'REMOVE' },
    })),
  },
};
