/** The tenant at Auth0 as both layers know it: what Terraform makes there is what the clusters believe. */
import { auth0Of, type Platform } from '../model';
import type { IdentityProvider } from './identity';

/** @throws RangeError where the platform has no tenant */
export function auth0Settings({ security }: Platform) {
  const settings = auth0Of(security);
  if (!settings) throw new RangeError(`security option '${security.use}' has no tenant at Auth0`);
  return settings;
}

/** Host of the issuer. The management API is at the tenant's own name, whatever the custom domain. */
export const auth0Host = (platform: Platform): string => {
  const { tenant, customDomain } = auth0Settings(platform).auth0;
  return customDomain ?? tenant;
};

/** Prefix of claims that Auth0 itself does not know; it drops others that an action sets. */
export const auth0ClaimPrefix = ({ domain }: Pick<Platform, 'domain'>): string => `https://${domain}/`;

export function auth0Identity(platform: Platform): IdentityProvider {
  const host = auth0Host(platform);
  // The slash at the end is part of the issuer: tokens and discovery have it.
  const issuer = `https://${host}/`;
  return {
    issuer,
    host,
    endpoints: {
      authorize: `${issuer}authorize`,
      token: `${issuer}oauth/token`,
      userinfo: `${issuer}userinfo`,
      keys: `${issuer}.well-known/jwks.json`,
      logout: `${issuer}oidc/logout`,
    },
    claims: { roles: `${auth0ClaimPrefix(platform)}roles`, permissions: 'permissions', username: 'email' },
    endsSessionsForProxy: false,
    refreshScopes: ['offline_access'],
  };
}

/** Audience of access tokens of people, where the gateway itself checks them. */
export const loginAudience = (platform: Platform): string | undefined =>
  platform.security.use === 'istio-auth0' ? (platform.security.audience ?? `https://${platform.domain}/logins`) : undefined;

export interface LoginSeconds {
  /** Life of the tokens of a login. A role that is taken away is gone after this time. */
  readonly token: number;
  /** The login proxy renews them a minute before. */
  readonly refresh: number;
  /** A login that is not used for so long is over. Tokens are renewed by use, so the time between two renewals comes on top. */
  readonly idle: number;
  /** Longest time that a login lasts. */
  readonly session: number;
}

/** Tokens live for fifteen minutes, or half of the idle time: with longer ones a person who clicks would be logged out. */
export function loginSeconds(platform: Platform): LoginSeconds {
  const { idleMinutes, sessionHours } = auth0Settings(platform);
  const token = Math.min(900, idleMinutes * 30);
  return { token, refresh: token - 60, idle: Math.min(idleMinutes * 60 + token, sessionHours * 3600 - 1), session: sessionHours * 3600 };
}
