/** From the text of platform.yaml to every file of dist/: both apps, the index, the README. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { terraformFiles, type RenderedStack, type StackText } from '../infra/synth';
import { Memo, type Built, type RenderedCluster } from '../lib/components';
import { loadLock, loadPlatform } from '../lib/input/load';
import type { CloudLock, ParsedPlatform, Platform } from '../lib/model';
import type { OutputFile } from '../lib/output/file';
import { indexOutput } from '../lib/output/index-file';
import { ownerRecord, type OwnerRecord } from '../lib/output/record';
import { manifestFiles, type ManifestsResult } from '../manifests/synth';
import { platformReadme } from './readme';
import { toolkitVersion } from './version';

export interface Input {
  readonly parsed: ParsedPlatform;
  readonly lock: CloudLock;
  readonly texts: { readonly platform: string; readonly lock: string | undefined };
}

/** Reads platform.yaml, and cloud.lock.yaml beside it where there is one. */
export function readInput(file: string): Input {
  const text = readText(file);
  const lockFile = join(dirname(file), 'cloud.lock.yaml');
  const lockText = existsSync(lockFile) ? readText(lockFile) : undefined;
  return {
    parsed: loadPlatform(text, file),
    lock: loadLock(lockText, lockFile),
    texts: { platform: text.toString('utf8'), lock: lockText?.toString('utf8') },
  };
}

/** Reading a folder fails without saying which. */
function readText(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw Object.assign(cause as NodeJS.ErrnoException, { path: file });
  }
}

export interface Synthesis {
  readonly stacks: readonly RenderedStack[];
  readonly clusters: readonly RenderedCluster[];
  readonly records: ReadonlyMap<string, OwnerRecord>;
  /** Everything below dist/, the index included, sorted by path. */
  readonly files: readonly OutputFile[];
}

/** Results of earlier syntheses. */
export class Memos {
  constructor(
    readonly components: Memo<Built> = new Memo(),
    readonly stacks: Memo<StackText> = new Memo(),
  ) {}
}

/** Makes every file in memory; pure but for the clock of `onPhase`. */
export function synthesizeAll({ parsed, lock, texts }: Input, onPhase: (phase: string) => void = () => undefined, memos?: Memos): Synthesis {
  const { platform } = parsed;
  onPhase('cloud layer');
  const stacks = terraformFiles({ platform, lock, ...(memos ? { memo: memos.stacks } : {}) });
  onPhase('clusters');
  const manifests = manifestFiles({ platform, lock, ...(memos ? { memo: memos.components } : {}) });
  onPhase('index');
  const records = allRecords(platform, stacks, manifests);
  const made = [...stacks.flatMap(({ files }) => files), ...manifests.files];
  const readme = platformReadme({ platform, lock, stacks, clusters: manifests.clusters });
  const index = indexOutput({
    files: [...made, readme],
    records: [...records.values()],
    inputs: { 'platform.yaml': texts.platform, 'cloud.lock.yaml': texts.lock },
    toolkitVersion,
    images: imagesOf(manifests.clusters),
    charts: chartsOf(manifests.clusters),
  });
  return { stacks, clusters: manifests.clusters, records, files: [...made, readme, index].sort((a, b) => (a.path < b.path ? -1 : 1)) };
}

function allRecords(platform: Platform, stacks: readonly RenderedStack[], { clusters, delivery }: ManifestsResult): ReadonlyMap<string, OwnerRecord> {
  const clusterCount = platform.cloud.clusters.length;
  const components = clusters.flatMap(({ cluster, components: rendered }, clusterIndex) =>
    rendered.map(({ component, recording, intentsFrom }) => ownerRecord({ owner: `${cluster.name}/${component.name}`, summary: component.summary, recording, intentsFrom: intentsFrom.map((name) => `${cluster.name}/${name}`), clusterIndex, clusterCount })),
  );
  const ofStacks = stacks.map(({ id, summary, recording }) => ownerRecord({ owner: `terraform/${id}`, summary, recording, clusterCount }));
  const ofDelivery = ownerRecord({ owner: 'delivery', summary: 'How git reaches the clusters.', recording: delivery, intentsFrom: components.map(({ owner }) => owner), clusterCount });
  return new Map([...components, ...ofStacks, ofDelivery].map((record) => [record.owner, record]));
}

function chartsOf(clusters: readonly RenderedCluster[]) {
  const charts = clusters.flatMap(({ components }) => components.flatMap(({ component: { content } }) => (content.kind === 'helm' ? [content.chart] : [])));
  return [...new Map(charts.map((chart) => [chart.name, chart])).values()];
}

function imagesOf(clusters: readonly RenderedCluster[]): readonly string[] {
  const found = new Set<string>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (value !== null && typeof value === 'object')
      for (const [key, field] of Object.entries(value)) {
        if (key === 'image' && typeof field === 'string') found.add(field);
        else visit(field);
      }
  };
  for (const { components } of clusters) for (const { built } of components) for (const { object } of built.objects) visit(object);
  return [...found];
}
