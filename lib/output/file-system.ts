/** Every file-system call that the writer makes, in one place: tests fail each of them, one at a time. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, linkSync, lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

export interface FileSystem {
  exists(path: string): boolean;
  /** All files below `root`, relative, sorted; links count as files and are not followed. */
  list(root: string): readonly string[];
  read(path: string): Buffer;
  mkdir(path: string): void;
  write(path: string, content: string): void;
  /** A second name for the same file. */
  link(from: string, to: string): void;
  rename(from: string, to: string): void;
  /** Swaps two folders in one step; false where the system has no such step. */
  exchange(a: string, b: string): boolean;
  remove(path: string): void;
}

export const diskFileSystem: FileSystem = {
  exists: existsSync,
  list: (root) => listFiles(root, ''),
  read: (path) => readFileSync(path),
  mkdir: (path) => void mkdirSync(path, { recursive: true }),
  write: (path, content) => writeFileSync(path, content),
  link: linkOrCopy,
  rename: renameSync,
  exchange,
  remove: (path) => rmSync(path, { recursive: true, force: true }),
};

function listFiles(root: string, below: string): readonly string[] {
  return readdirSync(below === '' ? root : `${root}/${below}`, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      return entry.isDirectory() ? listFiles(root, path) : [path];
    });
}

/** Hard links save the copy of unchanged files; some file systems have none. */
function linkOrCopy(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    if (lstatSync(from).isSymbolicLink()) throw error;
    copyFileSync(from, to);
  }
}

/** System call numbers of renameat2(2). */
const renameat2: Readonly<Record<string, number>> = { x64: 316, arm64: 276 };

/**
 * renameat2 with RENAME_EXCHANGE: the only way to replace a folder so that a kill at any moment leaves the old or
 * the new one. Node has no binding for it; Perl comes with git nearly everywhere. Where it is missing, the writer
 * renames twice and repairs the gap on its next start.
 */
function exchange(a: string, b: string): boolean {
  const call = process.platform === 'linux' ? renameat2[process.arch] : undefined;
  if (call === undefined) return false;
  try {
    execFileSync('perl', ['-e', `exit(syscall(${call}, -100, $ARGV[0], -100, $ARGV[1], 2) == 0 ? 0 : 1)`, a, b], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
