/** Which permissions open what, in terms of NGINX: the longest location that matches decides, and it decides alone. */
import type { Access } from '../../../../lib/model';

type Permissions = Extract<Access, { kind: 'token' }>['permissions'];

/** Where NGINX looks: `= /v1` is this path, `/v1/` everything that begins so. */
export interface Location {
  readonly match: string;
  /** The same without the sign. */
  readonly path: string;
}
export const exactly = (path: string): Location => ({ match: `= ${path}`, path });
export const below = (prefix: string): Location => ({ match: prefix, path: prefix });

export interface TokenLocation extends Location {
  /** Method -> permissions of which one is enough. Other methods nobody may use. */
  readonly methods: ReadonlyMap<string, readonly string[]>;
}

const locationOf = (pattern: string): Location => (pattern.endsWith('*') ? below(pattern.slice(0, -1)) : exactly(pattern));

/** Whether everything that the location serves matches the pattern. */
const covers = (pattern: string, { match, path }: Location): boolean =>
  pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : match === `= ${pattern}`;

/**
 * One location for each pattern, with the permissions of all patterns that cover it: a path that several patterns match
 * is served by the longest, so the shorter ones must be named there as well. To `/v1/` belongs `= /v1`, often without any
 * permission: NGINX would redirect it by itself, unasked.
 */
export function tokenLocations(permissions: Permissions): readonly TokenLocation[] {
  const named = permissions.flatMap(({ paths }) => paths.map(locationOf));
  const twins = named.filter(({ match, path }) => match.startsWith('/') && path.length > 1 && path.endsWith('/')).map(({ path }) => exactly(path.slice(0, -1)));
  const found = new Map([...named, ...twins].map((location) => [location.match, location]));
  return [...found.values()].sort((a, b) => (a.match < b.match ? -1 : 1)).map((location) => ({ ...location, methods: openedBy(location, permissions) }));
}

function openedBy(location: Location, permissions: Permissions): ReadonlyMap<string, readonly string[]> {
  const methods = new Map<string, string[]>();
  for (const permission of permissions.filter(({ paths }) => paths.some((pattern) => covers(pattern, location))))
    for (const method of permission.methods) methods.set(method, [...(methods.get(method) ?? []), permission.name].sort());
  return new Map([...methods].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Path prefixes of an endpoint: `/v1` is /v1 and what is below it, never /v1beta. */
export const prefixLocations = (paths: readonly string[]): readonly Location[] =>
  paths.flatMap((path) => (path.endsWith('/') ? [below(path)] : [exactly(path), below(`${path}/`)]));
