/** The files of the input as they are, and edits of one of them that are checked before anything is written. */
import { isDeepStrictEqual } from 'node:util';
import { dirname, join } from 'node:path';
import { loadPlatform } from '../input/load';
import { readInput } from '../input/read';
import type { ParsedPlatform, Platform } from '../model';
import { unifiedDiff } from './diff';
import { fileOf, type SourceFile } from './files';
import { saveFile } from './save';
import type { Reference } from './state';

/** A file with its name as the user knows it: beside platform.yaml. */
export interface NamedFile extends SourceFile {
  readonly name: string;
}
export interface InputFiles {
  readonly parsed: ParsedPlatform;
  /** platform.yaml first. */
  readonly files: readonly NamedFile[];
  /** @throws PlatformError failover/state if no file has the database */
  readonly fileOf: (of: Reference) => NamedFile;
}

/** @throws PlatformErrors with every mistake of the input */
export function inputFiles(input: string): InputFiles {
  const { parsed, texts } = readInput(input);
  const files: readonly NamedFile[] = [
    { file: input, name: input, text: texts.platform },
    ...Object.entries(texts.teams).map(([name, text]) => ({ file: join(dirname(input), name), name: join(dirname(input), name), text })),
  ];
  return { parsed, files, fileOf: (of) => files.find(({ file }) => file === fileOf(files, of).file) ?? fail() };
}

/**
 * Writes the edited file, if the whole input with it is sound and differs in nothing but `part` of the database.
 * @throws PlatformErrors with every mistake that the edit would make; then nothing is written
 */
export function editInput(
  { parsed, files: [main, ...teams] }: InputFiles,
  target: NamedFile,
  edit: (text: string) => string,
  [of, part]: readonly [Reference, string | undefined],
): { readonly file: string; readonly diff: string } {
  const text = edit(target.text);
  const now = (file: NamedFile | undefined) => (file === target ? { ...file, text } : (file ?? fail()));
  const { platform } = loadPlatform(
    now(main).text,
    now(main).file,
    teams.map((team) => now(team)),
  );
  if (!isDeepStrictEqual(without(parsed.platform, of, part), without(platform, of, part))) fail();
  saveFile(target.file, text);
  return { file: target.name, diff: unifiedDiff(target.name, target.text, text) };
}

/** The platform without what the edit may change. */
function without(platform: Platform, { tenant: of, database: name }: Reference, part: string | undefined): unknown {
  const tenant = platform.tenants[of];
  const { [name]: database, ...others } = tenant?.databases ?? {};
  const rest = part === undefined || !database ? {} : Object.fromEntries(Object.entries(database).filter(([key]) => key !== part));
  return { ...platform, tenants: { ...platform.tenants, [of]: { ...tenant, databases: others } }, rest };
}

function fail(): never {
  throw new Error('the edit would change more than it says');
}
