/** Clients of the realm: the login proxy, what components asked for, the audiences of token endpoints, and one for people at a terminal. */
import type { Intents } from '../../../../../lib/components';
import { claims, clusterUiHost, clusterUis, hosts, loginClientId, loginProxy } from '../../../../../lib/names';
import type { Cluster, Platform } from '../../../../../lib/model';
import { clientSecretIds, secretVariable } from './secrets';
import type { Realm } from './realm';

export type Client = NonNullable<Realm['clients']>[number];
export type Mapper = NonNullable<Client['protocolMappers']>[number];
export type OidcClient = Readonly<Intents['oidcClients']>;
export type Endpoint = Readonly<Intents['endpoints']>;

/** What the realm is made from. */
export interface RealmInput {
  readonly platform: Platform;
  readonly realm: string;
  /** Of the active cluster; the other one runs the same parts under hosts of its own. */
  readonly oidcClients: readonly OidcClient[];
  readonly endpoints: readonly Endpoint[];
  /** How the tool that applies the realm refers to a variable. */
  readonly variable: (name: string) => string;
}

/** A client, and the realm roles that its tokens may carry. */
export interface RealmClient {
  readonly client: Client;
  readonly roles: readonly string[];
}
export interface Audience {
  readonly id: string;
  readonly permissions: readonly string[];
}

const unique = (values: readonly string[]): readonly string[] => [...new Set(values)].sort();

/** The URI in every cluster, if its host is one that each cluster has of its own; else as it is. */
export function onEveryCluster(uri: string, { cloud, ...platform }: Platform): readonly string[] {
  const url = new URL(uri);
  const clusters = cloud.clusters as readonly Cluster[];
  const whole = { cloud, ...platform };
  const ui = clusterUis.find((id) => clusters.some((cluster) => clusterUiHost(whole, cluster, id) === url.hostname));
  return ui === undefined ? [uri] : clusters.map((cluster) => uri.replace(url.hostname, clusterUiHost(whole, cluster, ui)));
}

/** Hosts whose logins go through the proxy, in all clusters. */
export function proxiedHosts({ platform, endpoints }: Pick<RealmInput, 'platform' | 'endpoints'>): readonly string[] {
  const self = new Set(
    endpoints.filter(({ login }) => login === 'self').flatMap(({ host }) => onEveryCluster(`https://${host}/`, platform).map((uri) => new URL(uri).hostname)),
  );
  return unique(hosts(platform).flatMap(({ host, access }) => (access.kind === 'login' && !self.has(host) ? [host] : [])));
}

/** Audiences of token endpoints with their permissions; endpoints that share an audience share its permissions. */
export function audiences({ platform, oidcClients }: RealmInput): readonly Audience[] {
  const found = new Map<string, readonly string[]>();
  const add = (id: string, permissions: readonly string[]) => found.set(id, unique([...(found.get(id) ?? []), ...permissions]));
  for (const { access } of hosts(platform))
    if (access.kind === 'token')
      add(
        access.audience,
        access.permissions.map(({ name }) => name),
      );
  for (const { clientId, kind, permissions = [] } of oidcClients) if (kind === 'audience') add(clientId, permissions);
  return [...found].map(([id, permissions]) => ({ id, permissions })).sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Client for people at a terminal: device code, or a browser on the same machine. */
export const terminalClientId = (platform: Platform): string => `${platform.name}-cli`;

export function clients(input: RealmInput): readonly RealmClient[] {
  const found = audiences(input);
  return [
    loginClient(input),
    ...input.oidcClients.filter(({ kind }) => kind !== 'audience').map((asked) => askedClient(asked, input)),
    ...found.map(({ id }) => ({
      client: { ...base(id, `Audience ${id}: receives tokens, asks for none`), publicClient: false, standardFlowEnabled: false },
      roles: [],
    })),
    ...(found.length > 0 ? [terminalClient(input.platform, found)] : []),
  ].sort((a, b) => ((a.client.clientId ?? '') < (b.client.clientId ?? '') ? -1 : 1));
}

/** Everything that is not asked for is off. */
const base = (clientId: string, name: string): Client => ({
  clientId,
  name,
  enabled: true,
  protocol: 'openid-connect',
  consentRequired: false,
  bearerOnly: false,
  implicitFlowEnabled: false,
  directAccessGrantsEnabled: false,
  serviceAccountsEnabled: false,
  fullScopeAllowed: false,
  frontchannelLogout: false,
  redirectUris: [],
  webOrigins: [],
});

const confidential = ({ platform, variable }: RealmInput, secretId: string): Client => {
  if (!clientSecretIds(platform).includes(secretId)) throw new RangeError(`the name contract has no secret '${secretId}' with a client secret`);
  return { publicClient: false, clientAuthenticatorType: 'client-secret', secret: variable(secretVariable(secretId)) };
};

/** One callback for each host behind the proxy: it answers on the host that was asked for. */
function loginClient(input: RealmInput): RealmClient {
  const served = proxiedHosts(input);
  const roles = unique([
    ...Object.values(input.platform.security.roles),
    ...hosts(input.platform).flatMap(({ access }) => (access.kind === 'login' ? access.roles : [])),
  ]);
  return {
    client: {
      ...base(loginClientId, 'Login proxy'),
      ...confidential(input, 'login-proxy'),
      standardFlowEnabled: true,
      redirectUris: served.map((host) => `https://${host}${loginProxy.pathPrefix}callback`),
      attributes: { 'pkce.code.challenge.method': 'S256', 'post.logout.redirect.uris': served.map((host) => `https://${host}/`).join('##') },
      protocolMappers: [audienceMapper(loginClientId), rolesMapper],
    },
    roles,
  };
}

function askedClient(asked: OidcClient, input: RealmInput): RealmClient {
  const everywhere = (uris: readonly string[]) => unique(uris.flatMap((uri) => onEveryCluster(uri, input.platform)));
  const browser = asked.kind !== 'service';
  const logout = everywhere(asked.postLogoutRedirectUris ?? []).join('##');
  if (asked.kind !== 'public' && asked.secretId === undefined) throw new RangeError(`client '${asked.clientId}' needs a secret`);
  return {
    client: {
      ...base(asked.clientId, asked.title),
      ...(asked.secretId === undefined ? { publicClient: true } : confidential(input, asked.secretId)),
      standardFlowEnabled: browser,
      serviceAccountsEnabled: !browser,
      redirectUris: everywhere(asked.redirectUris),
      attributes: { ...(browser ? { 'pkce.code.challenge.method': 'S256' } : {}), ...(logout ? { 'post.logout.redirect.uris': logout } : {}) },
      protocolMappers: [audienceMapper(asked.clientId), rolesMapper],
    },
    roles: unique(asked.roles),
  };
}

const terminalClient = (platform: Platform, found: readonly Audience[]): RealmClient => ({
  client: {
    ...base(terminalClientId(platform), 'Command line'),
    publicClient: true,
    standardFlowEnabled: true,
    // A loopback address stands for every port of the caller's own machine (RFC 8252).
    redirectUris: ['http://127.0.0.1/callback'],
    attributes: { 'oauth2.device.authorization.grant.enabled': 'true', 'pkce.code.challenge.method': 'S256' },
    protocolMappers: found.flatMap(({ id }) => [audienceMapper(id), permissionsMapper(id)]),
  },
  roles: [],
});

/** Keycloak wants every value as text. */
const audienceMapper = (audience: string): Mapper => ({
  name: `audience ${audience}`,
  protocol: 'openid-connect',
  protocolMapper: 'oidc-audience-mapper',
  config: { 'included.client.audience': audience, 'id.token.claim': 'false', 'access.token.claim': 'true', 'introspection.token.claim': 'true' },
});

const rolesMapper: Mapper = {
  name: 'realm roles',
  protocol: 'openid-connect',
  protocolMapper: 'oidc-usermodel-realm-role-mapper',
  config: {
    'claim.name': claims.roles,
    multivalued: 'true',
    'jsonType.label': 'String',
    'id.token.claim': 'true',
    'access.token.claim': 'true',
    'userinfo.token.claim': 'true',
    'introspection.token.claim': 'true',
  },
};

const permissionsMapper = (audience: string): Mapper => ({
  name: `permissions ${audience}`,
  protocol: 'openid-connect',
  protocolMapper: 'oidc-usermodel-client-role-mapper',
  config: {
    'usermodel.clientRoleMapping.clientId': audience,
    'claim.name': claims.permissions,
    multivalued: 'true',
    'jsonType.label': 'String',
    'id.token.claim': 'false',
    'access.token.claim': 'true',
    'userinfo.token.claim': 'false',
    'introspection.token.claim': 'true',
  },
});
