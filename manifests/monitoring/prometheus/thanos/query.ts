/** The queriers: one answers other clusters for this cluster only, one answers people for all clusters. */
import type { Chart } from 'cdk8s';
import { ConfigMap } from '../../../../imports/k8s';
import type { Cluster, Platform } from '../../../../lib/model';
import { metricsPeer, metricsPeerHost, namespaces } from '../../../../lib/names';
import { yaml } from '../../../../lib/output/yaml';
import type { Context } from '../../../context';
import { host, parts, ports } from '../parts';
import { sidecars } from '../prometheus/prometheus';
import { certificateFile, clientCertificate, folders, keyFile, peerFiles, rootFile, serverCertificate } from './peers';
import { thanosDeployment } from './workload';

/** Every pod behind a headless Service. */
const everyPodOf = (service: string) => ({ address: `dnssrv+_grpc._tcp.${service}.${namespaces.observability}.svc.cluster.local` });
const ownCluster = [everyPodOf(sidecars), everyPodOf(parts.store.name)];

/** Another cluster's querier. By plain name: settings of TLS do not apply to names that Thanos resolves itself. */
const peerEndpoint = (platform: Platform, peer: Cluster) => {
  const name = metricsPeerHost(platform, peer);
  return {
    address: `${name}:${metricsPeer.port}`,
    client_config: {
      compression: 'snappy',
      server_name: name,
      tls_config: { enabled: true, ca_file: rootFile, cert_file: certificateFile, key_file: keyFile, min_version: '1.3' },
    },
  };
};

/** @see https://thanos.io/tip/components/query.md/#file-sd */
export const localEndpoints = (): object => ({ endpoints: ownCluster });
export const globalEndpoints = ({ platform, peers }: Pick<Context, 'platform' | 'peers'>): object => ({
  endpoints: [...ownCluster, ...peers.map((peer) => peerEndpoint(platform, peer))],
});

const query = [
  'query',
  '--query.replica-label=prometheus_replica',
  '--query.timeout=2m',
  // A store that hangs is left out of the answer, with a warning on the panel, instead of blanking it.
  '--store.response-timeout=20s',
  '--query.partial-response',
  '--store.limits.request-series=2000000',
  `--endpoint.sd-config-file=${folders.endpoints}/endpoints.yaml`,
];

function endpoints(chart: Chart, name: string, content: object) {
  new ConfigMap(chart, `${name}-endpoints`, { metadata: { name: `${name}-endpoints` }, data: { 'endpoints.yaml': yaml(content) } });
  return { name: 'endpoints', mountPath: folders.endpoints, configMap: `${name}-endpoints` };
}

export function peerQuery(chart: Chart, context: Context): void {
  const part = parts.peerQuery;
  thanosDeployment(chart, context, {
    part,
    args: [
      ...query,
      `--grpc-server-tls-cert=${certificateFile}`,
      `--grpc-server-tls-key=${keyFile}`,
      `--grpc-server-tls-client-ca=${rootFile}`,
      '--grpc-server-tls-min-version=1.3',
    ],
    cpu: '200m',
    memory: '1Gi',
    files: [endpoints(chart, part.name, localEndpoints()), ...peerFiles(serverCertificate)],
  });
}

export function globalQuery(chart: Chart, context: Context): void {
  const part = parts.query;
  thanosDeployment(chart, context, {
    part,
    args: [...query, '--query.auto-downsampling'],
    cpu: '200m',
    memory: '2Gi',
    files: [endpoints(chart, part.name, globalEndpoints(context)), ...peerFiles(clientCertificate)],
  });
}

const cache = yaml({ type: 'IN-MEMORY', config: { max_size: '256MB', max_size_items: 2000, validity: '0s' } });

/** Splits long questions into days, keeps answers, and asks again for what failed. */
export function queryFrontend(chart: Chart, context: Context): void {
  const part = parts.queryFrontend;
  new ConfigMap(chart, 'cache', { metadata: { name: `${part.name}-cache` }, data: { 'cache.yaml': cache } });
  thanosDeployment(chart, context, {
    part,
    grpc: false,
    args: [
      'query-frontend',
      `--query-frontend.downstream-url=http://${host(parts.query)}:${ports.thanosHttp}`,
      '--query-frontend.compress-responses',
      '--query-frontend.log-queries-longer-than=20s',
      '--query-range.split-interval=24h',
      '--query-range.max-retries-per-request=2',
      '--query-range.response-cache-config-file=/etc/thanos/cache/cache.yaml',
      '--labels.split-interval=24h',
      '--labels.max-retries-per-request=2',
      '--labels.response-cache-config-file=/etc/thanos/cache/cache.yaml',
    ],
    cpu: '100m',
    memory: '1Gi',
    files: [{ name: 'cache', mountPath: '/etc/thanos/cache', configMap: `${part.name}-cache` }],
  });
}
