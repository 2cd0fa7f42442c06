/** `npm run bench`: this example and fleets of 20, 100 and 500 clusters. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { arch, cpus, platform, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';

interface Measurement {
  readonly clusters: number;
  readonly objects: number;
  readonly megabytes: number;
  readonly wallMs: number;
  readonly phases: Readonly<Record<string, number>>;
  readonly microsecondsPerObject: number;
  readonly objectsPerSecond: number;
  readonly kept: number;
  readonly built: number;
  readonly maxRssMB: number;
  readonly floor: Readonly<Record<string, number>>;
}

const sizes = process.argv
  .slice(2)
  .map(Number)
  .filter((size) => size > 0);
const results = (sizes.length > 0 ? sizes : [2, 20, 100, 500]).map(
  (clusters) => JSON.parse(execFileSync(process.execPath, [join(__dirname, 'measure.js'), String(clusters)], { encoding: 'utf8' })) as Measurement,
);

const print = (line: string) => process.stdout.write(`${line}\n`);
const row = (cells: readonly (string | number)[]) => print(`| ${cells.join(' | ')} |`);
const one = (value: number | undefined) => (value ?? 0).toFixed(value !== undefined && value < 10 ? 1 : 0);

print(
  `${cpus()[0]?.model.trim() ?? 'unknown processor'}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, ${platform()} ${arch()}, Node ${process.version}\n`,
);
const cold = [1, 2, 3, 4, 5].map(() => coldRun()).sort((a, b) => a - b);
print(`This example, cold (process start to files written, both layers): ${one(cold[2])} ms, median of 5 (${one(cold[0])} to ${one(cold[4])}).\n`);
row([
  'clusters',
  'objects',
  'MB written',
  'wall ms',
  'objects/s',
  'read ms',
  'terraform ms',
  'manifests ms',
  'validate ms',
  'µs of processor an object',
  'built',
  'kept',
  'peak MB',
]);
row(Array.from({ length: 13 }, () => '---:'));
for (const { clusters, objects, megabytes, wallMs, objectsPerSecond, phases, microsecondsPerObject, built, kept, maxRssMB } of results)
  row([
    clusters,
    objects,
    one(megabytes),
    one(wallMs),
    one(objectsPerSecond),
    one(phases['read']),
    one(phases['terraform']),
    one(phases['manifests']),
    one(phases['validate']),
    one(microsecondsPerObject),
    built,
    kept,
    one(maxRssMB),
  ]);
const floor = results[0]?.floor ?? {};
print(
  `\nFloor, microseconds to only write one of these objects: JSON.stringify ${one(floor['json'])}, our YAML writer ${one(floor['ours'])}, the yaml package ${one(floor['yamlPackage'])}.`,
);

interface TenantMeasurement {
  readonly tenants: number;
  readonly databases: number;
  readonly objects: number;
  readonly files: number;
  readonly phases: Readonly<Record<string, number>>;
  readonly maxRssMB: number;
  readonly changedFiles: number;
}

const all = ({ phases }: TenantMeasurement, suffix: string): number =>
  ['read', 'synthesis', 'write'].reduce((sum, phase) => sum + (phases[`${phase}${suffix}`] ?? 0), 0);

print('\nOne platform with tenants of four databases each, and again after an edit of one tenant, results of the first time at hand.\n');
row(['tenants', 'databases', 'objects', 'files', 'read ms', 'synthesis ms', 'write ms', 'all ms', 'peak MB', 'again ms', 'files of the edit']);
row(Array.from({ length: 11 }, () => '---:'));
for (const tenants of sizes.length > 0 ? [] : [125, 250, 500]) {
  const made = JSON.parse(execFileSync(process.execPath, [join(__dirname, 'measure-tenants.js'), String(tenants)], { encoding: 'utf8' })) as TenantMeasurement;
  const { phases } = made;
  row([
    tenants,
    made.databases,
    made.objects,
    made.files,
    one(phases['read']),
    one(phases['synthesis']),
    one(phases['write']),
    one(all(made, '')),
    one(made.maxRssMB),
    one(all(made, ' again')),
    made.changedFiles,
  ]);
}

function coldRun(): number {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const start = performance.now();
  execFileSync(process.execPath, [join(__dirname, '../../bin/dbaas-gitops.js'), 'synth', '--quiet', '--output', join(folder, 'dist')]);
  const elapsed = performance.now() - start;
  rmSync(folder, { recursive: true, force: true });
  return elapsed;
}
