/** `npm run test:real [-- --only <part>,…]`: what is in dist/ against the programs that read it in production. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readInput, synthesizeAll } from '../../bin/pipeline';
import { alertmanager } from './alerts/alertmanager';
import { prometheus } from './alerts/prometheus';
import { kubernetes } from './kubernetes';
import type { Part } from './part';
import { Servers } from './process';
import { cache } from './programs';
import { Report } from './report';

const parts: Readonly<Record<string, Part>> = { prometheus, alertmanager, kubernetes };

async function main(): Promise<boolean> {
  const { values } = parseArgs({ options: { only: { type: 'string', multiple: true } } });
  const chosen = values.only?.flatMap((each) => each.split(',')) ?? Object.keys(parts);
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
  for (const name of chosen) await runPart(name, { report, input, synthesis });
  return report.close();
}

async function runPart(
  name: string,
  { report, input, synthesis }: { report: Report; input: ReturnType<typeof readInput>; synthesis: ReturnType<typeof synthesizeAll> },
): Promise<void> {
  const servers = new Servers();
  const interrupted = () => void servers.stop().then(() => process.exit(130));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, interrupted);
  const work = join(cache, 'run', name);
  mkdirSync(work, { recursive: true });
  try {
    await parts[name]?.({ report, servers, work, platform: input.parsed.platform, synthesis });
  } catch (cause) {
    report.check(`${name} ran to its end`, [cause instanceof Error ? cause.message : String(cause)]);
  } finally {
    await servers.stop();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, interrupted);
  }
}

void main().then(
  (good) => (process.exitCode = good ? 0 : 1),
  (cause: unknown) => {
    process.stderr.write(`${cause instanceof Error ? cause.message : String(cause)}\n`);
    process.exitCode = 1;
  },
);
