/** Everything between the bytes of a file and a Platform that is known to be sound. */
import { emptyLock, inspectPlatform, parseLock, type CloudLock, type InputFile, type ParsedPlatform } from '../model';
import { checkNames } from '../names/check';

/**
 * @param teams files of `databases/`
 * @throws PlatformErrors with every mistake: syntax, schema, rules, computed names
 */
export function loadPlatform(text: string | Uint8Array, file: string, teams: readonly InputFile[] = []): ParsedPlatform {
  const inspection = inspectPlatform(text, file, teams);
  inspection.refuse([...inspection.problems, ...checkNames(inspection.platform)]);
  return inspection;
}

/**
 * The lock file, or an empty one where there is none yet.
 * @throws PlatformErrors with every mistake
 */
export function loadLock(text: string | Uint8Array | undefined, file: string): CloudLock {
  return text === undefined ? emptyLock : parseLock(text, file);
}
