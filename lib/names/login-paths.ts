/** Paths of logins as the edge judges them: where passwords are tried, where logins begin, and where programs come. */
import type { Platform, Security } from '../model';
import { keycloakLoginPaths } from './keycloak';
import { loginProxy } from './login';

export interface LoginPaths {
  /** Below this prefix of the identity host people enter passwords and one-time codes. @default - not behind the edge */
  readonly passwords?: string;
  /** Below this prefix of every host with a login somebody is sent to the identity provider, which limits how often. @default - nothing of the kind */
  readonly start?: string;
  /** Here programs exchange a secret for a token. @default - not behind the edge */
  readonly token?: string;
  /** Below these prefixes of the identity host programs talk to the identity provider: tokens, keys, discovery. They cannot solve a challenge. */
  readonly programs: readonly string[];
}

/** Passwords and tokens of Auth0 never pass the edge: only how often a login begins does. */
const elsewhere: LoginPaths = { start: `${loginProxy.pathPrefix}start`, programs: [] };

const paths: Readonly<Record<Security['use'], (platform: Platform) => LoginPaths>> = {
  'istio-keycloak': keycloakLoginPaths,
  'nginx-auth0': () => elsewhere,
  'istio-auth0': () => elsewhere,
};

export const loginPathsOf = (platform: Platform): LoginPaths => paths[platform.security.use](platform);
