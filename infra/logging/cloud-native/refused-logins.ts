import { choose, type Platform, type Security } from '../../../lib/model';

/** Terms of a refused login in the logs of the audit, in the words of whoever refuses it. */
export const refusedLogins = ({ security }: Pick<Platform, 'security'>): readonly string[] =>
  choose<Security, readonly string[]>(security, {
    'istio-keycloak': () => ['LOGIN_ERROR', 'CODE_TO_TOKEN_ERROR', 'AuthFailure'],
    'nginx-auth0': () => ['AuthFailure'],
    'istio-auth0': () => ['AuthFailure'],
  });
