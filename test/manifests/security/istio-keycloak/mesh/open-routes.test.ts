import { asksLogin, isAllowed } from './decision';
import { containing, mesh } from './example';

const example = mesh();
const atGateway = [...example.objects('ingress-routes'), ...example.objects('login-routes')];
const spec = (kind: string, name: string) => example.object('ingress-routes', kind, name)['spec'];

describe('the entrance', () => {
  test('has every host of the cluster by its full name, for routes of its own namespace only', () => {
    const { servers } = spec('Gateway', 'ingress') as { servers: readonly { hosts: readonly string[] }[] };
    expect(servers[0]?.hosts).toEqual([
      './api.acme-db.example',
      './argocd-aws-euc1.acme-db.example',
      './console.acme-db.example',
      './id.acme-db.example',
      './status.acme-db.example',
    ]);
  });

  test('lets only the edge in, by its client certificate, and never speaks without TLS', () => {
    expect(spec('Gateway', 'ingress')).toMatchObject({
      servers: [
        { port: { number: 443, protocol: 'HTTPS' }, tls: { mode: 'MUTUAL', credentialName: 'ingress-tls', minProtocolVersion: 'TLSV1_2' } },
        { port: { number: 443, protocol: 'HTTPS' }, tls: { credentialName: 'ingress-tls', minProtocolVersion: 'TLSV1_2' } },
      ],
    });
    const ports = example
      .objects('ingress-routes')
      .filter(({ kind }) => kind === 'Gateway')
      .flatMap((each) => (each['spec'] as { servers: readonly { port: { number: number } }[] }).servers.map(({ port }) => port.number));
    expect(new Set(ports)).toEqual(new Set([443]));
  });

  test('shows a certificate for the domain, without names that the wildcard covers', () => {
    expect(spec('Certificate', 'ingress')).toMatchObject({
      secretName: 'ingress-tls',
      dnsNames: ['*.acme-db.example'],
      issuerRef: { kind: 'ClusterIssuer', name: 'public' },
    });
  });

  test('names hosts in the certificate that the wildcard does not cover', () => {
    const deep = mesh('aws-euc1', {
      endpoints: [
        {
          id: 'deep',
          title: 'deep',
          host: 'a.b.acme-db.example',
          service: { namespace: 'login', name: 'x', port: 80, targetPort: 8080, pods: { a: 'b' } },
          access: { kind: 'public' },
        },
      ],
    });
    expect(deep.object('ingress-routes', 'Certificate', 'ingress')['spec']).toMatchObject({ dnsNames: ['*.acme-db.example', 'a.b.acme-db.example'] });
  });

  test('serves the login host only where Keycloak runs', () => {
    expect(
      mesh('az-weu')
        .objects('ingress-routes')
        .filter(({ metadata }) => metadata.name === 'id'),
    ).toEqual([]);
  });
});

describe('health for the monitor of the edge', () => {
  const host = 'origin-aws-euc1.acme-db.example';

  test('has a listener of its own that needs no client certificate', () => {
    expect(spec('Gateway', 'ingress')).toMatchObject({
      servers: [{ tls: { mode: 'MUTUAL' } }, { hosts: [`./${host}`], port: { name: 'https-origin' }, tls: { mode: 'OPTIONAL_MUTUAL' } }],
    });
    expect(spec('VirtualService', 'origin')).toMatchObject({ gateways: ['ingress'], hosts: [host] });
  });

  test('is answered by the login proxy, which answers 200 only with its session store', () => {
    expect(spec('VirtualService', 'origin')).toMatchObject({
      http: [
        { match: [{ uri: { exact: '/healthz' } }], rewrite: { uri: '/ready' }, route: [{ destination: { host: 'oauth2-proxy.login.svc.cluster.local' } }] },
      ],
    });
  });

  test('opens one path and nothing else on that host', () => {
    expect(isAllowed(atGateway, { host, path: '/healthz' })).toBe(true);
    for (const path of ['/', '/healthz/x', '/ready', '/oauth2/start', '/metrics']) expect(isAllowed(atGateway, { host, path })).toBe(false);
    expect(isAllowed(atGateway, { host, path: '/healthz', method: 'POST' })).toBe(false);
  });
});

describe('hosts without a login at the gateway', () => {
  test('are open to everybody and never asked about', () => {
    for (const host of ['status.acme-db.example', 'argocd-aws-euc1.acme-db.example']) {
      expect(isAllowed(atGateway, { host, path: '/' })).toBe(true);
      expect(asksLogin(atGateway, { host, path: '/' })).toBe(false);
    }
  });

  test('open only the paths that the endpoint names: of the login host neither the administration nor another realm', () => {
    const host = 'id.acme-db.example';
    for (const path of ['/realms/acme-db/protocol/openid-connect/auth', '/robots.txt']) expect(isAllowed(atGateway, { host, path })).toBe(true);
    for (const path of ['/', '/admin/', '/metrics', '/health', '/realms/master/protocol/openid-connect/auth', '/realms/acme-dbx/'])
      expect(isAllowed(atGateway, { host, path })).toBe(false);
    expect(spec('VirtualService', 'id')).toMatchObject({
      http: [{ match: [{ uri: { prefix: '/realms/acme-db/' } }, { uri: { exact: '/robots.txt' } }, { uri: { prefix: '/robots.txt/' } }] }],
    });
  });

  test('get no header that says who the user is', () => {
    expect(spec('VirtualService', 'argocd')).toMatchObject({
      exportTo: ['.'],
      http: [
        {
          headers: {
            request: { remove: containing('x-auth-request-user', 'x-auth-request-email', 'x-forwarded-user', 'x-remote-user', 'cf-access-jwt-assertion') },
          },
        },
      ],
    });
  });

  test('may answer for ever where the endpoint streams', () => {
    expect(spec('VirtualService', 'argocd')).not.toHaveProperty(['http', 0, 'timeout']);
  });

  test('are routed before anybody can log in, since logins start at one of them', () => {
    expect(example.component('ingress-routes').component.provides).toEqual(['gateway']);
    expect(example.component('ingress-routes').component.needs).not.toContain('identity');
  });
});

test('a host that nobody stated is refused', () => {
  for (const host of ['evil.example', 'acme-db.example', 'console.acme-db.example.evil.example']) expect(isAllowed(atGateway, { host, path: '/' })).toBe(false);
});
