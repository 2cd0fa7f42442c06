/** The generated runner with the real Helm and kubectl, against a real API server: the first cluster of platform.yaml. */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readInput } from '../../../bin/pipeline';
import type { RenderedCluster } from '../../../lib/components';
import type { OutputFile } from '../../../lib/output/file';
import { Api } from '../argocd/api';
import { Operators } from '../argocd/operators';
import { world } from '../argocd/outside';
import { gitEnv } from '../argocd/outside/upstreams';
import { Repository } from '../argocd/repository';
import { apply } from '../kubernetes/apply';
import { localClusters } from '../kubernetes/cluster';
import { cloudDefinitions } from '../kubernetes/definitions';
import type { Release } from '../kubernetes/delivery';
import type { Part } from '../part';
import { mustRun, run } from '../process';
import { debianProgram } from '../programs';
import type { Report } from '../report';
import { nodes } from './nodes';
import { HelmPlatform } from './platform';
import { Runner } from './runner';
import { changes, data, firstApply, records, refusals, secondApply, type Scene } from './scenarios';
import { keepWell } from './workloads';

export const helm: Part = async ({ report, servers, work, platform }) => {
  const say = (text: string) => report.note(text);
  for (const old of ['outside', 'repository']) rmSync(join(work, old), { recursive: true, force: true });
  const [place] = platform.cloud.clusters;
  const made = new HelmPlatform(readInput('platform.yaml').texts.platform, place.name);
  const synthesis = made.synthesis();
  const rendered = synthesis.clusters[0];
  if (rendered === undefined) throw new Error('platform.yaml has no cluster');
  const repository = await Repository.of(join(work, 'repository'), 'dist', delivered(synthesis.files));
  const merge = () => mustRun('git', ['update-ref', 'refs/remotes/origin/main', 'HEAD'], { cwd: repository.folder, env: gitEnv });
  await merge();
  const releases = releasesOf(rendered);
  const used = new Set(rendered.components.flatMap(({ built }) => built.objects.map(({ object }) => groupKind(object))));
  // Helm keeps a chart with its definitions in the release: ours would be larger than the real ones and than a Secret.
  const outside = await world({
    releases,
    used,
    repository: platform.delivery.repository,
    folder: repository.folder,
    work: join(work, 'outside'),
    definitionsInCharts: false,
  });
  const [cluster] = await localClusters({ names: [place.name], servers, work, say });
  if (cluster === undefined) throw new Error('no API server');
  const api = new Api(cluster.server, cluster.token);
  try {
    report.note(`${place.name}: Kubernetes ${cluster.version}`);
    report.skip(
      `objects of ${releases.filter(({ kind }) => kind === 'helm').length} charts of third parties`,
      'stand-ins of ours have their names and versions, because a test downloads no charts (docs/testing.md)',
    );
    await nodes(cluster, place.region);
    const { problems } = await apply(cluster, cloudDefinitions(place.provider).files);
    report.check('what the cloud installs', problems);
    new Operators(api);
    keepWell(api);
    const runner = await Runner.of({ checkout: repository.folder, cluster, work, env: outside.env, say });
    const scene: Scene = {
      cluster,
      api,
      runner,
      rendered,
      report,
      other: platform.cloud.clusters[1].name,
      files: delivered(synthesis.files),
      commit: async (message, files) => {
        scene.files = files;
        const revision = await repository.commit(message, files);
        await merge();
        return revision;
      },
      edited: (edit) => {
        const { clusters, files } = made.synthesis(edit);
        scene.rendered = clusters[0] ?? scene.rendered;
        return delivered(files);
      },
    };
    await readable(repository.folder, report, say);
    await refusals(scene);
    await firstApply(scene);
    await secondApply(scene);
    await changes(scene);
    await data(scene);
    await records(scene);
    report.check('what Helm and git asked of the world outside was there', outside.unanswered);
  } finally {
    api.stop();
    await outside.stop();
  }
};

/** The program is bash that a linter finds nothing in. */
async function readable(checkout: string, report: Report, say: (text: string) => void): Promise<void> {
  const shellcheck = await debianProgram({ program: 'shellcheck', package: 'shellcheck', say });
  const parts = readdirSync(join(checkout, 'dist/helm/runner')).map((name) => `dist/helm/runner/${name}`);
  const { code, stdout } = await run(shellcheck, ['--severity=style', '--format=gcc', 'dist/helm/run.sh', ...parts], { cwd: checkout });
  report.check(`shellcheck finds nothing in ${parts.length + 1} files`, code === 0 ? [] : stdout.split('\n').filter((line) => line !== ''));
}

/** What a runner reads; the rest of dist/ is of no use here. */
const delivered = (files: readonly OutputFile[]): readonly OutputFile[] => files.filter(({ path }) => /^(helm|bootstrap|clusters)\//.test(path));

/** The releases as the stand-ins of the world outside want to know them. */
const releasesOf = ({ cluster, components }: RenderedCluster): readonly Release[] =>
  components.map(({ component, wave }) => {
    const { content } = component;
    return {
      component: component.name,
      wave,
      namespace: component.namespace,
      kind: content.kind,
      folder: `clusters/${cluster.name}/${component.name}`,
      sources: content.kind === 'git' ? content.sources.map(({ include = '*.yaml', ...source }) => ({ ...source, include })) : [],
      prune: component.keep !== true,
      // An OCI registry is written without its scheme, as Argo CD writes it.
      chart: content.kind === 'helm' ? { ...content.chart, repository: content.chart.repository.replace(/^oci:\/\//, '') } : {},
    };
  });

const groupKind = ({ apiVersion, kind }: { readonly apiVersion: string; readonly kind: string }): string =>
  `${apiVersion.includes('/') ? apiVersion.split('/')[0] : ''}/${kind}`;
