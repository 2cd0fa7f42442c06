/** oauth2-proxy for this option: Auth0's client, asked by NGINX about every request, sessions in Valkey. */
import { loginSeconds, nginxGateway } from '../../../../lib/names';
import type { Context } from '../../../context';
import { auth0Provider } from '../../auth0/provider';
import { loginProxyComponent, valkeyStore, type Settings } from '../../login-proxy';
import { podRange } from '../../login-proxy/config';
import { proxyTls } from '../names';
import { signInPage } from './page';

/** As NGINX asks it: at one address with the roles as arguments. No path and no caller may be let through unasked. */
const asked = ({ cluster }: Context): Settings => ({
  upstreams: ['static://202'],
  reverse_proxy: true,
  trusted_proxy_ips: [podRange(cluster)],
  real_client_ip_header: 'X-Real-IP',
  set_xauthrequest: true,
  // The page is ours, and goes on by itself.
  skip_provider_button: false,
});

export const auth0LoginProxy = loginProxyComponent({
  identityTitle: 'Auth0',
  gateway: nginxGateway,
  needs: ['sessions', 'internal-certificates'],
  image: ({ images }) => images.oauth2ProxyAlpine,
  provider: auth0Provider,
  asked,
  refreshSeconds: ({ platform }) => loginSeconds(platform).refresh,
  store: valkeyStore,
  tls: { ...proxyTls, secret: 'oauth2-proxy-tls' },
  pages: { 'sign_in.html': signInPage },
});
