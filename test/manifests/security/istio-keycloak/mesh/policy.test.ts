import type { ComponentIntents } from '../../../../../lib/components';
import { isAllowed } from './decision';
import { mesh } from './example';

const quota = { pods: 1, cpu: '1', memory: '1Gi' };
const cache = { namespace: 'login', pods: { app: 'cache' } };
const intents: ComponentIntents = {
  namespaces: [{ name: 'outside', podSecurity: 'restricted', quota }],
  flows: [
    { from: { namespace: 'login', serviceAccount: 'oauth2-proxy' }, to: cache, ports: [{ port: 6379 }], why: 'sessions' },
    { from: { namespace: 'console' }, to: cache, ports: [{ port: 6379 }, { port: 53, protocol: 'UDP' }], why: 'console' },
    { from: { namespace: 'login' }, to: { outside: 'api-server' }, ports: [{ port: 443 }], why: 'API' },
    { from: cache, to: { namespace: 'login', pods: { app: 'database' }, sidecar: false }, ports: [{ port: 5432 }], why: 'rows' },
    { from: { namespace: 'login' }, to: { namespace: 'outside', pods: { app: 'mail' } }, ports: [{ port: 25 }], why: 'mail' },
  ],
  scrapers: [{ from: { namespace: 'outside', pods: { app: 'scraper' } } }],
  scrapes: [
    { name: 'cache', namespace: 'login', kind: 'pods', selector: { app: 'cache' }, port: 'metrics', targetPort: 9121 },
    { name: 'database', namespace: 'login', kind: 'pods', selector: { app: 'database' }, port: 'metrics', targetPort: 9187, sidecar: false },
  ],
  egressHosts: [
    { from: { namespace: 'login' }, hosts: ['b.example.com', 'a.example.com'], why: 'one' },
    { from: { namespace: 'login', pods: { app: 'cache' } }, hosts: ['*.blob.example.com'], why: 'two' },
    { from: { namespace: 'login' }, hosts: ['smtp.example.com'], port: 587, protocol: 'TCP', why: 'mail' },
    { from: { namespace: 'outside' }, hosts: ['c.example.com'], why: 'not in the mesh' },
  ],
};
const example = mesh('aws-euc1', intents);
const all = example.objects('mesh-policy');
const sa = (namespace: string, name: string) => `mesh.acme-db.example/ns/${namespace}/sa/${name}`;

describe('the mesh', () => {
  test('refuses connections without mutual TLS', () =>
    expect(example.object('mesh-policy', 'PeerAuthentication', 'default', 'istio-system')['spec']).toEqual({ mtls: { mode: 'STRICT' } }));

  test('allows nothing by itself', () => expect(example.object('mesh-policy', 'AuthorizationPolicy', 'allow-nothing', 'istio-system')['spec']).toEqual({}));

  test('allows declared callers on their ports, by certificate where the account is known, else by namespace', () => {
    expect(isAllowed(all, { path: '', port: 6379, principal: sa('login', 'oauth2-proxy') }, 'login')).toBe(true);
    expect(isAllowed(all, { path: '', port: 6379, principal: sa('console', 'anything') }, 'login')).toBe(true);
    expect(isAllowed(all, { path: '', port: 6379, principal: sa('login', 'other') }, 'login')).toBe(false);
    expect(isAllowed(all, { path: '', port: 6380, principal: sa('login', 'oauth2-proxy') }, 'login')).toBe(false);
  });

  test('says beside the rule what it is for', () =>
    expect(example.object('mesh-policy', 'AuthorizationPolicy', 'cache', 'login').metadata.annotations).toEqual({
      'dbaas/why': '6379: console\n6379: sessions\n9121: metrics of cache',
    }));

  test('opens a port without a certificate only for declared callers without a sidecar, and no other port of those pods', () => {
    expect(example.object('mesh-policy', 'PeerAuthentication', 'cache', 'login')['spec']).toEqual({
      selector: { matchLabels: { app: 'cache' } },
      mtls: { mode: 'STRICT' },
      portLevelMtls: { '9121': { mode: 'PERMISSIVE' } },
    });
    expect(all.filter(({ kind }) => kind === 'PeerAuthentication')).toHaveLength(2);
  });

  test('has no policy for pods without a sidecar, nor for those outside of it', () => {
    expect(all.filter(({ kind, metadata }) => kind === 'AuthorizationPolicy' && (metadata.name === 'database' || metadata.namespace === 'outside'))).toEqual(
      [],
    );
  });

  test('leaves what arrives at the gateway to the policies of its hosts', () =>
    expect(all.filter(({ kind, metadata }) => kind === 'AuthorizationPolicy' && metadata.namespace === 'istio-ingress')).toEqual([]));

  test('lets the gateway reach applications, except those whose tokens their own proxy checks', () => {
    const principal = sa('istio-ingress', 'ingress');
    for (const namespace of ['console', 'status']) expect(isAllowed(all, { path: '/', port: 8080, principal }, namespace)).toBe(true);
    expect(isAllowed(all, { path: '/', port: 8080, principal }, 'api')).toBe(false);
  });

  test('shows pods only services of namespaces that they call', () => {
    expect(example.object('mesh-policy', 'Sidecar', 'default', 'login')['spec']).toEqual({
      egress: [{ hosts: ['./*', 'default/kubernetes.default.svc.cluster.local', 'istio-system/*', 'outside/*'] }],
    });
    expect(example.object('mesh-policy', 'Sidecar', 'default', 'status')['spec']).toEqual({ egress: [{ hosts: ['./*', 'istio-system/*'] }] });
  });

  test('knows declared hosts outside, in the namespace that calls them only', () => {
    expect(example.object('mesh-policy', 'ServiceEntry', 'egress-tls-443', 'login')['spec']).toEqual({
      hosts: ['a.example.com', 'b.example.com'],
      exportTo: ['.'],
      location: 'MESH_EXTERNAL',
      resolution: 'DNS',
      ports: [{ name: 'tls', number: 443, protocol: 'TLS' }],
    });
    expect(example.object('mesh-policy', 'ServiceEntry', 'egress-tls-443-wildcard', 'login')['spec']).toMatchObject({
      hosts: ['*.blob.example.com'],
      resolution: 'NONE',
    });
    expect(example.object('mesh-policy', 'ServiceEntry', 'egress-tcp-587', 'login')['spec']).toMatchObject({
      hosts: ['smtp.example.com'],
      ports: [{ name: 'tcp', number: 587, protocol: 'TCP' }],
    });
    expect(all.filter(({ kind, metadata }) => kind === 'ServiceEntry' && metadata.namespace === 'outside')).toEqual([]);
  });

  test('logs every request at the gateway and only failures between pods', () => {
    expect(example.object('mesh-policy', 'Telemetry', 'access-log', 'istio-ingress')['spec']).toEqual({
      accessLogging: [{ providers: [{ name: 'access-log' }] }],
    });
    expect(example.object('mesh-policy', 'Telemetry', 'mesh-default', 'istio-system')['spec']).toMatchObject({
      accessLogging: [{ filter: { expression: 'response.code >= 400' } }],
    });
  });
});
