/** The part inside its own network: started by index.ts, says each line of the report on standard output. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Servers, sleep } from '../process';
import { startBrowser } from './browser';
import { apiCases, expiredCase } from './cases/api';
import { browserCases } from './cases/browser';
import { holeCases } from './cases/holes';
import { quietLogs } from './cases/logs';
import { failoverCases, refreshCases, sessionCases } from './cases/sessions';
import { loggedIn, makeUsers, terminalToken, type Case, type Hosts, type Stage } from './cases/stage';
import type { Seen } from './application';
import type { Visitor } from './client';
import { bringUp, type World, type WorldProps } from './world';

/** What is handed over the border. */
export type Line =
  { readonly check: string; readonly problems: readonly string[] } | { readonly skip: string; readonly reason: string } | { readonly note: string };
export interface InsideProps extends Omit<WorldProps, 'servers' | 'say'> {
  readonly platform: string;
}

const send = (line: Line): boolean => process.stdout.write(`${JSON.stringify(line)}\n`);

async function main(): Promise<void> {
  const props = JSON.parse(process.argv[2] ?? '') as InsideProps;
  for (const folder of ['logs', 'authorities', 'screenshots', 'home']) rmSync(join(props.work, folder), { recursive: true, force: true });
  const screenshots = join(props.work, 'screenshots');
  mkdirSync(screenshots);
  const started = Date.now();
  const say = (text: string): void => void send({ note: `${((Date.now() - started) / 1000).toFixed(0)} s: ${text}` });
  const world = await bringUp({ ...props, servers: new Servers(), say });
  say('everything is up');
  const { stage, idle, second, shortLived } = await prepared(props, world, screenshots);
  const browser = await startBrowser({ programs: props.programs, work: props.work, authority: world.authority });
  await runCases([...apiCases, ...holeCases, ...sessionCases, ...browserCases(browser), ...failoverCases], stage);
  await browser.close();
  say('waiting for the end of the short tokens');
  await second.call(`https://${stage.hosts.console}/oauth2/sign_out`);
  await sleep(Math.max(0, shortLived + (shortSeconds + clockSkewSeconds + 5) * 1000 - Date.now()));
  await runCases([expiredCase, ...refreshCases(idle, second), quietLogs(props.work)], stage);
  say('the end');
}

async function runCases(cases: readonly Case[], stage: Stage): Promise<void> {
  for (const { name, run } of cases) {
    const problems = await run(stage).catch((cause: unknown) => [cause instanceof Error ? cause.message : String(cause)]);
    send({ check: name, problems });
  }
}

/** Life of the tokens that are to be over before the end: long enough for a slow machine to check them. */
const shortSeconds = 5;
/** Proxies of the mesh allow clocks to differ by so much. */
const clockSkewSeconds = 60;

interface Prepared {
  readonly stage: Stage;
  readonly idle: Visitor;
  readonly second: Visitor;
  /** When the last short-lived token was made. */
  readonly shortLived: number;
}

/** Users, tokens and those who log in before the cases begin. */
async function prepared({ cluster, domain, realm, platform }: InsideProps, world: World, screenshots: string): Promise<Prepared> {
  const { client, administration } = world;
  const at = (name: string): string => `${name}.${domain}`;
  const hosts: Hosts = {
    console: at('console'),
    api: at('api'),
    identity: at('id'),
    administration: at('id-admin'),
    second: at(`prometheus-${cluster}`),
    origin: at(`origin-${cluster}`),
    status: at('status'),
  };
  const issuer = `https://${hosts.identity}/realms/${realm}`;
  const users = await makeUsers(administration);
  const forTerminal = (user: Parameters<typeof terminalToken>[3]) => terminalToken(client, issuer, `${platform}-cli`, user);
  const life = await administration.ask<{ accessTokenLifespan: number }>('GET', '');
  await administration.ask('PUT', '', { accessTokenLifespan: shortSeconds });
  const idle = await loggedIn(client, hosts.console, users.idle);
  const second = await loggedIn(client, hosts.console, users.idle);
  await second.visit(`https://${hosts.second}/`);
  const expired = await forTerminal(users.admin);
  const shortLived = Date.now();
  await administration.ask('PUT', '', { accessTokenLifespan: life.accessTokenLifespan });
  const admin = await loggedIn(client, hosts.console, users.admin);
  const shown = await admin.call(`https://${hosts.console}/`, { headers: { accept: 'application/json' } });
  const tokens = {
    right: await forTerminal(users.admin),
    readOnly: await forTerminal(users.reader),
    expired,
    wrongAudience: String((JSON.parse(shown.body) as Seen).headers['x-auth-request-access-token']),
    otherRealm: await administration.bearer(),
  };
  const stage: Stage = { world, client, administration, hosts, realm, issuer, cookie: `__Host-${platform}`, users, tokens, screenshots };
  return { stage, idle, second, shortLived };
}

void main().then(
  () => process.exit(0),
  (cause: unknown) => {
    send({ check: 'no error', problems: [cause instanceof Error ? (cause.stack ?? cause.message) : String(cause)] });
    process.exit(1);
  },
);
