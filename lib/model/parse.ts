/** platform.yaml -> Platform: text, data, schema, rules. All mistakes of a file at once, in file order. */
import type { z } from 'zod';
import { freeze } from './freeze';
import { platformErrors, pointAt } from './mistakes/report';
import type { Problem } from './problem';
import { optionIds, platformSchema, type Platform } from './platform';
import { readYaml, type Reading } from './read';
import { ruleProblems } from './rules';
import type { Part } from './rules/rule';
import { positionAt } from './source/source';

/** Where each path of the input was written; paths that are absent came from a default. */
export type Positions = ReadonlyMap<string, { readonly line: number; readonly column: number }>;
export interface ParsedPlatform {
  /** Deep-frozen. */
  readonly platform: Platform;
  readonly positions: Positions;
}

/** The input and what else must be checked of it before it may be used. */
export interface Inspection extends ParsedPlatform {
  /** Mistakes found by rules so far. */
  readonly problems: readonly Problem[];
  /** @throws PlatformErrors with the given problems, if there are any */
  readonly refuse: (problems: readonly Problem[]) => void;
}

/**
 * Reads everything but the rules' verdict, for callers that add checks of their own.
 * @throws PlatformErrors if the text does not even have the shape of a platform
 */
export function inspectPlatform(text: string | Uint8Array, file: string): Inspection {
  const reading = readYaml(platformSchema, text, file, reservedOptions);
  const { parts, sound } = soundParts(reading);
  const problems = ruleProblems(parts, sound);
  if (!reading.value) throw platformErrors([...reading.problems, ...problems], reading.source, reading.tree, reading.omitted);
  return {
    platform: freeze(reading.value),
    positions: positionsOf(reading),
    problems,
    refuse: (all) => {
      if (all.length > 0) throw platformErrors(all, reading.source, reading.tree);
    },
  };
}

/**
 * The platform that `text` describes, and where each value of it stands.
 * @throws PlatformErrors with every mistake of the file
 */
export function parsePlatform(text: string | Uint8Array, file: string): ParsedPlatform {
  const { platform, positions, problems, refuse } = inspectPlatform(text, file);
  refuse(problems);
  return { platform, positions };
}

const reservedOptions = Object.fromEntries(Object.entries(optionIds).map(([aspect, ids]) => [`${aspect}.use`, ids]));

/** The parts that are right in themselves, defaults filled in: rules run on them even if others are wrong. */
function soundParts({ value, tree, problems }: Reading<Platform>): { readonly parts: Partial<Platform>; readonly sound: ReadonlySet<Part> } {
  const keys = Object.keys(platformSchema.shape) as readonly Part[]; // the schema's keys are Platform's
  if (value) return { parts: value, sound: new Set(keys) };
  const data = tree?.data;
  if (data === null || typeof data !== 'object' || Array.isArray(data)) return { parts: {}, sound: new Set() };
  const broken = new Set(problems.map(({ path }) => path.split(/[.[]/)[0]));
  const parts = keys
    .filter((key) => !broken.has(key))
    .flatMap((key) => {
      const schema: z.ZodType = platformSchema.shape[key];
      const parsed = schema.safeParse((data as Readonly<Record<string, unknown>>)[key]);
      return parsed.success ? [[key, parsed.data] as const] : [];
    });
  return { parts: Object.fromEntries(parts), sound: new Set(parts.map(([key]) => key)) };
}

function positionsOf({ tree, source }: Reading<Platform>): Positions {
  return new Map([...(tree?.places ?? [])].map(([path, place]) => [path, positionAt(source, pointAt(place).start)]));
}
