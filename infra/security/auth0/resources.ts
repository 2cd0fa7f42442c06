/** The resources of a tenant that the platform makes. */
import { resource } from './resource';

interface RefreshToken {
  readonly rotation_type: 'rotating' | 'non-rotating';
  readonly expiration_type: 'expiring' | 'non-expiring';
  /** Seconds. */
  readonly token_lifetime: number;
  readonly idle_token_lifetime: number;
  /** Seconds in which a token that was used may be used again: two pods that renew one login at once. */
  readonly leeway: number;
}

interface ClientArguments {
  readonly name: string;
  readonly description: string;
  readonly app_type: 'native' | 'regular_web' | 'spa';
  readonly callbacks: readonly string[];
  readonly allowed_logout_urls?: readonly string[];
  /** Origins whose pages may talk to the token endpoint by themselves. */
  readonly web_origins?: readonly string[];
  readonly allowed_origins?: readonly string[];
  readonly grant_types: readonly string[];
  readonly is_first_party: boolean;
  readonly oidc_conformant: boolean;
  readonly cross_origin_auth: boolean;
  readonly jwt_configuration: { readonly alg: 'RS256'; readonly lifetime_in_seconds: number };
  readonly refresh_token: RefreshToken;
}
export class Client extends resource<ClientArguments>('auth0_client') {
  get clientId(): string {
    return this.getStringAttribute('client_id');
  }
}

/** The secret itself is never in the state: a new one is written when its version is another. */
export class ClientCredentials extends resource<{
  readonly client_id: string;
  readonly authentication_method: 'client_secret_basic';
  readonly client_secret_wo: string;
  readonly client_secret_wo_version: number;
}>('auth0_client_credentials') {}

/** What a client may ask for at an audience: for itself, or for the person who logs in. */
export class ClientGrant extends resource<{
  readonly client_id: string;
  readonly audience: string;
  readonly subject_type: 'client' | 'user';
  readonly scopes: readonly string[];
}>('auth0_client_grant') {}

interface ResourceServerArguments {
  readonly name: string;
  readonly identifier: string;
  readonly signing_alg: 'RS256';
  /** Seconds. */
  readonly token_lifetime: number;
  readonly token_lifetime_for_web: number;
  readonly allow_offline_access: boolean;
  readonly skip_consent_for_verifiable_first_party_clients: boolean;
  /** Permissions are those of the roles of a person, not those that a client asks for. */
  readonly enforce_policies: boolean;
  readonly token_dialect: 'access_token' | 'access_token_authz';
  readonly subject_type_authorization: {
    readonly user: { readonly policy: 'deny_all' | 'require_client_grant' };
    readonly client: { readonly policy: 'deny_all' | 'require_client_grant' };
  };
}
export class ResourceServer extends resource<ResourceServerArguments>('auth0_resource_server') {
  get identifier(): string {
    return this.getStringAttribute('identifier');
  }
}
export class ResourceServerScopes extends resource<{
  readonly resource_server_identifier: string;
  readonly scopes: readonly { readonly name: string; readonly description: string }[];
}>('auth0_resource_server_scopes') {}

export class Role extends resource<{ readonly name: string; readonly description: string }>('auth0_role') {}
export class RolePermissions extends resource<{
  readonly role_id: string;
  readonly permissions: readonly { readonly name: string; readonly resource_server_identifier: string }[];
}>('auth0_role_permissions') {}

export class Action extends resource<{
  readonly name: string;
  readonly runtime: 'node22';
  readonly deploy: boolean;
  readonly code: string;
  readonly supported_triggers: { readonly id: 'post-login'; readonly version: 'v3' };
}>('auth0_action') {}
export class TriggerActions extends resource<{
  readonly trigger: 'post-login';
  readonly actions: readonly { readonly id: string; readonly display_name: string }[];
}>('auth0_trigger_actions') {}

interface ConnectionArguments {
  readonly name: string;
  readonly strategy: 'auth0';
  readonly options: {
    readonly disable_signup: boolean;
    readonly brute_force_protection: boolean;
    readonly password_policy: 'excellent';
    readonly password_history: { readonly enable: boolean; readonly size: number };
    readonly password_no_personal_info: { readonly enable: boolean };
    readonly password_complexity_options: { readonly min_length: number };
  };
}
export class Connection extends resource<ConnectionArguments>('auth0_connection') {}
/** Every client of a connection that is ours. */
export class ConnectionClients extends resource<{ readonly connection_id: string; readonly enabled_clients: readonly string[] }>('auth0_connection_clients') {}
/** One client of a connection that others use too. */
export class ConnectionClient extends resource<{ readonly connection_id: string; readonly client_id: string }>('auth0_connection_client') {}

interface TenantArguments {
  readonly friendly_name: string;
  readonly support_email: string;
  /** Hours. */
  readonly session_lifetime: number;
  readonly idle_session_lifetime: number;
  readonly oidc_logout: { readonly rp_logout_end_session_endpoint_discovery: boolean };
  readonly flags: Readonly<Record<string, boolean>>;
}
export class Tenant extends resource<TenantArguments>('auth0_tenant') {}
export class Prompt extends resource<{ readonly universal_login_experience: 'new'; readonly identifier_first: boolean }>('auth0_prompt') {}

interface Shield {
  readonly enabled: boolean;
  readonly shields: readonly string[];
}
export class AttackProtection extends resource<{
  readonly brute_force_protection: Shield & { readonly max_attempts: number; readonly mode: 'count_per_identifier_and_ip' };
  readonly suspicious_ip_throttling: Shield;
}>('auth0_attack_protection') {}

export class Guardian extends resource<{
  readonly policy: 'all-applications' | 'never';
  readonly otp: boolean;
  readonly recovery_code: boolean;
  readonly email: boolean;
  readonly webauthn_roaming: { readonly enabled: boolean; readonly user_verification?: 'required' };
  readonly webauthn_platform: { readonly enabled: boolean };
}>('auth0_guardian') {}

export class CustomDomain extends resource<{ readonly domain: string; readonly type: 'auth0_managed_certs'; readonly tls_policy: 'recommended' }>(
  'auth0_custom_domain',
) {
  /** The record that proves to Auth0 whose the name is: an object with `name`, `domain`, `type` and `record`. */
  get proof(): string {
    return this.interpolationForAttribute('verification[0].methods[0]').toString();
  }
}
export class CustomDomainVerification extends resource<{ readonly custom_domain_id: string; readonly timeouts: { readonly create: string } }>(
  'auth0_custom_domain_verification',
) {}

export class LogStream extends resource<{
  readonly name: string;
  readonly type: 'eventbridge' | 'eventgrid';
  readonly status: 'active';
  readonly sink: Readonly<Record<string, string>>;
}>('auth0_log_stream') {}
