/** Names of the platform's own identity provider. */
import { ownIdentity, type Platform } from '../model';
import type { IdentityProvider } from './identity';
import type { LoginPaths } from './login-paths';

export const keycloakHost = (platform: Platform): string => `id.${platform.domain}`;
/** Administration of the identity provider, apart from where everybody logs in. */
export const keycloakAdminHost = (platform: Platform): string => `id-admin.${platform.domain}`;
export const realmName = ({ name, security }: Platform): string => ownIdentity(security)?.realm ?? name;

export function keycloakIdentity(platform: Platform): IdentityProvider {
  const host = keycloakHost(platform);
  const issuer = `https://${host}/realms/${realmName(platform)}`;
  const endpoint = (name: string): string => `${issuer}/protocol/openid-connect/${name}`;
  return {
    issuer,
    host,
    endpoints: { authorize: endpoint('auth'), token: endpoint('token'), userinfo: endpoint('userinfo'), keys: endpoint('certs'), logout: endpoint('logout') },
    claims: { roles: 'roles', permissions: 'permissions', username: 'preferred_username' },
    endsSessionsForProxy: true,
    refreshScopes: [],
  };
}

export function keycloakLoginPaths(platform: Platform): LoginPaths {
  const realm = realmName(platform);
  return {
    passwords: `/realms/${realm}/login-actions/`,
    token: `/realms/${realm}/protocol/openid-connect/token`,
    programs: [`/realms/${realm}/protocol/openid-connect/`, `/realms/${realm}/.well-known/`],
  };
}
