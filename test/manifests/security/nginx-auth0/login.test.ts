import type { Platform } from '../../../../lib/model';
import { factoriesOf } from '../../../../manifests/registry';
import { signInPage } from '../../../../manifests/security/nginx-auth0/login/page';
import { platformOf, rendered, withSecurity, type Rendered } from '../../foundation/rendered';
import { configurationOf } from '../toml';

const nginx = (yaml: string): string => yaml.replace('use: istio-keycloak', 'use: nginx-auth0\n  auth0: { tenant: acme-db.eu.auth0.com }');
const on = (platform: Platform): Rendered => rendered('aws-euc1', factoriesOf(platform), platform);
const example = on(withSecurity('nginx-auth0'));
const config = configurationOf(example.object('login-proxy', 'ConfigMap', 'oauth2-proxy'));

interface Container {
  readonly command?: readonly string[];
  readonly env?: readonly object[];
  readonly livenessProbe: { readonly exec?: object };
  readonly volumeMounts: readonly object[];
}
interface Workload {
  readonly spec: { readonly template: { readonly spec: { readonly containers: readonly Container[] } } };
}
const pod = (component: string, name: string) => (example.object(component, 'Deployment', name) as unknown as Workload).spec.template.spec.containers[0];

describe('the login proxy', () => {
  it('knows Auth0 by its issuer, slash included, and its roles by the claim of the action', () => {
    expect(config).toMatchObject({
      oidc_issuer_url: 'https://acme-db.eu.auth0.com/',
      oidc_groups_claim: 'https://acme-db.example/roles',
      allowed_groups: ['database-owner', 'platform-admin', 'platform-viewer'],
      scope: 'openid profile email offline_access',
      code_challenge_method: 'S256',
    });
    // No audience: NGINX asks for answers, not for tokens.
    expect(config['login_url']).toBe('https://acme-db.eu.auth0.com/authorize');
    expect(config['pass_access_token']).toBeUndefined();
  });

  it('takes a custom domain as issuer everywhere', () => {
    const custom = on(
      platformOf((yaml) =>
        yaml.replace('use: istio-keycloak', 'use: nginx-auth0\n  auth0: { tenant: acme-db.eu.auth0.com, customDomain: login.acme-db.example }'),
      ),
    );
    for (const [component, name] of [
      ['login-proxy', 'oauth2-proxy'],
      ['token-proxy', 'token-proxy'],
    ] as const) {
      const text = JSON.stringify(configurationOf(custom.object(component, 'ConfigMap', name)));
      expect(text).toContain('https://login.acme-db.example/');
      expect(text).not.toContain('auth0.com');
    }
  });

  it('lets nobody through unasked, whatever path or address they come with', () => {
    for (const key of ['skip_auth_routes', 'skip_auth_regex', 'trusted_ips', 'skip_auth_preflight', 'skip_jwt_bearer_tokens', 'htpasswd_file'])
      expect(config[key]).toBeUndefined();
  });

  it('keeps sessions in the store, since NGINX passes no cookie of a check on', () => {
    expect(config).toMatchObject({ session_store_type: 'redis', cookie_expire: '10h', cookie_refresh: '840s' });
  });

  it('listens with a certificate alone, and restarts with a newer one', () => {
    expect(config).toMatchObject({ http_address: '-', https_address: '0.0.0.0:4443', tls_min_version: 'TLS1.3' });
    expect(example.object('login-proxy', 'Service', 'oauth2-proxy')['spec']).toMatchObject({ ports: [{ port: 443 }] });
    for (const container of [pod('login-proxy', 'oauth2-proxy'), pod('token-proxy', 'token-proxy')]) {
      expect(container?.command?.[2]).toContain('sha256sum /etc/oauth2-proxy-tls/tls.crt');
      expect(JSON.stringify(container?.livenessProbe.exec)).toContain('sha256sum -s -c');
    }
  });

  it('sends browsers on by a page, since they follow no redirect in the headers of a 401', () => {
    expect(config).toMatchObject({ skip_provider_button: false, custom_templates_dir: '/etc/oauth2-proxy' });
    expect(example.object('login-proxy', 'ConfigMap', 'oauth2-proxy')['data']).toMatchObject({ 'sign_in.html': signInPage });
    expect(signInPage).toContain('<meta http-equiv="refresh" content="0; url={{.ProxyPrefix}}/start?rd={{urlquery .Redirect}}">');
  });
});

describe('the token proxy', () => {
  const tokens = configurationOf(example.object('token-proxy', 'ConfigMap', 'token-proxy'));

  it('takes tokens of the issuer for the audiences of the platform, and their permissions as groups', () => {
    expect(tokens).toMatchObject({
      client_id: 'dbaas-api',
      oidc_issuer_url: 'https://acme-db.eu.auth0.com/',
      oidc_groups_claim: 'permissions',
      skip_jwt_bearer_tokens: true,
      bearer_token_login_fallback: true,
    });
    // Other issuers would bring their groups in another claim.
    expect(tokens['extra_jwt_issuers']).toBeUndefined();
  });

  it('takes every audience, and no client of a login', () => {
    const second = `workloads:
  - name: metering
    image: ghcr.io/acme/metering:1.0.0
    host: metering.acme-db.example
    access: { kind: token, audience: metering, permissions: [{ name: "usage:read", methods: [GET], paths: ["/*"] }] }
`;
    const platform = platformOf((yaml) => nginx(yaml).replace('workloads:\n', second));
    const { client_id: first, oidc_extra_audiences: others } = configurationOf(on(platform).object('token-proxy', 'ConfigMap', 'token-proxy'));
    expect([first, others]).toEqual(['dbaas-api', ['metering']]);
  });

  it('has the secrets that it asks for as files, none in its environment', () => {
    expect(tokens).toMatchObject({
      client_secret_file: '/etc/oauth2-proxy-unused/client-secret',
      cookie_secret_file: '/etc/oauth2-proxy-unused/cookie-secret',
    });
    const container = pod('token-proxy', 'token-proxy');
    expect(container?.env).toBeUndefined();
    expect(container?.volumeMounts).toContainEqual({ name: 'unused', mountPath: '/etc/oauth2-proxy-unused', readOnly: true });
    const secrets = example.component('token-proxy').component.intents?.secrets;
    expect(secrets).toMatchObject([{ name: 'token-proxy', keys: { 'client-secret': { length: 32 }, 'cookie-secret': { length: 32 } } }]);
  });

  it('exists only where a host takes tokens', () => {
    const without = platformOf((yaml) => nginx(yaml).replace(/workloads:[\s\S]*$/, 'workloads: []\n'));
    const names = on(without).components.map(({ component }) => component.name);
    expect(names).toContain('login-proxy');
    expect(names).not.toContain('token-proxy');
  });

  it('is reached by the gateway and reaches Auth0, nobody else', () => {
    const { intents } = example.component('token-proxy').component;
    expect(intents?.flows).toMatchObject([{ from: { namespace: 'nginx-ingress' }, ports: [{ port: 4443 }] }]);
    expect(intents?.egressHosts).toMatchObject([{ hosts: ['acme-db.eu.auth0.com'] }]);
  });
});
