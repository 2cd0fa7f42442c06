/** A first platform.yaml from a few answers. */
import { z } from 'zod';
import { deliveryOptions } from './delivery';
import { edgeOptions } from './edge';
import { cidr, email, hexId, hostname, uuid } from './fields';
import { allowed } from './schema/allowed';
import { exampleValue, inline } from './schema/example';
import { schemaAt, type Schema } from './schema/walk';
import { cloudOptions } from './cloud';
import { cloudBlock, type CloudUse } from './init-cloud';
import { optionBlock } from './init-options';
import { loggingOptions } from './logging';
import { monitoringOptions } from './monitoring';
import { platformSchema } from './platform';
import { securityOptions } from './security';

export interface InitQuestion {
  /** Flag of the command line: `--name`. */
  readonly flag: string;
  readonly ask: string;
  /** Suggested answer; may depend on earlier answers. Undefined: must be given. */
  readonly suggest?: (answers: Partial<InitAnswers>) => string | undefined;
  /** Flag whose answer makes it a question. @default - it always is one */
  readonly decidedBy?: string;
  /** Whether earlier answers make it a question. */
  readonly asked: (answers: Partial<InitAnswers>) => boolean;
  /** What is allowed, in words. */
  readonly allowed: string;
  /** Why the answer cannot be used; undefined if it can. */
  readonly problem: (answer: string) => string | undefined;
}

const sample = { cloud: { use: 'aws-azure', clusters: [{}, {}] }, edge: { use: 'cloudflare' }, delivery: { use: 'argocd' } };
const at = (...path: readonly (string | number)[]): Schema => schemaAt(platformSchema, path, sample) ?? z.string();

const awsRegion = at('cloud', 'clusters', 0, 'region');
const azureRegion = at('cloud', 'clusters', 1, 'region');
const clusterName = at('cloud', 'clusters', 0, 'name');

/** One of the options of an aspect. */
const oneOf = (options: object) => z.enum(Object.keys(options) as [string, ...string[]]); // the options are not empty

const fields = {
  name: [at('name'), 'Name of the platform (first part of every name in the clouds, never changes)'],
  domain: [hostname, 'Domain of the platform (every host is below it)'],
  team: [at('owner', 'team'), 'Team that runs it'],
  email: [email, 'Mailbox of that team'],
  cloud: [oneOf(cloudOptions), 'Clouds of the two clusters'],
  'aws-account': [at('cloud', 'aws', 'accountId'), 'AWS account (12 digits)'],
  'aws-admin-role': [at('cloud', 'aws', 'adminRoles', 0), 'IAM role that administers the EKS clusters'],
  'aws-region': [awsRegion, 'AWS region'],
  'aws-cluster': [clusterName, 'Name of the EKS cluster there'],
  'aws-region-2': [awsRegion, 'Second AWS region'],
  'aws-cluster-2': [clusterName, 'Name of the EKS cluster there'],
  'azure-subscription': [uuid, 'Azure subscription'],
  'azure-tenant': [uuid, 'Entra tenant'],
  'azure-admin-group': [uuid, 'Object id of the Entra group that administers the AKS clusters'],
  'azure-region': [azureRegion, 'Azure region'],
  'azure-cluster': [clusterName, 'Name of the AKS cluster there'],
  'azure-region-2': [azureRegion, 'Second Azure region'],
  'azure-cluster-2': [clusterName, 'Name of the AKS cluster there'],
  security: [oneOf(securityOptions), 'Who logs people in, and what stands in front of everything'],
  'auth0-tenant': [hostname, 'Domain of the Auth0 tenant'],
  delivery: [oneOf(deliveryOptions), 'How git reaches the clusters'],
  repository: [at('delivery', 'repository'), 'Git repository that will hold this file and dist/ (https at GitHub)'],
  edge: [oneOf(edgeOptions), 'What stands in front of the clusters'],
  'cloudflare-account': [hexId, 'Cloudflare account id'],
  'cloudflare-zone-id': [hexId, 'Cloudflare zone id'],
  'cloudflare-zone': [hostname, 'Name of the Cloudflare zone'],
  'cloudflare-plan': [at('edge', 'plan'), 'Cloudflare plan of the zone'],
  'cloudflare-team': [at('edge', 'access', 'teamName'), 'Zero Trust team (<team>.cloudflareaccess.com)'],
  'dns-zone': [hostname, 'Name of the DNS zone that the platform makes'],
  'admin-range': [cidr, 'Public range of the company, from where admin hosts are reached'],
  monitoring: [oneOf(monitoringOptions), 'Who keeps metrics and evaluates alerts'],
  logging: [oneOf(loggingOptions), 'Who keeps logs'],
} as const satisfies Record<string, readonly [Schema, string]>;

export type InitFlag = keyof typeof fields;
type Security = keyof typeof securityOptions;
/** Questions that only some clouds have. */
type CloudFlag = Extract<InitFlag, `aws-${string}` | `azure-${string}`>;
/** Questions that only one edge has. */
type EdgeFlag = Extract<InitFlag, `cloudflare-${string}` | 'dns-zone' | 'admin-range'>;
/** Questions that only some answers lead to. */
type OpenFlag = CloudFlag | EdgeFlag | 'auth0-tenant';
export type InitAnswers = Readonly<Record<Exclude<InitFlag, OpenFlag>, string> & Partial<Record<OpenFlag, string>>>;

const awsFlags = ['aws-account', 'aws-admin-role', 'aws-region', 'aws-cluster'] as const;
const azureFlags = ['azure-subscription', 'azure-tenant', 'azure-admin-group', 'azure-region', 'azure-cluster'] as const;
const cloudFlags: Readonly<Record<CloudUse, readonly CloudFlag[]>> = {
  'aws-azure': [...awsFlags, ...azureFlags],
  'aws-regions': [...awsFlags, 'aws-region-2', 'aws-cluster-2'],
  'azure-regions': [...azureFlags, 'azure-region-2', 'azure-cluster-2'],
};
/** Answer that decides whether something is a question at all; undefined for what always is one. */
const decidedBy = (flag: InitFlag): 'cloud' | 'edge' | 'security' | undefined => {
  if (/^(aws|azure)-/.test(flag)) return 'cloud';
  if (/^cloudflare-/.test(flag) || flag === 'dns-zone' || flag === 'admin-range') return 'edge';
  return flag === 'auth0-tenant' ? 'security' : undefined;
};
const hasTenant = ({ security }: Partial<InitAnswers>): boolean =>
  security !== undefined && security in securityOptions && 'auth0' in securityOptions[security as Security].shape; // the line before

/** Whether the answers so far make it a question. An answer that is no option was refused before. */
function isAsked(flag: InitFlag, answers: Partial<InitAnswers>): boolean {
  switch (decidedBy(flag)) {
    case undefined:
      return true;
    case 'cloud':
      return (cloudFlags[answers.cloud as CloudUse] ?? ([] as readonly InitFlag[])).includes(flag as CloudFlag);
    case 'edge':
      return /^cloudflare-/.test(flag) === (answers.edge === 'cloudflare');
    case 'security':
      return hasTenant(answers);
  }
}

const suggestions: Partial<Record<InitFlag, (answers: Partial<InitAnswers>) => string | undefined>> = {
  cloud: () => 'aws-azure',
  'aws-admin-role': () => 'platform-admin',
  'aws-region': () => 'eu-central-1',
  'aws-cluster': (answers) => shortName('aws', answers['aws-region']),
  'aws-region-2': () => 'eu-west-1',
  'aws-cluster-2': (answers) => shortName('aws', answers['aws-region-2']),
  'azure-region': () => 'westeurope',
  'azure-cluster': (answers) => shortName('az', answers['azure-region']),
  'azure-region-2': () => 'northeurope',
  'azure-cluster-2': (answers) => shortName('az', answers['azure-region-2']),
  security: () => 'istio-keycloak',
  delivery: () => 'argocd',
  edge: () => 'cloudflare',
  monitoring: () => 'prometheus',
  logging: () => 'loki',
  'dns-zone': (answers) => answers.domain,
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
  const decider = decidedBy(flag);
  return {
    flag,
    ask,
    ...(decider === undefined ? {} : { decidedBy: decider }),
    ...(suggest ? { suggest } : {}),
    asked: (answers) => isAsked(flag, answers),
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
  return `# yaml-language-server: $schema=./platform.schema.json
# Every key is explained in docs/options.md; what is not written here has a production default.
version: 1
name: ${value('name')} # first part of every name in the clouds; never changes
domain: ${value('domain')}
owner:
  team: ${value('team')}
  email: ${value('email')}

${cloudBlock(answers)}

security:
  use: ${value('security')}${tenant}

${optionBlock('delivery', answers)}

${optionBlock('edge', answers)}

${optionBlock('monitoring', answers)}

${optionBlock('logging', answers)}

# What the platform serves besides its own UIs: name, image, host, access. See docs/options.md.
workloads: []
`;
}
