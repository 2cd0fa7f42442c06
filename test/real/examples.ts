/**
 * The platforms of examples/, each with the parts that can read its options: in a folder that looks like the repository but
 * for platform.yaml and dist/, by the very program that reads dist/ of the platform in the root.
 */
import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { teamsFolder } from '../../lib/input/read';
import type { Part } from './part';
import { mustRun, run } from './process';
import type { Report } from './report';
import { readFindings } from './scanners/findings';
import { idle } from './scanners/waiver';
import { optionWaivers } from './scanners/waivers';

/**
 * Example -> parts that run on it: each option by the parts that it is a matter for, and no part for what another example
 * has shown.
 */
export const exampleParts: Readonly<Record<string, readonly string[]>> = {
  minimal: ['kubeconform'], // the default options again, with as little said as can be
  'aws-regions': ['kubeconform', 'terraform'],
  'azure-regions': ['kubeconform', 'terraform'],
  'istio-auth0': ['kubeconform', 'scanners'],
  'nginx-auth0': ['kubeconform', 'login-nginx', 'scanners', 'terraform'],
  'aws-regions-nginx-flux': ['kubeconform', 'prometheus', 'scanners', 'flux'],
  'azure-regions-istio-auth0-helm': ['kubeconform', 'prometheus', 'scanners'],
  'aws-azure-keycloak-elk': ['kubeconform', 'prometheus', 'scanners'],
  'aws-regions-cloud-native-edge': ['kubeconform', 'scanners', 'terraform'],
  'azure-regions-cloud-native-edge': ['kubeconform', 'scanners', 'terraform'],
  'managed-metrics': ['kubeconform', 'scanners', 'terraform'],
  'cloud-logs': ['kubeconform', 'prometheus', 'scanners', 'terraform'],
  'dbaas-fleet': ['kubeconform', 'prometheus', 'scanners', 'terraform', 'tenants'],
};

/** Of the repository, but not its own inputs and outputs. */
const own: ReadonlySet<string> = new Set(['platform.yaml', teamsFolder, 'cloud.lock.yaml', 'dist', '.cache', '.git']);

export const examples: Part = async ({ report, work }) => {
  const folders: string[] = [];
  const waiting = Object.entries(exampleParts);
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [example, parts] = next;
      folders.push(await runExample({ example, parts, work, report: report.of(example) }));
    }
  };
  await Promise.all([lane(), lane()]);
  for (const [scanner, waivers] of Object.entries(optionWaivers)) {
    const scans = folders.flatMap((folder) => readFindings(join(folder, '.cache/real-parts/run'), scanner));
    const all = { failed: scans.flatMap(({ failed }) => failed), passed: scans.flatMap(({ passed }) => passed) };
    report.check(`${scanner}: each of ${waivers.length} waivers of options is needed by an example, and no wider than that`, idle(all, waivers));
  }
};

interface Run {
  readonly example: string;
  readonly parts: readonly string[];
  readonly work: string;
  readonly report: Report;
}

async function runExample({ example, parts, work, report }: Run): Promise<string> {
  const folder = resolve(join(work, example));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync('.')) if (!own.has(name)) symlinkSync(resolve(name), join(folder, name));
  copyFileSync(join('examples', example, 'platform.yaml'), join(folder, 'platform.yaml'));
  const teams = join('examples', example, teamsFolder);
  if (existsSync(teams)) cpSync(teams, join(folder, teamsFolder), { recursive: true });
  await mustRun('node', ['build/bin/dbaas-gitops.js', 'synth', '--quiet'], { cwd: folder });
  const { stdout, stderr } = await run('node', ['build/test/real/run.js', '--example', example, '--only', parts.join(',')], {
    cwd: folder,
    env: { CRDS_DIR: resolve(process.env['CRDS_DIR'] ?? '../shared/crds') },
  });
  report.take(stdout);
  if (!/\d+ passed, \d+ failed/.test(stdout)) report.check('ran to its end', [stderr || stdout]);
  return folder;
}
