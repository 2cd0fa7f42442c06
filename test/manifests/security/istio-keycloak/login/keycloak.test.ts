import { versions } from '../../../../../manifests/versions';
import { example } from './example';

const spec = (cluster: 'aws-euc1' | 'az-weu') =>
  (example(cluster).object('keycloak', 'Keycloak', 'keycloak') as unknown as { spec: Record<string, unknown> }).spec;
const intents = (cluster: 'aws-euc1' | 'az-weu', component: string) => example(cluster).component(component).component.intents ?? {};

describe('Keycloak', () => {
  it('has three servers in the active cluster and none in the standby', () => {
    expect(spec('aws-euc1')['instances']).toBe(3);
    expect(spec('az-weu')['instances']).toBe(0);
    expect(intents('az-weu', 'keycloak').endpoints).toBeUndefined();
  });

  it('serves its two hosts strictly, behind a proxy that it knows', () => {
    expect(spec('aws-euc1')).toMatchObject({
      hostname: { hostname: 'https://id.acme-db.example', admin: 'https://id-admin.acme-db.example', strict: true },
      proxy: { headers: 'xforwarded' },
      ingress: { enabled: false },
      networkPolicy: { enabled: false },
    });
    expect(spec('aws-euc1')['additionalOptions']).toContainEqual({ name: 'proxy-trusted-addresses', value: '127.0.0.6' });
  });

  it('checks the name and the authority of its database, and sees no key of that authority', () => {
    expect(spec('aws-euc1')['additionalOptions']).toContainEqual({
      name: 'db-url-properties',
      value: '?sslmode=verify-full&sslrootcert=/mnt/database-ca/ca.crt',
    });
    expect(spec('aws-euc1')).toMatchObject({
      unsupported: { podTemplate: { spec: { volumes: [{ secret: { secretName: 'keycloak-db-ca', items: [{ key: 'ca.crt', path: 'ca.crt' }] } }] } } },
    });
  });

  it('keeps JGroups and the database out of the mesh, which would break them', () => {
    expect(spec('aws-euc1')).toMatchObject({
      unsupported: {
        podTemplate: {
          metadata: {
            annotations: { 'traffic.sidecar.istio.io/excludeInboundPorts': '7800,57800', 'traffic.sidecar.istio.io/excludeOutboundPorts': '5432,7800,57800' },
          },
        },
      },
    });
    expect(intents('aws-euc1', 'keycloak').flows).toContainEqual(
      expect.objectContaining({ to: expect.objectContaining({ sidecar: false }) as object, ports: [{ port: 7800 }, { port: 57800 }] }),
    );
  });

  it('takes fewer connections than its database has', () => {
    const { instances, db } = spec('aws-euc1') as { instances: number; db: { poolMaxSize: number } };
    const database = example('aws-euc1').object('keycloak-database', 'Cluster', 'keycloak-db') as unknown as {
      spec: { postgresql: { parameters: Record<string, string> } };
    };
    // A rolling update runs one more.
    expect((instances + 1) * db.poolMaxSize).toBeLessThan(Number(database.spec.postgresql.parameters['max_connections']));
  });

  it('shows the public host only its own realm; administrators of the server log in on the other host', () => {
    const [login, admin] = intents('aws-euc1', 'keycloak').endpoints ?? [];
    expect(login).toMatchObject({ host: 'id.acme-db.example', access: { kind: 'public' }, paths: ['/realms/acme-db/', '/resources/', '/robots.txt'] });
    expect(admin).toMatchObject({
      host: 'id-admin.acme-db.example',
      access: { kind: 'login', roles: ['platform-admin'] },
      login: 'self',
      paths: ['/admin/', '/realms/master/', '/resources/'],
    });
    const config = example('aws-euc1')
      .objects('keycloak-realm-sync')
      .find(({ kind }) => kind === 'ConfigMap') as unknown as { data: Record<string, string> };
    expect(JSON.parse(config.data['10-master.json'] ?? '')).toMatchObject({ realm: 'master', attributes: { frontendUrl: 'https://id-admin.acme-db.example' } });
  });

  it('is run by an operator of the same version', () => {
    expect(versions.images.keycloak.split(':')[1]).toBe(versions.git.keycloakOperator.tag);
    expect(versions.git.keycloakCrds.tag).toBe(versions.git.keycloakOperator.tag);
    expect(spec('aws-euc1')).toMatchObject({ image: versions.images.keycloak, startOptimized: false });
  });

  it('waits for operator, database and secrets; the login proxy waits for the realm', () => {
    const { components } = example('aws-euc1');
    const wave = (name: string) => components.find(({ component }) => component.name === name)?.wave ?? -1;
    expect(wave('keycloak')).toBeGreaterThan(wave('keycloak-database'));
    expect(wave('keycloak-realm')).toBeGreaterThan(wave('keycloak'));
    expect(wave('keycloak-realm-sync')).toBeGreaterThan(wave('keycloak-realm'));
    expect(wave('login-proxy')).toBeGreaterThan(wave('keycloak-realm-sync'));
  });

  it('gets every secret from the store or the cluster, none from git', () => {
    for (const { component } of example('aws-euc1').components)
      for (const { keys } of component.intents?.secrets ?? [])
        for (const [key, value] of Object.entries(keys)) if (/password|secret/.test(key)) expect(value.from).not.toBe('literal');
  });
});
