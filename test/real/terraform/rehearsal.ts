/**
 * The installation of dist/README.md with Terraform itself and providers without a cloud: every stack in its order,
 * the lock file from their outputs, dist/ again from the lock file, what changed once more.
 */
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { stackFindings } from '../../../infra/check';
import type { JsonObject } from '../../../infra/check/stack-json';
import { teamsFolder } from '../../../lib/input/read';
import { mustRun } from '../process';
import type { BytesProps } from './cdktf';
import { checkFaults } from './faults';
import { checkMade } from './made';
import { changes, complaints } from './messages';
import type { Plan } from './plan';
import { terraformIn, type Terraform } from './program';
import { withStandIns } from './provider';
import { madeBy, stackJson, stateFile, writeStack } from './stacks';

export interface RehearsalProps extends BytesProps {
  /** Stacks in the order of their apply. */
  readonly order: readonly string[];
  readonly example: string | undefined;
}

/** What READMEs of the stacks ask people for. */
const answers = {
  TF_VAR_monthly_budget: '8000',
  TF_VAR_state_addresses: '["203.0.113.7"]',
  TF_VAR_alert_receiver_hosts: '["hc-ping.com"]',
  TF_VAR_alerts_critical_url: 'https://events.example/critical',
  TF_VAR_alerts_warning_url: 'https://events.example/warning',
  TF_VAR_grafana_client_secret: 'placeholder',
  TF_VAR_login_proxy_client_secret: 'placeholder',
  TF_VAR_origin_pull_certificate: 'placeholder',
  TF_VAR_origin_pull_private_key: 'placeholder',
};

/** Plans of every stack; those that the lock file changes once more, as `<stack>-locked`. */
export async function rehearse(props: RehearsalProps): Promise<ReadonlyMap<string, Plan>> {
  const { report, work, order } = props;
  const folder = join(work, 'rehearsal');
  rmSync(folder, { recursive: true, force: true });
  const terraform = await withStandIns(props.terraform, work, (text) => report.note(text));
  const first: string[] = [];
  const plans = new Map<string, Plan>();
  for (const id of order) {
    const { problems, plan } = await installed(terraform, folder, id, stackJson(id));
    first.push(...problems);
    if (plan) plans.set(id, plan);
  }
  report.check(`terraform apply and plan: ${order.length} stacks in the order of dist/README.md, and nothing is left to do`, first);
  if (first.length > 0) return plans;
  const made = order.flatMap((id) => madeBy(folder, id));
  checkMade({ report, made, order });
  if (props.example === undefined) await checkFaults({ report, terraform, folder: join(work, 'faults'), stacks: order });
  for (const [id, plan] of await relocked({ ...props, terraform, folder })) plans.set(`${id}-locked`, plan);
  return plans;
}

interface Installed {
  readonly problems: readonly string[];
  readonly plan: Plan | undefined;
}

/** Plans, applies, plans again; the second plan must be empty. */
async function installed(terraform: Terraform, folder: string, id: string, json: JsonObject): Promise<Installed> {
  const own = writeStack(folder, id, json);
  const step = (...args: readonly string[]) => terraformIn(terraform, own, args, answers);
  const drafted = await step('plan', '-json', '-out=plan', '-input=false');
  const refused = [...complaints(drafted), ...changes(drafted).flatMap(({ action, address }) => (harmless.has(action) ? [] : [`would ${action} ${address}`]))];
  if (refused.length > 0) return { problems: refused.map((text) => `${id}: ${text}`), plan: undefined };
  // As if nothing were there yet: scanners follow references, which a plan has only of what it makes.
  if (existsSync(join(own, stateFile))) await step('plan', '-out=fresh', '-state=none', '-input=false');
  const plan = JSON.parse((await step('show', '-json', existsSync(join(own, 'fresh')) ? 'fresh' : 'plan')).stdout) as Plan; // Terraform's own format
  const applied = await step('apply', '-json', '-input=false', 'plan'); // a plan keeps no ephemeral variable
  const again = applied.code === 0 ? await step('plan', '-json', '-detailed-exitcode', '-input=false') : applied;
  const problems = again.code === 0 ? [] : [...complaints(again), ...changes(again).map(({ action, address }) => `would ${action} ${address} again`)];
  return { problems: problems.map((text) => `${id}: ${text}`), plan };
}

const harmless: ReadonlySet<string> = new Set(['create', 'import', 'update']);

/** Steps 3 and after: `npm run lock` takes the outputs; with them nothing is open, and no apply destroys anything. */
async function relocked({ report, terraform, folder, work, order }: RehearsalProps & { readonly folder: string }): Promise<ReadonlyMap<string, Plan>> {
  const input = resolve(join(work, 'locked'));
  rmSync(input, { recursive: true, force: true });
  mkdirSync(input, { recursive: true });
  copyFileSync('platform.yaml', join(input, 'platform.yaml'));
  if (existsSync(teamsFolder)) cpSync(teamsFolder, join(input, teamsFolder), { recursive: true });
  const named = lockedStacks(order);
  if (named.length === 0) {
    report.note('dist/README.md names no stack whose outputs come back: nothing to lock');
    return new Map();
  }
  const outputs: string[] = [];
  for (const id of named) {
    const { stdout } = await terraformIn(terraform, join(folder, id), ['output', '-json']);
    writeFileSync(join(input, `${id}.json`), stdout);
    outputs.push(join(input, `${id}.json`));
  }
  const program = (...args: readonly string[]) => mustRun('node', ['build/bin/dbaas-gitops.js', ...args, '--input', join(input, 'platform.yaml')]);
  const taken = await program('lock', ...outputs);
  report.check(`npm run lock takes what the stacks put out: ${taken.split(';')[0] ?? ''}`, taken.includes('; complete') ? [] : [taken]);
  await program('synth', '--output', join(input, 'dist'));
  report.note((await program('validate', '--release')).trim());
  const texts = order.map((id) => ({ id, json: JSON.stringify(stackJson(id, join(input, 'dist/terraform'))) }));
  const changed = texts.filter(({ id, json }) => JSON.stringify(JSON.parse(json)) !== JSON.stringify(stackJson(id)));
  const problems = stackFindings(texts).map(({ stack, address, message }) => `${stack}: ${address} ${message}`);
  const plans = new Map<string, Plan>();
  for (const { id, json } of changed) {
    const { problems: found, plan } = await installed(terraform, folder, id, JSON.parse(json) as JsonObject); // the generator writes objects
    problems.push(...found);
    if (plan) plans.set(id, plan);
  }
  report.check(`with the lock file ${changed.length} stacks change (${changed.map(({ id }) => id).join(', ')}), and none destroys anything`, problems);
  return plans;
}

/** Stacks that dist/README.md says to run `terraform output` for. */
function lockedStacks(order: readonly string[]): readonly string[] {
  const step = readFileSync('dist/README.md', 'utf8')
    .split('\n')
    .find((line) => line.includes('output -json'));
  const named = [...(step ?? '').matchAll(/`([^`]+)`/g)].map(([, id]) => id ?? '');
  return named.flatMap((id) => order.filter((each) => each === id || (id.endsWith('-<shard>') && each.startsWith(id.slice(0, -7)))));
}
