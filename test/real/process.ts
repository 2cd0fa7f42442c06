/** Runs programs to their end, and servers until they are stopped by their process id. */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { createServer } from 'node:net';

export interface Finished {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ServerProps {
  readonly cwd?: string;
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface StartProps extends ServerProps {
  /** The server has no variables but those of `env`. @default false */
  readonly bare?: boolean;
}

export interface RunProps extends ServerProps {
  readonly input?: string;
}

export function run(command: string, args: readonly string[], { input = '', cwd, env = {} }: RunProps = {}): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...(cwd === undefined ? {} : { cwd }), env: { ...process.env, ...env } });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, stdout: Buffer.concat(out).toString(), stderr: Buffer.concat(err).toString() }));
    child.stdin.on('error', () => undefined); // a program that ends early closes its input
    child.stdin.end(input);
  });
}

/** @throws Error with what the program said */
export async function mustRun(command: string, args: readonly string[], props: RunProps = {}): Promise<string> {
  const { code, stdout, stderr } = await run(command, args, props);
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${stderr || stdout}`);
  return stdout;
}

/** Servers of this run. */
export class Servers {
  readonly #children: ChildProcess[] = [];
  readonly #ended: string[] = [];

  /** Output goes to `log`. */
  start(command: string, args: readonly string[], log: string, { cwd, env = {}, bare = false }: StartProps = {}): ChildProcess {
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(cwd === undefined ? {} : { cwd }),
      env: bare ? env : { ...process.env, ...env },
    });
    const file = createWriteStream(log);
    child.stdout.pipe(file, { end: false });
    child.stderr.pipe(file, { end: false });
    child.on('error', (cause) => file.write(`${String(cause)}\n`));
    child.once('exit', (code) => this.#children.includes(child) && this.#ended.push(`${command} ended with ${code}: ${log}`));
    this.#children.push(child);
    return child;
  }

  /** @throws Error if one ended by itself */
  mustRun(): void {
    if (this.#ended.length > 0) throw new Error(this.#ended.join('\n'));
  }

  /** Newest first, so that nobody loses what it stands on. */
  async stop(): Promise<void> {
    for (const child of this.#children.splice(0).reverse()) await stopped(child);
  }
}

export async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const closed = new Promise((resolve) => child.once('close', resolve));
  child.kill('SIGTERM');
  const hard = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await closed;
  clearTimeout(hard);
}

/** Ports of this run. */
const given = new Set<number>();

/** Below the ports that the system gives to outgoing connections: one of those would be taken before its server starts. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(10_000, 32_768);
    if (given.has(port) || !(await isFree(port))) continue;
    given.add(port);
    return port;
  }
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** @throws Error with `what` and the last answer after `seconds` */
export async function until<T>(what: string, seconds: number, ask: () => Promise<T | undefined> | T | undefined): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > end) throw new Error(`${what}: not after ${seconds} s`);
    await sleep(250);
  }
}
