/**
 * The real programs, made once and kept in the cache. Go programs are the `tool` lines of programs/<name>/go.mod,
 * pinned by its go.sum; Debian packages are unpacked into the cache, so nothing is installed and nothing needs root.
 */
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { mustRun, run } from './process';

export const cache = resolve(process.env['REAL_PARTS_CACHE'] ?? '.cache/real-parts');
const sources = resolve('test/real/programs');

/** Finds a program of a set by its name. */
export type Programs = (name: string) => string;

export type GoSet = 'kubernetes' | 'alertmanager';

/** @throws Error if there is no Go, or what the compiler says */
export async function goPrograms(set: GoSet, say: (text: string) => void): Promise<Programs> {
  const module = readFileSync(join(sources, set, 'go.mod'), 'utf8');
  const sums = readFileSync(join(sources, set, 'go.sum'), 'utf8');
  const folder = join(cache, `${set}-${createHash('sha256').update(module).update(sums).update(process.arch).digest('hex').slice(0, 12)}`);
  if (!existsSync(folder)) await buildGo(set, module, folder, say);
  return (name) => join(folder, name);
}

async function buildGo(set: GoSet, module: string, folder: string, say: (text: string) => void): Promise<void> {
  if ((await run('sh', ['-c', 'command -v go'])).code !== 0)
    throw new Error(`${set} is built from source: install Go 1.25 or newer (https://go.dev/dl) and have 'go' on PATH`);
  const work = `${folder}.making`;
  rmSync(work, { recursive: true, force: true });
  mkdirSync(join(work, 'bin'), { recursive: true });
  for (const file of ['go.mod', 'go.sum']) copyFileSync(join(sources, set, file), join(work, file));
  const packages = [...(/^tool \(\n([^)]*)\)/m.exec(module)?.[1] ?? /^tool (.*)$/m.exec(module)?.[1] ?? '').matchAll(/\S+/g)].map(([path]) => path);
  say(`building ${packages.map((path) => path.split('/').at(-1)).join(', ')}: some minutes, once`);
  await mustRun('go', ['build', '-mod=readonly', '-trimpath', '-ldflags', linkerFlags(module), '-o', 'bin/', ...packages], { cwd: work });
  renameSync(join(work, 'bin'), folder);
  rmSync(work, { recursive: true, force: true });
}

/** Kubernetes' own version is stamped by its release scripts; unstamped, kubectl and the API server say v0.0.0. */
function linkerFlags(module: string): string {
  const [, version, major, minor] = /^require k8s\.io\/kubernetes (v(\d+)\.(\d+)\.\d+)$/m.exec(module) ?? [];
  const stamp = 'k8s.io/component-base/version';
  return ['-s -w', ...(version === undefined ? [] : [`-X ${stamp}.gitVersion=${version} -X ${stamp}.gitMajor=${major} -X ${stamp}.gitMinor=${minor}`])].join(
    ' ',
  );
}

/**
 * `program` from PATH, or else from the Debian package `name`.
 * @throws Error with how to install it
 */
export async function debianProgram(program: string, name: string, say: (text: string) => void): Promise<string> {
  const found = await run('sh', ['-c', `command -v ${program}`]);
  if (found.code === 0) return found.stdout.trim();
  const folder = join(cache, 'debian', name);
  if (!existsSync(folder)) await unpack(program, name, folder, say);
  return join(folder, 'usr/bin', program);
}

async function unpack(program: string, name: string, folder: string, say: (text: string) => void): Promise<void> {
  const work = `${folder}.making`;
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  say(`fetching the Debian package ${name} for ${program}`);
  const advice = `${program} is missing: install it (Debian and Ubuntu: apt-get install ${name}) or put it on PATH`;
  const download = () => run('apt-get', ['download', name], { cwd: work }).catch((cause: unknown) => ({ code: 1, stdout: '', stderr: String(cause) }));
  let { code, stderr } = await download();
  if (code !== 0 && process.getuid?.() === 0) {
    await run('apt-get', ['update']).catch(() => undefined);
    ({ code, stderr } = await download());
  }
  const file = readdirSync(work).find((each) => each.endsWith('.deb'));
  if (code !== 0 || file === undefined) throw new Error(`${advice}\n${stderr}`);
  await mustRun('dpkg-deb', ['-x', file, 'root'], { cwd: work });
  renameSync(join(work, 'root'), folder);
  rmSync(work, { recursive: true, force: true });
}
