/** The login proxy as the gateway reaches it, and as the identity provider knows it. */
import { namespaces } from './contract';

export const loginProxy = {
  /** What the proxy is called at the identity provider, where we choose it. */
  clientId: 'oauth2-proxy',
  namespace: namespaces.login,
  service: 'oauth2-proxy',
  serviceAccount: 'oauth2-proxy',
  /** Port of the Service, named `http`. */
  port: 80,
  targetPort: 4180,
  pods: { 'app.kubernetes.io/name': 'oauth2-proxy' },
  /** Answers 200 only while the proxy reaches its session store. */
  readyPath: '/ready',
  /**
   * Header in which the proxy hands the gateway the user's access token after a login. Not `authorization`: that
   * header belongs to the applications behind the gateway, whose own tokens the gateway could not check.
   */
  tokenHeader: 'x-auth-request-access-token',
  /** Paths that the proxy answers for anybody, on every host. */
  unasked: ['/ping', '/ready', '/robots.txt'],
  /** Paths below this prefix belong to the proxy on every host with a login. */
  pathPrefix: '/oauth2/',
} as const;

/** The identity provider inside its active cluster: pods, Service and ports of the server. */
export const identityServer = {
  namespace: namespaces.identity,
  service: 'keycloak-service',
  port: 8080,
  /** Metrics and health; never routed. */
  managementPort: 9000,
  pods: { app: 'keycloak', 'app.kubernetes.io/instance': 'keycloak' },
} as const;
