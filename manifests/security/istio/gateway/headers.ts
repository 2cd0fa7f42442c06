import { loginProxy } from '../../../../lib/names';

/** Headers that gateways and login proxies use to tell applications who the user is. From outside they are lies. */
const identityHeaders = [
  'x-auth-request-access-token',
  'x-auth-request-email',
  'x-auth-request-groups',
  'x-auth-request-preferred-username',
  'x-auth-request-redirect',
  'x-auth-request-roles',
  'x-auth-request-user',
  'x-forwarded-access-token',
  'x-forwarded-email',
  'x-forwarded-groups',
  'x-forwarded-preferred-username',
  'x-forwarded-user',
  'x-remote-group',
  'x-remote-user',
  'x-webauth-user',
] as const;

/** Headers with which a client would choose the host or path that an application believes in. */
const addressHeaders = ['forwarded', 'x-forwarded-host', 'x-forwarded-prefix', 'x-forwarded-uri', 'x-original-url', 'x-rewrite-url'] as const;

/** The edge's proof that a person passed its own admission; a credential, and nobody behind the gateway checks it. */
const edgeHeaders = ['cf-access-authenticated-user-email', 'cf-access-jwt-assertion'] as const;

/** Who the user is, written by the gateway itself from the checked token: header -> claim. What a client sends under these names is dropped before. */
export const claimHeaders = {
  'x-auth-request-user': 'sub',
  'x-auth-request-email': 'email',
  'x-auth-request-preferred-username': 'preferred_username',
} as const;

/** Removed from every request on its way in. */
export const forgedHeaders: readonly string[] = [...identityHeaders, ...addressHeaders, ...edgeHeaders].sort();

/** The same for hosts with a login in front: what the gateway wrote after the check stays. */
const written: ReadonlySet<string> = new Set([...Object.keys(claimHeaders), loginProxy.tokenHeader]);
export const forgedBehindLogin: readonly string[] = forgedHeaders.filter((header) => !written.has(header));
