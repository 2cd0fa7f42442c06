/** platform.yaml and the files of teams -> Platform: text, data, schema, rules. All mistakes of all files at once, in file order. */
import type { z } from 'zod';
import { PlatformErrors } from './errors';
import { freeze } from './freeze';
import { platformErrors, pointAt, shownErrors } from './mistakes/report';
import type { Problem } from './problem';
import { optionIds, platformSchema, type Platform, type PlatformFile } from './platform';
import { readYaml, type Reading } from './read';
import { ruleProblems } from './rules';
import { repeatedItems } from './rules/unique-lists';
import type { Part } from './rules/rule';
import { positionAt } from './source/source';
import { gather, inItsFile, type Fleet, type PlacedProblem, type WrittenDatabase, type WrittenTenant } from './tenants/gather';
import { tenantProblems } from './tenants/rules';
import { tenantFileSchema } from './tenants/tenant';

/** Where each path of the input was written; paths that are absent came from a default. */
export type Positions = ReadonlyMap<string, { /** @default - platform.yaml */ readonly file?: string; readonly line: number; readonly column: number }>;
export interface ParsedPlatform {
  /** Deep-frozen. */
  readonly platform: Platform;
  readonly positions: Positions;
}

/** A file of the input. */
export interface InputFile {
  readonly text: string | Uint8Array;
  readonly file: string;
}

/** The input and what else must be checked of it before it may be used. */
export interface Inspection extends ParsedPlatform {
  /** Mistakes found by rules so far. */
  readonly problems: readonly Problem[];
  /** @throws PlatformErrors with the given problems, if there are any */
  readonly refuse: (problems: readonly Problem[]) => void;
}

type TenantFile = z.output<typeof tenantFileSchema>;
/** A file that could be read, or everything that is wrong with its text. */
type Attempt<T> = { readonly reading: Reading<T> } | { readonly refused: PlatformErrors };
const read = <T>(from: () => Reading<T>): Attempt<T> => {
  try {
    return { reading: from() };
  } catch (cause) {
    if (cause instanceof PlatformErrors) return { refused: cause };
    throw cause;
  }
};

/**
 * Reads everything but the rules' verdict, for callers that add checks of their own.
 * @param teams files of teams, in the order in which their mistakes are shown
 * @throws PlatformErrors if a text does not even have the shape of its file
 */
export function inspectPlatform(text: string | Uint8Array, file: string, teams: readonly InputFile[] = []): Inspection {
  const main = read(() => readYaml(platformSchema, text, file, reservedOptions));
  const ofTeams = teams.map((team) => read(() => readYaml(tenantFileSchema, team.text, team.file)));
  const all: readonly Attempt<PlatformFile | TenantFile>[] = [main, ...ofTeams];
  const { parts, sound } = 'reading' in main ? soundParts(main.reading) : { parts: {}, sound: new Set<Part>() };
  const fleet = gathered(parts, sound, ofTeams, [file, ...teams.map((team) => team.file)]);
  const problems: readonly PlacedProblem[] = [
    ...ruleProblems(parts, sound).map((problem) => ({ ...problem, file: 0 })),
    ...fleet.problems,
    ...fleetProblems(parts, sound, fleet),
  ];
  if (!('reading' in main) || !main.reading.value || ofTeams.some((each) => !('reading' in each) || !each.reading.value)) throw everything(all, problems);
  const { tenants: _tenants, databases: _databases, ...rest } = main.reading.value;
  const readings = all.flatMap((each) => ('reading' in each ? [each.reading] : []));
  return {
    platform: freeze({ ...rest, tenants: fleet.tenants }),
    // Only `explain` asks.
    get positions() {
      return positionsOf(readings, fleet);
    },
    problems,
    refuse: (found) => {
      if (found.length > 0)
        throw everything(
          all,
          found.map((problem) => ('file' in problem ? (problem as PlacedProblem) : inItsFile(problem, fleet.places))),
        );
    },
  };
}

/**
 * The platform that the files describe, and where each value of it stands.
 * @throws PlatformErrors with every mistake of all files
 */
export function parsePlatform(text: string | Uint8Array, file: string, teams: readonly InputFile[] = []): ParsedPlatform {
  const inspection = inspectPlatform(text, file, teams);
  inspection.refuse(inspection.problems);
  return inspection;
}

const reservedOptions = Object.fromEntries(Object.entries(optionIds).map(([aspect, ids]) => [`${aspect}.use`, ids]));

/** The parts that are right in themselves, defaults filled in: rules run on them even if others are wrong. */
function soundParts({ value, tree, problems }: Reading<PlatformFile>): { readonly parts: Partial<PlatformFile>; readonly sound: ReadonlySet<Part> } {
  const keys = Object.keys(platformSchema.shape) as readonly Part[]; // the schema's keys are PlatformFile's
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

/** Tenants and databases of every file that is right in itself. */
function gathered(parts: Partial<PlatformFile>, sound: ReadonlySet<Part>, teams: readonly Attempt<TenantFile>[], files: readonly string[]): Fleet {
  const values = teams.map((each) => ('reading' in each ? each.reading.value : undefined));
  const tenants: readonly WrittenTenant[] = [
    ...(parts.tenants ?? []).map((tenant, index) => ({ file: 0, path: `tenants.${index}`, tenant })),
    ...values.flatMap((value, index) => (value ? [{ file: index + 1, path: 'tenant', tenant: value.tenant }] : [])),
  ];
  const databases: readonly WrittenDatabase[] = [
    ...(parts.databases ?? []).map(({ tenant: of, ...database }, index) => ({ file: 0, path: `databases.${index}`, of, database })),
    ...values.flatMap((value, index) =>
      (value?.databases ?? []).map((database, at) => ({ file: index + 1, path: `databases.${at}`, of: value?.tenant.name ?? '', database })),
    ),
  ];
  const fleet = gather(tenants, databases, files);
  // A tenant may stand in a file that is broken elsewhere: nothing is said about names that are not known yet.
  const complete = sound.has('tenants') && sound.has('databases') && values.every((value) => value !== undefined);
  const repeated = values.flatMap((value, index) =>
    (value ? repeatedItems(tenantFileSchema, value, '') : []).map((problem) => ({ ...problem, path: problem.path.replace(/^\./, ''), file: index + 1 })),
  );
  return { ...fleet, problems: [...(complete ? fleet.problems : []), ...repeated] };
}

const readByTenants = ['cloud', 'workloads', 'plans', 'tenants', 'databases'] as const satisfies readonly Part[];

function fleetProblems(parts: Partial<PlatformFile>, sound: ReadonlySet<Part>, { tenants, places }: Fleet): readonly PlacedProblem[] {
  const { cloud, workloads, plans } = parts;
  if (!readByTenants.every((part) => sound.has(part)) || !cloud || !workloads || !plans) return [];
  return tenantProblems({ cloud, workloads, plans, tenants }).map((problem) => inItsFile(problem, places));
}

/** What is wrong with each file, one after the other. */
function everything(all: readonly Attempt<PlatformFile | TenantFile>[], problems: readonly PlacedProblem[]): PlatformErrors {
  const of = all.map((each, index) =>
    'refused' in each
      ? each.refused
      : platformErrors(
          [...each.reading.problems, ...problems.filter(({ file }) => file === index)],
          each.reading.source,
          each.reading.tree,
          each.reading.omitted,
        ),
  );
  const errors = of.flatMap((each) => each.errors);
  return new PlatformErrors(errors.slice(0, shownErrors), Math.max(0, errors.length - shownErrors) + of.reduce((sum, { omitted }) => sum + omitted, 0));
}

/** Places of values by their path in Platform, where tenants and databases go by their names. */
function positionsOf(readings: readonly Pick<Reading<unknown>, 'tree' | 'source'>[], { places }: Fleet): Positions {
  const named = new Map([...places].map(([logical, { file, path }]) => [`${file}:${path}`, logical]));
  return new Map(
    readings.flatMap(({ tree, source }, file) =>
      [...(tree?.places ?? [])].flatMap(([path, place]) => {
        const logical = logicalPath(file, path, named);
        const position = positionAt(source, pointAt(place).start);
        return logical === undefined ? [] : [[logical, file === 0 ? position : { ...position, file: source.file }] as const];
      }),
    ),
  );
}

function logicalPath(file: number, path: string, named: ReadonlyMap<string, string>): string | undefined {
  const parts = path.split('.');
  for (const length of [2, 1]) {
    const found = named.get(`${file}:${parts.slice(0, length).join('.')}`);
    if (found !== undefined) return [found, ...parts.slice(length)].join('.');
  }
  return file === 0 ? path : undefined;
}
