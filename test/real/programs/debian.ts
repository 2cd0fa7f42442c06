/** Programs of Debian and Ubuntu: packages are unpacked into the cache, so nothing is installed and nothing needs root. */
import { chmodSync, existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun, run } from '../process';
import { cache, once } from './once';

export interface DebianProps {
  readonly program: string;
  readonly package: string;
  /** Path of the program inside the package. @default - usr/bin/<program> */
  readonly path?: string;
  readonly say: (text: string) => void;
}

/**
 * `program` from PATH, or else from its Debian package and those that this system lacks of what it depends on.
 * @throws Error with how to install it
 */
export async function debianProgram({ program, package: name, path = `usr/bin/${program}`, say }: DebianProps): Promise<string> {
  const found = await run('sh', ['-c', `command -v ${program}`]);
  if (found.code === 0) return found.stdout.trim();
  const folder = await once(join(cache, 'debian', name), (work) => unpack(program, name, work, say));
  const start = join(folder, `start-${path.split('/').at(-1) ?? program}`);
  if (!existsSync(start)) writeStart(start, join(folder, path), folder);
  return start;
}

/**
 * Libraries, plug-ins and fonts of the unpacked packages come first.
 */
function writeStart(start: string, program: string, folder: string): void {
  const variables = [
    `export LD_LIBRARY_PATH='${libraryFolders(folder).join(':')}'\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}`,
    ...libraryFolders(folder)
      .filter((each) => each.endsWith('/xtables'))
      .map((each) => `export XTABLES_LIBDIR='${each}'`),
    ...(existsSync(join(folder, 'etc/fonts/fonts.conf')) ? [`export FONTCONFIG_SYSROOT='${folder}'`] : []),
  ];
  writeFileSync(start, `#!/bin/sh\n${variables.join('\n')}\nexec '${program}' "$@"\n`);
  chmodSync(start, 0o755);
}

/** Every folder with a shared library: some packages keep theirs in one of their own, under a path that only holds where they are installed. */
function libraryFolders(folder: string): readonly string[] {
  const files = ['usr/lib', 'lib']
    .filter((each) => existsSync(join(folder, each)))
    .flatMap((each) => readdirSync(join(folder, each), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, each, file)));
  return [...new Set(files.filter((file) => /\/lib[^/]+\.so(\.[^/]+)?$/.test(file)).map((file) => file.slice(0, file.lastIndexOf('/'))))];
}

async function unpack(program: string, name: string, work: string, say: (text: string) => void): Promise<void> {
  say(`fetching the Debian package ${name} for ${program}`);
  const advice = `${program} is missing: install it (Debian and Ubuntu: apt-get install ${name}) or put it on PATH`;
  if (process.getuid?.() === 0) await run('apt-get', ['update']).catch(() => undefined);
  const needed = await run('apt-get', ['install', '-s', '--no-install-recommends', name]).catch((cause: unknown) => ({
    code: 1,
    stdout: '',
    stderr: String(cause),
  }));
  const packages = [...new Set([name, ...[...needed.stdout.matchAll(/^Inst (\S+)/gm)].map(([, each]) => each ?? '')])];
  if (needed.code !== 0) throw new Error(`${advice}\n${needed.stderr}`);
  const downloaded = await run('apt-get', ['download', ...packages], { cwd: work });
  const files = readdirSync(work).filter((each) => each.endsWith('.deb'));
  if (downloaded.code !== 0 || files.length === 0) throw new Error(`${advice}\n${downloaded.stderr}`);
  for (const file of files) await mustRun('dpkg-deb', ['-x', file, '.'], { cwd: work });
  await mustRun('rm', files, { cwd: work });
}
