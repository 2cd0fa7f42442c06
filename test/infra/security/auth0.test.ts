/** The tenant: what Auth0 is told is what the clusters believe. */
import { createContext, runInContext } from 'node:vm';
import { addressesIn, checkStack, readTables } from '../../../infra/check';
import { stacks } from '../../../infra/security/auth0';
import { type PlatformStack, TerraformApp, withoutStackTraces } from '../../../lib/constructs/terraform';
import { emptyLock, type Platform } from '../../../lib/model';
import { identityOf, lockValues } from '../../../lib/names';
import { withDelivery, withSecurity } from '../../manifests/foundation/rendered';

type Block = Readonly<Record<string, unknown>>;
interface StackJson {
  readonly resource: Readonly<Record<string, Readonly<Record<string, Block>>>>;
  readonly data?: Readonly<Record<string, Readonly<Record<string, Block>>>>;
  readonly variable: Readonly<Record<string, Block>>;
  readonly output: Readonly<Record<string, { readonly value: unknown }>>;
  readonly provider: Readonly<Record<string, readonly Block[]>>;
}
function built(platform: Platform): PlatformStack {
  const [spec, more] = stacks({ platform, lock: emptyLock, clusters: [] });
  if (!spec || more) throw new Error('one stack is expected');
  return withoutStackTraces(() => spec.build(new TerraformApp({ outdir: 'cdktf.out' }), spec.id));
}
const textOf = (platform: Platform): string => built(platform).synthesizeText();
const jsonOf = (platform: Platform): StackJson => JSON.parse(textOf(platform)) as StackJson; // a stack

const istio = withSecurity('istio-auth0');
const text = textOf(istio);
const json = jsonOf(istio);
const all = (type: string, from = json) => from.resource[type] ?? {};

test('every option makes a stack that Terraform would accept', () => {
  for (const platform of [istio, withSecurity('nginx-auth0')]) expect(checkStack('security', textOf(platform), readTables())).toEqual([]);
});

test('addresses never change: a renamed one is a deleted client', () => {
  expect(addressesIn(text)).toEqual([
    'auth0_action.roles',
    'auth0_attack_protection.attack_protection',
    'auth0_client.argocd',
    'auth0_client.grafana',
    'auth0_client.oauth2_proxy',
    'auth0_client.terminal',
    'auth0_client_credentials.grafana',
    'auth0_client_credentials.oauth2_proxy',
    'auth0_client_grant.dbaas_api_terminal',
    'auth0_client_grant.logins',
    'auth0_connection.people',
    'auth0_connection_clients.people',
    'auth0_guardian.second_factors',
    'auth0_prompt.prompt',
    'auth0_resource_server.dbaas_api',
    'auth0_resource_server.logins',
    'auth0_resource_server_scopes.dbaas_api',
    'auth0_role.database_owner',
    'auth0_role.platform_admin',
    'auth0_role.platform_viewer',
    'auth0_role_permissions.platform_admin',
    'auth0_tenant.tenant',
    'auth0_trigger_actions.post_login',
  ]);
});

describe('clients', () => {
  it('come back to the exact addresses of their hosts in every cluster', () => {
    expect(all('auth0_client')['oauth2_proxy']).toMatchObject({
      app_type: 'regular_web',
      callbacks: [
        'https://alertmanager-aws-euc1.acme-db.example/oauth2/callback',
        'https://alertmanager-az-weu.acme-db.example/oauth2/callback',
        'https://console.acme-db.example/oauth2/callback',
        'https://prometheus-aws-euc1.acme-db.example/oauth2/callback',
        'https://prometheus-az-weu.acme-db.example/oauth2/callback',
      ],
    });
    for (const { callbacks } of Object.values(all('auth0_client')))
      for (const uri of callbacks as readonly string[]) expect(uri).toMatch(/^(https:\/\/[a-z0-9.-]+\/|http:\/\/(localhost|127\.0\.0\.1):\d+\/)[^*]*$/);
  });

  it('have no grants but those of a login, and sessions as long as platform.yaml says', () => {
    const short = jsonOf(withSecurity('nginx-auth0', '  sessionHours: 4\n  idleMinutes: 10\n'));
    for (const [name, client] of Object.entries(all('auth0_client', short))) {
      const grants = client['grant_types'] as readonly string[];
      expect([name, grants.filter((grant) => /password|implicit|client_credentials/.test(grant))]).toEqual([name, []]);
      // Ten minutes of idleness, and tokens that are renewed twice in them.
      expect(client).toMatchObject({
        jwt_configuration: { alg: 'RS256', lifetime_in_seconds: 300 },
        refresh_token: { rotation_type: 'rotating', expiration_type: 'expiring', token_lifetime: 14_400, idle_token_lifetime: 900, leeway: 30 },
      });
    }
    expect(all('auth0_tenant', short)['tenant']).toMatchObject({ session_lifetime: 4, idle_session_lifetime: 0.167 });
  });

  it('keep their secrets out of the state: ephemeral variables go to write-only arguments', () => {
    for (const [name, variable] of [
      ['oauth2_proxy', 'login_proxy_client_secret'],
      ['grafana', 'grafana_client_secret'],
    ] as const) {
      expect(all('auth0_client_credentials')[name]).toEqual({
        client_id: `\${auth0_client.${name}.client_id}`,
        authentication_method: 'client_secret_basic',
        client_secret_wo: `\${var.${variable}}`,
        client_secret_wo_version: '${var.client_secret_version}',
      });
      expect(json.variable[variable]).toMatchObject({ sensitive: true, ephemeral: true, nullable: false });
      expect(json.variable[variable]).not.toHaveProperty('default');
    }
    // Public ones have none.
    expect(all('auth0_client_credentials')).not.toHaveProperty('argocd');
    expect(all('auth0_client')['argocd']).toMatchObject({ app_type: 'spa' });
  });

  it('give their ids to the lock file under the names that it looks for', () => {
    const [cluster] = istio.cloud.clusters;
    const wanted = lockValues(istio, cluster).filter(({ stack }) => stack === 'security');
    expect(wanted.map(({ entry }) => entry).sort()).toEqual(['argocd', 'grafana', 'oauth2-proxy']);
    for (const { output, entry = '' } of wanted) expect(json.output[output]?.value).toHaveProperty([entry]);
    expect(json.output['platform']?.value).toBe('acme-db');
  });
});

describe('audiences', () => {
  it('put permissions into tokens, and give none to whoever was not granted them', () => {
    expect(all('auth0_resource_server')['dbaas_api']).toMatchObject({
      identifier: 'dbaas-api',
      enforce_policies: true,
      token_dialect: 'access_token_authz',
      subject_type_authorization: { user: { policy: 'require_client_grant' }, client: { policy: 'require_client_grant' } },
    });
    const { scopes } = all('auth0_resource_server_scopes')['dbaas_api'] as { scopes: readonly { name: string }[] };
    expect(scopes.map(({ name }) => name)).toEqual(['databases:read', 'databases:write']);
    expect(all('auth0_role_permissions')['platform_admin']).toMatchObject({ permissions: [{ name: 'databases:read' }, { name: 'databases:write' }] });
  });

  it('of logins belong to the login proxy alone, and exist only where a gateway checks them', () => {
    expect(all('auth0_resource_server')['logins']).toMatchObject({
      identifier: 'https://acme-db.example/logins',
      token_lifetime: 900,
      subject_type_authorization: { user: { policy: 'require_client_grant' }, client: { policy: 'deny_all' } },
    });
    expect(all('auth0_client_grant')['logins']).toMatchObject({ client_id: '${auth0_client.oauth2_proxy.client_id}', subject_type: 'user' });
    expect(all('auth0_resource_server', jsonOf(withSecurity('nginx-auth0')))).not.toHaveProperty('logins');
  });
});

describe('the action after a login', () => {
  interface Login {
    exports: { onExecutePostLogin?: (event: object, api: object) => Promise<void> };
  }
  async function claimsFor(event: object): Promise<Readonly<Record<string, Readonly<Record<string, unknown>>>>> {
    const sandbox: Login = { exports: {} };
    runInContext(String(all('auth0_action')['roles']?.['code']), createContext(sandbox));
    const claims: Record<string, Record<string, unknown>> = { idToken: {}, accessToken: {} };
    const token = (name: string) => ({ setCustomClaim: (claim: string, value: unknown) => ((claims[name] ??= {})[claim] = value) });
    await sandbox.exports.onExecutePostLogin?.(event, { idToken: token('idToken'), accessToken: token('accessToken') });
    return claims;
  }
  const { roles } = identityOf(istio).claims;

  it('puts the roles of the platform into both tokens, under the claim that clusters read', async () => {
    const claims = await claimsFor({ authorization: { roles: ['database-owner', 'somebody-elses', 'platform-viewer'] } });
    for (const token of ['idToken', 'accessToken']) expect([...(claims[token]?.[roles] as readonly string[])]).toEqual(['database-owner', 'platform-viewer']);
    expect(roles).toBe('https://acme-db.example/roles');
  });

  it('says so when there are none, and does not fail', async () => {
    for (const event of [{}, { authorization: {} }, { authorization: { roles: [] } }])
      expect([...((await claimsFor(event))['idToken']?.[roles] as readonly string[])]).toEqual([]);
  });

  it('is bound to its trigger', () => {
    expect(all('auth0_action')['roles']).toMatchObject({ deploy: true, supported_triggers: { id: 'post-login', version: 'v3' } });
    expect(all('auth0_trigger_actions')['post_login']).toMatchObject({ trigger: 'post-login', actions: [{ id: '${auth0_action.roles.id}' }] });
  });
});

describe('where people come from', () => {
  it('is a database of our own by default: nobody signs up, and it is never destroyed', () => {
    expect(all('auth0_connection')['people']).toMatchObject({
      strategy: 'auth0',
      options: { disable_signup: true, brute_force_protection: true },
      lifecycle: { prevent_destroy: true },
    });
    expect(all('auth0_connection_clients')['people']).toMatchObject({
      enabled_clients: expect.arrayContaining(['${auth0_client.oauth2_proxy.client_id}']) as unknown,
    });
  });

  it('may be a connection of others, which keeps their clients', () => {
    const others = jsonOf(
      withSecurity('istio-auth0').security.use === 'istio-auth0'
        ? {
            ...istio,
            security: { ...istio.security, auth0: { ...auth0Of(istio), connections: [{ kind: 'existing', name: 'corporate' }] } } as Platform['security'],
          }
        : istio,
    );
    expect(others.data?.['auth0_connection']?.['corporate']).toEqual({ name: 'corporate', skip_enabled_clients: true });
    expect(Object.keys(all('auth0_connection_client', others)).sort()).toEqual([
      'corporate_acme_db_cli',
      'corporate_argocd',
      'corporate_grafana',
      'corporate_oauth2_proxy',
    ]);
    expect(all('auth0_connection_clients', others)).toEqual({});
  });
});

/** Settings of the tenant of a platform that has one. */
function auth0Of({ security }: Platform): object {
  if (!('auth0' in security)) throw new Error('no tenant');
  return security.auth0;
}

describe('the tenant', () => {
  const withTenant = (settings: object): StackJson =>
    jsonOf({ ...istio, security: { ...istio.security, auth0: { ...auth0Of(istio), ...settings } } as Platform['security'] });

  it('is reached at its own name, also with a custom domain, whose record is an output', () => {
    const custom = withTenant({ customDomain: 'login.acme-db.example' });
    expect(custom.provider['auth0']).toEqual([{ domain: 'acme-db.eu.auth0.com' }]);
    expect(all('auth0_custom_domain', custom)['domain']).toMatchObject({ domain: 'login.acme-db.example', tls_policy: 'recommended' });
    expect(custom.output['custom_domain_record']?.value).toBe('${auth0_custom_domain.domain.verification[0].methods[0]}');
    expect(all('auth0_custom_domain')).toEqual({});
  });

  it('asks everybody for a second factor, unless connections do', () => {
    expect(all('auth0_guardian')['second_factors']).toMatchObject({ policy: 'all-applications', otp: true, webauthn_roaming: { enabled: true } });
    expect(all('auth0_guardian', withTenant({ secondFactor: 'by-connection' }))['second_factors']).toMatchObject({ policy: 'never', otp: false });
  });

  it.each([
    [
      { type: 'eventbridge', accountId: '111122223333', region: 'eu-central-1' },
      { aws_account_id: '111122223333', aws_region: 'eu-central-1' },
    ],
    [
      { type: 'eventgrid', subscriptionId: '3f0c9a52-7d54-4a55-9a0e-2f8d9c3b6e10', resourceGroup: 'rg-audit', region: 'westeurope' },
      { azure_subscription_id: '3f0c9a52-7d54-4a55-9a0e-2f8d9c3b6e10', azure_resource_group: 'rg-audit', azure_region: 'westeurope' },
    ],
  ])('sends its log to %j', (logStream, sink) => {
    expect(all('auth0_log_stream', withTenant({ logStream }))['log']).toMatchObject({ type: logStream.type, sink });
  });
});

test('the README names every variable, the first apply and what to do when a secret changes', () => {
  const { readme } = built(istio);
  for (const name of Object.keys(json.variable)) expect(readme).toContain(`TF_VAR_${name}`);
  for (const part of ['AUTH0_CLIENT_ID', 'update:client_keys', 'npm run lock -- security.json', 'terminal_client_id']) expect(readme).toContain(part);
  expect(readme).not.toContain('custom_domain_record');
  expect(readme).toContain('`argocd --core` needs no login. Grafana has no other way in');
  expect(built({ ...istio, delivery: withDelivery('helm').delivery }).readme).not.toContain('argocd');
});
