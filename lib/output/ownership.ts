/** What of an output folder is ours: read from the index that the last synthesis left there. */
import { createHash } from 'node:crypto';
import { PlatformError } from '../model';
import type { FileSystem } from './file-system';

export const indexFile = 'index.json';

export const sha256 = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex');

/** Path -> hash of every file that the last synthesis wrote; the index itself is not in it. */
export type OwnedFiles = ReadonlyMap<string, string>;

/** @throws PlatformError output/foreign-file when the folder has an index that is not ours */
export function ownedFiles(fs: FileSystem, root: string): OwnedFiles {
  const path = `${root}/${indexFile}`;
  if (!fs.exists(path)) return new Map();
  try {
    const { files } = JSON.parse(fs.read(path).toString('utf8')) as { files: Readonly<Record<string, { readonly sha256: string }>> };
    return new Map(Object.entries(files).map(([file, entry]) => [file, entry.sha256]));
  } catch (cause) {
    if (isSystemError(cause)) throw cause;
    throw new PlatformError({
      code: 'output/foreign-file',
      path,
      message: 'this is not an index of generated files',
      fix: `Restore it (git checkout -- ${path}), or synthesise into an empty folder with --output.`,
    });
  }
}

export const isSystemError = (cause: unknown): cause is NodeJS.ErrnoException => cause instanceof Error && 'code' in cause && 'syscall' in cause;
