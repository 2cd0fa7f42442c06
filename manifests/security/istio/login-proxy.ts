import type { Context } from '../../context';
import { podRange } from '../login-proxy/config';
import type { Settings } from '../login-proxy';

/** oauth2-proxy as Istio's gateway asks it: with the path and the host of the request; only 200 lets it through. */
export const meshed = ({ cluster }: Context): Settings => ({
  upstreams: ['static://200'],
  reverse_proxy: true,
  // 127.0.0.6 is the pod's own sidecar, which everything passes.
  trusted_proxy_ips: ['127.0.0.6/32', podRange(cluster)],
  real_client_ip_header: 'X-Envoy-External-Address',
  set_xauthrequest: true,
  pass_access_token: true,
  skip_provider_button: true,
});
