/** A root file system for each container: this machine's, with what the container changes on top. */
import { appendFileSync, chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { mustRun } from '../../process';

export interface RootProps {
  readonly folder: string;
  /** Names that it resolves. */
  readonly hosts: Readonly<Record<string, string>>;
  /** PEM of an authority that programs trust, beside those of this machine. */
  readonly trusted: string;
  /** Path in the container -> path on this machine. */
  readonly links?: Readonly<Record<string, string>>;
  /** Path in the container -> program text. */
  readonly scripts?: Readonly<Record<string, string>>;
  /** Path in the container -> folder of this machine that is its start, and that it may change. */
  readonly copies?: Readonly<Record<string, string>>;
  /** Folders that any user may write to. */
  readonly writable?: readonly string[];
}

/** Path of the new root. Everything is in memory and goes with the mount namespace of the run. */
export async function makeRoot({ folder, hosts, trusted, links = {}, scripts = {}, copies = {}, writable = [] }: RootProps): Promise<string> {
  const root = join(folder, 'root');
  await overlay('/', folder, root);
  await mustRun('mount', ['--rbind', '/dev', join(root, 'dev')]);
  await mustRun('mount', ['--rbind', '/proc', join(root, 'proc')]);
  // An absolute link would lead out of the root while it is filled.
  rmSync(join(root, 'var/run'), { force: true });
  symlinkSync('../run', join(root, 'var/run'));
  // Users of containers read programs in the home folder of whoever runs the test.
  for (let path = homedir(); path !== '/'; path = dirname(path)) chmodSync(join(root, path), 0o755);
  writeFileSync(join(root, 'etc/hosts'), hostsFile(hosts));
  mkdirSync(join(root, 'etc/ssl/certs'), { recursive: true });
  appendFileSync(join(root, 'etc/ssl/certs/ca-certificates.crt'), trusted);
  for (const [path, target] of Object.entries(links)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    symlinkSync(target, join(root, path));
  }
  for (const [path, text] of Object.entries(scripts)) writeFileSync(join(root, path), text, { mode: 0o755 });
  for (const [path, source] of Object.entries(copies)) await overlay(source, join(folder, path.replaceAll('/', '_')), join(root, path));
  for (const path of writable) await mustRun('sh', ['-c', `mkdir -p '${join(root, path)}' && chmod -R a+rwX '${join(root, path)}'`]);
  return root;
}

async function overlay(lower: string, folder: string, target: string): Promise<void> {
  for (const each of ['upper', 'work']) mkdirSync(join(folder, each), { recursive: true });
  mkdirSync(target, { recursive: true });
  await mustRun('mount', ['-t', 'overlay', 'overlay', '-o', `lowerdir=${lower},upperdir=${join(folder, 'upper')},workdir=${join(folder, 'work')}`, target]);
}

export const hostsFile = (hosts: Readonly<Record<string, string>>): string =>
  ['127.0.0.1 localhost', ...Object.entries(hosts).map(([name, address]) => `${address} ${name}`), ''].join('\n');

/** Shows a folder at a path of a root. */
export async function mountInto(root: string, path: string, source: string): Promise<void> {
  mkdirSync(join(root, path), { recursive: true });
  await mustRun('mount', ['--bind', source, join(root, path)]);
}
