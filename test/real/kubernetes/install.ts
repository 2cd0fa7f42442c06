/** Installs one cluster as its delivery promises: what the cloud gives, the bootstrap, then wave after wave. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import type { KubeObject } from '../../../lib/components';
import { goModule } from '../programs';
import type { Report } from '../report';
import { admit, apply, delivery, idOf, listOf, served, type LiveObject } from './apply';
import type { Cluster } from './cluster';
import { cloudDefinitions, definitions } from './definitions';
import { ownFiles, yamlFiles, type Release } from './delivery';

export interface Installed {
  /** Id -> object as the API server returned it at its first apply. */
  readonly objects: ReadonlyMap<string, LiveObject>;
  /** What the bootstrap brings of Argo CD itself. */
  readonly bootstrap: readonly KubeObject[];
}

export interface InstallProps {
  readonly cluster: Cluster;
  readonly cloud: string;
  readonly releases: readonly Release[];
  readonly report: Report;
}

export async function install({ cluster, cloud, releases, report }: InstallProps): Promise<Installed> {
  await admit(cluster);
  const brought = await bootstrap(cluster, cloud, report);
  const objects = new Map<string, LiveObject>();
  for (const wave of new Set(releases.map((release) => release.wave))) {
    const inWave = releases.filter((release) => release.wave === wave);
    // Worst order inside a wave: nothing in it may rely on a definition of the same wave.
    for (const release of inWave) {
      const files = ownFiles(release);
      if (files.length === 0) continue;
      const applied = await apply(cluster, files, { as: delivery });
      for (const object of applied.objects) objects.set(idOf(object), object);
      const lost = applied.objects.length < files.length && applied.problems.length === 0 ? [`${files.length} files, ${applied.objects.length} objects`] : [];
      report.check(`${cluster.name}: wave ${wave}, ${release.component}: ${applied.objects.length} objects accepted without a warning`, [
        ...applied.problems,
        ...lost,
      ]);
    }
    for (const release of inWave.filter(isDefinitions)) await define(cluster, release, report);
    report.check(`${cluster.name}: wave ${wave}: the API server serves all definitions`, await served(cluster));
  }
  return { objects, bootstrap: brought };
}

export const isDefinitions = ({ kind, component }: Release): boolean => kind === 'git' && component.startsWith('crds-');

async function define(cluster: Cluster, release: Release, report: Report): Promise<void> {
  const name = `${cluster.name}: wave ${release.wave}, ${release.component}`;
  const missing = release.sources.filter((source) => definitions(source).length === 0);
  const files = release.sources.flatMap(definitions);
  const applied = files.length === 0 ? { objects: [], problems: [] } : await apply(cluster, files, { as: delivery });
  report.check(`${name}: ${applied.objects.length} definitions accepted without a warning`, [
    ...missing.map(({ repository, include }) => `no file of ${repository} matches ${include} in CRDS_DIR or cdk8s.yaml`),
    ...applied.problems,
  ]);
}

/** The command of dist/README.md, run twice as it says. */
async function bootstrap(cluster: Cluster, cloud: string, report: Report): Promise<readonly KubeObject[]> {
  const given = cloudDefinitions(cloud);
  const { problems } = await apply(cluster, [...given.files, ...(given.objects.length > 0 ? ['-'] : [])], { input: listOf(given.objects) });
  report.check(`${cluster.name}: what the cloud installs: ${given.files.length + given.objects.length} definitions`, problems);
  const input = await bootstrapObjects(cluster);
  const tried = async () =>
    (await cluster.kubectl(['apply', '--server-side', '--force-conflicts', '-f', '-'], { input })).stderr.split('\n').filter((line) => line !== '');
  const first = await tried();
  const expected = /^resource mapping not found .* no matches for kind "(AppProject|Application)"|^ensure CRDs are installed first$/;
  report.check(
    `${cluster.name}: bootstrap with the manifests of Argo CD, first run: only what its own definitions define waits`,
    first.filter((line) => !expected.test(line)),
  );
  const unserved = await served(cluster);
  report.check(`${cluster.name}: bootstrap, second run: everything is accepted without a warning`, [...unserved, ...(await tried())]);
  return parseAllDocuments(input).map((document) => document.toJS() as KubeObject); // kustomize writes objects and nothing else
}

/** dist/bootstrap/<cluster> by kustomize. Argo CD's own manifests come from its Go module instead of their address; without Go, from there. */
async function bootstrapObjects(cluster: Cluster): Promise<string> {
  const root = join(cluster.folder, 'bootstrap');
  const module = await goModule('argocd', 'github.com/argoproj/argo-cd/v3');
  for (const folder of [`bootstrap/${cluster.name}`, `clusters/${cluster.name}/argocd`]) {
    mkdirSync(join(root, folder), { recursive: true });
    for (const file of yamlFiles(join('dist', folder))) {
      const text = readFileSync(file, 'utf8');
      const mapped = module === undefined ? text : text.replace(/https:\/\/raw\.githubusercontent\.com\/argoproj\/argo-cd\/[^/]+/, module);
      writeFileSync(join(root, folder, basename(file)), mapped);
    }
  }
  const { code, stdout, stderr } = await cluster.kubectl(['kustomize', '--load-restrictor=LoadRestrictionsNone', join(root, 'bootstrap', cluster.name)]);
  if (code !== 0) throw new Error(stderr);
  return stdout;
}
