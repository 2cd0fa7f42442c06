import { loginProxy } from '../../../../lib/names';
import type { LoginTokens } from '../option';

/** Name of the provider in meshConfig; CUSTOM policies ask for it. */
export const loginCheckProvider = 'oauth2-proxy';

/**
 * oauth2-proxy as the one that is asked before a request to a host with a login. It answers 200 with the user's access
 * token, or with the redirect to the login. It only starts logins: whether the request passes is decided afterwards,
 * by the checked token (a path that the proxy answers for anybody, such as /robots.txt, brings none).
 *
 * Not among the headers of the check: `x-forwarded-host`, with which a client would choose the host of the callback.
 * (Envoy adds `authorization` by itself; the proxy is not set to accept bearer tokens.) Not among those it may set: user
 * and groups. Where the proxy leaves one out, as it does for a user without groups, the client's own header would stand;
 * the gateway writes them from the checked token instead, or takes those of the proxy that are never left out.
 */
export const loginCheck = ({ patience, proxyHeaders }: LoginTokens) => ({
  name: loginCheckProvider,
  envoyExtAuthzHttp: {
    service: `${loginProxy.service}.${loginProxy.namespace}.svc.cluster.local`,
    port: loginProxy.port,
    // The default is ten minutes.
    timeout: patience,
    failOpen: false,
    // The default, 403, would make an outage look like a missing role.
    statusOnError: '503',
    includeRequestHeadersInCheck: ['accept', 'cookie', 'user-agent', 'x-envoy-external-address', 'x-forwarded-for', 'x-forwarded-proto', 'x-request-id'],
    headersToUpstreamOnAllow: [loginProxy.tokenHeader, ...proxyHeaders],
    // A refreshed session reaches the browser.
    headersToDownstreamOnAllow: ['set-cookie'],
    headersToDownstreamOnDeny: ['cache-control', 'content-type', 'location', 'set-cookie'],
  },
});
