/** Programs of PyPI, npm and Maven, pinned by the lock file in programs/<set>. */
import { createHash } from 'node:crypto';
import { copyFileSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { mustRun, run } from '../process';
import { cache, once } from './once';

const sources = resolve('test/real/programs');
type Say = (text: string) => void;

/** Folder with the packages of programs/<set>/requirements.txt, which pins everything by hash: it is a PYTHONPATH. */
export const pythonPackages = (set: string, say: Say): Promise<string> =>
  once(pinned(set, ['requirements.txt']), async (work) => {
    say(`installing ${set} from PyPI, once`);
    const requirements = join(sources, set, 'requirements.txt');
    await mustRun('python3', ['-m', 'pip', 'install', '--quiet', '--require-hashes', '--only-binary=:all:', '--target', work, '-r', requirements]);
  });

/** A program of programs/<set>/package-lock.json. */
export async function nodeProgram(set: string, program: string, say: Say): Promise<string> {
  const files = ['package.json', 'package-lock.json'];
  const folder = await once(pinned(set, files), async (work) => {
    say(`installing ${set} from npm, once`);
    for (const file of files) copyFileSync(join(sources, set, file), join(work, file));
    await mustRun('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts'], { cwd: work });
  });
  return join(folder, 'node_modules/.bin', program);
}

/** The version of a package of programs/<set>/package.json. */
export const packageVersion = (set: string, name: string): string =>
  (JSON.parse(readFileSync(join(sources, set, 'package.json'), 'utf8')) as { readonly dependencies: Readonly<Record<string, string>> }).dependencies[name] ??
  '';

/**
 * Folder with the unpacked zip `group:artifact:version:zip`; Maven checks its checksum.
 * @throws Error if there is no Maven or unzip
 */
export async function mavenZip(artifact: string, say: Say): Promise<string> {
  const [, name = '', version = ''] = artifact.split(':');
  const folder = await once(join(cache, `${name}-${version}`), async (work) => {
    for (const program of ['mvn', 'unzip'])
      if ((await run('sh', ['-c', `command -v ${program}`])).code !== 0)
        throw new Error(`${name} comes from Maven: install ${program} (Debian and Ubuntu: apt-get install maven unzip) and have it on PATH`);
    say(`fetching ${name} ${version} from Maven, once`);
    await mustRun('mvn', ['--batch-mode', '--quiet', 'dependency:copy', `-Dartifact=${artifact}`, `-DoutputDirectory=${work}`], { cwd: work });
    const zip = readdirSync(work).find((file) => file.endsWith('.zip')) ?? '';
    await mustRun('unzip', ['-q', zip], { cwd: work });
    await mustRun('rm', [zip], { cwd: work });
  });
  return join(folder, readdirSync(folder)[0] ?? '');
}

function pinned(set: string, files: readonly string[]): string {
  const hash = createHash('sha256').update(process.arch).update(process.version);
  for (const file of files) hash.update(readFileSync(join(sources, set, file)));
  return join(cache, `${set}-${hash.digest('hex').slice(0, 12)}`);
}
