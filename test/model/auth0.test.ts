import { baseText } from './base-text';
import { parsePlatform, PlatformErrors, type Platform } from '../../lib/model';

/** The base input with an option whose logins come from Auth0. */
const text = (use: 'nginx-auth0' | 'istio-auth0', settings = 'tenant: acme-db.eu.auth0.com', more = ''): string =>
  baseText.replace(/security:\n( {2}.*\n)+/, `security:\n  use: ${use}\n  auth0: { ${settings} }\n${more}`);
const parsed = (...input: Parameters<typeof text>): Platform['security'] => parsePlatform(text(...input), 'platform.yaml').platform.security;

function problems(input: string): readonly string[] {
  try {
    parsePlatform(input, 'platform.yaml');
    return [];
  } catch (cause) {
    if (!(cause instanceof PlatformErrors)) throw cause;
    return cause.errors.map(({ path, message }) => `${path ?? ''}: ${message}`);
  }
}

describe('a tenant at Auth0', () => {
  it('has production defaults: one user database, a second factor for everybody, the same sessions as elsewhere', () => {
    expect(parsed('nginx-auth0')).toEqual({
      use: 'nginx-auth0',
      auth0: { tenant: 'acme-db.eu.auth0.com', connections: [{ kind: 'database', name: 'people' }], secondFactor: 'everybody' },
      roles: { admin: 'platform-admin', viewer: 'platform-viewer' },
      sessionHours: 10,
      idleMinutes: 30,
    });
    expect(parsed('istio-auth0')).toMatchObject({ meshes: 'separate', trustDomainAliases: [] });
  });

  it.each([
    ['realm: acme', 'security.realm'],
    ['activeCluster: aws-euc1', 'security.activeCluster'],
    ['smtp: { host: smtp.acme.example, from: a@acme.example }', 'security.smtp'],
    ['meshes: joined', 'security.meshes'],
  ])('has none of the settings of Keycloak or of a mesh where there is none: %s', (line, path) => {
    expect(problems(text('nginx-auth0', undefined, `  ${line}\n`)).join('\n')).toContain(`${path}: there is no such key`);
  });

  it.each([
    ['tenant: auth.acme-db.example', 'security.auth0.tenant', 'no tenant of Auth0 has its own name'],
    ['tenant: acme-db.eu.auth0.com, customDomain: acme-db.eu.auth0.com', 'security.auth0.customDomain', 'is the tenant itself'],
    ['tenant: acme-db.eu.auth0.com, customDomain: acme-db.example', 'security.auth0.customDomain', 'is the domain of the platform itself'],
    [
      'tenant: acme-db.eu.auth0.com, connections: [{ kind: database, name: people }, { kind: existing, name: people }]',
      'security.auth0.connections.1.name',
      'is also the name of security.auth0.connections.0',
    ],
    ['tenant: acme-db.eu.auth0.com, connections: []', 'security.auth0.connections', '0 items'],
    ['tenant: https://acme-db.eu.auth0.com/', 'security.auth0.tenant', 'is not allowed'],
  ])('refuses %s', (settings, path, message) => {
    expect(problems(text('istio-auth0', settings))).toEqual([expect.stringMatching(new RegExp(`^${path.replaceAll('.', '\\.')}: .*${message}`))]);
  });

  it('keeps tokens of people and tokens of programs apart', () => {
    const both = text('istio-auth0', undefined, '  audience: dbaas-api\n');
    expect(problems(both)).toEqual([expect.stringContaining("workloads.1.access.audience: 'dbaas-api' is the audience of people's logins")]);
    expect(problems(text('istio-auth0').replace('audience: dbaas-api', 'audience: https://acme-db.example/logins'))).toEqual([
      expect.stringContaining("is the audience of people's logins"),
    ]);
  });

  it.each(['  trustDomain: a.example\n  trustDomainAliases: [a.example]\n', '  trustDomainAliases: [mesh.acme-db.example]\n'])(
    'refuses an alias that is the trust domain itself: %j',
    (lines) => {
      expect(problems(text('istio-auth0', undefined, lines))).toEqual([expect.stringContaining('is the trust domain itself')]);
    },
  );

  it("lets roles have Keycloak's own names: there is no Keycloak", () => {
    expect(problems(text('nginx-auth0', undefined, '  roles: { admin: default-roles-a, viewer: default-roles-b }\n'))).toEqual([]);
  });
});
