/** Trivy's checks of Kubernetes objects: NSA's hardening guide, the CIS benchmark, the Pod Security Standards. */
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { run } from '../process';
import { goPrograms } from '../programs';
import type { Report } from '../report';
import { keepFindings } from './findings';
import { writeObjects, type ObjectFile } from './objects';
import { plantedObjects, wantedOf } from './planted-kubernetes';
import { idle, unwaived, type Finding, type Scan } from './waiver';
import { waiversOf } from './waivers';

interface Line {
  readonly id: string;
  readonly severity: string;
  readonly title: string;
  readonly message: string;
  readonly file: string;
  readonly passed: boolean;
}

/**
 * Checks that take any object which is no LimitRange, or no ResourceQuota, for a fault: they mean a cluster and are
 * asked about files. `bounded` asks the same of every namespace.
 */
const ofClusters = new Set(['KSV-0039', 'KSV-0040']);

export interface TrivyProps {
  readonly report: Report;
  readonly work: string;
  /** Cluster -> its objects. */
  readonly clusters: ReadonlyMap<string, readonly ObjectFile[]>;
  readonly example: string | undefined;
}

export async function scanWithTrivy({ report, work, clusters, example }: TrivyProps): Promise<void> {
  const trivy = (await goPrograms('trivy', (text) => report.note(text)))('trivy-kubernetes');
  const waivers = waiversOf('trivy', example);
  const all = [...clusters.values()].flat();
  // It looks at each file alone: the same text in both clusters is read once.
  const files = [...new Map(all.map((file) => [file.text, file])).values()];
  const { scan, read } = await scanned(trivy, join(work, 'trivy'), files);
  report.check(`trivy: ${scan.passed.length + scan.failed.length} results about all ${files.length} different objects, none but what is waived`, [
    ...files.filter(({ path }) => !read.has(path)).map(({ path }) => `${path} was not read`),
    ...unwaived(scan, waivers),
  ]);
  for (const [cluster, objects] of clusters) report.check(`${cluster}: every namespace of ours has a LimitRange and a ResourceQuota`, bounded(objects));
  keepFindings(work, 'trivy', [scan]);
  if (example !== undefined) return;
  report.check(`trivy: each of ${waivers.length} waivers is still needed, and no wider than that`, idle(scan, waivers));
  const planted = await scanned(trivy, join(work, 'trivy-planted'), plantedFiles);
  report.check(`control: trivy finds each of ${wantedOf.trivy.length} planted faults`, missed(planted.scan, wantedOf.trivy));
}

async function scanned(trivy: string, folder: string, files: readonly ObjectFile[]): Promise<{ readonly scan: Scan; readonly read: ReadonlySet<string> }> {
  mkdirSync(folder, { recursive: true });
  writeObjects(folder, files);
  const { code, stdout, stderr } = await run(trivy, [resolve(folder)]);
  if (code !== 0 || stderr !== '') throw new Error(`trivy ended with ${code}: ${stderr}`);
  const lines = stdout.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Line]));
  const resources = new Map(files.map(({ path, resource }) => [path, resource]));
  const finding = ({ id, severity, title, message, file }: Line): Finding => ({
    id,
    resource: resources.get(file) ?? file,
    text: `${severity} ${title}: ${message}`,
  });
  const kept = lines.filter(({ id }) => !ofClusters.has(id));
  return {
    scan: { failed: kept.filter(({ passed }) => !passed).map(finding), passed: kept.filter(({ passed }) => passed).map(finding) },
    read: new Set(lines.map(({ file }) => file)),
  };
}

const plantedFiles = Object.entries(plantedObjects).map(([path, object]): ObjectFile => {
  const { kind, metadata } = object as { readonly kind: string; readonly metadata: { readonly name: string; readonly namespace?: string } };
  const { name, namespace } = metadata;
  return {
    path,
    text: JSON.stringify(object),
    kind,
    namespace: namespace ?? '',
    resource: [kind, ...(namespace === undefined ? [] : [namespace]), name].join('/'),
  };
});

/** What a scan of the planted objects did not find. */
export const missed = ({ failed }: Scan, wanted: readonly (readonly [string, string])[]): readonly string[] =>
  wanted.flatMap(([id, resource]) =>
    failed.some((finding) => finding.id === id && finding.resource === resource) ? [] : [`${id} is not found at ${resource}`],
  );

function bounded(objects: readonly ObjectFile[]): readonly string[] {
  const has = (kind: string, name: string): boolean => objects.some((object) => object.kind === kind && object.namespace === name);
  return objects
    .filter(({ kind }) => kind === 'Namespace')
    .map(({ resource }) => resource.split('/')[1] ?? '')
    .flatMap((name) => ['LimitRange', 'ResourceQuota'].flatMap((kind) => (has(kind, name) ? [] : [`namespace ${name} has no ${kind}`])));
}
