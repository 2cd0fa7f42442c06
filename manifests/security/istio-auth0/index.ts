/** Istio with the tokens of Auth0; oauth2-proxy without a store for pages that cannot log in by themselves. */
import { identityOf, istioGateway, loginAudience, loginSeconds, namespaces } from '../../../lib/names';
import type { Option } from '../../context';
import { auth0Provider } from '../auth0/provider';
import { istio, type IstioOption, type LoginTokens } from '../istio';
import { meshed } from '../istio/login-proxy';
import { cookieStore, loginProxyComponent } from '../login-proxy';

const logins: LoginTokens = {
  audience: ({ platform }) => loginAudience(platform) ?? '',
  jwksUri: ({ platform }) => identityOf(platform).endpoints.keys,
  claimHeaders: { 'x-auth-request-user': 'sub' },
  // Access tokens of Auth0 have no address in them; the proxy lets nobody in who has none.
  proxyHeaders: ['x-auth-request-email'],
  patience: '5s',
};

const mesh: IstioOption = {
  keys: ({ names }) => ({ fetchedBy: 'control-plane', host: names.identityHost() }),
  logins,
  namespaces: [namespaces.login],
  loginNeeds: ['login-proxy'],
  trustDomainAliases: ({ platform: { security } }) => (security.use === 'istio-auth0' ? security.trustDomainAliases : []),
};

/** docs/adr/0021-browser-logins-without-a-store.md */
const loginProxy = loginProxyComponent({
  identityTitle: 'Auth0',
  gateway: istioGateway,
  needs: ['mesh-network', 'mesh-control-plane'],
  image: ({ images }) => images.oauth2Proxy,
  provider: auth0Provider,
  asked: meshed,
  refreshSeconds: ({ platform }) => loginSeconds(platform).refresh,
  store: cookieStore,
  namespaces: [{ name: namespaces.login, podSecurity: 'restricted', mesh: true, quota: { pods: 10, cpu: '4', memory: '4Gi' } }],
});

export const option: Option = { components: [...istio(mesh), loginProxy] };
