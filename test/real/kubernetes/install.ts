/** Installs one cluster as its delivery promises: what the cloud gives, the bootstrap, then wave after wave. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Report } from '../report';
import { admit, apply, delivery, idOf, listOf, served, type LiveObject } from './apply';
import type { Cluster } from './cluster';
import { cloudDefinitions, definitions, definitionsOf } from './definitions';
import { ownFiles, yamlFiles, type Release } from './delivery';

export interface Installed {
  /** Id -> object as the API server returned it at its first apply. */
  readonly objects: ReadonlyMap<string, LiveObject>;
}

export interface InstallProps {
  readonly cluster: Cluster;
  readonly cloud: string;
  readonly releases: readonly Release[];
  readonly report: Report;
}

export async function install({ cluster, cloud, releases, report }: InstallProps): Promise<Installed> {
  await admit(cluster);
  await bootstrap(cluster, cloud, report);
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
  return { objects };
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

/**
 * The command of dist/README.md, run twice as it says. What it fetches from Argo CD's repository is not here: its three
 * definitions stand for it, so that the set holds definitions and their objects as the real one does.
 */
async function bootstrap(cluster: Cluster, cloud: string, report: Report): Promise<void> {
  const given = cloudDefinitions(cloud);
  const { problems } = await apply(cluster, [...given.files, ...(given.objects.length > 0 ? ['-'] : [])], { input: listOf(given.objects) });
  report.check(`${cluster.name}: what the cloud installs: ${given.files.length + given.objects.length} definitions`, problems);
  const input = await standIn(cluster);
  const tried = async () =>
    (await cluster.kubectl(['apply', '--server-side', '--force-conflicts', '-f', '-'], { input })).stderr.split('\n').filter((line) => line !== '');
  const first = await tried();
  const expected = /^resource mapping not found .* no matches for kind "(AppProject|Application)"|^ensure CRDs are installed first$/;
  report.check(
    `${cluster.name}: bootstrap, first run: only what its own definitions define waits`,
    first.filter((line) => !expected.test(line)),
  );
  const unserved = await served(cluster);
  report.check(`${cluster.name}: bootstrap, second run: everything is accepted without a warning`, [...unserved, ...(await tried())]);
}

async function standIn(cluster: Cluster): Promise<string> {
  const folder = join(cluster.folder, 'bootstrap');
  mkdirSync(folder, { recursive: true });
  const own = yamlFiles(`dist/bootstrap/${cluster.name}`).filter((file) => !file.endsWith('kustomization.yaml'));
  const resources = [...definitionsOf('argo-cd'), ...own].map((file) => (file.includes('://') ? file : relative(folder, file)));
  writeFileSync(join(folder, 'kustomization.yaml'), JSON.stringify({ apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', resources }));
  const { code, stdout, stderr } = await cluster.kubectl(['kustomize', '--load-restrictor=LoadRestrictionsNone', folder]);
  if (code !== 0) throw new Error(stderr);
  return stdout;
}
