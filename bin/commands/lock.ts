import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inputFlag, usage, type Command } from '../../lib/cli/usage';
import { plural } from '../../lib/cli/report';
import { lockText, PlatformError, type CloudLock, type Cluster, type Platform } from '../../lib/model';
import { isOfPlatform, lockKeys, lockValues, type LockValue } from '../../lib/names';

export const lock: Command = {
  name: 'lock',
  summary: 'Fill cloud.lock.yaml from `terraform output -json` of the stacks of the clusters.',
  positional: '<stack>.json …',
  flags: { input: inputFlag },
  run: async ({ input }, files) => {
    const { readInput } = await import('../pipeline.js');
    const { parsed, lock: before } = readInput(String(input));
    if (files.length === 0) throw usage('which outputs?', howTo);
    const clusters: readonly Cluster[] = parsed.platform.cloud.clusters;
    const read = files.flatMap((file) => taken(file, parsed.platform));
    const after = read.reduce<CloudLock>(
      ({ clusters: known }, { cluster, values }) => ({ clusters: { ...known, [cluster]: { ...known[cluster], ...values } } }),
      before,
    );
    writeFileSync(join(dirname(String(input)), 'cloud.lock.yaml'), lockText(after));
    const open = clusters.flatMap((cluster) =>
      lockKeys(parsed.platform, cluster)
        .filter((key) => after.clusters[cluster.name]?.[key] === undefined)
        .map((key) => `${cluster.name}: ${key}`),
    );
    process.stdout.write(
      `cloud.lock.yaml: ${plural(
        read.reduce((sum, { values }) => sum + Object.keys(values).length, 0),
        'value',
      )} taken; ${open.length === 0 ? 'complete' : `still open: ${open.join(', ')}`}\n`,
    );
    return 0;
  },
};

interface Taken {
  readonly cluster: string;
  readonly values: Readonly<Record<string, string>>;
}

type Outputs = Readonly<Record<string, { readonly value?: unknown } | undefined>>;

/** What one output file has for the lock; which cluster it belongs to is written in the output itself, or that it counts for all. */
function taken(file: string, platform: Platform): readonly Taken[] {
  const outputs = parsedOutputs(file);
  const clusters: readonly Cluster[] = platform.cloud.clusters;
  if (outputs['platform']?.value === platform.name)
    return some(
      file,
      clusters.map((cluster) => valuesOf(file, platform, cluster, outputs, true)),
    );
  const name = outputs['cluster']?.value;
  const cluster = clusters.find((each) => each.name === name);
  if (!cluster) throw invalid(file, `its output 'cluster' names no cluster of the platform`);
  return some(file, [valuesOf(file, platform, cluster, outputs, false)]);
}

/** A stack of the platform may have something for some clusters only, but not for none. */
function some(file: string, found: readonly Taken[]): readonly Taken[] {
  const useful = found.filter(({ values }) => Object.keys(values).length > 0);
  if (useful.length === 0) throw invalid(file, 'it has none of the outputs that the lock file holds');
  return useful;
}

function valuesOf(file: string, platform: Platform, cluster: Cluster, outputs: Outputs, ofPlatform: boolean): Taken {
  const wanted = lockValues(platform, cluster).filter((value) => isOfPlatform(value) === ofPlatform && outputs[value.output] !== undefined);
  return { cluster: cluster.name, values: Object.fromEntries(wanted.map((value) => [value.key, valueOf(file, value, outputs[value.output]?.value)])) };
}

function valueOf(file: string, { output, entry, pattern }: LockValue, found: unknown): string {
  const value = entry === undefined ? found : (found as Readonly<Record<string, unknown>> | null)?.[entry];
  const text = Array.isArray(value) ? value.join(',') : value;
  if (typeof text === 'string' && pattern.test(text)) return text;
  throw invalid(file, `output '${output}'${entry === undefined ? '' : `, entry '${entry}'`}: '${String(text).slice(0, 60)}' does not look like it should`);
}

function parsedOutputs(file: string): Outputs {
  const text = readFileSync(file, 'utf8');
  try {
    return JSON.parse(text) as Outputs;
  } catch {
    throw invalid(file, 'it is no JSON');
  }
}

const invalid = (file: string, why: string) =>
  new PlatformError({ code: 'lock/invalid', path: file, message: `this cannot go into the lock file: ${why}`, fix: howTo });

const howTo =
  'For the stacks that step 3 of dist/README.md names: terraform -chdir=dist/terraform/<stack> output -json > <stack>.json; then: dbaas-gitops lock <stack>.json …';
