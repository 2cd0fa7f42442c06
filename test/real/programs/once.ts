/** Folders that are made once and shared by all work trees of this user: several runs may want the same one at once. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { sleep } from '../process';

/** Programs; `REAL_PARTS_CACHE` names another place. Scratch files of a run are in the work tree. */
export const cache = resolve(process.env['REAL_PARTS_CACHE'] ?? join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'dbaas-gitops/real-parts'));

/** `folder`, made by `make` in a folder beside it if it does not exist. A run that was killed leaves nothing half made. */
export async function once(folder: string, make: (work: string) => Promise<void>): Promise<string> {
  const lock = `${folder}.lock`;
  mkdirSync(dirname(folder), { recursive: true });
  while (!existsSync(folder)) {
    if (!taken(lock)) {
      await sleep(1000);
      continue;
    }
    try {
      if (!existsSync(folder)) await madeIn(`${folder}.making`, folder, make);
    } finally {
      rmSync(lock, { force: true });
    }
  }
  return folder;
}

async function madeIn(work: string, folder: string, make: (work: string) => Promise<void>): Promise<void> {
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  await make(work);
  renameSync(work, folder);
}

/** Takes the lock unless a living process holds it. */
function taken(lock: string): boolean {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch {
    if (!alive(lock)) rmSync(lock, { force: true });
    return false;
  }
}

function alive(lock: string): boolean {
  try {
    process.kill(Number(readFileSync(lock, 'utf8')), 0);
    return true;
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'EPERM'; // the process of another user
  }
}
