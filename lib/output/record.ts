/**
 * The record of a synthesis: which inputs went into which component or stack. Kept in dist/index.json; `explain`,
 * impact lists and `synth --changed` read nothing else.
 */
import { isScalar, type Recording, type Seen } from '../components/recording';

/** One maker of files: a component of a cluster, a stack, the delivery. */
export interface OwnerRecord {
  /** Component (`<cluster>/<component>`), stack (`terraform/<stack>`), `delivery` or `platform`. */
  readonly owner: string;
  readonly summary: string;
  /** Absolute paths (`cloud.clusters.0.region`, `versions.charts.loki.version`, `lock.clusters.…`) -> value seen. */
  readonly reads: ReadonlyMap<string, Seen>;
  /** Owners whose intents went into it. */
  readonly intentsFrom: readonly string[];
  /** Answers of the name contract. */
  readonly names: ReadonlyMap<string, Seen>;
}

export interface OwnerRecordProps {
  readonly owner: string;
  readonly summary: string;
  readonly recording: Recording;
  readonly intentsFrom?: readonly string[];
  /** Position of the cluster in platform.yaml, for paths relative to it. @default - paths are absolute */
  readonly clusterIndex?: number;
  /** Number of clusters of the platform. */
  readonly clusterCount: number;
}

export function ownerRecord({ owner, summary, recording, intentsFrom = [], clusterIndex, clusterCount }: OwnerRecordProps): OwnerRecord {
  const others = Array.from({ length: clusterCount }, (_, index) => index).filter((index) => index !== clusterIndex);
  const reads = new Map<string, Seen>();
  for (const [path, seen] of recording.reads) {
    if (path.startsWith('intents.')) continue;
    reads.set(absolutePath(path, clusterIndex, others), seen);
  }
  return { owner, summary, reads, intentsFrom, names: recording.names };
}

function absolutePath(path: string, clusterIndex: number | undefined, others: readonly number[]): string {
  if (path.startsWith('platform.')) return path.slice('platform.'.length);
  if (path.startsWith('cluster.')) return `cloud.clusters.${clusterIndex}.${path.slice('cluster.'.length)}`;
  const peer = /^peers\.(\d+)(\..*)?$/.exec(path);
  return peer ? `cloud.clusters.${others[Number(peer[1])]}${peer[2] ?? ''}` : path;
}

/** Paths of scalars that an owner read, with those of everybody whose intents it used. */
export function scalarInputs(record: OwnerRecord, all: ReadonlyMap<string, OwnerRecord>): ReadonlyMap<string, Seen> {
  const inputs = new Map<string, Seen>();
  for (const each of [record, ...record.intentsFrom.flatMap((owner) => all.get(owner) ?? [])])
    for (const [path, seen] of each.reads) if (isScalar(seen)) inputs.set(path, seen);
  return new Map([...inputs].sort(([a], [b]) => (a < b ? -1 : 1)));
}
