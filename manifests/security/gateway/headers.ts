/** Headers that gateways and login proxies use to tell applications who the user is. From outside they are lies. */
export const identityHeaders = [
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
export const addressHeaders = ['forwarded', 'x-forwarded-host', 'x-forwarded-prefix', 'x-forwarded-uri', 'x-original-url', 'x-rewrite-url'] as const;

/** The edge's proof that a person passed its own admission; a credential, and nobody behind the gateway checks it. */
export const edgeHeaders = ['cf-access-authenticated-user-email', 'cf-access-jwt-assertion'] as const;

/** Removed from every request on its way in. */
export const forgedHeaders: readonly string[] = [...identityHeaders, ...addressHeaders, ...edgeHeaders].sort();
