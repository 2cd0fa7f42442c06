import { platformOf, rendered, stub } from '../../../foundation/rendered';
import { loginRoutes } from '../../../../../manifests/security/istio/routes/login-routes';
import { meshOption } from '../../../../../manifests/security/istio-keycloak/mesh';
import { asksLogin, isAllowed, type Request } from './decision';
import { having, mesh } from './example';

const example = mesh();
const everything = [...example.objects('ingress-routes'), ...example.objects('login-routes'), ...example.objects('mesh-policy')];
const issuer = 'https://id.acme-db.example/realms/acme-db';
const host = 'api.acme-db.example';
const gateway = 'mesh.acme-db.example/ns/istio-ingress/sa/ingress';
const bearer = { authorization: 'Bearer eyJ' };
const token = (...permissions: readonly string[]): Required<Pick<Request, 'token'>> => ({ token: { iss: issuer, aud: ['dbaas-api'], permissions } });
const atApplication = (request: Omit<Request, 'port' | 'principal'> & { readonly principal?: string }): boolean =>
  isAllowed(everything, { port: 8080, principal: gateway, ...request }, 'api');

describe('an endpoint for programs', () => {
  test('never starts a login', () => {
    for (const method of ['GET', 'POST', 'OPTIONS']) expect(asksLogin(everything, { host, method, path: '/v1/databases' })).toBe(false);
  });

  test('passes the gateway with a bearer token on methods and paths that some permission opens', () => {
    expect(isAllowed(everything, { host, path: '/v1/databases', headers: bearer })).toBe(true);
    expect(isAllowed(everything, { host, path: '/v1/databases/7', method: 'DELETE', headers: bearer })).toBe(true);
    expect(isAllowed(everything, { host, path: '/v1/users', method: 'DELETE', headers: bearer })).toBe(false);
    expect(isAllowed(everything, { host, path: '/metrics', headers: bearer })).toBe(false);
    expect(isAllowed(everything, { host, path: '/v1/databases' })).toBe(false);
  });

  test('answers preflights, which have no token, at the gateway and at the application', () => {
    const preflight = { host, method: 'OPTIONS', path: '/v1/databases' };
    expect(isAllowed(everything, preflight)).toBe(true);
    expect(atApplication(preflight)).toBe(true);
    expect(isAllowed(everything, { ...preflight, path: '/metrics' })).toBe(false);
  });

  test('opens to each permission its own methods and paths, in front of the application', () => {
    expect(atApplication({ path: '/v1/databases', ...token('databases:read') })).toBe(true);
    expect(atApplication({ path: '/v1/databases', method: 'POST', ...token('databases:read') })).toBe(false);
    expect(atApplication({ path: '/v1/databases', method: 'POST', ...token('databases:write') })).toBe(true);
    expect(atApplication({ path: '/v1/users', method: 'POST', ...token('databases:write') })).toBe(false);
    expect(atApplication({ path: '/v1/databases' })).toBe(false);
  });

  test('refuses tokens for another audience or of another realm', () => {
    const { token: good } = token('databases:read');
    expect(atApplication({ path: '/v1/databases', token: { ...good, aud: ['other-api'] } })).toBe(false);
    expect(atApplication({ path: '/v1/databases', token: { ...good, aud: ['oauth2-proxy'], roles: ['platform-admin'] } })).toBe(false);
    expect(atApplication({ path: '/v1/databases', token: { ...good, iss: 'https://id.acme-db.example/realms/master' } })).toBe(false);
  });

  test('is reached through the gateway only: a valid token does not help another pod', () => {
    expect(atApplication({ path: '/v1/databases', ...token('databases:read'), principal: 'mesh.acme-db.example/ns/status/sa/status' })).toBe(false);
  });

  test('has its token checked by its own proxy, for its own audience', () => {
    expect(example.object('login-routes', 'RequestAuthentication', 'api-token', 'api')['spec']).toMatchObject({
      selector: { matchLabels: { 'app.kubernetes.io/name': 'api' } },
      jwtRules: [{ issuer, audiences: ['dbaas-api'], forwardOriginalToken: true }],
    });
  });

  test('lets its proxy fetch the keys where Keycloak runs', () => {
    expect(example.component('login-routes').component.intents?.flows).toEqual([
      having({ from: { namespace: 'api' }, to: having({ namespace: 'keycloak' }), ports: [{ port: 8080 }] }),
    ]);
    expect(mesh('az-weu').component('login-routes').component.intents?.flows).toEqual([]);
  });

  test('is refused outside the mesh, where nothing would check its tokens', () => {
    const outside = stub('outside', {
      provides: ['crds', 'namespaces', 'gateway', 'identity', 'login-proxy'],
      intents: {
        endpoints: [
          {
            id: 'bare',
            title: 'bare',
            host: 'bare.acme-db.example',
            service: { namespace: 'bare', name: 'bare', port: 80, targetPort: 8080, pods: {} },
            access: { kind: 'token', audience: 'bare', permissions: [{ name: 'a:b', methods: ['GET'], paths: ['/'] }] },
          },
        ],
      },
    });
    expect(() => rendered('aws-euc1', [outside, loginRoutes(meshOption)], platformOf())).toThrow(
      /'bare' takes tokens, but namespace 'bare' is not in the mesh/,
    );
  });
});
