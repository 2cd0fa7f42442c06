/** Configuration of NGINX that all hosts share, as the controller reads it. */
import { locked } from '../../../../lib/model';
import { edgeIngress, edgeOf, loadBalancerSources } from '../../../../lib/names';
import type { Context } from '../../../context';
import type { Endpoint } from '../../gateway/endpoint';
import { ownPageMaps, ownPageRedirect } from './own-pages';
import { permissionMaps } from './permission-maps';

/** Header that applications get -> NGINX variable with what the login proxy answered, or with nothing. */
const identity = {
  'x-auth-request-user': { variable: 'identity_user', answer: '$upstream_http_x_auth_request_user' },
  'x-auth-request-email': { variable: 'identity_email', answer: '$upstream_http_x_auth_request_email' },
} as const;

/** Headers that NGINX sets for every application, so that what a client sends under these names never arrives. */
export const gatewayHeaders: ReadonlySet<string> = new Set([...Object.keys(identity), 'x-forwarded-host']);

/**
 * In every location: who is logged in, as the check answered. Where nothing was asked the variables are empty, and NGINX
 * leaves an empty header out.
 */
const everyLocation = [
  ...Object.values(identity).map(({ variable, answer }) => `auth_request_set $${variable} ${answer};`),
  ...Object.entries(identity).map(([header, { variable }]) => `proxy_set_header ${header} $${variable};`),
  'proxy_set_header X-Request-ID $request_id;',
];

/** One JSON line for each request. No query strings: login codes travel in them. */
const accessLog = {
  time: '$time_iso8601',
  method: '$request_method',
  host: '$host',
  path: '$request_uri_no_args',
  protocol: '$server_protocol',
  bytes_received: '$request_length',
  bytes_sent: '$bytes_sent',
  duration_s: '$request_time',
  upstream_s: '$upstream_response_time',
  client: '$remote_addr',
  peer: '$realip_remote_addr',
  server_name: '$ssl_server_name',
  edge_certificate: '$ssl_client_verify',
  user_agent: '$http_user_agent',
  request_id: '$request_id',
  resource: '$resource_name',
  service: '$service',
  upstream: '$upstream_addr',
  upstream_status: '$upstream_status',
};
/** Status as a number; everything else as text. */
const logLine = `{"status":$status,${Object.entries(accessLog)
  .map(([key, variable]) => `"${key}":"${variable}"`)
  .join(',')}}`;

/** Whose word counts for the address of a client: the load balancer's and the edge's. */
function clientAddress({ platform, cluster }: Context): Readonly<Record<string, string>> {
  const { trustedProxies } = edgeOf(platform, cluster);
  if (trustedProxies === 0) return {};
  const { ipv4, ipv6 } = edgeIngress(platform, cluster);
  const peers = loadBalancerSources(cluster);
  // An edge that may come from everywhere is the load balancer that it comes through.
  const edges = [...ipv4, ...ipv6].filter((range) => range !== '0.0.0.0/0' || !peers);
  return {
    'set-real-ip-from': [...(peers ?? []), ...edges].join(','),
    'real-ip-header': 'X-Forwarded-For',
    // One proxy: the last address is the client. With more, the first from the end that is none of them.
    'real-ip-recursive': String(trustedProxies > 1),
  };
}

/** Suites for the key of the certificate. */
const ciphers = ({ platform, cluster }: Context): string =>
  ['AES128-GCM-SHA256', 'AES256-GCM-SHA384', 'CHACHA20-POLY1305'].map((suite) => `ECDHE-${edgeOf(platform, cluster).certificateKey}-${suite}`).join(':');

export const serverConfig = (context: Context, endpoints: readonly Endpoint[]): Readonly<Record<string, string>> => ({
  http2: 'true',
  'server-tokens': 'false',
  'ssl-protocols': 'TLSv1.2 TLSv1.3',
  'ssl-ciphers': ciphers(context),
  'ssl-prefer-server-ciphers': 'false',
  // Larger ones the edge refuses as well.
  'client-max-body-size': '100m',
  // Headers with sessions and tokens are larger than the 4 KiB of the default.
  'proxy-buffer-size': '16k',
  'proxy-buffers': '8 16k',
  'proxy-busy-buffers-size': '32k',
  'proxy-connect-timeout': '5s',
  // Checks of the login: what takes longer is answered 504.
  'proxy-read-timeout': '15s',
  'proxy-send-timeout': '15s',
  'keepalive-timeout': '75s',
  // One for each CPU of the limit; a node has more.
  'worker-processes': '2',
  'worker-connections': '8192',
  // Streams outlive a change of the configuration for so long; then their old process ends.
  'worker-shutdown-timeout': '15m',
  ...clientAddress(context),
  'log-format-escaping': 'json',
  'log-format': logLine,
  'location-snippets': everyLocation.join('\n'),
  ...snippets('http-snippets', [...permissionMaps(endpoints), ...ownPageMaps(endpoints), ...edgeProof(context)]),
  ...snippets('server-snippets', [...edgeCheck(context), ...ownPageRedirect(endpoints)]),
});

/**
 * Whether a request came through our own edge; until its value is in the lock file none did. The host that the edge's
 * monitor asks answers its one path without it.
 */
function edgeProof({ platform, cluster, names, lock }: Context): readonly string[] {
  const { proof } = edgeOf(platform, cluster);
  if (!proof) return [];
  const header = `$http_${proof.header.replaceAll('-', '_')}`;
  const lines = ['default 0;', `"~^${names.originHost().replaceAll('.', '\\.')}:" 1;`, `"~:${locked(lock, cluster.name, proof.lockKey)}$" 1;`];
  return [`map "$host:${header}" $edge_proof {\n  ${lines.join('\n  ')}\n}`];
}
const edgeCheck = ({ platform, cluster }: Context): readonly string[] => (edgeOf(platform, cluster).proof ? ['if ($edge_proof = 0) { return 403; }'] : []);

const snippets = (key: string, lines: readonly string[]): Readonly<Record<string, string>> => (lines.length > 0 ? { [key]: lines.join('\n') } : {});
