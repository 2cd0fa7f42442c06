/** checkov over the YAML of every cluster. */
import { join } from 'node:path';
import type { Report } from '../report';
import type { Checkov, CheckovRecord } from './checkov';
import { keepFindings } from './findings';
import { clusterFolder, writeObjects, type ObjectFile } from './objects';
import { plantedObjects, wantedOf } from './planted-kubernetes';
import { missed } from './trivy';
import { idle, unwaived, type Finding, type Scan } from './waiver';
import { waiversOf } from './waivers';

export interface CheckovKubernetesProps {
  readonly report: Report;
  readonly work: string;
  readonly checkov: Checkov;
  readonly clusters: ReadonlyMap<string, readonly ObjectFile[]>;
  readonly example: string | undefined;
}

/** Kinds that it has rules for, whatever is in them. */
const judged = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob', 'ClusterRole', 'Service', 'ServiceAccount']);

export async function scanWithCheckov({ report, work, checkov, clusters, example }: CheckovKubernetesProps): Promise<void> {
  const waivers = waiversOf('checkov, Kubernetes', example);
  const scans: Scan[] = [];
  for (const [cluster, objects] of clusters) {
    const { failed, passed } = await checkov('kubernetes', clusterFolder(cluster, join(work, 'checkov', cluster)));
    const paths = new Map(objects.map(({ path, resource }) => [`/${path}`, resource]));
    const finding = (record: CheckovRecord): Finding => findingOf(record, paths);
    const scan = { failed: failed.map(finding), passed: passed.map(finding) };
    const read = new Set([...failed, ...passed].map(({ file_path: path }) => path));
    report.check(`${cluster}: checkov: ${scan.failed.length + scan.passed.length} results about ${read.size} objects, none but what is waived`, [
      ...objects.filter(({ kind, path }) => judged.has(kind) && !read.has(`/${path}`)).map(({ path }) => `${path} was not read`),
      ...unwaived(scan, waivers),
    ]);
    scans.push(scan);
  }
  keepFindings(work, 'checkov, Kubernetes', scans);
  if (example !== undefined) return;
  const both = { failed: scans.flatMap(({ failed }) => failed), passed: scans.flatMap(({ passed }) => passed) };
  report.check(`checkov: each of ${waivers.length} waivers is still needed, and no wider than that`, idle(both, waivers));
  const folder = join(work, 'checkov', 'planted');
  writeObjects(
    folder,
    Object.entries(plantedObjects).map(([path, object]) => ({ path, text: JSON.stringify(object) })),
  );
  const { failed } = await checkov('kubernetes', folder);
  report.check(
    `control: checkov finds each of ${wantedOf.checkov.length} planted faults`,
    missed({ failed: failed.map((record) => findingOf(record, new Map())), passed: [] }, wantedOf.checkov),
  );
}

/** Without a known path: `Kind.namespace.name`, where things without a namespace are in `default`. */
function findingOf({ check_id: id, check_name: name, resource, file_path: path }: CheckovRecord, paths: ReadonlyMap<string, string>): Finding {
  const [kind = '', namespace = '', ...rest] = resource.split('.');
  const own = kind.startsWith('Cluster') ? `${kind}/${rest.join('.')}` : `${kind}/${namespace}/${rest.join('.')}`;
  return { id, resource: paths.get(path) ?? own, text: `${name} (${path.slice(1)})` };
}
