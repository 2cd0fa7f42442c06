/** kubeconform, strict, over every object in dist/, for each Kubernetes release that we support. */
import { join, resolve } from 'node:path';
import { kubernetesReleases } from '../../../lib/imports/kinds';
import type { Part } from '../part';
import { run } from '../process';
import { goPrograms, goVersion } from '../programs';
import { objectFiles, writeObjects } from '../scanners/objects';
import { faults, type SchemaFault } from './faults';
import { locations, writeBuiltIn, writeCustom } from './schemas';

interface Result {
  readonly filename: string;
  readonly kind: string;
  readonly name: string;
  readonly status: string;
  readonly msg: string;
}
interface Output {
  readonly resources: readonly Result[] | null;
  readonly summary: { readonly valid: number; readonly invalid: number; readonly errors: number; readonly skipped: number };
}

/** Kinds that kubeconform does not look at. None: what is read by kustomize only is no object. */
const skipped: readonly string[] = [];

export const kubeconform: Part = async ({ report, work, platform }) => {
  const program = (await goPrograms('kubeconform', (text) => report.note(text)))('kubeconform');
  report.note(`kubeconform ${goVersion('kubeconform', 'github.com/yannh/kubeconform')}`);
  const schemas = resolve(join(work, 'schemas'));
  const custom = await writeCustom(schemas);
  const files = platform.cloud.clusters.flatMap(({ name }) => objectFiles(name));
  for (const release of kubernetesReleases) {
    const builtIn = await writeBuiltIn(schemas, release);
    const conform = async (folder: string): Promise<Output> => {
      const place = locations(schemas).flatMap((location) => ['-schema-location', location]);
      const { stdout, stderr } = await run(program, ['-strict', '-summary', '-verbose', '-output', 'json', '-kubernetes-version', release, ...place, folder]);
      if (!stdout.startsWith('{')) throw new Error(`kubeconform says: ${stderr || stdout}`);
      return JSON.parse(stdout) as Output;
    };
    const objects = join(work, 'objects');
    writeObjects(objects, files);
    const { resources, summary } = await conform(objects);
    report.check(`Kubernetes ${release}: ${summary.valid} objects keep to ${builtIn} built-in and ${custom} custom schemas, none is skipped`, [
      ...(resources ?? []).filter(({ status }) => status !== 'statusValid').map(({ filename, msg, status }) => `${filename}: ${msg || status}`),
      ...(summary.valid === files.length ? [] : [`${files.length} objects, but ${summary.valid} valid ones, ${summary.skipped} skipped`]),
      ...skipped,
    ]);
    const planted = join(work, 'planted');
    writeObjects(
      planted,
      faults.map(({ object }, index) => ({ path: `${index}.json`, text: JSON.stringify(object) })),
    );
    const { resources: found } = await conform(planted);
    report.check(
      `Kubernetes ${release}: control: kubeconform refuses each of ${faults.length} planted faults`,
      faults.flatMap((fault, index) => missed(fault, index, found ?? [])),
    );
  }
};

function missed({ what, says }: SchemaFault, index: number, found: readonly Result[]): readonly string[] {
  const { status, msg } = found.find(({ filename }) => filename.endsWith(`/${index}.json`)) ?? { status: 'not read', msg: '' };
  return status === 'statusInvalid' && says.test(msg) ? [] : [`${what}: ${status} ${msg}`];
}
