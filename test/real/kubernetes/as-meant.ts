/**
 * The object that a builder made in memory against the one that the API server holds after it was written as YAML,
 * read by kubectl and stored: a text that a reader of YAML took for a number, or a field that a definition pruned, shows here.
 */
import type { KubeObject } from '../../../lib/components';
import type { Report } from '../report';
import { idOf } from './apply';
import type { Installed } from './install';

export function asMeant(cluster: string, rendered: readonly KubeObject[], installed: Installed, report: Report): void {
  const meant = rendered.filter(({ apiVersion }) => !apiVersion.startsWith('kustomize.config.k8s.io/'));
  const problems = meant.flatMap((object) => {
    const live = installed.objects.get(idOf(object));
    return live === undefined
      ? [`${idOf(object)} was never applied`]
      : differences(readable(object), live, '').map((difference) => `${idOf(object)}: ${difference}`);
  });
  report.check(`${cluster}: ${meant.length} objects are held as their builders meant them`, problems);
}

/** What a Secret is given as `stringData` it holds as base64 in `data`. */
function readable({ stringData, ...object }: KubeObject): unknown {
  if (stringData === undefined) return object;
  const encoded = Object.entries(stringData as Readonly<Record<string, string>>).map(([key, value]) => [key, Buffer.from(value).toString('base64')]); // stringData is a map of strings
  return { ...object, data: { ...(object['data'] as object | undefined), ...Object.fromEntries(encoded) } };
}

/** Where `live` is not what `meant` says; what is only in `live` is a default. */
export function differences(meant: unknown, live: unknown, path: string): readonly string[] {
  if (meant === undefined || meant === null) return [];
  if (Array.isArray(meant)) {
    if (!Array.isArray(live) || live.length !== meant.length) return isEmpty(meant) && live === undefined ? [] : [`${path}: ${text(meant)} is ${text(live)}`];
    return meant.flatMap((item, index) => differences(item, live[index], `${path}[${index}]`));
  }
  if (typeof meant === 'object') {
    if (live === undefined && isEmpty(meant)) return [];
    if (typeof live !== 'object' || live === null) return [`${path}: ${text(meant)} is ${text(live)}`];
    return Object.entries(meant).flatMap(([key, value]) =>
      differences(value, (live as Readonly<Record<string, unknown>>)[key], path === '' ? key : `${path}.${key}`),
    );
  }
  return meant === live || sameQuantity(meant, live) || (isZero(meant) && live === undefined) ? [] : [`${path}: ${text(meant)} is ${text(live)}`];
}

const isEmpty = (value: object): boolean => Object.keys(value).length === 0;
/** Built-in types do not store what is their zero anyway. */
const isZero = (value: unknown): boolean => value === false || value === '' || value === 0;

const factors: Readonly<Record<string, number>> = { m: 1e-3, '': 1, k: 1e3, M: 1e6, G: 1e9, T: 1e12, Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40 };

/** Quantities are stored in their canonical form: 1000m is 1. */
function sameQuantity(meant: unknown, live: unknown): boolean {
  const amounts = [meant, live].map((value) => /^(\d+(?:\.\d+)?)(m|k|M|G|T|Ki|Mi|Gi|Ti|)$/.exec(String(value)));
  const [first, second] = amounts.map((match) => (match ? Number(match[1]) * (factors[match[2] ?? ''] ?? NaN) : NaN));
  return first !== undefined && first === second && typeof live === 'string' && typeof meant === 'string';
}

function text(value: unknown): string {
  const json = JSON.stringify(value) ?? 'nothing';
  return json.length > 200 ? `${json.slice(0, 200)}…` : json;
}
