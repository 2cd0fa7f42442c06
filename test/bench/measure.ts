/** One measurement in a process of its own, so that time and memory are its own: `measure <clusters>` prints JSON. */
import { readFileSync } from 'node:fs';
import { stringify } from 'yaml';
import { terraformFiles } from '../../infra/synth';
import { emptyLock } from '../../lib/model';
import { mismatchesOf } from './check';
import { Memos } from '../../bin/pipeline';
import { yaml } from '../../lib/output/yaml';
import { Memo, type KubeObject } from '../../lib/components';
import { manifestFiles } from '../../manifests/synth';
import { fleetMember } from './fleet';

const clusters = Number(process.argv[2] ?? 2);
const example = readFileSync('platform.yaml', 'utf8');
const phases: Record<string, number> = { read: 0, terraform: 0, manifests: 0, validate: 0 };
const timed = <T>(phase: string, run: () => T): T => {
  const start = process.cpuUsage();
  const result = run();
  const { user, system } = process.cpuUsage(start);
  phases[phase] = (phases[phase] ?? 0) + (user + system) / 1000;
  return result;
};

const wall = performance.now();
// Platforms of a fleet share components, but no stack: keeping those would only cost memory.
const memos = new Memos(new Memo(8));
let objects = 0;
let bytes = 0;
const sample: KubeObject[] = [];
for (let index = 0; index < clusters / 2; index++) {
  const platform = timed('read', () => fleetMember(example, index));
  const stacks = timed('terraform', () => terraformFiles({ platform, lock: emptyLock, clusters: [] }));
  const { clusters: rendered, files } = timed('manifests', () => manifestFiles({ platform, lock: emptyLock, memo: memos.components }));
  timed('validate', () => mismatchesOf(rendered));
  for (const { content } of [...files, ...stacks.flatMap((stack) => stack.files)]) bytes += content.length;
  for (const { components } of rendered) for (const { built } of components) objects += built.objects.length;
  if (index === 0) for (const { components } of rendered) for (const { built } of components) sample.push(...built.objects.map(({ object }) => object));
}
const wallMs = performance.now() - wall;

/** What the same machine needs to only write the same objects, in microseconds an object. */
const floor = (write: (object: KubeObject) => string): number => {
  for (const object of sample) write(object);
  const start = process.cpuUsage();
  for (const object of sample) write(object);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / sample.length;
};
const { maxRSS } = process.resourceUsage();
const manifestsMs = phases['manifests'] ?? 0;
process.stdout.write(
  `${JSON.stringify({
    clusters,
    objects,
    megabytes: bytes / 1e6,
    wallMs,
    cpuMs: Object.values(phases).reduce((sum, ms) => sum + ms, 0),
    phases,
    microsecondsPerObject: (manifestsMs * 1000) / objects,
    objectsPerSecond: (objects * 1000) / wallMs,
    kept: memos.components.hits,
    built: memos.components.missed.length,
    maxRssMB: maxRSS / 1024,
    floor: { ours: floor(yaml), json: floor((object) => JSON.stringify(object)), yamlPackage: floor((object) => stringify(object)) },
  })}\n`,
);
