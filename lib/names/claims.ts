/** Claims of the platform's tokens: what the identity provider writes and what the gateway reads. */
export const claims = {
  /** Realm roles, a list of strings. In access tokens, also in those that the login proxy brings for browsers. */
  roles: 'roles',
  /** Permissions at the audience that the token is for, a list of strings. In access tokens. */
  permissions: 'permissions',
} as const;
