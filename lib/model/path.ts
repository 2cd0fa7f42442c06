/** Paths into the input: `cloud.clusters.0.name`; a key that is no plain word is written as `["a key"]`. */
export type Path = readonly (string | number)[];

export const pathText = (path: Path): string =>
  path.map((part, index) => (typeof part === 'number' || /^[\w-]+$/.test(part) ? `${index > 0 ? '.' : ''}${part}` : `[${JSON.stringify(part)}]`)).join('');

/** Whether `path` is `above` or lies below it. */
export const isWithin = (path: string, above: string): boolean =>
  above === '' || path === above || path.startsWith(`${above}.`) || path.startsWith(`${above}[`);

/** The dotted path one level up. */
export const parentPath = (path: string): string =>
  path.endsWith(']') ? path.slice(0, path.lastIndexOf('["')) : path.slice(0, Math.max(0, path.lastIndexOf('.')));
