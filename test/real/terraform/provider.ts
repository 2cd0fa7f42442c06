/** Providers without a cloud: arguments from infra/check/tables, placeholders for what a cloud would decide. */
import { writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { tableNames, tablesFolder } from '../../../infra/check/table';
import { providerSources } from '../../../lib/constructs/terraform';
import { goPrograms } from '../programs';
import type { Terraform } from './program';

/** Terraform with those providers instead of the ones of the registry. */
export async function withStandIns(terraform: Terraform, work: string, say: (text: string) => void): Promise<Terraform> {
  const programs = await goPrograms('terraform-provider', say);
  const settings = resolve(join(work, 'stand-ins.terraformrc'));
  const overrides = tableNames.map((name) => `    "${providerSources[name].source}" = "${dirname(programs(`terraform-provider-${name}`))}"\n`);
  writeFileSync(settings, `provider_installation {\n  dev_overrides {\n${overrides.join('')}  }\n  direct {}\n}\n`);
  return { ...terraform, env: { ...terraform.env, TF_CLI_CONFIG_FILE: settings, PROVIDER_TABLES: tablesFolder } };
}
