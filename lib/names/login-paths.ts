/** Paths on the identity host as the edge judges them: where passwords are tried, and where programs come. */
import type { Platform, Security } from '../model';

export interface LoginPaths {
  /** Below this prefix people enter passwords and one-time codes. */
  readonly attempts: string;
  /** Here programs exchange a secret for a token. */
  readonly token: string;
  /** Below these prefixes programs talk to the identity provider: tokens, keys, discovery. They cannot solve a challenge. */
  readonly programs: readonly string[];
}

const paths: Readonly<Record<Security['use'], (realm: string) => LoginPaths>> = {
  'istio-keycloak': (realm) => ({
    attempts: `/realms/${realm}/login-actions/`,
    token: `/realms/${realm}/protocol/openid-connect/token`,
    programs: [`/realms/${realm}/protocol/openid-connect/`, `/realms/${realm}/.well-known/`],
  }),
};

export const loginPathsOf = ({ name, security }: Platform): LoginPaths => paths[security.use](security.realm ?? name);
