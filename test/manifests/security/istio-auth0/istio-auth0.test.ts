import type { KubeObject } from '../../../../lib/components';
import type { Platform } from '../../../../lib/model';
import { factoriesOf } from '../../../../manifests/registry';
import { rendered, withSecurity, type Rendered } from '../../foundation/rendered';
import { asksLogin, isAllowed, type Request } from '../istio-keycloak/mesh/decision';
import { configurationOf } from '../toml';

const on = (platform: Platform): Rendered => rendered('aws-euc1', factoriesOf(platform), platform);
const example = on(withSecurity('istio-auth0'));
const everything = ['ingress-routes', 'login-routes', 'mesh-policy'].flatMap((name) => example.objects(name));
const issuer = 'https://acme-db.eu.auth0.com/';
const audience = 'https://acme-db.example/logins';
const console_ = 'console.acme-db.example';
const roles = 'https://acme-db.example/roles';
const login = (...held: readonly string[]): Pick<Request, 'token'> => ({ token: { iss: issuer, aud: [audience], [roles]: held } });

describe('tokens of Auth0', () => {
  it('are compared with the issuer, slash included, and with keys that istiod fetches', () => {
    for (const [name, namespace] of [
      ['login', 'istio-ingress'],
      ['api-token', 'api'],
    ] as const)
      expect(example.object('login-routes', 'RequestAuthentication', name, namespace)['spec']).toMatchObject({
        jwtRules: [{ issuer, jwksUri: 'https://acme-db.eu.auth0.com/.well-known/jwks.json' }],
      });
    const { intents } = example.component('istiod').component;
    expect(intents?.egressHosts).toEqual(expect.arrayContaining([expect.objectContaining({ hosts: ['acme-db.eu.auth0.com'] })]));
  });

  it('of a browser are those of an audience of our own, that the proxy asks for', () => {
    expect(example.object('login-routes', 'RequestAuthentication', 'login')['spec']).toMatchObject({
      jwtRules: [{ audiences: [audience], fromHeaders: [{ name: 'x-auth-request-access-token' }] }],
    });
    const config = configurationOf(example.object('login-proxy', 'ConfigMap', 'oauth2-proxy'));
    expect(config['login_url']).toBe(`${issuer}authorize?audience=${encodeURIComponent(audience)}`);
    expect(config).toMatchObject({ oidc_issuer_url: issuer, oidc_groups_claim: roles, pass_access_token: true });
  });

  it('take another audience and a custom domain from platform.yaml', () => {
    const other = on(withSecurity('istio-auth0', '  audience: https://acme.example/people\n'));
    expect(other.object('login-routes', 'RequestAuthentication', 'login')['spec']).toMatchObject({
      jwtRules: [{ audiences: ['https://acme.example/people'] }],
    });
  });
});

describe('a page without a login of its own', () => {
  it('is asked about, and opened by a role in the token alone', () => {
    expect(asksLogin(everything, { host: console_, path: '/x' })).toBe(true);
    expect(isAllowed(everything, { host: console_, path: '/x', ...login('database-owner') })).toBe(true);
    expect(isAllowed(everything, { host: console_, path: '/x', ...login('platform-viewer') })).toBe(false);
    expect(isAllowed(everything, { host: console_, path: '/x', ...login() })).toBe(false);
    expect(isAllowed(everything, { host: console_, path: '/x' })).toBe(false);
  });

  it('does not open to tokens of an API, or with roles under a name that anybody may set', () => {
    expect(isAllowed(everything, { host: console_, path: '/x', token: { iss: issuer, aud: ['dbaas-api'], [roles]: ['platform-admin'] } })).toBe(false);
    expect(isAllowed(everything, { host: console_, path: '/x', token: { iss: issuer, aud: [audience], roles: ['platform-admin'] } })).toBe(false);
  });

  it('is closed on paths that the proxy answers for anybody: the address of a client would stand there', () => {
    for (const path of ['/ping', '/ready', '/robots.txt']) {
      expect([path, isAllowed(everything, { host: console_, path, ...login('platform-admin') })]).toEqual([path, false]);
    }
  });

  it('gets the user from the checked token and the address from the proxy', () => {
    expect(example.object('login-routes', 'RequestAuthentication', 'login')['spec']).toMatchObject({
      jwtRules: [{ outputClaimToHeaders: [{ header: 'x-auth-request-user', claim: 'sub' }] }],
    });
    const { extensionProviders } = (example.component('istiod').built.data as { meshConfig: { extensionProviders: readonly Provider[] } }).meshConfig;
    const check = extensionProviders.find(({ name }) => name === 'oauth2-proxy')?.envoyExtAuthzHttp;
    expect(check?.headersToUpstreamOnAllow).toEqual(['x-auth-request-access-token', 'x-auth-request-email']);
    expect(check?.failOpen).toBe(false);
    const { http } = example.object('login-routes', 'VirtualService', 'console')['spec'] as {
      http: readonly { name: string; headers: { request: { remove: readonly string[] } } }[];
    };
    const removed = http.find(({ name }) => name === 'application')?.headers.request.remove;
    for (const header of ['x-auth-request-groups', 'x-forwarded-user', 'x-webauth-user', 'x-auth-request-roles']) expect(removed).toContain(header);
    expect(removed).not.toContain('x-auth-request-email');
  });
});
interface Provider {
  readonly name: string;
  readonly envoyExtAuthzHttp?: { readonly headersToUpstreamOnAllow: readonly string[]; readonly failOpen: boolean };
}

describe('an API', () => {
  const gateway = 'mesh.acme-db.example/ns/istio-ingress/sa/ingress';
  const call = (request: Partial<Request>): boolean => isAllowed(everything, { path: '/v1/databases', port: 8080, principal: gateway, ...request }, 'api');
  const token = (aud: string, ...permissions: readonly string[]): Pick<Request, 'token'> => ({ token: { iss: issuer, aud: [aud], permissions } });

  it('opens to the claim permissions of its own audience', () => {
    expect(call(token('dbaas-api', 'databases:read'))).toBe(true);
    expect(call({ method: 'POST', ...token('dbaas-api', 'databases:read') })).toBe(false);
    expect(call(token(audience, 'databases:read'))).toBe(false);
    expect(call({})).toBe(false);
  });
});

describe('nothing is kept', () => {
  it('sessions are in the browser, and there is no store and no identity provider to run', () => {
    const names = example.components.map(({ component }) => component.name);
    for (const name of ['sessions', 'keycloak', 'keycloak-database']) expect(names).not.toContain(name);
    const config = configurationOf(example.object('login-proxy', 'ConfigMap', 'oauth2-proxy'));
    expect(config).toMatchObject({ session_store_type: 'cookie', cookie_name: '__Host-acme-db', cookie_secure: true });
    expect(JSON.stringify(config)).not.toContain('redis');
  });
});

describe('trust domains', () => {
  const foreign = ({ components }: Rendered): KubeObject | undefined =>
    components.flatMap(({ built }) => built.objects.map(({ object }) => object)).find(({ metadata }) => metadata.name === 'foreign-trust-domains');

  it('of others are refused, whatever their authority', () => {
    expect(foreign(example)).toMatchObject({
      kind: 'AuthorizationPolicy',
      metadata: { namespace: 'istio-system' },
      spec: { action: 'DENY', rules: [{ from: [{ source: { notTrustDomains: ['mesh.acme-db.example'] } }] }] },
    });
  });

  it('that count as our own are aliases of the mesh and pass', () => {
    const aliased = on(withSecurity('istio-auth0', '  trustDomainAliases: [mesh.old.example]\n'));
    const values = aliased.component('istiod').built.data as { meshConfig: { trustDomainAliases: readonly string[] } };
    expect(values.meshConfig.trustDomainAliases).toEqual(['mesh.old.example']);
    expect(JSON.stringify(foreign(aliased)?.['spec'])).toContain('mesh.old.example');
  });
});
