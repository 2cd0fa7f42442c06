/**
 * Clients of the identity provider: programs of the platform that log people in by themselves, and the proxy that does it
 * for the rest. Both layers need the list: where the identity provider is made by Terraform, so are its clients.
 */
import { choose, type Cluster, type Platform } from '../model';
import { clusterUiHost, hosts } from './endpoints';
import { loginProxy } from './login';

export interface SsoClient {
  /** Short stable id; what the client is called where we choose it. */
  readonly id: string;
  readonly title: string;
  /** public: PKCE and no secret. confidential: has a secret. */
  readonly kind: 'public' | 'confidential';
  /** Exact URIs in every cluster; no wildcards. */
  readonly redirectUris: readonly string[];
  readonly postLogoutRedirectUris: readonly string[];
  /** Roles that its tokens may carry. */
  readonly roles: readonly string[];
  /** Id of the secret in the name contract (property `client-secret`). @default - none, for public clients */
  readonly secretId?: string;
}

const clustersOf = (platform: Platform): readonly Cluster[] => platform.cloud.clusters;
const staff = ({ security: { roles } }: Platform): readonly string[] => [roles.admin, roles.viewer];

const argocd = (platform: Platform): SsoClient => ({
  id: 'argocd',
  title: 'Argo CD',
  // Public, so that there is no secret to rotate.
  kind: 'public',
  redirectUris: [
    ...clustersOf(platform).map((cluster) => `https://${clusterUiHost(platform, cluster, 'argocd')}/auth/callback`),
    // `argocd login --sso` on somebody's machine.
    'http://localhost:8085/auth/callback',
  ],
  postLogoutRedirectUris: [],
  roles: staff(platform),
});

function grafana(platform: Platform): SsoClient {
  const everywhere = clustersOf(platform).map((cluster) => `https://${clusterUiHost(platform, cluster, 'grafana')}`);
  return {
    id: 'grafana',
    title: 'Grafana',
    kind: 'confidential',
    redirectUris: everywhere.map((url) => `${url}/login/generic_oauth`),
    postLogoutRedirectUris: everywhere.map((url) => `${url}/login`),
    roles: staff(platform),
    secretId: 'grafana',
  };
}

type Clients = (platform: Platform) => readonly SsoClient[];
const deliveryClients: Clients = (platform) => choose(platform.delivery, { helm: () => [], argocd: () => [argocd(platform)], flux: () => [] });
const monitoringClients: Clients = (platform) =>
  choose(platform.monitoring, { prometheus: () => [grafana(platform)], 'cloud-native': () => [grafana(platform)] });
const loggingClients: Clients = (platform) => choose(platform.logging, { loki: () => [], elk: () => [], 'cloud-native': () => [] });

/** Programs that log people in by themselves. */
export const ssoClients: Clients = (platform) => [...deliveryClients(platform), ...monitoringClients(platform), ...loggingClients(platform)];

/** @throws RangeError where no option of the platform has the client */
export function ssoClient(platform: Platform, id: string): SsoClient {
  const found = ssoClients(platform).find((client) => client.id === id);
  if (!found) throw new RangeError(`the name contract has no client '${id}'`);
  return found;
}

/** Every role that opens a page of the platform or of a workload. */
export const loginRoles = (platform: Platform): readonly string[] =>
  [...new Set([...Object.values(platform.security.roles), ...hosts(platform).flatMap(({ access }) => (access.kind === 'login' ? access.roles : []))])].sort();

/** Hosts with a login whose service does not log anybody in: the login proxy does. */
export function proxiedHosts(platform: Platform): readonly string[] {
  const self = new Set(ssoClients(platform).flatMap(({ redirectUris }) => redirectUris.map((uri) => new URL(uri).hostname)));
  return hosts(platform)
    .filter(({ host, access, login }) => access.kind === 'login' && login !== 'self' && !self.has(host))
    .map(({ host }) => host)
    .sort();
}

/** The login proxy's own client. Its callback is on the host that was asked for, so that each is listed. */
export const proxyClient = (platform: Platform): SsoClient => ({
  id: loginProxy.clientId,
  title: 'Login proxy',
  kind: 'confidential',
  redirectUris: proxiedHosts(platform).map((host) => `https://${host}${loginProxy.pathPrefix}callback`),
  postLogoutRedirectUris: proxiedHosts(platform).map((host) => `https://${host}/`),
  roles: loginRoles(platform),
  secretId: 'login-proxy',
});

/** Client for people at a terminal: device code, or a browser on the same machine. */
export const terminalClientId = (platform: Pick<Platform, 'name'>): string => `${platform.name}-cli`;

export interface Audience {
  readonly id: string;
  readonly permissions: readonly string[];
}
/** Audiences of hosts that take tokens, with their permissions; hosts that share an audience share its permissions. */
export function tokenAudiences(platform: Platform): readonly Audience[] {
  const found = new Map<string, Set<string>>();
  for (const { access } of hosts(platform)) {
    if (access.kind !== 'token') continue;
    const permissions = found.get(access.audience) ?? new Set();
    for (const { name } of access.permissions) permissions.add(name);
    found.set(access.audience, permissions);
  }
  return [...found].map(([id, permissions]) => ({ id, permissions: [...permissions].sort() })).sort((a, b) => (a.id < b.id ? -1 : 1));
}
