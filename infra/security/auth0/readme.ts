/** What a person needs to know around an apply of the tenant. */
import type { Platform } from '../../../lib/model';
import { auth0Settings, terminalClientId, tokenAudiences } from '../../../lib/names';
import { secretVariables, secretVersionVariable } from './clients';

const every = (...kinds: readonly string[]): readonly string[] =>
  kinds.flatMap((kind) => ['read', 'create', 'update', 'delete'].map((verb) => `${verb}:${kind}`));
/** What the management API asks of whoever applies this stack. */
const scopes: readonly string[] = [
  ...every('actions', 'clients', 'client_grants', 'connections', 'custom_domains', 'log_streams', 'resource_servers', 'roles'),
  'update:client_keys',
  ...['attack_protection', 'guardian_factors', 'mfa_policies', 'prompts', 'tenant_settings'].flatMap((kind) => [`read:${kind}`, `update:${kind}`]),
];

export function readme(platform: Platform): string {
  const { auth0 } = auth0Settings(platform);
  const { admin } = platform.security.roles;
  return [
    `# Auth0 tenant ${auth0.tenant}

The tenant belongs to this platform: sessions, second factors, flows after the login and protection against attacks are settings of the whole tenant, and this stack owns them.

## Before the first apply

1. Make the tenant in the dashboard of Auth0, in the region where people's data may be. Delete the client "Default App" and the connection "Username-Password-Authentication".
2. Applications, Create, Machine to Machine: a client for whoever applies, authorised for the Auth0 Management API with these scopes and no others (without \`read:client_keys\` and \`read:client_credentials\` it cannot read a secret back):

       ${scopes.join(' ')}

3. Put the secrets that \`dist/README.md\` lists into the stores of the clusters.`,
    variables(platform),
    customDomain(auth0.customDomain),
    `## Afterwards

- \`terraform output -json > security.json\`, then \`npm run lock -- security.json\`, \`npm run synth\`, commit: client ids exist only now, and the clusters need them.
- The first administrator: User Management, Users, Create (connection ${auth0.connections[0]?.name ?? ''}), then Roles, Assign: \`${admin}\`. Who has which role is kept in Auth0, not in git. ${
      auth0.secondFactor === 'everybody'
        ? 'At the first login Auth0 asks for a second factor to be set up.'
        : 'Second factors are left to the connections: check that each of them asks for one.'
    }`,
    programs(platform),
    `## A client secret is to be changed

Write the new value into the stores (property \`client-secret\`), export the variable, raise \`TF_VAR_${secretVersionVariable}\` by one and apply. Auth0 has one secret for each client: from the apply until External Secrets has brought the new value and the pods have restarted, logins fail; those that exist go on. \`kubectl -n login annotate externalsecret oauth2-proxy force-sync=$(date +%s) --overwrite\` and \`kubectl -n login rollout restart deployment oauth2-proxy\` make it a minute.

## Somebody must be out at once

Block the person in the dashboard (Users, Actions, Block) and delete the sessions there. Tokens that are out end by themselves, after a quarter of an hour at most for pages.

## Nobody can log in

Monitoring, Logs in the dashboard says why Auth0 refuses: \`f*\` are failures, \`fapi\` refused calls of this stack. status.auth0.com says whether it is Auth0. ${waysIn(platform)}

## Destroying

\`auth0_connection\` refuses: with it goes every account. A client that is destroyed and made again has another id: lock, synth and commit again.`,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function variables(platform: Platform): string {
  const lines = secretVariables(platform).map(
    ({ variable, secretId }) => `    export TF_VAR_${variable}=…  # property client-secret of the secret ${secretId}`,
  );
  return `## Credentials and variables

    export AUTH0_CLIENT_ID=… AUTH0_CLIENT_SECRET=…
${lines.join('\n')}

The secrets of clients are the same values that the clusters have. They go to Auth0 and nowhere else: not into the state, not into a plan.`;
}

/** What people still reach while nobody can log in. */
const waysIn = ({ delivery }: Platform): string =>
  `${delivery.use === 'argocd' ? '`argocd --core` needs no login. ' : ''}Grafana has no other way in: docs/runbooks/auth0.md, "Emergencies", looks at metrics without it.`;

const customDomain = (domain: string | undefined): string =>
  domain === undefined
    ? ''
    : `## Custom domain ${domain}

\`terraform apply -target=auth0_custom_domain.domain\` first: the output \`custom_domain_record\` is a CNAME record. Make it in the zone, without the edge in front (DNS only), then apply everything: Auth0 looks for it for half an hour. Tokens have the issuer of this domain: changing it ends every login.`;

function programs(platform: Platform): string {
  const audiences = tokenAudiences(platform);
  return audiences.length === 0
    ? ''
    : `## Programs and people at APIs

Audiences: ${audiences.map(({ id }) => `\`${id}\``).join(', ')}. A program gets a Machine to Machine client of its own in the dashboard, authorised for the audience with the permissions that it needs. People get permissions by roles (User Management, Roles, Permissions) and log in with the client \`${terminalClientId(platform)}\` (output \`terminal_client_id\`): device code, or callback http://localhost:8250/callback. Tokens live for an hour: a permission that was taken away is gone by then.`;
}
