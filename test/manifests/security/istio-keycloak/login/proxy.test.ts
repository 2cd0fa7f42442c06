import { toml } from '../../../../../manifests/security/login-proxy/config';
import { example, platformOf, syncedRealm } from './example';

/** Every line of the file is `key = value` with a value that TOML and JSON write alike. */
const files = (cluster: 'aws-euc1' | 'az-weu', platform = platformOf()): Record<string, string> =>
  (example(cluster, platform).object('login-proxy', 'ConfigMap', 'oauth2-proxy') as unknown as { data: Record<string, string> }).data;

function configuration(cluster: 'aws-euc1' | 'az-weu', platform = platformOf()): Record<string, unknown> {
  const data = files(cluster, platform);
  const lines = (data['oauth2-proxy.cfg'] ?? '').trimEnd().split('\n');
  return Object.fromEntries(
    lines.map((line) => {
      const [, key = '', value = ''] = /^([a-z0-9_]+) = (.+)$/.exec(line) ?? [];
      return [key, JSON.parse(value) as unknown];
    }),
  );
}
const deployment = example('aws-euc1').object('login-proxy', 'Deployment', 'oauth2-proxy') as unknown as {
  spec: { replicas: number; template: { metadata: { annotations: Record<string, string> }; spec: { containers: { env: { name: string }[] }[] } } };
};

describe('the login proxy', () => {
  it('starts without the identity provider, which is reached through a gateway that waits for the proxy', () => {
    expect(configuration('aws-euc1')).toMatchObject({
      skip_oidc_discovery: true,
      redeem_url: 'https://id.acme-db.example/realms/acme-db/protocol/openid-connect/token',
      oidc_jwks_url: 'https://id.acme-db.example/realms/acme-db/protocol/openid-connect/certs',
    });
  });

  it('answers on the host that was asked for: no fixed callback, a cookie bound to the host', () => {
    const config = configuration('aws-euc1');
    expect(config['redirect_url']).toBeUndefined();
    expect(config['cookie_domains']).toBeUndefined();
    expect(config).toMatchObject({
      cookie_name: '__Host-acme-db',
      cookie_secure: true,
      cookie_httponly: true,
      cookie_samesite: 'lax',
      cookie_csrf_per_request: true,
    });
  });

  it('says 200 to the gateway and hands over the access token', () => {
    expect(configuration('aws-euc1')).toMatchObject({ upstreams: ['static://200'], set_xauthrequest: true, pass_access_token: true, reverse_proxy: true });
  });

  it('believes forwarded headers only from its sidecar and from pods of the cluster', () => {
    expect(configuration('aws-euc1')['trusted_proxy_ips']).toEqual(['127.0.0.6/32', '10.20.0.0/16']);
    expect(configuration('az-weu')['trusted_proxy_ips']).toEqual(['127.0.0.6/32', '10.128.0.0/14']);
  });

  it('logs requests without their URI, in which codes of logins travel', () => {
    const format = String(configuration('aws-euc1')['request_logging_format']);
    expect(format).toContain('{{.RequestID}}');
    expect(format).toContain('{{.StatusCode}}');
    expect(format).not.toContain('URI');
  });

  it('has a page for failed logins that leads out of the session at Keycloak', () => {
    expect(configuration('aws-euc1')['custom_templates_dir']).toBe('/etc/oauth2-proxy');
    const page = files('aws-euc1')['error.html'] ?? '';
    expect(page).toContain('href="https://id.acme-db.example/realms/acme-db/protocol/openid-connect/logout?client_id=oauth2-proxy"');
    expect(page).toContain('{{.ProxyPrefix}}/start?rd={{.Redirect}}');
    expect(page).toContain('data-platform@acme.example');
  });

  it('never opens the ways around the login that earlier releases had', () => {
    for (const key of ['ping_user_agent', 'gcp_healthchecks', 'skip_auth_routes', 'insecure_oidc_allow_unverified_email'])
      expect(configuration('aws-euc1')[key]).toBeUndefined();
    expect(configuration('aws-euc1')).toMatchObject({ insecure_oidc_skip_nonce: false, code_challenge_method: 'S256' });
  });

  it('refreshes before the token ends and forgets with the session', () => {
    const config = configuration(
      'aws-euc1',
      platformOf((yaml) => yaml.replace('  use: istio-keycloak', '  use: istio-keycloak\n  sessionHours: 4')),
    );
    expect(Number.parseInt(String(config['cookie_refresh']), 10)).toBeLessThan(Number(syncedRealm('aws-euc1')['accessTokenLifespan']));
    expect(config['cookie_expire']).toBe('4h');
  });

  it('checks each sentinel under its own name: redis:// with an authority, and every name is in the certificate', () => {
    const config = configuration('aws-euc1');
    const { spec } = example('aws-euc1').object('sessions', 'Certificate', 'valkey-tls') as unknown as { spec: { dnsNames: string[] } };
    const urls = (config['redis_sentinel_connection_urls'] as string[]).map((url) => new URL(url));
    expect(urls).toHaveLength(3);
    for (const { protocol, hostname } of urls) {
      expect(protocol).toBe('redis:');
      expect(spec.dnsNames).toContain(hostname);
    }
    expect(config).toMatchObject({ redis_ca_path: '/etc/session-store/ca.crt', redis_use_sentinel: true, redis_username: 'proxy' });
  });

  it('gives up idle connections before the store does', () => {
    const { data } = example('aws-euc1').object('sessions', 'ConfigMap', 'valkey') as unknown as { data: Record<string, string> };
    expect(configuration('aws-euc1')['redis_connection_idle_timeout']).toBeLessThan(Number(/^timeout (\d+)$/m.exec(data['valkey.conf'] ?? '')?.[1]));
  });

  it('has no secret in its file; all come as variables', () => {
    for (const key of ['client_secret', 'cookie_secret', 'redis_password', 'redis_sentinel_password']) {
      expect(configuration('aws-euc1')[key]).toBeUndefined();
      expect(deployment.spec.template.spec.containers[0]?.env.map(({ name }) => name)).toContain(`OAUTH2_PROXY_${key.toUpperCase()}`);
    }
  });

  it('tries to reach its store for longer than the gateway waits, also when many people ask', () => {
    expect(deployment.spec.template.spec.containers[0]?.env).toContainEqual({ name: 'GOMAXPROCS', value: '64' });
  });

  it('restarts when its configuration changes and reaches the store beside the mesh', () => {
    expect(deployment.spec.template.metadata.annotations).toMatchObject({
      'traffic.sidecar.istio.io/excludeOutboundPorts': '6379,26379',
      'dbaas/configuration': expect.stringMatching(/^[0-9a-f]{8}$/) as string,
    });
    expect(deployment.spec.replicas).toBe(3);
  });

  it('writes text with quotes and backslashes so that TOML reads it back', () => {
    expect(toml({ a: 'x"y\\z', b: ['1', '2'], c: true, d: 3 })).toBe('a = "x\\"y\\\\z"\nb = ["1","2"]\nc = true\nd = 3\n');
  });
});
