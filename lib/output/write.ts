/**
 * The only code that writes the output folder. A whole new tree is staged beside it, unchanged files as links, then
 * the two folders are exchanged in one step. Whatever fails, the folder is the old or the new tree.
 */
import { dirname } from 'node:path';
import { PlatformError } from '../model';
import { diskFileSystem, type FileSystem } from './file-system';
import { isSystemError, ownedFiles, sha256, type OwnedFiles } from './ownership';

export interface WriteProps {
  /** Folder to replace, for instance `dist`. */
  readonly output: string;
  /** Everything that the folder shall hold, the index included: path -> content. */
  readonly files: ReadonlyMap<string, string>;
  /** Overwrite generated files that were changed by hand. @default false */
  readonly overwrite?: boolean;
  /** @default - the disk */
  readonly fs?: FileSystem;
}

export interface WriteReport {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  readonly unchanged: number;
  /** Folder of the old tree that could not be removed; harmless. */
  readonly leftover?: string;
}

/**
 * Replaces the generated part of a folder; files of others stay where they are.
 * @throws PlatformError output/foreign-change, output/foreign-file, output/io
 */
export function writeOutput({ output, files, overwrite = false, fs = diskFileSystem }: WriteProps): WriteReport {
  const places = { output, next: `${output}.next`, old: `${output}.old` };
  try {
    repair(fs, places);
    const before = survey(fs, output, files, overwrite);
    const report = compare(before, files);
    if (report.added.length + report.changed.length + report.removed.length === 0) return report;
    stage(fs, places, files, before);
    swap(fs, places);
    const leftover = discard(fs, [places.next, places.old]);
    return leftover === undefined ? report : { ...report, leftover };
  } catch (cause) {
    discard(fs, [places.next]);
    if (!isSystemError(cause)) throw cause;
    throw ioError(cause, output);
  }
}

interface Places {
  readonly output: string;
  readonly next: string;
  readonly old: string;
}

/** Finishes what a killed run left: where folders cannot be exchanged, the old tree may wait under another name. */
function repair(fs: FileSystem, { output, next, old }: Places): void {
  if (!fs.exists(output) && fs.exists(old)) fs.rename(old, output);
  fs.remove(next);
}

interface Before {
  /** Every file of the old tree. */
  readonly paths: readonly string[];
  /** Content of those that are ours or stand where ours go. Others may be large: Terraform leaves its providers beside a stack. */
  readonly contents: ReadonlyMap<string, Buffer>;
  readonly owned: OwnedFiles;
}

function survey(fs: FileSystem, output: string, files: ReadonlyMap<string, string>, overwrite: boolean): Before {
  if (!fs.exists(output)) return { paths: [], contents: new Map(), owned: new Map() };
  const owned = ownedFiles(fs, output);
  const paths = fs.list(output);
  const contents = new Map(paths.filter((path) => files.has(path) || owned.has(path)).map((path) => [path, fs.read(`${output}/${path}`)]));
  const blocked = [...contents.keys()].filter(
    (path) => files.has(path) && !owned.has(path) && path !== 'index.json' && contents.get(path)?.toString('utf8') !== files.get(path),
  );
  if (blocked.length > 0 && !overwrite) throw foreignFile(output, blocked);
  const edited = [...owned].filter(
    ([path, hash]) => contents.has(path) && sha256(contents.get(path) ?? '') !== hash && contents.get(path)?.toString('utf8') !== files.get(path),
  );
  if (edited.length > 0 && !overwrite)
    throw foreignChange(
      output,
      edited.map(([path]) => path),
    );
  return { paths, contents, owned };
}

function compare({ contents, owned }: Before, files: ReadonlyMap<string, string>): WriteReport {
  const paths = [...files.keys()].sort();
  const same = (path: string) => contents.get(path)?.toString('utf8') === files.get(path);
  return {
    added: paths.filter((path) => !contents.has(path)),
    changed: paths.filter((path) => contents.has(path) && !same(path)),
    removed: [...contents.keys()].filter((path) => owned.has(path) && !files.has(path)).sort(),
    unchanged: paths.filter(same).length,
  };
}

function stage(fs: FileSystem, { output, next }: Places, files: ReadonlyMap<string, string>, { paths, contents, owned }: Before): void {
  const folders = new Set<string>();
  const target = (path: string): string => {
    const to = `${next}/${path}`;
    if (!folders.has(dirname(to))) fs.mkdir(dirname(to));
    folders.add(dirname(to));
    return to;
  };
  for (const [path, content] of files) {
    if (contents.get(path)?.toString('utf8') === content) fs.link(`${output}/${path}`, target(path));
    else fs.write(target(path), content);
  }
  for (const path of paths) if (!files.has(path) && !owned.has(path)) fs.link(`${output}/${path}`, target(path));
}

/** Where the system cannot exchange folders, the second rename follows the first at once; a failure undoes the first. */
function swap(fs: FileSystem, { output, next, old }: Places): void {
  if (!fs.exists(output)) return fs.rename(next, output);
  if (fs.exchange(next, output)) return;
  fs.remove(old);
  fs.rename(output, old);
  try {
    fs.rename(next, output);
  } catch (cause) {
    fs.rename(old, output);
    throw cause;
  }
}

/** Removes folders that are of no use any more; what cannot be removed is reported, not an error. */
function discard(fs: FileSystem, folders: readonly string[]): string | undefined {
  for (const folder of folders) {
    try {
      fs.remove(folder);
    } catch {
      return folder;
    }
  }
  return undefined;
}

const listed = (paths: readonly string[]) => paths.slice(0, 10).join(', ') + (paths.length > 10 ? ` and ${paths.length - 10} more` : '');

const foreignChange = (output: string, paths: readonly string[]) =>
  new PlatformError({
    code: 'output/foreign-change',
    path: output,
    message: `generated files were changed by hand: ${listed(paths)}`,
    fix: 'Move the change into platform.yaml, or drop it: git checkout the files, or run again with --overwrite.',
  });
const foreignFile = (output: string, paths: readonly string[]) =>
  new PlatformError({
    code: 'output/foreign-file',
    path: output,
    message: `files that this toolkit did not write stand in the way: ${listed(paths)}`,
    fix: 'Move them away, or run again with --overwrite to replace them.',
  });
const ioError = (cause: NodeJS.ErrnoException, output: string) =>
  new PlatformError({
    code: 'output/io',
    path: output,
    message: `${cause.syscall ?? 'a call'} failed: ${cause.code ?? 'unknown error'}${cause.path ? ` at ${cause.path}` : ''}; ${output}/ is as it was`,
    fix: 'Check permissions and free space of the folder, then run again.',
  });
