/** The user's repository: dist/ in a work tree of its own, one commit for each change. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { OutputFile } from '../../../lib/output/file';
import { mustRun } from '../process';
import { committed, gitEnv } from './outside/upstreams';

export class Repository {
  private constructor(
    readonly folder: string,
    private readonly path: string,
  ) {}

  /** First commit with all of `files` below `path`. */
  static async of(folder: string, path: string, files: readonly OutputFile[]): Promise<Repository> {
    const repository = new Repository(folder, path);
    repository.#write(files);
    await committed(folder, 'feat: the platform');
    return repository;
  }

  /** Replaces everything. Gives the new commit. */
  async commit(message: string, files: readonly OutputFile[]): Promise<string> {
    rmSync(join(this.folder, this.path), { recursive: true, force: true });
    this.#write(files);
    const git = (...args: readonly string[]) => mustRun('git', args, { cwd: this.folder, env: gitEnv });
    await git('add', '-A');
    await git('commit', '-q', '-m', message);
    return (await git('rev-parse', 'HEAD')).trim();
  }

  #write(files: readonly OutputFile[]): void {
    for (const { path, content } of files) {
      const file = join(this.folder, this.path, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, content);
    }
  }
}
