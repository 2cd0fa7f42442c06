/** platform.yaml -> Platform. */
import { parse as parseYaml } from 'yaml';
import { platformSchema, type Platform } from './platform';

/** Where each path of the input was written; paths that are absent came from a default. */
export type Positions = ReadonlyMap<string, { readonly line: number; readonly column: number }>;
export interface ParsedPlatform {
  readonly platform: Platform;
  readonly positions: Positions;
}

export function parsePlatform(text: string, file: string): ParsedPlatform {
  void file;
  return { platform: platformSchema.parse(parseYaml(text)), positions: new Map() };
}
