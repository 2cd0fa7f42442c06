/** What objects and chart values ask of a cluster: an estimate for people, read from `resources.requests` and the replicas above them. */
import { parse } from 'yaml';

export interface Footprint {
  /** Processor cores. */
  readonly cpu: number;
  readonly memoryMiB: number;
  /** Disks, without buckets. */
  readonly storageGiB: number;
  /** The same again on every node. */
  readonly perNode: { readonly cpu: number; readonly memoryMiB: number };
}

export const nothing: Footprint = { cpu: 0, memoryMiB: 0, storageGiB: 0, perNode: { cpu: 0, memoryMiB: 0 } };

export const sum = (all: readonly Footprint[]): Footprint =>
  all.reduce(
    (a, b) => ({
      cpu: a.cpu + b.cpu,
      memoryMiB: a.memoryMiB + b.memoryMiB,
      storageGiB: a.storageGiB + b.storageGiB,
      perNode: { cpu: a.perNode.cpu + b.perNode.cpu, memoryMiB: a.perNode.memoryMiB + b.perNode.memoryMiB },
    }),
    nothing,
  );

const suffixes: Readonly<Record<string, number>> = { m: 1e-3, '': 1, k: 1e3, M: 1e6, G: 1e9, T: 1e12, Ki: 2 ** 10, Mi: 2 ** 20, Gi: 2 ** 30, Ti: 2 ** 40 };
/** A quantity of Kubernetes as a number; 0 for what is none. */
export function quantity(value: unknown): number {
  if (typeof value === 'number') return value;
  const [, digits, suffix] = typeof value === 'string' ? (/^([\d.]+)([a-zA-Z]*)$/.exec(value) ?? []) : [];
  return digits === undefined ? 0 : Number(digits) * (suffixes[suffix ?? ''] ?? 0);
}

/** Keys by which operators and charts count pods. */
const counts = ['replicas', 'instances', 'count', 'replicaCount', 'minReplicas'] as const;
type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields => value !== null && typeof value === 'object';

function countIn(fields: Fields, before: number): number {
  const found = counts.map((key) => fields[key]).find((value) => typeof value === 'number');
  return found ?? before;
}

/** Of an object of Kubernetes, or of a chart's values. */
export function footprintOf(value: unknown): Footprint {
  if (isFields(value) && value['kind'] === 'Kustomization' && Array.isArray(value['patches'])) return sum(value['patches'].map(patched));
  const everywhere = isFields(value) && value['kind'] === 'DaemonSet';
  const found = requestsBelow(value, 1);
  return everywhere ? { ...nothing, storageGiB: found.storageGiB, perNode: { cpu: found.cpu, memoryMiB: found.memoryMiB } } : found;
}

/** What a patch gives to the manifests of somebody else: it names the object that it changes. */
const patched = (patch: unknown): Footprint => (isFields(patch) && typeof patch['patch'] === 'string' ? footprintOf(parse(patch['patch'])) : nothing);

function requestsBelow(value: unknown, replicas: number): Footprint {
  if (Array.isArray(value)) return sum(value.map((item) => requestsBelow(item, replicas)));
  if (!isFields(value)) return nothing;
  const count = countIn(value, replicas);
  const own = isFields(value['requests']) ? requested(value['requests'], count) : nothing;
  const claimed = isFields(value['storage']) && value['storage']['size'] !== undefined ? disk(value['storage']['size'], count) : nothing;
  return sum([own, claimed, ...Object.entries(value).flatMap(([key, field]) => (key === 'requests' ? [] : [requestsBelow(field, count)]))]);
}

const requested = ({ cpu, memory, storage }: Fields, count: number): Footprint => ({
  ...nothing,
  cpu: quantity(cpu) * count,
  memoryMiB: (quantity(memory) / 2 ** 20) * count,
  storageGiB: (quantity(storage) / 2 ** 30) * count,
});
const disk = (size: unknown, count: number): Footprint => ({ ...nothing, storageGiB: (quantity(size) / 2 ** 30) * count });

const round = (value: number): string => String(Math.round(value * 100) / 100);
/** Such as `2.5 cores, 9 GiB, 300 GiB of disk; on each node 0.2 cores, 200 MiB`. */
export function inWords({ cpu, memoryMiB, storageGiB, perNode }: Footprint): string {
  const memory = (mebibytes: number): string => (mebibytes >= 1024 ? `${round(mebibytes / 1024)} GiB` : `${round(mebibytes)} MiB`);
  const pods =
    cpu + memoryMiB + storageGiB > 0 ? [`${round(cpu)} cores, ${memory(memoryMiB)}${storageGiB > 0 ? `, ${round(storageGiB)} GiB of disk` : ''}`] : [];
  const nodes = perNode.cpu + perNode.memoryMiB > 0 ? [`on each node ${round(perNode.cpu)} cores, ${memory(perNode.memoryMiB)}`] : [];
  return [...pods, ...nodes].join('; ') || 'no requests';
}
