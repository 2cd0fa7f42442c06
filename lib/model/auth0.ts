/** Settings of a tenant at Auth0, for every option whose logins come from there. */
import { z } from 'zod';
import { hostname, text, uuid } from './fields';

/** Names of connections as Auth0 accepts them. */
const connectionName = text({
  pattern: /^[A-Za-z0-9]([A-Za-z0-9-]{0,33}[A-Za-z0-9])?$/,
  allowed: 'letters, digits and dashes, at most 35, starting and ending with a letter or digit',
  example: 'people',
});

export const auth0Connection = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('database').describe('A user database in the tenant, made by the platform: passwords and second factors are kept by Auth0.'),
    name: connectionName.describe('Name of the connection; never changes.'),
  }),
  z.strictObject({
    kind: z.literal('existing').describe('A connection that somebody made in the tenant, such as SAML, OpenID Connect or Entra ID.'),
    name: connectionName.meta({ examples: ['corporate'] }).describe('Name of the connection.'),
  }),
]);

const logStream = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('eventbridge').describe('Amazon EventBridge.'),
    accountId: text({ pattern: /^\d{12}$/, allowed: 'twelve digits, in quotes', example: '111122223333' }).describe('AWS account that receives the events.'),
    region: text({ pattern: /^[a-z]{2}(-[a-z]+)+-\d$/, allowed: 'an AWS region', example: 'eu-central-1' }).describe('Region of the event source.'),
  }),
  z.strictObject({
    type: z.literal('eventgrid').describe('Azure Event Grid.'),
    subscriptionId: uuid.describe('Azure subscription that receives the events.'),
    resourceGroup: text({ pattern: /^[\w.()-]{0,89}[\w()-]$/, allowed: 'the name of a resource group', example: 'rg-audit' }).describe(
      'Resource group of the partner topic.',
    ),
    region: text({ pattern: /^[a-z][a-z0-9]*$/, allowed: 'an Azure region', example: 'westeurope' }).describe('Region of the partner topic.'),
  }),
]);

export const auth0Settings = z
  .strictObject({
    tenant: hostname
      .meta({ examples: ['acme-db.eu.auth0.com'] })
      .describe('Domain of the tenant, which belongs to this platform alone. Issuer of all tokens unless customDomain is set.'),
    customDomain: hostname
      .meta({ examples: ['login.acme-db.example'] })
      .optional()
      .describe('Custom domain of the tenant: what people see while they log in, and issuer of all tokens. Changing it ends every login.'),
    connections: z
      .array(auth0Connection)
      .min(1)
      .max(20)
      .default([{ kind: 'database', name: 'people' }])
      .describe('Where people come from. The clients of the platform are opened to these connections and no others.'),
    secondFactor: z
      .enum(['everybody', 'by-connection'])
      .default('everybody')
      .describe('everybody: Auth0 asks each person for a second factor. by-connection: only where every connection asks for one by itself.'),
    logStream: logStream.optional().describe('Where the log of the tenant goes. Auth0 itself keeps it for some days only. Default: nowhere.'),
  })
  .describe('Tenant at Auth0.');
