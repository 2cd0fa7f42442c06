/** A first platform.yaml from a few answers. */
import { z } from 'zod';
import { email, hexId, hostname, uuid } from './fields';
import { allowed } from './schema/allowed';
import { exampleValue, inline } from './schema/example';
import { schemaAt, type Schema } from './schema/walk';
import { platformSchema } from './platform';
import { securityOptions } from './security';

export interface InitQuestion {
  /** Flag of the command line: `--name`. */
  readonly flag: string;
  readonly ask: string;
  /** Whether earlier answers leave the question open. @default - always */
  readonly needed?: (answers: Partial<InitAnswers>) => boolean;
  /** Suggested answer; may depend on earlier answers. Undefined: must be given. */
  readonly suggest?: (answers: Partial<InitAnswers>) => string | undefined;
  /** What is allowed, in words. */
  readonly allowed: string;
  /** Why the answer cannot be used; undefined if it can. */
  readonly problem: (answer: string) => string | undefined;
}

const sample = { cloud: { use: 'aws-azure', clusters: [{}, {}] }, edge: { use: 'cloudflare' }, delivery: { use: 'argocd' } };
const at = (...path: readonly (string | number)[]): Schema => schemaAt(platformSchema, path, sample) ?? z.string();

const fields = {
  name: [at('name'), 'Name of the platform (first part of every name in the clouds, never changes)'],
  domain: [hostname, 'Domain of the platform (every host is below it)'],
  team: [at('owner', 'team'), 'Team that runs it'],
  email: [email, 'Mailbox of that team'],
  'aws-account': [at('cloud', 'aws', 'accountId'), 'AWS account (12 digits)'],
  'aws-admin-role': [at('cloud', 'aws', 'adminRoles', 0), 'IAM role that administers the EKS cluster'],
  'aws-region': [at('cloud', 'clusters', 0, 'region'), 'AWS region'],
  'aws-cluster': [at('cloud', 'clusters', 0, 'name'), 'Name of the EKS cluster'],
  'azure-subscription': [uuid, 'Azure subscription'],
  'azure-tenant': [uuid, 'Entra tenant'],
  'azure-admin-group': [uuid, 'Object id of the Entra group that administers the AKS cluster'],
  'azure-region': [at('cloud', 'clusters', 1, 'region'), 'Azure region'],
  'azure-cluster': [at('cloud', 'clusters', 1, 'name'), 'Name of the AKS cluster'],
  security: [z.enum(Object.keys(securityOptions) as [Security, ...Security[]]), 'Who logs people in, and what stands in front of everything'], // keys of the options
  'auth0-tenant': [hostname, 'Domain of the Auth0 tenant'],
  repository: [at('delivery', 'repository'), 'Git repository that will hold this file and dist/ (https at GitHub)'],
  'cloudflare-account': [hexId, 'Cloudflare account id'],
  'cloudflare-zone-id': [hexId, 'Cloudflare zone id'],
  'cloudflare-zone': [hostname, 'Name of the Cloudflare zone'],
  'cloudflare-plan': [at('edge', 'plan'), 'Cloudflare plan of the zone'],
  'cloudflare-team': [at('edge', 'access', 'teamName'), 'Zero Trust team (<team>.cloudflareaccess.com)'],
} as const satisfies Record<string, readonly [Schema, string]>;

export type InitFlag = keyof typeof fields;
type Security = keyof typeof securityOptions;
/** Questions that only some answers lead to. */
type OpenFlag = 'auth0-tenant';
export type InitAnswers = Readonly<Record<Exclude<InitFlag, OpenFlag>, string> & Partial<Record<OpenFlag, string>>>;

const hasTenant = ({ security }: Partial<InitAnswers>): boolean =>
  security !== undefined && security in securityOptions && 'auth0' in securityOptions[security as Security].shape; // the line before
const needed: Record<OpenFlag, (answers: Partial<InitAnswers>) => boolean> = { 'auth0-tenant': hasTenant };
const isOpen = (flag: InitFlag): flag is OpenFlag => flag in needed;

const suggestions: Partial<Record<InitFlag, (answers: Partial<InitAnswers>) => string | undefined>> = {
  'aws-admin-role': () => 'platform-admin',
  'aws-region': () => 'eu-central-1',
  'aws-cluster': (answers) => shortName('aws', answers['aws-region']),
  'azure-region': () => 'westeurope',
  'azure-cluster': (answers) => shortName('az', answers['azure-region']),
  security: () => 'istio-keycloak',
  'cloudflare-zone': (answers) => answers.domain,
  'cloudflare-plan': () => 'business',
};

/** eu-central-1 -> aws-euc1, westeurope -> az-westeuro. */
function shortName(cloud: string, region: string | undefined): string | undefined {
  if (region === undefined) return undefined;
  const parts = region.split('-');
  const short = parts.length > 1 ? parts.map((part, index) => (index === 0 ? part : part.slice(0, 1))).join('') : region;
  return `${cloud}-${short}`.slice(0, 12 - (parts.length > 1 ? 0 : 1));
}

export const initQuestions: readonly InitQuestion[] = (Object.keys(fields) as InitFlag[]).map((flag) => {
  const [schema, ask] = fields[flag];
  const suggest = suggestions[flag];
  return {
    flag,
    ask,
    ...(isOpen(flag) ? { needed: needed[flag] } : {}),
    ...(suggest ? { suggest } : {}),
    allowed: allowed(schema),
    problem: (answer) =>
      z.safeParse(schema, answer).success
        ? undefined
        : `'${answer.slice(0, 60)}' is not allowed. Allowed: ${allowed(schema)}. Example: ${inline(exampleValue(schema))}`,
  };
});

/** A minimal platform.yaml with a comment at each choice; parses as it is. */
export function initPlatform(answers: InitAnswers): string {
  const value = (flag: InitFlag): string => inline(answers[flag] ?? '');
  const tenant = hasTenant(answers) ? `\n  auth0:\n    tenant: ${value('auth0-tenant')} # belongs to this platform alone` : '';
  const certificates =
    answers.domain === answers['cloudflare-zone']
      ? ''
      : '\n  # The domain is below the zone: its hosts need certificates of their own.\n  addOns: [load-balancing, advanced-certificates]';
  const access = answers.repository.startsWith('ssh://')
    ? '\n  access: ssh-key'
    : /^https:\/\/(www\.)?(gitlab\.com|bitbucket\.org|dev\.azure\.com|codeberg\.org)/.test(answers.repository)
      ? '\n  access: token'
      : '';
  return `# yaml-language-server: $schema=./platform.schema.json
# Every key is explained in docs/options.md; what is not written here has a production default.
version: 1
name: ${value('name')} # first part of every name in the clouds; never changes
domain: ${value('domain')}
owner:
  team: ${value('team')}
  email: ${value('email')}

cloud:
  use: aws-azure
  aws:
    accountId: ${JSON.stringify(answers['aws-account'])}
    adminRoles: [${value('aws-admin-role')}] # break glass
  azure:
    subscriptionId: ${value('azure-subscription')}
    tenantId: ${value('azure-tenant')}
    adminGroupIds: [${value('azure-admin-group')}] # break glass
  # The first cluster is active where only one can be. Address ranges never change and must not overlap
  # with each other or with networks that will be connected.
  clusters:
    - name: ${value('aws-cluster')}
      provider: aws
      region: ${value('aws-region')}
      network:
        cidr: 10.20.0.0/16
        services: 172.20.0.0/16
    - name: ${value('azure-cluster')}
      provider: azure
      region: ${value('azure-region')}
      network:
        cidr: 10.40.0.0/16
        pods: 10.128.0.0/14
        services: 172.21.0.0/16

security:
  use: ${value('security')}${tenant}

delivery:
  use: argocd
  repository: ${value('repository')}${access}

edge:
  use: cloudflare
  accountId: ${value('cloudflare-account')}
  zone:
    id: ${value('cloudflare-zone-id')}
    name: ${value('cloudflare-zone')}
  plan: ${value('cloudflare-plan')}${certificates}
  access:
    teamName: ${value('cloudflare-team')}
    emailDomains: [${inline(answers.email.slice(answers.email.indexOf('@') + 1).toLowerCase())}] # who may reach admin hosts at all

monitoring:
  use: prometheus
  alerts:
    critical: { type: pagerduty } # who is paged; the key comes from the secret store
    warning: { type: webhook }

logging:
  use: loki

# What the platform serves besides its own UIs: name, image, host, access. See docs/options.md.
workloads: []
`;
}
