import type { Chart } from 'cdk8s';
import { RequestAuthentication } from '../../../../imports/security.istio.io';
import { istioGateway as gateway, loginProxy } from '../../../../lib/names';
import type { Endpoint } from '../../gateway/endpoint';
import type { LoginTokens } from '../option';
import type { TokenSource } from './tokens';

const timeout = '5s';

/**
 * Checks the token that the login proxy brings, for every host of the gateway at once: Istio knows no other way. So it
 * reads a header of its own; if it read `authorization`, it would refuse the tokens that Argo CD, Grafana and the
 * administration of Keycloak issue themselves.
 */
export const loginTokens = (chart: Chart, { issuer, jwksUri, loginAudience }: TokenSource, { claimHeaders }: LoginTokens): RequestAuthentication =>
  new RequestAuthentication(chart, 'login-tokens', {
    metadata: { name: 'login', namespace: gateway.namespace },
    spec: {
      selector: { matchLabels: gateway.selector },
      jwtRules: [
        {
          issuer,
          jwksUri,
          timeout,
          audiences: [loginAudience],
          fromHeaders: [{ name: loginProxy.tokenHeader }],
          forwardOriginalToken: true,
          outputClaimToHeaders: Object.entries(claimHeaders).map(([header, claim]) => ({ header, claim })),
        },
      ],
    },
  });

/** Checks bearer tokens in front of one application, in its own proxy. A token for another audience is refused. */
export const bearerTokens = (chart: Chart, { id, service }: Endpoint, audience: string, { issuer, jwksUri }: TokenSource): RequestAuthentication =>
  new RequestAuthentication(chart, `${id}-bearer-tokens`, {
    metadata: { name: `${id}-token`, namespace: service.namespace },
    spec: { selector: { matchLabels: service.pods }, jwtRules: [{ issuer, jwksUri, timeout, audiences: [audience], forwardOriginalToken: true }] },
  });
