/**
 * What F5's controller makes of its objects, as far as it decides about a request: servers, locations, checks, headers. The
 * controller itself is in no package registry. Names and forms are those of its templates (internal/configs/version2,
 * release 5.5); what is only load balancing or speed is left out.
 */
import type { ExternalAuth, Policy, Route, VirtualServer } from './objects';

export interface ConfProps {
  readonly hosts: readonly VirtualServer[];
  readonly policies: readonly Policy[];
  /** Keys of the controller's ConfigMap. */
  readonly settings: Readonly<Record<string, string>>;
  /** `namespace/service` -> addresses with port of its pods. */
  readonly endpoints: Readonly<Record<string, readonly string[]>>;
  /** Name of a Secret in the gateway's namespace -> folder with its keys. */
  readonly secret: (name: string) => string;
  /** File with the authorities that upstreams are checked against. */
  readonly authorities: string;
}

const body = (text: string | undefined): readonly string[] => (text ?? '').split('\n').filter((line) => line.trim() !== '');
const onOff = (flag: string): string => (flag === 'true' ? 'on' : 'off');

export function nginxConf(props: ConfProps): string {
  const { settings, hosts } = props;
  const upstreams = new Map<string, readonly string[]>();
  const servers = hosts.flatMap((host) => server(host, props, upstreams));
  return [
    'daemon off;',
    'worker_processes 1;',
    'pid /tmp/nginx.pid;',
    'error_log /dev/stderr notice;',
    'events { worker_connections 1024; }',
    'http {',
    ...['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path /tmp/${kind};`),
    `log_format main escape=${settings['log-format-escaping']} '${settings['log-format']}';`,
    'access_log /dev/stdout main;',
    'map $http_upgrade $vs_connection_header { default upgrade; "" $default_connection_header; }',
    'map $request_uri $request_uri_no_args { "~^(?P<path>[^?]*)(\\?.*)?$" $path; }',
    `ssl_protocols ${settings['ssl-protocols']};`,
    `ssl_ciphers ${settings['ssl-ciphers']};`,
    `server_tokens ${onOff(settings['server-tokens'] ?? '')};`,
    `client_max_body_size ${settings['client-max-body-size']};`,
    ...['connect', 'read', 'send'].map((what) => `proxy_${what}_timeout ${settings[`proxy-${what}-timeout`]};`),
    `proxy_buffer_size ${settings['proxy-buffer-size']};`,
    `proxy_buffers ${settings['proxy-buffers']};`,
    `proxy_busy_buffers_size ${settings['proxy-busy-buffers-size']};`,
    ...(settings['set-real-ip-from'] ?? '').split(',').map((range) => `set_real_ip_from ${range};`),
    `real_ip_header ${settings['real-ip-header']};`,
    `real_ip_recursive ${onOff(settings['real-ip-recursive'] ?? '')};`,
    ...body(settings['http-snippets']),
    ...[...upstreams].flatMap(([name, addresses]) => [`upstream ${name} {`, ...addresses.map((address) => `  server ${address};`), '}']),
    'server { listen 443 ssl http2 default_server; server_name _; ssl_reject_handshake on; }',
    'server { listen unix:/tmp/418.sock; return 418; }',
    ...servers,
    '}',
    '',
  ].join('\n');
}

function server(host: VirtualServer, props: ConfProps, upstreams: Map<string, readonly string[]>): readonly string[] {
  const { spec, metadata } = host;
  const name = (each: string): string => `vs_${metadata.namespace}_${metadata.name}_${each}`;
  const at = (service: string): readonly string[] => props.endpoints[service] ?? ['unix:/tmp/nobody.sock'];
  for (const { name: each, service } of spec.upstreams ?? []) upstreams.set(name(each), at(service));
  const applied = (policies: Route['policies'] = []): readonly Policy['spec'][] =>
    policies.map(({ name: wanted }) => {
      const found = props.policies.find((policy) => policy.metadata.name === wanted);
      if (!found) throw new Error(`${metadata.name}: no policy ${wanted}`);
      return found.spec;
    });
  const edge = applied(spec.policies).flatMap(({ ingressMTLS }) => ingressMTLS ?? []);
  const locations: string[] = [];
  const returns: string[] = [];
  const checked = new Set<string>();
  let signIn = false;
  for (const [index, route] of spec.routes.entries()) {
    const auth = applied(route.policies).flatMap(({ externalAuth }) => externalAuth ?? [])[0];
    if (auth && !checked.has(auth.authURI)) {
      checked.add(auth.authURI);
      const upstream = name(`exauth_${auth.authServiceName.replace('/', '_')}`);
      upstreams.set(upstream, at(auth.authServiceName));
      locations.push(...checkLocation(auth, upstream, props.authorities));
      if (auth.authSigninURI !== undefined && !signIn) locations.push(...signInLocation(auth, upstream, props.authorities));
      signIn ||= auth.authSigninURI !== undefined;
    }
    const guard =
      auth === undefined
        ? []
        : [`    auth_request ${internal(auth)};`, ...(auth.authSigninURI === undefined ? [] : [`    error_page 401 "${auth.authSigninURI}";`])];
    if (route.action.return) {
      const { code, type, body: text } = route.action.return;
      returns.push(`  location @return_${index} {`, `    default_type "${type}";`, `    return ${code} ${JSON.stringify(text)};`, '  }');
      locations.push(
        `  location ${route.path} {`,
        ...guard,
        `    error_page 418 =${code} "@return_${index}";`,
        '    proxy_intercept_errors on;',
        '    proxy_pass http://unix:/tmp/418.sock;',
        '  }',
      );
    } else if (route.action.proxy) locations.push(...proxyLocation(route, name(route.action.proxy.upstream), guard, props.settings));
  }
  return [
    'server {',
    '  listen 443 ssl http2;',
    `  server_name ${spec.host};`,
    `  set $resource_name "${metadata.name}";`,
    `  ssl_certificate ${props.secret(spec.tls.secret)}/tls.crt;`,
    `  ssl_certificate_key ${props.secret(spec.tls.secret)}/tls.key;`,
    ...edge.flatMap(({ clientCertSecret, verifyClient, verifyDepth }) => [
      `  ssl_client_certificate ${props.secret(clientCertSecret)}/ca.crt;`,
      `  ssl_verify_client ${verifyClient};`,
      `  ssl_verify_depth ${verifyDepth};`,
    ]),
    ...body(props.settings['server-snippets']).map((line) => `  ${line}`),
    ...returns,
    ...locations,
    '}',
  ];
}

const internal = ({ authURI }: ExternalAuth): string => `/_external_auth${authURI}`;
const checkedTls = ({ sslVerify, sslVerifyDepth, sniName }: ExternalAuth, authorities: string): readonly string[] =>
  sslVerify
    ? [
        'proxy_ssl_verify on;',
        `proxy_ssl_verify_depth ${sslVerifyDepth};`,
        `proxy_ssl_trusted_certificate ${authorities};`,
        'proxy_ssl_server_name on;',
        `proxy_ssl_name ${sniName};`,
        'proxy_ssl_protocols TLSv1.2 TLSv1.3;',
      ]
    : [];
const forwarded = [
  'proxy_http_version 1.1;',
  'proxy_set_header Upgrade $http_upgrade;',
  'proxy_set_header Connection $vs_connection_header;',
  'proxy_set_header X-Real-IP $remote_addr;',
  'proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;',
  'proxy_set_header X-Forwarded-Host $host;',
  'proxy_set_header X-Forwarded-Port $server_port;',
  'proxy_set_header X-Forwarded-Proto $scheme;',
];

const checkLocation = (auth: ExternalAuth, upstream: string, authorities: string): readonly string[] => [
  `  location ${internal(auth)} {`,
  '    set $service "";',
  '    internal;',
  '    set $default_connection_header close;',
  ...[
    ...forwarded,
    'proxy_pass_request_body off;',
    'proxy_set_header Content-Length "0";',
    'proxy_set_header Host "$host";',
    'proxy_set_header X-Scheme "$scheme";',
    ...checkedTls(auth, authorities),
  ].map((line) => `    ${line}`),
  `    proxy_pass ${auth.sslEnabled ? 'https' : 'http'}://${upstream}${auth.authURI};`,
  '  }',
];

const signInLocation = (auth: ExternalAuth, upstream: string, authorities: string): readonly string[] => [
  `  location ${auth.authSigninRedirectBasePath} {`,
  '    set $service "";',
  '    auth_request off;',
  '    set $default_connection_header close;',
  ...[
    ...forwarded,
    'proxy_set_header X-Auth-Request-Redirect "$request_uri";',
    'proxy_set_header Host "$host";',
    'proxy_set_header X-Scheme "$scheme";',
    ...checkedTls(auth, authorities),
  ].map((line) => `    ${line}`),
  `    proxy_pass ${auth.sslEnabled ? 'https' : 'http'}://${upstream};`,
  '  }',
];

function proxyLocation({ path, action: { proxy } }: Route, upstream: string, guard: readonly string[], settings: ConfProps['settings']): readonly string[] {
  return [
    `  location ${path} {`,
    '    set $service "";',
    ...body(settings['location-snippets']).map((line) => `    ${line}`),
    ...guard,
    '    set $default_connection_header "";',
    ...forwarded.map((line) => `    ${line}`),
    '    proxy_set_header Host "$host";',
    ...(proxy?.requestHeaders.set ?? []).map(({ name, value }) => `    proxy_set_header ${name} "${value}";`),
    `    proxy_pass http://${upstream}${proxy?.rewritePath};`,
    '  }',
  ];
}
