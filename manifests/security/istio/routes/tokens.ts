import type { Wiring } from '../../../../lib/components';
import { identityOf, loginProxy } from '../../../../lib/names';
import type { Context } from '../../../context';
import type { LoginTokens } from '../option';

export interface TokenSource {
  /** Compared byte for byte with the claim `iss`. */
  readonly issuer: string;
  readonly jwksUri: string;
  /** Audience of tokens that the login proxy brings. */
  readonly loginAudience: string;
  /** Claims that decide. */
  readonly claims: { readonly roles: string; readonly permissions: string };
  /** Paths that nobody gets on hosts with a login. */
  readonly closedPaths: readonly string[];
  /** Issuer and subject of a token of ours, as a pattern: Istio joins the two with a slash. */
  readonly principals: string;
}

export function tokenSource(context: Context, wiring: Wiring, logins: LoginTokens): TokenSource {
  const { issuer, claims } = identityOf(context.platform);
  return {
    issuer,
    claims,
    jwksUri: logins.jwksUri(context, wiring),
    loginAudience: logins.audience(context),
    closedPaths: logins.proxyHeaders.length > 0 ? loginProxy.unasked : [],
    principals: `${issuer}/*`,
  };
}
