/** The part inside its own network: started by index.ts, says each line of the report on standard output. */
import { rmSync } from 'node:fs';
import { Servers } from '../process';
import { bringUp, type WorldProps } from './world';

/** What is handed over the border. */
export type Line =
  | { readonly check: string; readonly problems: readonly string[] }
  | { readonly skip: string; readonly reason: string }
  | { readonly note: string };
export type InsideProps = Omit<WorldProps, 'servers' | 'say'>;

const send = (line: Line): boolean => process.stdout.write(`${JSON.stringify(line)}\n`);

async function main(): Promise<void> {
  const props = JSON.parse(process.argv[2] ?? '') as InsideProps;
  for (const folder of ['logs', 'authorities', 'screenshots']) rmSync(`${props.work}/${folder}`, { recursive: true, force: true });
  const started = Date.now();
  const say = (text: string): void => void send({ note: `${((Date.now() - started) / 1000).toFixed(1)} s ${text}` });
  const world = await bringUp({ ...props, servers: new Servers(), say });
  say('everything is up');
  const answer = await world.client.call('https://console.acme-db.example/');
  say(`${answer.status} ${answer.location} ${answer.body}`);
}

void main().then(
  () => process.exit(0),
  (cause: unknown) => {
    send({ check: 'ran to its end', problems: [cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)] });
    process.exit(1);
  },
);
