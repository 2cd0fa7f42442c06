/** The realm as data: what Keycloak imports once, and what the sync keeps. The same content, two ways to write a variable. */
import type { KeycloakRealmImportProps } from '../../../../../imports/k8s.keycloak.org';
import type { Platform } from '../../../../../lib/model';
import { loginRoles } from '../../../../../lib/names';
import { audiences, clients, type Audience, type RealmClient, type RealmInput } from './clients';
import { smtpOf } from './secrets';

export type Realm = NonNullable<KeycloakRealmImportProps['spec']>['realm'];

const days = (count: number): number => count * 24 * 3600;
/** Seconds; the login proxy refreshes a minute earlier. */
export const accessTokenSeconds = 300;

export function realm(input: RealmInput): Realm {
  const { platform } = input;
  const made = clients(input);
  const found = audiences(input);
  const roles = realmRoles(platform, made);
  return {
    realm: input.realm,
    displayName: platform.name,
    enabled: true,
    sslRequired: 'external',
    ...account(platform),
    ...sessions(platform),
    ...protection,
    ...mail(input),
    roles: {
      realm: roles.map((name) =>
        name === platform.security.roles.admin
          ? { name, description: 'Administers the platform', composite: true, composites: adminComposites(platform, found) }
          : { name, description: `Role ${name}` },
      ),
      client: Object.fromEntries(found.map(({ id, permissions }) => [id, permissions.map((name) => ({ name, description: `Permission ${name} at ${id}` }))])),
    },
    // One group for each role: people are put into groups, never given roles one by one.
    groups: roles.map((name) => ({ name, path: `/${name}`, realmRoles: [name] })),
    clients: made.map(({ client }) => client),
    scopeMappings: made.filter(({ roles: { length } }) => length > 0).map(({ client, roles: allowed }) => ({ client: client.clientId ?? '', roles: allowed })),
    ...(found.length > 0 ? { clientScopeMappings: scopesOfTerminal(made, found) } : {}),
  };
}

/** Every role that an endpoint or a client asks for. */
const realmRoles = (platform: Platform, made: readonly RealmClient[]): readonly string[] =>
  [...new Set([...loginRoles(platform), ...made.flatMap(({ roles }) => roles)])].sort();

const adminComposites = (platform: Platform, found: readonly Audience[]) => ({
  realm: [platform.security.roles.viewer],
  client: Object.fromEntries(found.map(({ id, permissions }) => [id, permissions])),
});

/** Permissions that tokens of clients may carry where the client maps them: the full scope is off everywhere. */
const scopesOfTerminal = (made: readonly RealmClient[], found: readonly Audience[]) =>
  Object.fromEntries(
    found.map(({ id, permissions }) => [
      id,
      made
        .filter(({ client }) => client.protocolMappers?.some(({ config }) => config?.['usermodel.clientRoleMapping.clientId'] === id))
        .map(({ client }) => ({ client: client.clientId ?? '', roles: permissions })),
    ]),
  );

const account = (platform: Platform): Realm => ({
  registrationAllowed: false,
  registrationEmailAsUsername: false,
  loginWithEmailAllowed: true,
  duplicateEmailsAllowed: false,
  editUsernameAllowed: false,
  rememberMe: false,
  // Without a mail server an administrator sets passwords and confirms addresses; the login proxy refuses unconfirmed ones.
  verifyEmail: smtpOf(platform) !== undefined,
  resetPasswordAllowed: smtpOf(platform) !== undefined,
  passwordPolicy: 'length(14) and maxLength(128) and notUsername and notEmail and passwordHistory(5)',
  otpPolicyType: 'totp',
  otpPolicyAlgorithm: 'HmacSHA1', // what authenticator apps understand
  otpPolicyDigits: 6,
  otpPolicyPeriod: 30,
  otpPolicyLookAheadWindow: 1,
  otpPolicyCodeReusable: false,
  requiredActions: requiredActions(),
});

/** The whole list: an import that names one action has no other. Everybody sets up a second factor at the first login. */
function requiredActions(): NonNullable<Realm['requiredActions']> {
  const action = (alias: string, name: string, priority: number, defaultAction = false) => ({
    alias,
    providerId: alias,
    name,
    enabled: true,
    defaultAction,
    priority,
    config: {},
  });
  return [
    action('CONFIGURE_TOTP', 'Configure OTP', 10, true),
    action('UPDATE_PASSWORD', 'Update Password', 30),
    action('UPDATE_PROFILE', 'Update Profile', 40),
    action('VERIFY_EMAIL', 'Verify Email', 50),
    action('webauthn-register', 'Webauthn Register', 70),
    action('webauthn-register-passwordless', 'Webauthn Register Passwordless', 80),
    action('VERIFY_PROFILE', 'Verify Profile', 90),
    action('delete_credential', 'Delete Credential', 100),
    action('update_user_locale', 'Update User Locale', 1000),
  ];
}

const sessions = ({ security: { sessionHours, idleMinutes } }: Platform): Realm => ({
  defaultSignatureAlgorithm: 'RS256',
  accessTokenLifespan: accessTokenSeconds,
  accessCodeLifespan: 60,
  accessCodeLifespanLogin: 1800,
  accessCodeLifespanUserAction: 300,
  actionTokenGeneratedByAdminLifespan: 43200,
  actionTokenGeneratedByUserLifespan: 300,
  ssoSessionIdleTimeout: idleMinutes * 60,
  ssoSessionMaxLifespan: sessionHours * 3600,
  offlineSessionIdleTimeout: days(7),
  offlineSessionMaxLifespanEnabled: true,
  offlineSessionMaxLifespan: days(30),
  // Several proxies refresh the same session: a token that is used up by one of them would log the user out.
  revokeRefreshToken: false,
});

const protection: Realm = {
  bruteForceProtected: true,
  bruteForceStrategy: 'MULTIPLE',
  permanentLockout: false,
  failureFactor: 10,
  waitIncrementSeconds: 60,
  maxFailureWaitSeconds: 900,
  maxDeltaTimeSeconds: 43200,
  quickLoginCheckMilliSeconds: 1000,
  minimumQuickLoginWaitSeconds: 60,
  // Without an end these tables grow for ever.
  eventsEnabled: true,
  eventsExpiration: days(30),
  eventsListeners: ['jboss-logging'],
  adminEventsEnabled: true,
  adminEventsDetailsEnabled: false,
  attributes: { adminEventsExpiration: String(days(90)) },
};

function mail({ platform, variable }: RealmInput): Realm {
  const smtp = smtpOf(platform);
  if (!smtp) return {};
  return {
    smtpServer: {
      host: smtp.host,
      port: String(smtp.port),
      from: smtp.from,
      fromDisplayName: platform.name,
      starttls: 'true',
      ssl: 'false',
      auth: 'true',
      user: variable('SMTP_USERNAME'),
      password: variable('SMTP_PASSWORD'),
    },
  };
}

/**
 * The realm of the server's own administrators, as far as git decides: they log in on the administration host alone,
 * which the public host does not serve.
 */
export const masterRealm = (adminHost: string): Realm => ({
  realm: 'master',
  enabled: true,
  sslRequired: 'external',
  ...protection,
  attributes: { ...protection.attributes, frontendUrl: `https://${adminHost}` },
  passwordPolicy: 'length(14) and maxLength(128) and notUsername and notEmail and passwordHistory(5)',
  accessTokenLifespan: 60,
  ssoSessionIdleTimeout: 900,
  ssoSessionMaxLifespan: 14400,
});
