/** From file names to what a synthesis starts with. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { CloudLock, ParsedPlatform } from '../model';
import { loadLock, loadPlatform } from './load';

export interface Input {
  readonly parsed: ParsedPlatform;
  readonly lock: CloudLock;
  readonly texts: { readonly platform: string; readonly lock: string | undefined };
}

/** Reads platform.yaml, and cloud.lock.yaml beside it where there is one. */
export function readInput(file: string): Input {
  const text = readText(file);
  const lockFile = join(dirname(file), 'cloud.lock.yaml');
  const lockText = existsSync(lockFile) ? readText(lockFile) : undefined;
  return {
    parsed: loadPlatform(text, file),
    lock: loadLock(lockText, lockFile),
    texts: { platform: text.toString('utf8'), lock: lockText?.toString('utf8') },
  };
}

/** Reading a folder fails without saying which. */
function readText(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw Object.assign(cause as NodeJS.ErrnoException, { path: file });
  }
}
