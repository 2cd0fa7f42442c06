/** Terraform as the user has it: from PATH, or OpenTofu built from source. */
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { run, type Finished } from '../process';

export interface Terraform {
  /** Path of the program. */
  readonly program: string;
  /** Name and version as it prints them. */
  readonly version: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Nothing of this machine's own settings is read, nothing is asked of the network. */
const offline = { CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1', TF_INPUT: '0', NO_COLOR: '1' };

/** @throws Error with what to install */
export async function findTerraform(work: string): Promise<Terraform> {
  const settings = resolve(join(work, 'terraformrc'));
  writeFileSync(settings, '');
  const env = { ...offline, TF_CLI_CONFIG_FILE: settings };
  for (const name of ['terraform', 'tofu']) {
    const found = await run('sh', ['-c', `command -v ${name}`]);
    if (found.code !== 0) continue;
    const program = found.stdout.trim();
    const { stdout } = await run(program, ['version'], { env });
    return { program, version: stdout.split('\n')[0] ?? name, env };
  }
  throw new Error('neither terraform nor tofu is on PATH: install Terraform 1.11 or newer (https://developer.hashicorp.com/terraform/install) or OpenTofu');
}

export const terraformIn = (terraform: Terraform, cwd: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Finished> =>
  run(terraform.program, args, { cwd, env: { ...terraform.env, ...env } });
