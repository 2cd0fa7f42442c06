import fc from 'fast-check';
import { Testing } from 'cdk8s';
import type { KubeObject } from '../../../../lib/components';
import type { Access } from '../../../../lib/model';
import { factoriesOf } from '../../../../manifests/registry';
import type { Endpoint } from '../../../../manifests/security/gateway/endpoint';
import { forgedHeaders } from '../../../../manifests/security/gateway/headers';
import { hostRoutes } from '../../../../manifests/security/nginx-auth0/routes/routes';
import { permissionMaps } from '../../../../manifests/security/nginx-auth0/routes/permission-maps';
import { application, virtualServer } from '../../../../manifests/security/nginx-auth0/routes/virtual-server';
import { rendered, withSecurity } from '../../foundation/rendered';
import { decide, hostOf, policyOf, settingsOf } from './nginx';

const platform = withSecurity('nginx-auth0');
const example = rendered('aws-euc1', factoriesOf(platform), platform);
const objects = example.objects('ingress-routes');
const names = objects.filter(({ kind }) => kind === 'VirtualServer').map(({ metadata }) => metadata.name);

describe('every host', () => {
  it.each(names)('%s shows the certificate and wants that of the edge, but for the host of its monitor', (name) => {
    const { tls, policies, host } = hostOf(objects, name);
    expect(tls.secret).toBe('ingress-tls');
    expect(policies ?? []).toEqual(name === 'origin' ? [] : [{ name: 'edge-certificate' }]);
    expect(host).toMatch(/\.acme-db\.example$/);
  });

  it('asks for the certificate in the Secret of the type that the controller wants', () => {
    expect(policyOf(objects, 'edge-certificate').ingressMTLS).toEqual({ clientCertSecret: 'ingress-tls-cacert', verifyClient: 'on', verifyDepth: 1 });
    const secret = example.objects('secrets').find(({ metadata }) => metadata.name === 'ingress-tls-cacert');
    expect(secret).toMatchObject({ metadata: { namespace: 'nginx-ingress' }, spec: { target: { template: { type: 'nginx.org/ca' } } } });
  });

  it.each(names)('%s passes on what NGINX decided on, and no header that says who somebody is', (name) => {
    for (const { path, action } of hostOf(objects, name).routes) {
      if (!action.proxy) continue;
      expect(action.proxy.rewritePath).toBe(path.replace(/^= /, ''));
      const set = Object.fromEntries(action.proxy.requestHeaders.set.map((header) => [header.name, header.value]));
      // What is not removed here is set by every location, or by the controller itself.
      const everywhere = settingsOf(objects)['location-snippets'] ?? '';
      for (const header of forgedHeaders)
        if (header !== 'x-forwarded-host')
          expect([header, set[header] === '' || everywhere.includes(`proxy_set_header ${header} $identity_`)]).toEqual([header, true]);
      // Two lines for one header would send it twice.
      for (const header of Object.keys(set)) expect(everywhere).not.toContain(`proxy_set_header ${header} `);
    }
  });
});

describe('who the user is', () => {
  const everywhere = settingsOf(objects)['location-snippets'] ?? '';

  it('is what the check answered', () => {
    expect(everywhere).toContain('auth_request_set $identity_user $upstream_http_x_auth_request_user;');
    expect(everywhere).toContain('auth_request_set $identity_email $upstream_http_x_auth_request_email;');
  });

  it('is in no variable that would have to exist before the first host does', () => {
    expect(settingsOf(objects)['log-format']).not.toContain('identity_');
  });
});

describe('pages', () => {
  it('ask the login proxy for one of their roles, over TLS under its own name', () => {
    expect(decide(objects, 'console', 'GET', '/x')).toMatchObject({
      asked: { service: 'login/oauth2-proxy', uri: '/oauth2/auth?allowed_groups=database-owner,platform-admin', login: true },
    });
    expect(decide(objects, 'prometheus', 'POST', '/api/v1/query').asked?.uri).toBe('/oauth2/auth?allowed_groups=platform-admin,platform-viewer');
    for (const name of ['console-login', 'api-token-0', 'origin-health'])
      expect(policyOf(objects, name).externalAuth).toMatchObject({ sslEnabled: true, sslVerify: true, authServicePorts: [443] });
    expect(policyOf(objects, 'console-login').externalAuth?.sniName).toBe('oauth2-proxy.login.svc');
  });

  it('never ask without a role: an empty list would let everybody in', () => {
    for (const { kind, spec } of objects as readonly (KubeObject & { spec: { externalAuth?: { authURI: string } } })[]) {
      if (kind !== 'Policy' || !spec.externalAuth) continue;
      expect(spec.externalAuth.authURI).toMatch(/^(\/oauth2\/auth\?allowed_groups=[\w,-]+|\/\$permission_\w+|\/ready)$/);
    }
    for (const [, groups] of (settingsOf(objects)['http-snippets'] ?? '').matchAll(/allowed_groups=([^"]*)"/g)) expect(groups).toMatch(/\S/);
  });

  it('are open where the program logs people in by itself, or the endpoint is public', () => {
    for (const name of ['argocd', 'grafana', 'status']) expect(decide(objects, name, 'GET', '/').asked).toBeUndefined();
  });

  it('of streams are neither buffered nor ended', () => {
    const [upstream] = hostOf(objects, 'argocd').upstreams ?? [];
    expect(upstream).toMatchObject({ 'read-timeout': '1h', buffering: false, service: 'argocd/argocd-server' });
  });
});

describe('the monitor of the edge', () => {
  it('learns whether the login proxy reaches its sessions, and nothing else', () => {
    expect(decide(objects, 'origin', 'GET', '/healthz')).toMatchObject({
      asked: { service: 'login/oauth2-proxy', uri: '/ready', login: false },
      route: { action: { return: { code: 200 } } },
    });
    expect(decide(objects, 'origin', 'GET', '/').route.action.return?.code).toBe(404);
  });
});

/** Objects of one host with these permissions. */
function tokenHost(permissions: Extract<Access, { kind: 'token' }>['permissions']): readonly KubeObject[] {
  const chart = Testing.chart();
  const endpoint: Endpoint = {
    id: 'my-api',
    title: 'api',
    host: 'api.acme-db.example',
    service: { namespace: 'api', name: 'api', port: 80, targetPort: 8080, pods: {} },
    access: { kind: 'token', audience: 'my-api', permissions },
  };
  virtualServer(chart, { name: 'my-api', host: endpoint.host, policies: [], upstreams: [application(endpoint)], routes: hostRoutes(chart, endpoint) });
  const config = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'nginx' }, data: { 'http-snippets': permissionMaps([endpoint]).join('\n') } };
  return [...(chart.toJson() as KubeObject[]), config];
}

describe('APIs', () => {
  it('ask for the permission of method and path', () => {
    expect(decide(objects, 'api', 'GET', '/v1/users').asked).toEqual({
      service: 'login/token-proxy',
      uri: '/oauth2/auth?allowed_groups=databases:read',
      login: false,
    });
    expect(decide(objects, 'api', 'POST', '/v1/databases').asked?.uri).toBe('/oauth2/auth?allowed_groups=databases:write');
    expect(decide(objects, 'api', 'POST', '/v1/users').asked?.uri).toBe('/oauth2/auth?allowed_groups=-');
  });

  it('answer what no permission opens by themselves, also the path that NGINX would complete with a slash', () => {
    for (const path of ['/', '/metrics', '/v1', '/v1beta', '/oauth2/sign_in'])
      expect([path, decide(objects, 'api', 'GET', path).route.action.return?.code]).toEqual([path, 403]);
  });

  it('let preflights through without a token', () => {
    expect(decide(objects, 'api', 'OPTIONS', '/v1/databases').asked?.uri).toBe('/ping');
  });

  const method = fc.constantFrom('GET' as const, 'HEAD' as const, 'POST' as const, 'PUT' as const, 'DELETE' as const);
  const segment = fc.constantFrom('/v1', '/v1/', '/v1/a', '/v1/a/', '/v1/ab', '/', '/v', '/v1/a/b', '/v2');
  const pattern = fc.tuple(segment, fc.boolean()).map(([path, star]) => (star ? `${path}*` : path));
  const permission = (index: number) =>
    fc.record({
      name: fc.constant(`p${index}:x`),
      methods: fc.uniqueArray(method, { minLength: 1, maxLength: 3 }),
      paths: fc.uniqueArray(pattern, { minLength: 1, maxLength: 4 }),
    });
  const request = fc.tuple(
    fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'TRACE'),
    fc.oneof(segment, fc.constantFrom('/v1/a/b/c', '/v1/abc', '/other')),
  );

  it('ask for exactly the permissions that open the request, whatever is declared', () => {
    fc.assert(
      fc.property(fc.tuple(permission(0), permission(1), permission(2)), fc.array(request, { minLength: 1, maxLength: 20 }), (permissions, requests) => {
        const host = tokenHost(permissions);
        for (const [verb, path] of requests) {
          const open = permissions
            .filter(({ methods }) => (methods as readonly string[]).includes(verb))
            .filter(({ paths }) => paths.some((each) => (each.endsWith('*') ? path.startsWith(each.slice(0, -1)) : path === each)))
            .map(({ name }) => name)
            .sort();
          const { asked, route } = decide(host, 'my-api', verb, path);
          if (asked) expect([verb, path, asked.uri]).toEqual([verb, path, `/oauth2/auth?allowed_groups=${open.length > 0 ? open.join(',') : '-'}`]);
          else expect([verb, path, route.action.return?.code, open]).toEqual([verb, path, 403, []]);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('addresses of clients', () => {
  it('come from the load balancer and the edge, and only the last one counts behind one proxy', () => {
    const settings = settingsOf(objects);
    expect(settings).toMatchObject({ 'real-ip-header': 'X-Forwarded-For', 'real-ip-recursive': 'false' });
    expect(settings['set-real-ip-from']?.split(',')).toEqual(expect.arrayContaining(['10.20.8.0/24', '103.21.244.0/22', '2606:4700::/32']));
  });
});

describe("the login proxy's own pages", () => {
  const settings = settingsOf(objects);
  const rows = [...(settings['http-snippets'] ?? '').matchAll(/^ {2}"~(\^.*)" "(\/oauth2\/[^"]*)";$/gm)].map(
    ([, pattern = '', to = '']) => [new RegExp(pattern), to] as const,
  );
  const sentTo = (address: string): string | undefined => rows.find(([pattern]) => pattern.test(address))?.[1];

  it.each([
    ['console.acme-db.example/oauth2/sign_out', '/oauth2/sign_out?rd=%2F'],
    ['console.acme-db.example/oauth2/start?x=1', '/oauth2/start?rd=%2F'],
    ['console.acme-db.example/oauth2/sign_in?rd=', '/oauth2/sign_in?rd=%2F'],
    ['console.acme-db.example/oauth2/sign_out?rd=https%3A%2F%2Fevil.example', '/oauth2/sign_out?rd=%2F'],
    ['console.acme-db.example/oauth2/sign_out?rd=//evil.example', '/oauth2/sign_out?rd=%2F'],
    ['console.acme-db.example/oauth2/sign_out?rd=%2F%2Fevil.example', '/oauth2/sign_out?rd=%2F'],
  ])('%s lacks a target, which would lead back to itself, and gets one', (address, target) => expect(sentTo(address)).toBe(target));

  it.each([
    'console.acme-db.example/oauth2/sign_out?rd=%2Fdatabases',
    'console.acme-db.example/oauth2/start?x=1&rd=/',
    'console.acme-db.example/oauth2/start?rd=/&x=1',
    'console.acme-db.example/oauth2/callback?code=1&state=2',
    'console.acme-db.example/oauth2/signout',
    'consoleXacme-db.example/oauth2/start',
    // The services there log people in by themselves, or nobody.
    'grafana-aws-euc1.acme-db.example/oauth2/start',
    'status.acme-db.example/oauth2/sign_out',
  ])('%s stays as it is', (address) => expect(sentTo(address)).toBeUndefined());

  it('are sent there by every server', () => expect(settings['server-snippets']).toBe('if ($login_page_with_target) { return 302 $login_page_with_target; }'));
});
