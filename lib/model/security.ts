/** Aspect `security`: who may reach which endpoint, and how the platform finds that out. */
import { z } from 'zod';
import { auth0Settings } from './auth0';
import { dnsLabel, email, hostname, role, text, uniqueList } from './fields';

const uiRoles = z
  .strictObject({
    admin: role.default('platform-admin').describe('Role that administers the platform: every UI, with write access.'),
    viewer: role
      .meta({ examples: ['platform-viewer'] })
      .default('platform-viewer')
      .describe('Role that may look at the UIs of the platform without changing anything.'),
  })
  .prefault({})
  .describe('Roles of the people who run the platform.');

const login = {
  roles: uiRoles,
  sessionHours: z.int().min(1).max(24).default(10).describe('Longest time that a login lasts, in hours.'),
  idleMinutes: z.int().min(5).max(480).default(30).describe('A login ends after this many minutes without use.'),
};

const mesh = {
  trustDomain: hostname
    .meta({ examples: ['mesh.acme-db.example'] })
    .optional()
    .describe('Trust domain of workload certificates; stable for ever. Default: mesh.<domain>.'),
  meshes: z
    .enum(['separate', 'joined'])
    .default('separate')
    .describe('separate: each cluster is its own mesh. joined: east-west gateways and one shared root let services of both clusters call each other.'),
};

export const securityOptions = {
  'nginx-auth0': z.strictObject({
    use: z.literal('nginx-auth0').describe('F5 NGINX Ingress Controller, oauth2-proxy with Auth0 and a Redis-protocol session store; no mesh.'),
    auth0: auth0Settings,
    ...login,
  }),
  'istio-auth0': z.strictObject({
    use: z.literal('istio-auth0').describe('Istio with the tokens of Auth0; oauth2-proxy without a store for pages that cannot log in by themselves.'),
    auth0: auth0Settings,
    ...login,
    audience: text({
      pattern: /^[a-z][a-z0-9:/._-]*[a-z0-9]$/,
      allowed: 'lower-case letters, digits and :/._-, starting with a letter',
      example: 'https://acme-db.example/logins',
      max: 200,
    })
      .optional()
      .describe('Identifier of the API that access tokens of people are for; the gateway checks it. Never changes. Default: https://<domain>/logins.'),
    ...mesh,
    trustDomainAliases: uniqueList(hostname.meta({ examples: ['mesh.old.example'] }))
      .max(10)
      .default([])
      .describe('Further trust domains whose certificates count as our own: an earlier name, or another mesh below the same root. Every other one is refused.'),
  }),
  'istio-keycloak': z.strictObject({
    use: z.literal('istio-keycloak').describe('Istio, Keycloak, oauth2-proxy and a Redis-protocol session store.'),
    realm: dnsLabel(36, 'acme-db').optional().describe('Name of the Keycloak realm. Default: the name of the platform.'),
    roles: uiRoles,
    activeCluster: text({ pattern: /^[a-z][a-z0-9-]*$/, allowed: 'the name of one of the two clusters', example: 'aws-euc1', max: 12 })
      .optional()
      .describe('Cluster that runs Keycloak; the other one is its standby. Default: the first cluster.'),
    promotionToken: text({
      pattern: /^[A-Za-z0-9+/=]{1,4096}$/,
      allowed: 'the value of status.demotionToken (base64)',
      example: 'eyJkYXRhYmFzZSI6ICIuLi4ifQ==',
    })
      .optional()
      .describe(
        'Only while activeCluster changes as planned: status.demotionToken of the old database, so that the new one takes over without losing a commit. Removed afterwards.',
      ),
    sessionHours: login.sessionHours,
    idleMinutes: login.idleMinutes,
    ...mesh,
    smtp: z
      .strictObject({
        host: hostname.meta({ examples: ['smtp.example.com'] }).describe('SMTP server with STARTTLS.'),
        port: z.int().min(1).max(65535).default(587).describe('SMTP port.'),
        from: email.meta({ examples: ['no-reply@example.com'] }).describe('Sender of account mails.'),
      })
      .optional()
      .describe('Mail server for password resets and verification; user and password come from the secret store. Left out, Keycloak sends no mail.'),
  }),
} as const;

export const securitySchema = z.discriminatedUnion('use', [securityOptions['istio-keycloak'], securityOptions['nginx-auth0'], securityOptions['istio-auth0']]);
export const securityIds = ['nginx-auth0', 'istio-auth0', 'istio-keycloak'] as const;
type Settings = z.output<typeof securitySchema>;
type Of<Use extends Settings['use']> = Extract<Settings, { readonly use: Use }>;

/** The platform's own identity provider, or undefined where somebody else runs it. */
export const ownIdentity = (security: Settings): Of<'istio-keycloak'> | undefined => (security.use === 'istio-keycloak' ? security : undefined);

/** Settings with a tenant at Auth0, or undefined where the platform has an identity provider of its own. */
export const auth0Of = (security: Settings): Of<'nginx-auth0' | 'istio-auth0'> | undefined => (security.use === 'istio-keycloak' ? undefined : security);

/** Settings with a mesh, or undefined where the option brings none. */
export const meshOf = (security: Settings): Of<'istio-auth0' | 'istio-keycloak'> | undefined => (security.use === 'nginx-auth0' ? undefined : security);
