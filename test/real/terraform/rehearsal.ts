/**
 * The installation of dist/README.md with Terraform itself and providers without a cloud: every stack in its order,
 * the lock file from their outputs, dist/ again from the lock file, what changed once more.
 */
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { stackFindings } from '../../../infra/check';
import type { JsonObject } from '../../../infra/check/stack-json';
import { mustRun } from '../process';
import type { BytesProps } from './cdktf';
import { checkFaults } from './faults';
import { checkMade } from './made';
import { changes, complaints } from './messages';
import { terraformIn, type Terraform } from './program';
import { withStandIns } from './provider';
import { madeBy, stackJson, writeStack } from './stacks';

export interface RehearsalProps extends BytesProps {
  /** Stacks in the order of their apply. */
  readonly order: readonly string[];
}

/** What READMEs of the stacks ask people for. */
const answers = {
  TF_VAR_monthly_budget: '8000',
  TF_VAR_state_addresses: '["203.0.113.7"]',
  TF_VAR_alert_receiver_hosts: '["hc-ping.com"]',
  TF_VAR_origin_pull_certificate: 'placeholder',
  TF_VAR_origin_pull_private_key: 'placeholder',
};

export async function rehearse(props: RehearsalProps): Promise<void> {
  const { report, work, order } = props;
  const folder = join(work, 'rehearsal');
  rmSync(folder, { recursive: true, force: true });
  const terraform = await withStandIns(props.terraform, work, (text) => report.note(text));
  const first: string[] = [];
  for (const id of order) first.push(...(await installed(terraform, folder, id, stackJson(id))));
  report.check(`terraform apply and plan: ${order.length} stacks in the order of dist/README.md, and nothing is left to do`, first);
  if (first.length > 0) return;
  const made = order.flatMap((id) => madeBy(folder, id));
  checkMade({ report, made, order });
  await checkFaults({ report, terraform, folder: join(work, 'faults'), stacks: order });
  await relocked({ ...props, terraform, folder });
}

/** Applies, then plans; the plan must be empty. */
async function installed(
  terraform: Terraform,
  folder: string,
  id: string,
  json: JsonObject,
  allowed = ['create', 'import', 'update'],
): Promise<readonly string[]> {
  const own = writeStack(folder, id, json);
  const applied = await terraformIn(terraform, own, ['apply', '-json', '-auto-approve', '-input=false'], answers);
  const said = [...complaints(applied), ...changes(applied).flatMap(({ action, address }) => (allowed.includes(action) ? [] : [`would ${action} ${address}`]))];
  if (said.length > 0 || applied.code !== 0) return said.map((text) => `${id}: ${text}`);
  const planned = await terraformIn(terraform, own, ['plan', '-json', '-detailed-exitcode', '-input=false'], answers);
  return planned.code === 0
    ? []
    : [...complaints(planned), ...changes(planned).map(({ action, address }) => `would ${action} ${address} again`)].map((text) => `${id}: ${text}`);
}

/** Steps 3 and after: `npm run lock` takes the outputs; with them nothing is open, and no apply destroys anything. */
async function relocked({ report, terraform, folder, work, order }: RehearsalProps & { readonly folder: string }): Promise<void> {
  const input = resolve(join(work, 'locked'));
  rmSync(input, { recursive: true, force: true });
  mkdirSync(input, { recursive: true });
  copyFileSync('platform.yaml', join(input, 'platform.yaml'));
  const named = lockedStacks(order);
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
  const texts = order.map((id) => ({ id, json: readFileSync(join(input, 'dist/terraform', id, 'main.tf.json'), 'utf8') }));
  const changed = texts.filter(({ id, json }) => JSON.stringify(JSON.parse(json)) !== JSON.stringify(stackJson(id)));
  const problems = stackFindings(texts).map(({ stack, address, message }) => `${stack}: ${address} ${message}`);
  for (const { id, json } of changed) problems.push(...(await installed(terraform, folder, id, JSON.parse(json) as JsonObject)));
  report.check(`with the lock file ${changed.length} stacks change (${changed.map(({ id }) => id).join(', ')}), and none destroys anything`, problems);
}

/** Stacks that dist/README.md says to run `terraform output` for. */
function lockedStacks(order: readonly string[]): readonly string[] {
  const step = readFileSync('dist/README.md', 'utf8')
    .split('\n')
    .find((line) => line.includes('output -json'));
  return [...(step ?? '').matchAll(/`([^`]+)`/g)].map(([, id]) => id ?? '').filter((id) => order.includes(id));
}
