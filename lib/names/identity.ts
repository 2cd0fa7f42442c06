/** The identity provider as everybody else knows it, whoever runs it. */
import type { Cluster, CloudLock, Platform, Security } from '../model';
import { locked } from '../model';
import { auth0Identity } from './auth0';
import { keycloakIdentity } from './keycloak';

export interface OidcEndpoints {
  readonly authorize: string;
  readonly token: string;
  readonly userinfo: string;
  readonly keys: string;
  /** Ends the session; takes `post_logout_redirect_uri` and `client_id`. */
  readonly logout: string;
}

export interface IdentityProvider {
  /** Compared byte for byte with the claim `iss`: a slash at the end belongs to it. */
  readonly issuer: string;
  /** Host of the issuer, which people and programs reach by its public name. */
  readonly host: string;
  /** For clients that cannot discover them from the issuer. */
  readonly endpoints: OidcEndpoints;
  readonly claims: {
    /** Roles, a list of strings. In ID and access tokens of people. */
    readonly roles: string;
    /** Permissions at the audience that the token is for, a list of strings. In access tokens. */
    readonly permissions: string;
    /** What people know a person by. */
    readonly username: string;
  };
  /** Whether a call of the login proxy with somebody's ID token ends the session; otherwise the browser has to go there. */
  readonly endsSessionsForProxy: boolean;
  /** Scopes that a client asks for besides its own, so that it gets a refresh token. */
  readonly refreshScopes: readonly string[];
}

const providers: Record<Security['use'], (platform: Platform) => IdentityProvider> = {
  'istio-keycloak': keycloakIdentity,
  'nginx-auth0': auth0Identity,
  'istio-auth0': auth0Identity,
};
export const identityOf = (platform: Platform): IdentityProvider => providers[platform.security.use](platform);

/** Who gives clients their ids: `us` where the platform writes them, `provider` where they exist only after an apply. */
const idsFrom: Record<Security['use'], 'us' | 'provider'> = { 'istio-keycloak': 'us', 'nginx-auth0': 'provider', 'istio-auth0': 'provider' };
export const clientIdsAreGiven = ({ security }: Pick<Platform, 'security'>): boolean => idsFrom[security.use] === 'provider';

/** Key of cloud.lock.yaml with the id of a client. */
export const oidcClientIdKey = (id: string): string => `oidc.${id}.clientId`;

/** Id of a client at the identity provider; `own` is the one that it has where we choose it. */
export const oidcClientId = (platform: Platform, lock: CloudLock, cluster: Cluster, id: string, own: string = id): string =>
  clientIdsAreGiven(platform) ? locked(lock, cluster.name, oidcClientIdKey(id)) : own;
