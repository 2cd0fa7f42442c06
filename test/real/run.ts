/** `npm run test:real [-- --only <part>,…]`: what is in dist/ against the programs that read it in production. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { readInput, synthesizeAll } from '../../bin/pipeline';
import type { PartProps } from './part';
import { ofExamples, parts } from './parts';
import { Servers } from './process';
import { Report } from './report';

/** Parts that run beside each other: most of the time of a part is waiting. */
const lanes = 3;

/** Scratch files and logs of the last run of each part. */
const runs = resolve('.cache/real-parts/run');

async function main(): Promise<boolean> {
  const { values } = parseArgs({ options: { only: { type: 'string', multiple: true }, example: { type: 'string' } } });
  const chosen = values.only?.flatMap((each) => each.split(',')) ?? Object.keys(parts).filter((name) => !ofExamples.has(name));
  const unknown = chosen.filter((name) => parts[name] === undefined);
  if (unknown.length > 0) throw new Error(`no part is called ${unknown.join(', ')}; one of: ${Object.keys(parts).join(', ')}`);
  const report = new Report();
  const input = readInput('platform.yaml');
  const synthesis = synthesizeAll(input);
  const stale = synthesis.files.filter(({ path, content }) => !existsSync(join('dist', path)) || readFileSync(join('dist', path), 'utf8') !== content);
  report.check(
    'dist/ is what platform.yaml says',
    stale.length > 0 ? [`${stale.length} files differ, the first is dist/${stale[0]?.path}: npm run synth`] : [],
  );
  const waiting = [...chosen];
  const lane = async (): Promise<void> => {
    for (let name = waiting.shift(); name !== undefined; name = waiting.shift())
      await runPart(name, { report: report.of(name), input, synthesis, example: values.example });
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return report.close();
}

const running = new Set<Servers>();
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void Promise.all([...running].map((servers) => servers.stop())).then(() => process.exit(130)));

async function runPart(
  name: string,
  { report, input, synthesis, example }: Pick<PartProps, 'report' | 'synthesis' | 'example'> & { readonly input: ReturnType<typeof readInput> },
): Promise<void> {
  const servers = new Servers();
  running.add(servers);
  const work = join(runs, name);
  mkdirSync(work, { recursive: true });
  try {
    await parts[name]?.({ report, servers, work, platform: input.parsed.platform, synthesis, example });
  } catch (cause) {
    report.check(`${name} ran to its end`, [cause instanceof Error ? cause.message : String(cause)]);
  } finally {
    await servers.stop();
    running.delete(servers);
  }
}

void main().then(
  (good) => (process.exitCode = good ? 0 : 1),
  (cause: unknown) => {
    process.stderr.write(`${cause instanceof Error ? cause.message : String(cause)}\n`);
    process.exitCode = 1;
  },
);
