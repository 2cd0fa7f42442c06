import fc from 'fast-check';
import { platformSchema } from '../../../../../lib/model';
import { hosts } from '../../../../../lib/names';
import { arbitraryPlatform } from '../../../../../lib/testing/arbitrary-platform';
import { realm as realmOf } from '../../../../../manifests/security/istio-keycloak/login/realm/realm';
import { example, platformOf, syncedRealm } from './example';

const domain = 'acme-db.example';
const client = (id: string, realm = syncedRealm('aws-euc1')) => {
  const found = realm.clients.find(({ clientId }) => clientId === id);
  if (!found) throw new Error(`no client ${id}`);
  return found;
};

describe('redirect URIs of the realm', () => {
  it('give every host with a login exactly one callback, wherever its login happens', () => {
    const callbacks = syncedRealm('aws-euc1')
      .clients.flatMap(({ redirectUris }) => redirectUris)
      .filter((uri) => uri.startsWith('https://'));
    const wanted = hosts(platformOf()).flatMap(({ host, access, id }) => (access.kind === 'login' && id !== 'id-admin' ? [host] : []));
    expect(callbacks.map((uri) => new URL(uri).hostname).sort()).toEqual([...wanted].sort());
  });

  it('hold no wildcard and no plain HTTP but on the own machine', () => {
    for (const { redirectUris } of syncedRealm('aws-euc1').clients)
      for (const uri of redirectUris) {
        expect(uri).not.toContain('*');
        if (!uri.startsWith('https://')) expect(['127.0.0.1', 'localhost']).toContain(new URL(uri).hostname);
      }
  });

  it('cover the UIs of the other cluster, whose intents the active one never sees', () => {
    expect(client('argocd').redirectUris).toEqual([
      'http://localhost:8085/auth/callback',
      `https://argocd-aws-euc1.${domain}/auth/callback`,
      `https://argocd-az-weu.${domain}/auth/callback`,
    ]);
    expect(client('grafana').redirectUris).toContain(`https://grafana-az-weu.${domain}/login/generic_oauth`);
    expect(client('oauth2-proxy').redirectUris).toContain(`https://prometheus-az-weu.${domain}/oauth2/callback`);
  });

  it('of the login proxy leave out hosts that log in by themselves and the administration of Keycloak', () => {
    const served = client('oauth2-proxy').redirectUris.map((uri) => new URL(uri).hostname);
    expect(served).toContain(`console.${domain}`);
    for (const self of ['argocd-aws-euc1', 'argocd-az-weu', 'grafana-az-weu', 'id-admin']) expect(served).not.toContain(`${self}.${domain}`);
  });
});

describe('tokens of the realm', () => {
  it('name their audience only in access tokens, and carry roles in both kinds', () => {
    const mappers = client('oauth2-proxy').protocolMappers ?? [];
    expect(mappers.find(({ protocolMapper }) => protocolMapper === 'oidc-audience-mapper')?.config).toMatchObject({
      'included.client.audience': 'oauth2-proxy',
      'access.token.claim': 'true',
    });
    expect(mappers.find(({ protocolMapper }) => protocolMapper === 'oidc-usermodel-realm-role-mapper')?.config).toMatchObject({
      'claim.name': 'roles',
      'id.token.claim': 'true',
      'access.token.claim': 'true',
    });
  });

  it('carry permissions as client roles of the audience, for a client that may ask for them', () => {
    const realm = syncedRealm('aws-euc1');
    expect(realm.roles.client['dbaas-api']?.map(({ name }) => name)).toEqual(['databases:read', 'databases:write']);
    expect(client('acme-db-cli').protocolMappers?.find(({ protocolMapper }) => protocolMapper === 'oidc-usermodel-client-role-mapper')?.config).toMatchObject({
      'usermodel.clientRoleMapping.clientId': 'dbaas-api',
      'claim.name': 'permissions',
    });
    expect(realm.clientScopeMappings?.['dbaas-api']).toEqual([{ client: 'acme-db-cli', roles: ['databases:read', 'databases:write'] }]);
  });

  it('never have the full scope: each client lists its roles, and every role exists', () => {
    const realm = syncedRealm('aws-euc1');
    expect(realm.clients.every(({ fullScopeAllowed }) => fullScopeAllowed === false)).toBe(true);
    const names = realm.roles.realm.map(({ name }) => name);
    expect(names).toEqual(['database-owner', 'platform-admin', 'platform-viewer']);
    for (const { roles } of realm.scopeMappings) for (const role of roles) expect(names).toContain(role);
    expect(realm.scopeMappings.find(({ client: id }) => id === 'argocd')?.roles).toEqual(['platform-admin', 'platform-viewer']);
  });

  it('need PKCE at every client that sends browsers', () => {
    for (const { redirectUris, attributes } of syncedRealm('aws-euc1').clients)
      if (redirectUris.length > 0) expect(attributes?.['pkce.code.challenge.method']).toBe('S256');
  });
});

describe('the realm', () => {
  it('takes the length of sessions from the settings', () => {
    const realm = syncedRealm(
      'aws-euc1',
      platformOf((yaml) => yaml.replace('  use: istio-keycloak', '  use: istio-keycloak\n  sessionHours: 4\n  idleMinutes: 15')),
    );
    expect(realm).toMatchObject({ ssoSessionMaxLifespan: 14400, ssoSessionIdleTimeout: 900, accessTokenLifespan: 300 });
  });

  it('sends mail only with a mail server, whose password is a variable', () => {
    expect(syncedRealm('aws-euc1')).toMatchObject({ verifyEmail: false, resetPasswordAllowed: false });
    expect(syncedRealm('aws-euc1')['smtpServer']).toBeUndefined();
    const withMail = platformOf((yaml) =>
      yaml.replace('  use: istio-keycloak', '  use: istio-keycloak\n  smtp: { host: mail.acme.example, from: no-reply@acme.example }'),
    );
    expect(syncedRealm('aws-euc1', withMail)['smtpServer']).toMatchObject({
      host: 'mail.acme.example',
      port: '587',
      starttls: 'true',
      password: '$(env:SMTP_PASSWORD)',
    });
    expect(example('aws-euc1', withMail).component('keycloak').component.intents?.egressHosts?.[0]).toMatchObject({ hosts: ['mail.acme.example'], port: 587 });
  });

  it('asks everybody for a second factor and slows down who guesses passwords', () => {
    const realm = syncedRealm('aws-euc1');
    expect(realm['requiredActions']).toContainEqual(expect.objectContaining({ alias: 'CONFIGURE_TOTP', enabled: true, defaultAction: true }));
    expect(realm).toMatchObject({ bruteForceProtected: true, failureFactor: 10, eventsExpiration: 2592000, attributes: { adminEventsExpiration: '7776000' } });
  });

  it('is the same for import and sync, but for the way to write a variable', () => {
    const imported = example('aws-euc1').object('keycloak-realm', 'KeycloakRealmImport', 'keycloak-realm') as unknown as {
      spec: { realm: object; placeholders: object };
    };
    expect(JSON.parse(JSON.stringify(imported.spec.realm).replace(/\$\{(\w+)\}/g, '$(env:$1)'))).toEqual(syncedRealm('aws-euc1'));
    expect(imported.spec.placeholders).toEqual({
      LOGIN_PROXY_CLIENT_SECRET: { secret: { name: 'keycloak-clients', key: 'login-proxy' } },
      GRAFANA_CLIENT_SECRET: { secret: { name: 'keycloak-clients', key: 'grafana' } },
    });
  });

  it('lives in the active cluster alone', () => {
    const standby = example('az-weu').components.map(({ component }) => component.name);
    expect(standby).not.toContain('keycloak-realm');
    expect(standby).not.toContain('keycloak-realm-sync');
    const switched = platformOf((yaml) => yaml.replace('  use: istio-keycloak', '  use: istio-keycloak\n  activeCluster: az-weu'));
    expect(syncedRealm('az-weu', switched).clients.map(({ clientId }) => clientId)).toEqual(syncedRealm('aws-euc1').clients.map(({ clientId }) => clientId));
  });
});

describe('the job that keeps the realm', () => {
  const env = () => {
    const job = example('aws-euc1')
      .objects('keycloak-realm-sync')
      .find(({ kind }) => kind === 'CronJob') as unknown as {
      spec: { jobTemplate: { spec: { template: { spec: { containers: { env: { name: string; value?: string }[] }[] } } } } };
    };
    return Object.fromEntries(job.spec.jobTemplate.spec.template.spec.containers[0]?.env.map(({ name, value }) => [name, value]) ?? []);
  };

  it('runs anew when the realm changes: its name carries a digest of it', () => {
    const name = (platform = platformOf()) =>
      example('aws-euc1', platform)
        .objects('keycloak-realm-sync')
        .find(({ kind }) => kind === 'Job')?.metadata.name;
    expect(name()).not.toBe(name(platformOf((yaml) => yaml.replace('  use: istio-keycloak', '  use: istio-keycloak\n  sessionHours: 4'))));
    expect(name()).toBe(name());
  });

  it('leaves alone what it would clean up whoever made it', () => {
    expect(env()).toMatchObject({
      IMPORT_MANAGED_SCOPEMAPPING: 'no-delete',
      IMPORT_MANAGED_CLIENTSCOPEMAPPING: 'no-delete',
      IMPORT_MANAGED_REQUIREDACTION: 'no-delete',
      IMPORT_REMOTESTATE_ENABLED: 'true',
    });
  });

  it('logs in as a client of its own and finds every variable that the realm names', () => {
    expect(env()).toMatchObject({ KEYCLOAK_GRANTTYPE: 'client_credentials', KEYCLOAK_URL: 'http://keycloak-service.keycloak.svc.cluster.local:8080' });
    for (const [, name] of JSON.stringify(syncedRealm('aws-euc1')).matchAll(/\$\(env:(\w+)\)/g)) expect(Object.keys(env())).toContain(name);
  });
});

describe('the realm of any platform', () => {
  it('has one callback for each host with a login, and knows every role and permission that it speaks of', () => {
    fc.assert(
      fc.property(arbitraryPlatform(), (input) => {
        const platform = { ...platformSchema.parse({ ...input, security: { use: 'istio-keycloak' } }), tenants: {} };
        const made = realmOf({ platform, realm: 'any', oidcClients: [], variable: (name) => name });
        const login = made.clients?.find(({ clientId }) => clientId === 'oauth2-proxy');
        expect([...(login?.redirectUris ?? [])].sort()).toEqual(
          hosts(platform)
            .filter(({ host, access }) => access.kind === 'login' && !/^(argocd-|grafana-|id-admin\.)/.test(host))
            .map(({ host }) => `https://${host}/oauth2/callback`)
            .sort(),
        );
        const roles = new Set(made.roles?.realm?.map(({ name }) => name));
        for (const { access } of hosts(platform)) if (access.kind === 'login') for (const role of access.roles) expect(roles.has(role)).toBe(true);
        for (const [audience, mappings] of Object.entries(made.clientScopeMappings ?? {}))
          for (const { roles: permissions = [] } of mappings)
            for (const permission of permissions) expect(made.roles?.client?.[audience]?.map(({ name }) => name)).toContain(permission);
        expect(JSON.stringify(made.clients?.flatMap(({ redirectUris }) => redirectUris))).not.toContain('*');
      }),
      { numRuns: 100 },
    );
  });
});
