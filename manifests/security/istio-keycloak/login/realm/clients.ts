/** Clients of the realm: the login proxy, what components asked for, the audiences of token endpoints, and one for people at a terminal. */
import type { Intents } from '../../../../../lib/components';
import { clusterUiHost, clusterUis, identityOf, proxyClient, terminalClientId, tokenAudiences, type Audience } from '../../../../../lib/names';
import type { Cluster, Platform } from '../../../../../lib/model';
import { clientSecretIds, secretVariable } from './secrets';
import type { Realm } from './realm';

export type Client = NonNullable<Realm['clients']>[number];
export type Mapper = NonNullable<Client['protocolMappers']>[number];
export type OidcClient = Readonly<Intents['oidcClients']>;

/** What the realm is made from. */
export interface RealmInput {
  readonly platform: Platform;
  readonly realm: string;
  /** Of the active cluster; the other one runs the same parts under hosts of its own. */
  readonly oidcClients: readonly OidcClient[];
  /** How the tool that applies the realm refers to a variable. */
  readonly variable: (name: string) => string;
}

/** A client, and the realm roles that its tokens may carry. */
export interface RealmClient {
  readonly client: Client;
  readonly roles: readonly string[];
}
export type { Audience };

const unique = (values: readonly string[]): readonly string[] => [...new Set(values)].sort();

/** The URI in every cluster, if its host is one that each cluster has of its own; else as it is. */
export function onEveryCluster(uri: string, { cloud, ...platform }: Platform): readonly string[] {
  const url = new URL(uri);
  const clusters = cloud.clusters as readonly Cluster[];
  const whole = { cloud, ...platform };
  const ui = clusterUis(whole).find((id) => clusters.some((cluster) => clusterUiHost(whole, cluster, id) === url.hostname));
  return ui === undefined ? [uri] : clusters.map((cluster) => uri.replace(url.hostname, clusterUiHost(whole, cluster, ui)));
}

/** Audiences of token endpoints with their permissions, and those that components state besides. */
export function audiences({ platform, oidcClients }: RealmInput): readonly Audience[] {
  const found = new Map(tokenAudiences(platform).map(({ id, permissions }) => [id, permissions]));
  for (const { clientId, kind, permissions = [] } of oidcClients)
    if (kind === 'audience') found.set(clientId, unique([...(found.get(clientId) ?? []), ...permissions]));
  return [...found].map(([id, permissions]) => ({ id, permissions })).sort((a, b) => (a.id < b.id ? -1 : 1));
}

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
  const { id, title, redirectUris, postLogoutRedirectUris, roles } = proxyClient(input.platform);
  return {
    client: {
      ...base(id, title),
      ...confidential(input, 'login-proxy'),
      standardFlowEnabled: true,
      redirectUris,
      attributes: { 'pkce.code.challenge.method': 'S256', 'post.logout.redirect.uris': postLogoutRedirectUris.join('##') },
      protocolMappers: [audienceMapper(id), rolesMapper(input.platform)],
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
      protocolMappers: [audienceMapper(asked.clientId), rolesMapper(input.platform)],
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
    protocolMappers: found.flatMap(({ id }) => [audienceMapper(id), permissionsMapper(platform, id)]),
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

const rolesMapper = (platform: Platform): Mapper => ({
  name: 'realm roles',
  protocol: 'openid-connect',
  protocolMapper: 'oidc-usermodel-realm-role-mapper',
  config: {
    'claim.name': identityOf(platform).claims.roles,
    multivalued: 'true',
    'jsonType.label': 'String',
    'id.token.claim': 'true',
    'access.token.claim': 'true',
    'userinfo.token.claim': 'true',
    'introspection.token.claim': 'true',
  },
});

const permissionsMapper = (platform: Platform, audience: string): Mapper => ({
  name: `permissions ${audience}`,
  protocol: 'openid-connect',
  protocolMapper: 'oidc-usermodel-client-role-mapper',
  config: {
    'usermodel.clientRoleMapping.clientId': audience,
    'claim.name': identityOf(platform).claims.permissions,
    multivalued: 'true',
    'jsonType.label': 'String',
    'id.token.claim': 'false',
    'access.token.claim': 'true',
    'userinfo.token.claim': 'false',
    'introspection.token.claim': 'true',
  },
});
