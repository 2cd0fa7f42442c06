import { readFileSync } from 'node:fs';
import { inputFlag, usage, type Command } from '../../lib/cli/usage';
import { changed } from '../../lib/failover/files';
import { editInput, inputFiles, type InputFiles } from '../../lib/failover/input';
import { nextStep, rebuildStep, stepsLeft, type Request } from '../../lib/failover/plan';
import { reference, situationOf, type Reference, type Situation } from '../../lib/failover/state';
import { cancel, type Step } from '../../lib/failover/steps';
import { planText, stateText, type PlannedStep } from '../../lib/failover/text';
import { unifiedDiff } from '../../lib/failover/diff';

const actions = ['plan', 'apply', 'cancel', 'rebuild'] as const;
type Action = (typeof actions)[number];
type Flags = Parameters<Command['run']>[0];

export const failover: Command = {
  name: 'failover',
  summary: [
    'Move a database with a standby to its other cluster, one reviewed commit at a time.',
    '',
    '  plan     every step that is left: its change, what to run and to wait for, what must not be done',
    '  apply    makes the change of the next step in the file of the database, and no other',
    '  cancel   takes the first step of a planned switch back',
    '  rebuild  makes a cluster that was given up anew, in two steps; the second with --deleted',
  ].join('\n'),
  positional: 'plan|apply|cancel|rebuild <tenant>/<database>',
  flags: {
    to: { type: 'string', describe: 'cluster that is to take writes' },
    lost: { type: 'boolean', describe: 'the cluster that takes writes is gone: promote the other one without it' },
    token: { type: 'string', describe: 'the live value that the second step of a planned switch needs; - reads it from the input' },
    'token-file': { type: 'string', describe: 'file with that value; - reads it from the input' },
    deleted: { type: 'boolean', describe: 'rebuild: the old cluster object has been deleted' },
    input: inputFlag,
  },
  run: (flags, [action, name, ...more]) => {
    if (!isAction(action) || name === undefined || more.length > 0) throw usage('what is to be done with which database?', howTo);
    const of = reference(name);
    const files = inputFiles(String(flags['input']));
    const situation = situationOf(files.parsed.platform, of);
    process.stdout.write(done[action]({ files, of, situation, flags }));
    return 0;
  },
};

const isAction = (text: string | undefined): text is Action => actions.some((action) => action === text);
const howTo = `dbaas-gitops failover ${actions.join('|')} <tenant>/<database> [--to <cluster>] [--lost]`;

interface Job {
  readonly files: InputFiles;
  readonly of: Reference;
  readonly situation: Situation;
  readonly flags: Flags;
}

const done: Record<Action, (job: Job) => string> = {
  plan: (job) => {
    const file = job.files.fileOf(job.of);
    return planText(job.situation, diffs(job, stepsLeft(job.situation, request(job.flags))), file.name);
  },
  apply: (job) => {
    const step = nextStep(job.situation, request(job.flags));
    return step ? made(job, step) : `${name(job)}: ${stateText(job.situation)} Nothing to do.\n`;
  },
  cancel: (job) => edited(job, cancel(job.situation), 'the switch is cancelled'),
  rebuild: (job) => made(job, rebuildStep(job.situation, job.flags['deleted'] === true)),
};

const name = ({ of: { tenant, database } }: Job): string => `${tenant}/${database}`;
const made = (job: Job, step: Step): string => edited(job, step.change, step.title);

function edited(job: Job, change: Step['change'], title: string): string {
  const { file, diff } = editInput(job.files, job.files.fileOf(job.of), (text) => changed(text, job.of, change), [job.of, 'replication']);
  return `${name(job)}: ${title}. ${file} is changed:\n\n${diff}\n\nNext: dbaas-gitops failover plan ${name(job)} has what to run before and after the commit.\n`;
}

/** Each step on top of those before it. */
function diffs({ files, of }: Job, steps: readonly Step[]): readonly PlannedStep[] {
  const file = files.fileOf(of);
  let { text } = file;
  return steps.map((step) => {
    const before = text;
    text = changed(before, of, step.change);
    return { step, diff: unifiedDiff(file.name, before, text) };
  });
}

function request(flags: Flags): Request {
  return { to: textOf(flags['to']), lost: flags['lost'] === true, token: tokenOf(textOf(flags['token']), textOf(flags['token-file'])) };
}

const textOf = (value: string | boolean | undefined): string | undefined => (typeof value === 'string' ? value : undefined);

function tokenOf(token: string | undefined, file: string | undefined): string | undefined {
  if (token !== undefined && file !== undefined) throw usage('--token and --token-file say the same', 'Give one of the two.');
  if (token !== undefined && token !== '-') return token;
  return token === '-' || file === '-' ? readFileSync(0, 'utf8') : file === undefined ? undefined : readFileSync(file, 'utf8');
}
