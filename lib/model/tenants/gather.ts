/** Tenants and databases from platform.yaml and from the files of teams, put together by name. */
import type { Problem } from '../problem';
import type { Database } from './database';
import type { Tenant, Tenants } from './tenant';

/** One place in one file. */
export interface Written {
  /** Which of the given files; 0 is platform.yaml. */
  readonly file: number;
  readonly path: string;
}
export interface WrittenTenant extends Written {
  readonly tenant: Omit<Tenant, 'databases'>;
}
export interface WrittenDatabase extends Written {
  /** Name of its tenant. */
  readonly of: string;
  readonly database: Database;
}

export interface Fleet {
  readonly tenants: Tenants;
  /** Path in `tenants` -> where it is written: of each tenant and of each database. */
  readonly places: ReadonlyMap<string, Written>;
  readonly problems: readonly PlacedProblem[];
}
/** A mistake in one of the files. */
export interface PlacedProblem extends Problem {
  readonly file: number;
}

export const tenantPath = (name: string): string => `tenants.${name}`;
export const databasePath = (tenant: string, name: string): string => `tenants.${tenant}.databases.${name}`;

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);

/** @param names of the files, for messages */
export function gather(tenants: readonly WrittenTenant[], databases: readonly WrittenDatabase[], names: readonly string[]): Fleet {
  const problems: PlacedProblem[] = [];
  const places = new Map<string, Written>();
  const found = new Map<string, { readonly tenant: Omit<Tenant, 'databases'>; readonly databases: Map<string, Database> }>();
  const taken = (path: string, { file, path: at }: Written, what: string): boolean => {
    const first = places.get(path);
    if (!first) {
      places.set(path, { file, path: at });
      return false;
    }
    problems.push({
      file,
      code: 'input/relation',
      path: `${at}.name`,
      message: `${what} is also written in ${names[first.file] ?? ''}, at ${first.path}`,
      fix: 'Names are unique: they are names of namespaces and of objects in them. Give one of the two another name, or remove it.',
    });
    return true;
  };
  for (const written of tenants)
    if (!taken(tenantPath(written.tenant.name), written, `tenant '${written.tenant.name}'`))
      found.set(written.tenant.name, { tenant: written.tenant, databases: new Map() });
  for (const written of databases) {
    const of = found.get(written.of);
    if (!of) problems.push(unknownTenant(written, [...found.keys()]));
    else if (!taken(databasePath(written.of, written.database.name), written, `database '${written.database.name}' of tenant '${written.of}'`))
      of.databases.set(written.database.name, written.database);
  }
  return { tenants: Object.fromEntries([...found].sort(byName).map(([name, each]) => [name, merged(each)])), places, problems };
}

const merged = ({ tenant, databases }: { readonly tenant: Omit<Tenant, 'databases'>; readonly databases: ReadonlyMap<string, Database> }): Tenant => ({
  ...tenant,
  databases: Object.fromEntries([...databases].sort(byName)),
});

const unknownTenant = ({ file, path, of }: WrittenDatabase, known: readonly string[]): PlacedProblem => ({
  file,
  code: 'input/relation',
  path: `${path}.tenant`,
  message: `no tenant is called '${of}'`,
  fix: known.length > 0 ? `Tenants: ${[...known].sort().slice(0, 20).join(', ')}.` : 'Declare it below tenants.',
});

/** A problem at a path below `tenants`, in the file where that is written. */
export function inItsFile(problem: Problem, places: Fleet['places']): PlacedProblem {
  const [path = problem.path, ...also] = [problem.path, ...(problem.also ?? [])].map((each) => translated(each, places));
  const file = placeOf(problem.path, places)?.[1].file ?? 0;
  return { ...problem, file, path, ...(problem.also ? { also } : {}) };
}

function placeOf(path: string, places: Fleet['places']): readonly [string, Written] | undefined {
  const parts = path.split('.');
  for (const length of [4, 2]) {
    const prefix = parts.slice(0, length).join('.');
    const written = parts.length >= length ? places.get(prefix) : undefined;
    if (written) return [prefix, written];
  }
  return undefined;
}

function translated(path: string, places: Fleet['places']): string {
  const found = placeOf(path, places);
  return found ? `${found[1].path}${path.slice(found[0].length)}` : path;
}
