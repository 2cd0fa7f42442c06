/** The part inside its own network: started by index.ts, says each line of the report on standard output. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Line } from '../login/inside';
import { Servers } from '../process';
import { cases, type Stage } from './cases';
import { bringUp, type WorldProps } from './world';

export type InsideProps = Omit<WorldProps, 'servers' | 'say'>;

const send = (line: Line): boolean => process.stdout.write(`${JSON.stringify(line)}\n`);

async function main(): Promise<void> {
  const inside = JSON.parse(process.argv[2] ?? '') as InsideProps;
  for (const folder of ['logs', 'authorities']) rmSync(join(inside.work, folder), { recursive: true, force: true });
  const started = Date.now();
  const say = (text: string): void => void send({ note: `${((Date.now() - started) / 1000).toFixed(0)} s: ${text}` });
  const props: WorldProps = { ...inside, servers: new Servers(), say };
  const world = await bringUp(props);
  say('everything is up');
  const stage: Stage = { ...world, props, at: (name) => `${name}.${inside.domain}` };
  for (const { name, run } of cases) {
    const problems = await run(stage).catch((cause: unknown) => [cause instanceof Error ? cause.message : String(cause)]);
    send({ check: name, problems });
  }
}

void main().then(
  () => process.exit(0),
  (cause: unknown) => {
    send({ check: 'no error', problems: [cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)] });
    process.exit(1);
  },
);
