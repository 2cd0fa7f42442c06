/** The procedure as a person reads it. */
import { databaseHost, tenantNamespace, namesStack, shardOf } from '../names';
import { placementOf } from '../model';
import type { Command } from './commands';
import type { Situation } from './state';
import type { Step } from './steps';

export interface PlannedStep {
  readonly step: Step;
  /** Change of the file, as a diff. */
  readonly diff: string;
}

const states = {
  steady: ({ primary, standby }) => `${primary} takes writes, ${standby} follows it.`,
  demoting: ({ primary, database }) => `${primary} is being demoted for ${database.replication.demoteTo ?? ''} (first commit of a planned switch).`,
  promoting: ({ primary, standby }) => `${primary} takes over from ${standby} (second commit of a planned switch).`,
  lost: ({ primary, standby }) => `${primary} takes writes, ${standby} was given up and is fenced.`,
  rebuilding: ({ primary, standby }) => `${primary} takes writes, ${standby} is being made anew.`,
} as const satisfies Record<Situation['phase'], (situation: Situation) => string>;

export const stateText = (situation: Situation): string => states[situation.phase](situation);

export function planText(situation: Situation, steps: readonly PlannedStep[], file: string): string {
  const { tenant, database } = situation;
  const name = `${tenant.name}/${database.name}`;
  if (steps.length === 0) return `${name}: ${stateText(situation)}\nNothing to do.\n`;
  return [
    `${name}: ${stateText(situation)}`,
    `Written in ${file}; namespace ${tenantNamespace(tenant.name)}; contexts of kubectl are named like the clusters.`,
    'Each step changes this file once. Do one, wait for what it says, then run plan again: it goes on from what the file says.',
    ...steps.map((planned, index) => stepText(planned, name, index + 1, steps.length)),
    follows(situation, steps),
  ]
    .join('\n\n')
    .concat('\n');
}

function stepText({ step, diff }: PlannedStep, name: string, number: number, of: number): string {
  const [action = '', ...flags] = step.command.split(' ');
  return [
    `== Step ${number} of ${of}: ${step.title}`,
    step.why,
    '',
    'Before:',
    ...commands(step.before),
    '',
    `Change: dbaas-gitops failover ${[action, name, ...flags].join(' ')}`,
    indented(diff),
    '',
    'Then:',
    ...commands(step.after),
    '',
    `Takes:    ${step.takes}`,
    `Way back: ${step.back}`,
    ...step.never.map((each) => `Never:    ${each}`),
  ].join('\n');
}

const commands = (all: readonly Command[]): readonly string[] => all.flatMap(({ run, expect }) => [`  $ ${run}`, `    -> ${expect}`]);
const indented = (text: string): string =>
  text
    .split('\n')
    .map((line) => `  ${line}`.trimEnd())
    .join('\n');

/** What a switch leaves for others to do. */
function follows({ platform, tenant, database, primary, standby }: Situation, steps: readonly PlannedStep[]): string {
  const to = steps.map(({ step }) => step.change.primary).find((cluster) => cluster !== undefined) ?? primary;
  const from = to === primary ? standby : primary;
  const { credentials } = placementOf(platform, tenant, database);
  return [
    '== What follows',
    `Names: ${databaseHost(platform, tenant.name, database.name)} leads to whoever takes writes${database.endpoint.kind === 'in-cluster' ? ', once the database has an endpoint' : `: apply stack ${namesStack(shardOf(tenant.name))} of dist/terraform after the commit with primary`}. Clients inside a cluster that use ${database.name}-rw.${tenantNamespace(tenant.name)}.svc reach the database of their own cluster: in ${from} that takes no writes, so they move along or use the name above.`,
    database.pooling ? `Pooling: the poolers of ${from} lead to a server without writes; those of ${to} are there already.` : '',
    credentials === to
      ? `Passwords: they come with the data and stay valid; new ones are made in ${credentials}.`
      : `Passwords: they come with the data and stay valid. They are made in ${credentials}, and its secret store has them; if ${to} leads for longer, have them made there, which makes new ones: credentials: { madeIn: ${to}, generation: ${database.credentials.generation + 1} }. Until then new users of this database get no password.`,
    `Backups: both clusters make their own all the time; a restore to a time after the switch reads those of ${to}.`,
    'Alerts: replication lag and archive age of this database fire while it goes on; silence them, and end the silence with the last step.',
  ]
    .filter((line) => line !== '')
    .join('\n');
}
