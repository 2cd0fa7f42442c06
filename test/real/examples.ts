/**
 * The platforms of examples/, each with the parts that can read its options: in a folder that looks like the repository but
 * for platform.yaml and dist/, by the very program that reads dist/ of the platform in the root.
 */
import { mkdirSync, readdirSync, rmSync, symlinkSync, copyFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Part } from './part';
import { mustRun, run } from './process';
import type { Report } from './report';
import { readFindings } from './scanners/findings';
import { idle } from './scanners/waiver';
import { optionWaivers } from './scanners/waivers';

/** Parts that read any platform. */
const everywhere = ['kubeconform', 'scanners', 'terraform'] as const;
const withPrometheus = [...everywhere, 'prometheus'] as const;

/** Example -> parts that run on it. */
export const exampleParts: Readonly<Record<string, readonly string[]>> = {
  minimal: ['kubeconform'], // the default options again, with as little said as can be
  'aws-regions': withPrometheus,
  'azure-regions': withPrometheus,
  'istio-auth0': withPrometheus,
  'aws-azure-keycloak-elk': ['kubeconform', 'scanners', 'prometheus'],
  'aws-regions-cloud-native-edge': everywhere,
  'azure-regions-cloud-native-edge': everywhere,
  'azure-regions-istio-auth0-helm': everywhere,
  'cloud-logs': everywhere,
  'managed-metrics': everywhere,
  'nginx-auth0': [...withPrometheus, 'login-nginx'],
  'aws-regions-nginx-flux': ['kubeconform', 'flux'],
};

/** Of the repository, but not its own inputs and outputs. */
const own: ReadonlySet<string> = new Set(['platform.yaml', 'cloud.lock.yaml', 'dist', '.cache', '.git']);

export const examples: Part = async ({ report, work }) => {
  const folders: string[] = [];
  for (const [example, parts] of Object.entries(exampleParts)) folders.push(await runExample({ example, parts, work, report: report.of(example) }));
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
  await mustRun('node', ['build/bin/dbaas-gitops.js', 'synth', '--quiet'], { cwd: folder });
  const { stdout, stderr } = await run('node', ['build/test/real/run.js', '--example', example, '--only', parts.join(',')], {
    cwd: folder,
    env: { CRDS_DIR: resolve(process.env['CRDS_DIR'] ?? '../shared/crds') },
  });
  report.take(stdout);
  if (!/\d+ passed, \d+ failed/.test(stdout)) report.check('ran to its end', [stderr || stdout]);
  return folder;
}
