/** The aspects of a first platform.yaml beside the clouds: one block for each option. */
import type { InitAnswers, InitFlag } from './init';
import { inline } from './schema/example';
import type { Platform } from './platform';

type Blocks<A extends 'delivery' | 'edge' | 'monitoring' | 'logging'> = Readonly<Record<Platform[A]['use'], (answers: InitAnswers) => string>>;

const value = (answers: InitAnswers, flag: InitFlag): string => inline(answers[flag] ?? '');
/** Domain of the mailbox: whose people work on the platform. */
const mailDomain = ({ email }: InitAnswers): string => inline(email.slice(email.indexOf('@') + 1).toLowerCase());

/** How a repository is read, where the default does not fit its address. */
const access = ({ repository }: InitAnswers): string => {
  if (repository.startsWith('ssh://')) return '\n  access: ssh-key';
  return /^https:\/\/(www\.)?(gitlab\.com|bitbucket\.org|dev\.azure\.com|codeberg\.org)/.test(repository) ? '\n  access: token' : '';
};
const fromGit = (use: string) => (answers: InitAnswers) => `  use: ${use}\n  repository: ${value(answers, 'repository')}${access(answers)}`;
const delivery: Blocks<'delivery'> = {
  argocd: fromGit('argocd'),
  flux: fromGit('flux'),
  helm: (answers) => `  use: helm # a person applies dist/helm/<cluster>\n  repository: ${value(answers, 'repository')}`,
};

const edge: Blocks<'edge'> = {
  cloudflare: (answers) => {
    const below = answers.domain !== answers['cloudflare-zone'];
    const certificates = below
      ? '\n  # The domain is below the zone: its hosts need certificates of their own.\n  addOns: [load-balancing, advanced-certificates]'
      : '';
    return `  use: cloudflare
  accountId: ${value(answers, 'cloudflare-account')}
  zone:
    id: ${value(answers, 'cloudflare-zone-id')}
    name: ${value(answers, 'cloudflare-zone')}
  plan: ${value(answers, 'cloudflare-plan')}${certificates}
  access:
    teamName: ${value(answers, 'cloudflare-team')}
    emailDomains: [${mailDomain(answers)}] # who may reach admin hosts at all`;
  },
  'cloud-native': (answers) => `  use: cloud-native
  zone:
    name: ${value(answers, 'dns-zone')} # made by the platform; the registrar delegates it by hand
  adminRanges: [${value(answers, 'admin-range')}] # from where admin hosts are reached at all`,
};

const monitoring: Blocks<'monitoring'> = {
  prometheus: () => `  use: prometheus
  alerts:
    critical: { type: pagerduty } # who is paged; the key comes from the secret store
    warning: { type: webhook }`,
  'cloud-native': (answers) => `  use: cloud-native
  alerts:
    critical: { type: pagerduty } # who is paged; the key is given at the apply
    warning: { type: email, address: ${value(answers, 'email')} }`,
};

const logging: Blocks<'logging'> = {
  loki: () => '  use: loki',
  elk: () => '  use: elk',
  'cloud-native': () => '  use: cloud-native',
};

const blocks = { delivery, edge, monitoring, logging } as const;

/** `<aspect>:` and its settings. */
export const optionBlock = (aspect: keyof typeof blocks, answers: InitAnswers): string => {
  const of: Readonly<Record<string, (answers: InitAnswers) => string>> = blocks[aspect];
  return `${aspect}:\n${of[answers[aspect]]?.(answers) ?? ''}`; // the question allows nothing else
};
