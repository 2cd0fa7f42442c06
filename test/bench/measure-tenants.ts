/** One measurement in a process of its own: `measure-tenants <tenants>` prints JSON. */
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Memos, readInput, synthesizeAll, type Synthesis } from '../../bin/pipeline';
import { objectCount } from '../../lib/components/object-count';
import { writeOutput } from '../../lib/output/write';
import { databasesOfTenant, tenantFile, tenantName } from './tenants';

const tenants = Number(process.argv[2] ?? 500);
const folder = mkdtempSync(join(tmpdir(), 'bench-tenants-'));
const phases: Record<string, number> = {};
const timed = <T>(phase: string, run: () => T): T => {
  const [wall, cpu] = [performance.now(), process.cpuUsage()];
  const result = run();
  const { user, system } = process.cpuUsage(cpu);
  phases[phase] = performance.now() - wall;
  phases[`${phase} cpu`] = (user + system) / 1000;
  return result;
};

const input = join(folder, 'platform.yaml');
copyFileSync('platform.yaml', input);
mkdirSync(join(folder, 'databases'));
const fileOf = (index: number) => join(folder, 'databases', `${tenantName(index)}.yaml`);
for (let index = 0; index < tenants; index++) writeFileSync(fileOf(index), tenantFile(index));
const write = ({ files }: Synthesis) => writeOutput({ output: join(folder, 'dist'), files: new Map(files.map(({ path, content }) => [path, content])) });

const memos = new Memos();
const read = timed('read', () => readInput(input));
const first = timed('synthesis', () => synthesizeAll(read, undefined, memos));
timed('write', () => write(first));
const { maxRSS } = process.resourceUsage();
const edited = fileOf(Math.floor(tenants / 2));
writeFileSync(edited, readFileSync(edited, 'utf8').replace('plan: small', 'plan: medium'));
const again = timed('read again', () => readInput(input));
const second = timed('synthesis again', () => synthesizeAll(again, undefined, memos));
const report = timed('write again', () => write(second));
rmSync(folder, { recursive: true, force: true });
process.stdout.write(
  `${JSON.stringify({
    tenants,
    databases: tenants * databasesOfTenant,
    objects: first.clusters.reduce((sum, cluster) => sum + objectCount(cluster), 0),
    files: first.files.length,
    phases,
    maxRssMB: maxRSS / 1024,
    changedFiles: report.changed.length,
  })}\n`,
);
