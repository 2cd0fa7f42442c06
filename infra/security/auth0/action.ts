/** What happens after a login: the person's roles go into both tokens, under a claim of the platform's own. */
import { identityOf, loginRoles } from '../../../lib/names';
import { pinned } from '../../../lib/constructs/stateful';
import { Action, TriggerActions } from './resources';
import type { TenantContext } from './stack';

/** Auth0 drops claims that an action sets without a URL in front, and knows no groups. Roles of others stay out. */
export const actionCode = (claim: string, roles: readonly string[]): string => `const claim = ${JSON.stringify(claim)};
const known = new Set(${JSON.stringify(roles)});

exports.onExecutePostLogin = async (event, api) => {
  const roles = ((event.authorization && event.authorization.roles) || []).filter((role) => known.has(role));
  api.idToken.setCustomClaim(claim, roles);
  api.accessToken.setCustomClaim(claim, roles);
};
`;

export function postLogin({ stack, platform }: TenantContext): void {
  const name = `${platform.name}-roles`;
  const action = pinned(
    new Action(stack, 'roles', {
      name,
      runtime: 'node22',
      deploy: true,
      code: actionCode(identityOf(platform).claims.roles, loginRoles(platform)),
      supported_triggers: { id: 'post-login', version: 'v3' },
    }),
  );
  pinned(new TriggerActions(stack, 'post_login', { trigger: 'post-login', actions: [{ id: action.id, display_name: name }] }));
}
