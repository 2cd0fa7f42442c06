/**
 * Zero Trust Access in front of the platform's own UIs: who is not of the company never sees a login page there. The
 * roles are checked behind it, by the login of the platform. Hosts of workloads and the identity provider stay open.
 */
import { ZeroTrustAccessApplication } from '@cdktf/provider-cloudflare/lib/zero-trust-access-application';
import { ZeroTrustAccessPolicy } from '@cdktf/provider-cloudflare/lib/zero-trust-access-policy';
import { pinned } from '../../../lib/constructs/stateful';
import { TerraformOutput } from '../../../lib/constructs/terraform';
import { address, type EdgeContext } from './stack';

export function access({ stack, platform, edge, accountId, hosts }: EdgeContext): void {
  const sessionDuration = `${edge.access.sessionHours}h`;
  const policy = pinned(
    new ZeroTrustAccessPolicy(stack, 'access_policy', {
      accountId,
      name: `${platform.name}: people of the company`,
      decision: 'allow',
      include: edge.access.emailDomains.map((domain) => ({ emailDomain: { domain } })),
      sessionDuration,
    }),
    'people',
  );
  const applications = hosts
    .filter(({ kind }) => kind === 'admin')
    .map(({ id, host }) => ({
      host,
      application: pinned(
        new ZeroTrustAccessApplication(stack, `access_${address(id)}`, {
          accountId,
          name: `${platform.name}: ${id}`,
          type: 'self_hosted',
          domain: host,
          destinations: [{ type: 'public', uri: host }],
          policies: [{ id: policy.id, precedence: 1 }],
          sessionDuration,
          httpOnlyCookieAttribute: true,
          sameSiteCookieAttribute: 'lax',
          appLauncherVisible: false,
        }),
        address(id),
      ),
    }));
  new TerraformOutput(stack, 'access_audiences', {
    value: Object.fromEntries(applications.map(({ host, application }) => [host, application.aud])),
    description: 'Audience of the Access token by host',
  });
}
