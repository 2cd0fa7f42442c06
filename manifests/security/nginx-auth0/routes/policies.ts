/** What is asked before a request passes: Policies of the controller, named by the routes of VirtualServers. */
import type { Chart } from 'cdk8s';
import { Policy } from '../../../../imports/k8s.nginx.org';
import { loginProxy, nginxGateway as gateway } from '../../../../lib/names';
import { nginx, proxyTls, tokenProxy } from '../names';

type PolicySpec = NonNullable<ConstructorParameters<typeof Policy>[2]['spec']>;

const policy = (chart: Chart, name: string, spec: PolicySpec): string => {
  new Policy(chart, `policy-${name}`, { metadata: { name, namespace: gateway.namespace }, spec: { ingressClassName: nginx.ingressClass, ...spec } });
  return name;
};

/** Our own proxies, by a certificate of the internal authority under the name of their Service. */
const over = ({ namespace, service }: { readonly namespace: string; readonly service: string }) => ({
  authServiceName: `${namespace}/${service}`,
  authServicePorts: [proxyTls.port],
  sslEnabled: true,
  sslVerify: true,
  sslVerifyDepth: 1,
  sniName: `${service}.${namespace}.svc`,
});

/**
 * Whoever the login proxy knows with one of the roles. Others see the login page. The address is different for each set
 * of roles: the controller keeps one check for each address of a host.
 */
export const loginPolicy = (chart: Chart, id: string, roles: readonly string[]): string =>
  policy(chart, `${id}-login`, {
    externalAuth: {
      ...over(loginProxy),
      authURI: `${loginProxy.pathPrefix}auth?allowed_groups=${[...roles].sort().join(',')}`,
      authSigninURI: `${loginProxy.pathPrefix}sign_in`,
      authSigninRedirectBasePath: loginProxy.pathPrefix,
    },
  });

/** Whoever has a token with a permission that the variable names for this method. No page to log in: programs get 401. */
export const tokenPolicy = (chart: Chart, id: string, index: number, variable: string): string =>
  policy(chart, `${id}-token-${index}`, { externalAuth: { ...over(tokenProxy), authURI: `/$${variable}` } });

/** Whether the login proxy can work: it answers 200 only while it reaches its session store. */
export const readyPolicy = (chart: Chart): string => policy(chart, 'origin-health', { externalAuth: { ...over(loginProxy), authURI: loginProxy.readyPath } });

/** Only the edge gets in: it shows a certificate of our own authority. */
export const edgePolicy = (chart: Chart): string =>
  policy(chart, 'edge-certificate', { ingressMTLS: { clientCertSecret: gateway.originPull.secret, verifyClient: 'on', verifyDepth: 1 } });
