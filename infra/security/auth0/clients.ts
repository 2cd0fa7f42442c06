/** Clients: the login proxy, programs that log people in by themselves, and people at a terminal. */
import { TerraformVariable } from '../../../lib/constructs/terraform';
import type { Platform } from '../../../lib/model';
import { loginSeconds, proxyClient, ssoClients, terminalClientId, tokenAudiences, type SsoClient } from '../../../lib/names';
import { pinned } from '../../../lib/constructs/stateful';
import { Client, ClientCredentials } from './resources';
import { address, type Clients, type TenantContext } from './stack';

type ClientArguments = ConstructorParameters<typeof Client>[2];

const platformClients = (platform: Platform): readonly SsoClient[] => [proxyClient(platform), ...ssoClients(platform)];

/** Variable with the secret of a client, the same value that the clusters have in their stores. */
export const secretVariable = (secretId: string): string => `${address(secretId)}_client_secret`;
/** Variables with secrets, and the secret of the name contract that each belongs to. */
export const secretVariables = (platform: Platform): readonly { readonly variable: string; readonly secretId: string }[] =>
  platformClients(platform).flatMap(({ secretId }) => (secretId === undefined ? [] : [{ variable: secretVariable(secretId), secretId }]));
export const secretVersionVariable = 'client_secret_version';

export function clients(context: TenantContext): Clients {
  const { platform, stack } = context;
  const made = new Map(
    platformClients(platform).map((client) => [client.id, pinned(new Client(stack, address(client.id), clientArguments(platform, client)))]),
  );
  const confidential = platformClients(platform).filter(({ secretId }) => secretId !== undefined);
  if (confidential.length > 0) credentials(context, confidential, made);
  if (tokenAudiences(platform).length > 0) made.set(terminalClientId(platform), pinned(new Client(stack, 'terminal', terminalArguments(platform)), 'terminal'));
  return made;
}

/** What all clients have in common: nothing that was not asked for. */
const common = (platform: Platform) => {
  const { token, idle, session } = loginSeconds(platform);
  return {
    is_first_party: true,
    oidc_conformant: true,
    cross_origin_auth: false,
    jwt_configuration: { alg: 'RS256', lifetime_in_seconds: token },
    refresh_token: { rotation_type: 'rotating', expiration_type: 'expiring', token_lifetime: session, idle_token_lifetime: idle, leeway: 30 },
  } as const;
};

function clientArguments(platform: Platform, { title, kind, redirectUris, postLogoutRedirectUris }: SsoClient): ClientArguments {
  // Pages exchange the code by themselves; nothing else may.
  const origins = [...new Set(redirectUris.filter((uri) => uri.startsWith('https:')).map((uri) => new URL(uri).origin))].sort();
  return {
    name: `${platform.name} ${title}`,
    description: `${title} of the database platform ${platform.name}`,
    app_type: kind === 'public' ? 'spa' : 'regular_web',
    callbacks: redirectUris,
    ...(postLogoutRedirectUris.length > 0 ? { allowed_logout_urls: postLogoutRedirectUris } : {}),
    ...(kind === 'public' ? { web_origins: origins, allowed_origins: origins } : {}),
    grant_types: ['authorization_code', 'refresh_token'],
    ...common(platform),
  };
}

/** A device code, or a browser on the same machine. */
const terminalArguments = (platform: Platform): ClientArguments => ({
  name: `${platform.name} terminal`,
  description: `People at a terminal who call the APIs of the database platform ${platform.name}`,
  app_type: 'native',
  callbacks: ['http://127.0.0.1:8250/callback', 'http://localhost:8250/callback'],
  grant_types: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'],
  ...common(platform),
});

/** Secrets are ephemeral: Terraform hands them to Auth0 and keeps them nowhere. */
function credentials({ stack }: TenantContext, confidential: readonly SsoClient[], made: Clients): void {
  const version = new TerraformVariable(stack, secretVersionVariable, {
    type: 'number',
    default: 1,
    description: 'Raise it with every new client secret: a secret that is not kept anywhere cannot be compared',
  });
  for (const { id, secretId = '', title } of confidential) {
    const secret = new TerraformVariable(stack, secretVariable(secretId), {
      type: 'string',
      nullable: false,
      sensitive: true,
      description: `Secret of the client ${title}: property client-secret of the secret ${secretId} in the stores of the clusters`,
    });
    secret.addOverride('ephemeral', true);
    pinned(
      new ClientCredentials(stack, `${address(id)}_credentials`, {
        client_id: made.get(id)?.clientId ?? '',
        authentication_method: 'client_secret_basic',
        client_secret_wo: secret.stringValue,
        client_secret_wo_version: version.numberValue,
      }),
      address(id),
    );
  }
}
