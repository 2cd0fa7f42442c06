/** Replaces one file of the input in one step: whoever looks, or is killed, sees the old text or the new one. */
import { closeSync, fsyncSync, openSync, realpathSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { dirname, join, basename } from 'node:path';
import { PlatformError } from '../model';

/** @throws PlatformError output/io, with the old file in place */
export function saveFile(file: string, text: string): void {
  const target = realpathSync(file);
  const next = join(dirname(target), `.${basename(target)}.next`);
  try {
    const handle = openSync(next, 'w', statSync(target).mode);
    try {
      writeSync(handle, text);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(next, target);
  } catch (cause) {
    rmSync(next, { force: true });
    throw new PlatformError({
      code: 'output/io',
      path: file,
      message: `it could not be written: ${cause instanceof Error ? cause.message : String(cause)}`,
      fix: 'The file is as it was. Check its folder, permissions and the free space.',
    });
  }
}
