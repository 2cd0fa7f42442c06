import { asksLogin, isAllowed, type Request } from './decision';
import { containing, mesh } from './example';

const example = mesh();
const atGateway = [...example.objects('ingress-routes'), ...example.objects('login-routes')];
const issuer = 'https://id.acme-db.example/realms/acme-db';
const host = 'console.acme-db.example';
const owner: Required<Pick<Request, 'token'>> = { token: { iss: issuer, aud: ['oauth2-proxy'], roles: ['database-owner'] } };
const http = (name: string) =>
  (
    example.object('login-routes', 'VirtualService', name)['spec'] as {
      http: readonly { name: string; headers: { request: { remove: readonly string[] } }; match?: unknown; route: unknown }[];
    }
  ).http;

describe('a host with a login', () => {
  test('sends every request to the login proxy, whatever its headers', () => {
    for (const path of ['/', '/api/v1', '/oauth2', '/robots.txt'])
      expect(asksLogin(atGateway, { host, path, headers: { authorization: 'Bearer junk' } })).toBe(true);
  });

  test('lets users with one of its roles in', () => {
    expect(isAllowed(atGateway, { host, path: '/', ...owner })).toBe(true);
    expect(isAllowed(atGateway, { host, path: '/x', method: 'DELETE', token: { ...owner.token, roles: ['other', 'platform-admin'] } })).toBe(true);
  });

  test('refuses users without any of its roles, and roles of another host', () => {
    expect(isAllowed(atGateway, { host, path: '/', token: { ...owner.token, roles: ['platform-viewer'] } })).toBe(false);
    expect(isAllowed(atGateway, { host, path: '/', token: { iss: issuer, aud: ['oauth2-proxy'] } })).toBe(false);
  });

  test.each(['/robots.txt', '/ping', '/ready', '/metrics', '/oauth2', '/favicon.ico'])(
    'refuses %s without a token, although the login proxy answers it for anybody',
    (path) => {
      expect(isAllowed(atGateway, { host, path })).toBe(false);
    },
  );

  test('refuses tokens for another audience and of another issuer', () => {
    expect(isAllowed(atGateway, { host, path: '/', token: { ...owner.token, aud: ['dbaas-api'] } })).toBe(false);
    expect(isAllowed(atGateway, { host, path: '/', token: { ...owner.token, iss: `${issuer}-evil` } })).toBe(false);
    expect(isAllowed(atGateway, { host, path: '/', token: { ...owner.token, iss: 'https://id.acme-db.example/realms/master' } })).toBe(false);
  });

  test('leaves the pages of the login open and never asks about them', () => {
    for (const path of ['/oauth2/start', '/oauth2/callback', '/oauth2/sign_out']) {
      expect(asksLogin(atGateway, { host, path })).toBe(false);
      expect(isAllowed(atGateway, { host, path })).toBe(true);
    }
  });

  test('routes the login pages to the proxy before anything reaches the application', () => {
    expect(http('console').map(({ name }) => name)).toEqual(['login', 'application']);
    expect(http('console')[0]).toMatchObject({
      match: [{ uri: { prefix: '/oauth2/' } }],
      route: [{ destination: { host: 'oauth2-proxy.login.svc.cluster.local', port: { number: 80 } } }],
    });
    expect(http('console')[1]).toMatchObject({ route: [{ destination: { host: 'console.console.svc.cluster.local', port: { number: 80 } } }] });
  });

  test('drops headers that claim who the user is, except those that the gateway writes itself', () => {
    const [login, application] = http('console');
    expect(application?.headers.request.remove).toEqual(
      containing('x-auth-request-groups', 'x-forwarded-user', 'x-forwarded-email', 'x-remote-user', 'x-forwarded-host', 'cf-access-jwt-assertion'),
    );
    for (const written of ['x-auth-request-user', 'x-auth-request-email', 'x-auth-request-preferred-username', 'x-auth-request-access-token']) {
      expect(application?.headers.request.remove).not.toContain(written);
      expect(login?.headers.request.remove).toContain(written);
    }
  });
});

describe('tokens at the gateway', () => {
  const authentication = example.object('login-routes', 'RequestAuthentication', 'login', 'istio-ingress')['spec'];

  test('are read from the header of the login proxy, so that tokens of applications are left alone', () => {
    expect(authentication).toMatchObject({ jwtRules: [{ issuer, audiences: ['oauth2-proxy'], fromHeaders: [{ name: 'x-auth-request-access-token' }] }] });
  });

  test('become the user headers, which are emptied before', () => {
    expect(authentication).toMatchObject({
      jwtRules: [{ outputClaimToHeaders: containing({ header: 'x-auth-request-email', claim: 'email' }, { header: 'x-auth-request-user', claim: 'sub' }) }],
    });
  });

  test('are checked with keys from the local service where Keycloak runs and from the public host elsewhere', () => {
    const certs = 'realms/acme-db/protocol/openid-connect/certs';
    expect(authentication).toMatchObject({ jwtRules: [{ jwksUri: `http://keycloak-service.keycloak.svc.cluster.local:8080/${certs}` }] });
    expect(mesh('az-weu').object('login-routes', 'RequestAuthentication', 'login', 'istio-ingress')['spec']).toMatchObject({
      jwtRules: [{ jwksUri: `https://id.acme-db.example/${certs}` }],
    });
  });

  test('are asked for only after the identity provider works', () => {
    const { components } = mesh();
    const { wave, dependsOn } = components.find(({ component }) => component.name === 'login-routes') ?? { wave: 0, dependsOn: [] };
    expect(dependsOn).toContain('surroundings');
    expect(components.find(({ component }) => component.name === 'login-routes')?.component.needs).toContain('identity');
    expect(wave).toBeGreaterThan(components.find(({ component }) => component.name === 'ingress-routes')?.wave ?? 99);
  });
});

describe('the check by the login proxy', () => {
  const values = mesh().component('istiod').built.values ?? '';
  const check = values.slice(values.indexOf('- name: oauth2-proxy'), values.indexOf('meshMTLS'));

  test('fails closed, soon, and as an outage', () => {
    expect(check).toContain('failOpen: false');
    expect(check).toContain('timeout: 1.5s');
    expect(check).toContain('statusOnError: "503"');
  });

  test('never hands on a host that the client chose, and takes over nothing but the token', () => {
    expect(check).not.toContain('x-forwarded-host');
    expect(check).toMatch(/headersToUpstreamOnAllow:\n\s+- x-auth-request-access-token\n\s+include/);
  });

  test('lets the refreshed session reach the browser', () => expect(check).toMatch(/headersToDownstreamOnAllow:\n\s+- set-cookie\n/));
});
