/** The tenant itself: sessions, pages, protection, second factors, name and log. */
import { keep, pinned } from '../../../lib/constructs/stateful';
import { TerraformOutput } from '../../../lib/constructs/terraform';
import { AttackProtection, CustomDomain, CustomDomainVerification, Guardian, LogStream, Prompt, Tenant } from './resources';
import type { TenantContext } from './stack';

export function tenant(context: TenantContext): void {
  const { stack, platform, settings } = context;
  pinned(
    new Tenant(stack, 'tenant', {
      friendly_name: platform.name,
      support_email: platform.owner.email,
      session_lifetime: settings.sessionHours,
      idle_session_lifetime: Math.round((settings.idleMinutes / 60) * 1000) / 1000,
      oidc_logout: { rp_logout_end_session_endpoint_discovery: true },
      flags: {
        // A client gets the connections that are named here, a new one none.
        enable_client_connections: false,
        enable_dynamic_client_registration: false,
        no_disclose_enterprise_connections: true,
        enable_public_signup_user_exists_error: false,
        disable_clickjack_protection_headers: false,
      },
    }),
  );
  pinned(new Prompt(stack, 'prompt', { universal_login_experience: 'new', identifier_first: true }));
  pinned(
    new AttackProtection(stack, 'attack_protection', {
      brute_force_protection: { enabled: true, shields: ['block', 'user_notification'], max_attempts: 10, mode: 'count_per_identifier_and_ip' },
      suspicious_ip_throttling: { enabled: true, shields: ['block', 'admin_notification'] },
    }),
  );
  secondFactor(context);
  customDomain(context);
  logStream(context);
}

function secondFactor({ stack, settings }: TenantContext): void {
  const asked = settings.auth0.secondFactor === 'everybody';
  pinned(
    new Guardian(stack, 'second_factors', {
      policy: asked ? 'all-applications' : 'never',
      otp: asked,
      recovery_code: asked,
      // Mail proves little more than the password that is reset by it.
      email: false,
      webauthn_roaming: asked ? { enabled: true, user_verification: 'required' } : { enabled: false },
      webauthn_platform: { enabled: asked },
    }),
  );
}

function customDomain({ stack, settings }: TenantContext): void {
  const { customDomain: domain } = settings.auth0;
  if (domain === undefined) return;
  const made = pinned(new CustomDomain(stack, 'domain', { domain, type: 'auth0_managed_certs', tls_policy: 'recommended' }, { lifecycle: keep }));
  pinned(new CustomDomainVerification(stack, 'domain_verification', { custom_domain_id: made.id, timeouts: { create: '30m' } }), 'domain');
  new TerraformOutput(stack, 'custom_domain_record', {
    value: made.proof,
    description: `DNS record that ${domain} needs, not proxied by the edge`,
  });
}

function logStream({ stack, platform, settings }: TenantContext): void {
  const { logStream: stream } = settings.auth0;
  if (!stream) return;
  const sink: Readonly<Record<string, string>> =
    stream.type === 'eventbridge'
      ? { aws_account_id: stream.accountId, aws_region: stream.region }
      : { azure_subscription_id: stream.subscriptionId, azure_resource_group: stream.resourceGroup, azure_region: stream.region };
  pinned(new LogStream(stack, 'log_stream', { name: platform.name, type: stream.type, status: 'active', sink }), 'log');
}
