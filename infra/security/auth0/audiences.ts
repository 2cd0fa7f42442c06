/** Audiences of tokens, the permissions of each, and the roles that have them. */
import { pinned } from '../../../lib/constructs/stateful';
import { loginAudience, loginProxy, loginRoles, loginSeconds, terminalClientId, tokenAudiences, type Audience } from '../../../lib/names';
import { ClientGrant, ResourceServer, ResourceServerScopes, Role, RolePermissions } from './resources';
import { address, type Clients, type TenantContext } from './stack';

/** Tokens of programs: Auth0 counts how many are asked for. */
const programSeconds = 3600;

/** By its identifier: later resources name it, so that they come after it. */
type Audiences = ReadonlyMap<string, { readonly server: ResourceServer; readonly scopes?: ResourceServerScopes }>;

export function audiences(context: TenantContext, clients: Clients): void {
  const { stack, platform } = context;
  const made: Audiences = new Map(tokenAudiences(platform).map((audience) => [audience.id, tokenAudience(context, audience)]));
  const terminal = clients.get(terminalClientId(platform));
  for (const { id, permissions } of tokenAudiences(platform)) {
    const { server, scopes } = made.get(id) ?? {};
    if (terminal && server && scopes)
      pinned(
        new ClientGrant(
          stack,
          `${address(id)}_terminal`,
          { client_id: terminal.clientId, audience: server.identifier, subject_type: 'user', scopes: permissions },
          { dependsOn: [scopes] },
        ),
      );
  }
  loginTokens(context, clients);
  roles(context, made);
}

/** Programs and people get tokens for it where they were granted, with the permissions of the grant or of their roles. */
function tokenAudience({ stack, platform }: TenantContext, { id, permissions }: Audience) {
  const { token } = loginSeconds(platform);
  const server = pinned(
    new ResourceServer(stack, address(id), {
      name: `${platform.name} ${id}`,
      identifier: id,
      signing_alg: 'RS256',
      token_lifetime: programSeconds,
      token_lifetime_for_web: token,
      allow_offline_access: true,
      skip_consent_for_verifiable_first_party_clients: true,
      enforce_policies: true,
      token_dialect: 'access_token_authz',
      subject_type_authorization: { user: { policy: 'require_client_grant' }, client: { policy: 'require_client_grant' } },
    }),
  );
  const scopes = pinned(
    new ResourceServerScopes(stack, `${address(id)}_scopes`, {
      resource_server_identifier: server.identifier,
      scopes: permissions.map((name) => ({ name, description: `${name} at ${id}` })),
    }),
    address(id),
  );
  return { server, scopes };
}

/** What the gateway checks for a browser: for the login proxy's people, and for nobody else. */
function loginTokens({ stack, platform }: TenantContext, clients: Clients): void {
  const identifier = loginAudience(platform);
  const proxy = clients.get(loginProxy.clientId);
  if (identifier === undefined || !proxy) return;
  const { token } = loginSeconds(platform);
  const server = pinned(
    new ResourceServer(stack, 'logins', {
      name: `${platform.name} logins`,
      identifier,
      signing_alg: 'RS256',
      token_lifetime: token,
      token_lifetime_for_web: token,
      allow_offline_access: true,
      skip_consent_for_verifiable_first_party_clients: true,
      enforce_policies: true,
      token_dialect: 'access_token',
      subject_type_authorization: { user: { policy: 'require_client_grant' }, client: { policy: 'deny_all' } },
    }),
  );
  pinned(new ClientGrant(stack, 'logins_grant', { client_id: proxy.clientId, audience: server.identifier, subject_type: 'user', scopes: [] }), 'logins');
}

/** Who has which role is data of the tenant, kept by those who may change it there. Administrators have every permission. */
function roles({ stack, platform }: TenantContext, made: Audiences): void {
  const { admin } = platform.security.roles;
  for (const name of loginRoles(platform)) {
    const role = pinned(
      new Role(stack, `role_${address(name)}`, { name, description: `Role ${name} of the database platform ${platform.name}` }),
      address(name),
    );
    const permissions = tokenAudiences(platform).flatMap((audience) =>
      audience.permissions.map((permission) => ({ name: permission, resource_server_identifier: made.get(audience.id)?.server.identifier ?? audience.id })),
    );
    const scopes = [...made.values()].flatMap((each) => each.scopes ?? []);
    if (name === admin && permissions.length > 0)
      pinned(new RolePermissions(stack, `role_permissions_${address(name)}`, { role_id: role.id, permissions }, { dependsOn: scopes }), address(name));
  }
}
