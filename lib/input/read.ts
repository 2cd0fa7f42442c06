/** From file names to what a synthesis starts with. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { CloudLock, InputFile, ParsedPlatform } from '../model';
import { loadLock, loadPlatform } from './load';

export interface Input {
  readonly parsed: ParsedPlatform;
  readonly lock: CloudLock;
  readonly texts: {
    readonly platform: string;
    readonly lock: string | undefined;
    /** Files of teams, by name. */ readonly teams: Readonly<Record<string, string>>;
  };
}

/** Folder of the files of teams, beside platform.yaml. */
export const teamsFolder = 'databases';

/** Reads platform.yaml, and beside it cloud.lock.yaml and the files of databases/ where there are any. */
export function readInput(file: string): Input {
  const text = readText(file);
  const lockFile = join(dirname(file), 'cloud.lock.yaml');
  const teams = readTeams(join(dirname(file), teamsFolder));
  const lockText = existsSync(lockFile) ? readText(lockFile) : undefined;
  return {
    parsed: loadPlatform(text, file, teams),
    lock: loadLock(lockText, lockFile),
    texts: {
      platform: text.toString('utf8'),
      lock: lockText?.toString('utf8'),
      teams: Object.fromEntries(teams.map((team) => [relative(dirname(file), team.file), team.text.toString('utf8')])),
    },
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

/** Every YAML file of the folder, in alphabetical order; folders below it are nobody's. */
function readTeams(folder: string): readonly (InputFile & { readonly text: Buffer })[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
    .map((name) => ({ file: join(folder, name), text: readText(join(folder, name)) }));
}
