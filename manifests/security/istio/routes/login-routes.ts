/** Routes of hosts with a login or a token, each together with its policies. */
import type { Chart } from 'cdk8s';
import type { Wiring } from '../../../../lib/components';
import { PlatformError } from '../../../../lib/model';
import { istioGateway as gateway, loginProxy } from '../../../../lib/names';
import type { Context, Factory } from '../../../context';
import { isOpen, type Endpoint } from '../../gateway/endpoint';
import { forgedHeaders } from '../../gateway/headers';
import { forgedBehindLogin } from '../gateway/headers';
import { applicationRoute, hostRoutes, serviceRoute, type Route } from '../gateway/virtual-service';
import { meshOf } from '../mesh';
import type { IstioOption, KeySource } from '../option';
import { loginCheck, loginRoles, tokenPermissions, tokenShape } from './authorization-policy';
import { bearerTokens, loginTokens } from './request-authentication';
import { refusals } from './refusals';
import { loginRules } from './rules';
import { tokenSource, type TokenSource } from './tokens';

/** After the identity provider: a proxy that asks for its keys before they exist refuses every token for a while. */
export const loginRoutes =
  (option: IstioOption): Factory =>
  (context) => ({
    name: 'login-routes',
    summary: 'Routes of hosts with a login or a token, and who may pass',
    namespace: gateway.namespace,
    needs: ['crds', 'namespaces', 'gateway', ...option.loginNeeds],
    provides: ['routes'],
    content: {
      kind: 'manifests',
      build(chart, wiring) {
        const tokens = tokenSource(context, wiring, option.logins);
        loginTokens(chart, tokens, option.logins);
        const closed = wiring.all('endpoints').filter((endpoint) => !isOpen(endpoint));
        for (const endpoint of closed) protectedRoutes(chart, endpoint, tokens, context, wiring, option);
        refusals(chart, closed, context);
      },
    },
    intents: { rules: [loginRules], flows: keyFlows(context, option.keys(context)) },
  });

function protectedRoutes(chart: Chart, endpoint: Endpoint, tokens: TokenSource, { names }: Context, wiring: Wiring, { logins }: IstioOption): void {
  const { access } = endpoint;
  if (access.kind === 'login') {
    hostRoutes(chart, { ...endpoint, http: [loginPages, applicationRoute(endpoint, forgedBehindLogin(logins))] });
    loginCheck(chart, endpoint);
    loginRoles(chart, endpoint, access.roles, tokens);
  }
  if (access.kind === 'token') {
    if (!meshOf(wiring, names.trustDomain()).members.has(endpoint.service.namespace)) throw outsideMesh(endpoint);
    hostRoutes(chart, { ...endpoint, http: [applicationRoute(endpoint, forgedHeaders)] });
    tokenShape(chart, endpoint, access);
    bearerTokens(chart, endpoint, access.audience, tokens);
    tokenPermissions(chart, endpoint, access, tokens, names);
  }
}

/** On every host with a login its first path belongs to the login proxy: the session's cookie is one of this host alone. */
const loginPages: Route = {
  name: 'login',
  match: [{ uri: { prefix: loginProxy.pathPrefix } }],
  headers: { request: { remove: forgedHeaders } },
  ...serviceRoute(loginProxy),
  timeout: '15s',
};

/** Where proxies in front of APIs fetch the keys themselves, they must reach them. */
function keyFlows({ platform, cluster }: Context, keys: KeySource) {
  if (keys.fetchedBy !== 'proxies') return [];
  return platform.workloads
    .filter(({ access, clusters }) => access.kind === 'token' && (clusters === undefined || clusters.includes(cluster.name)))
    .map(({ name }) => ({
      from: { namespace: name },
      to: keys.server,
      ports: [{ port: keys.port }],
      why: `keys that the proxy of ${name} checks tokens with`,
    }));
}

const outsideMesh = ({ id, service }: Endpoint) =>
  new PlatformError({
    code: 'plan/unmet-need',
    message: `endpoint '${id}' takes tokens, but namespace '${service.namespace}' is not in the mesh, so no proxy would check them`,
    fix: 'This is a mistake of the toolkit, not of your input. Please report it with your platform.yaml.',
  });
