/** Everything between the bytes of a file and a Platform that is known to be sound. */
import { emptyLock, inspectPlatform, parseLock, type CloudLock, type ParsedPlatform } from '../model';
import { checkNames } from '../names/check';

/** @throws PlatformErrors with every mistake: syntax, schema, rules, computed names */
export function loadPlatform(text: string | Uint8Array, file: string): ParsedPlatform {
  const { platform, positions, problems, refuse } = inspectPlatform(text, file);
  refuse([...problems, ...checkNames(platform)]);
  return { platform, positions };
}

/**
 * The lock file, or an empty one where there is none yet.
 * @throws PlatformErrors with every mistake
 */
export function loadLock(text: string | Uint8Array | undefined, file: string): CloudLock {
  return text === undefined ? emptyLock : parseLock(text, file);
}
