/** Flux delivers the repository to a cluster: the real kustomize-controller on a real API server, with the rights that dist/ gives it. */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { readInput, synthesizeAll } from '../../../bin/pipeline';
import type { OutputFile } from '../../../lib/output/file';
import { Api } from '../argocd/api';
import { Operators } from '../argocd/operators';
import { apply, served } from '../kubernetes/apply';
import { localClusters, type LocalCluster } from '../kubernetes/cluster';
import { cloudDefinitions, definitions, definitionsOf } from '../kubernetes/definitions';
import type { Part, PartProps } from '../part';
import { Artifacts, type Files } from './artifacts';
import { install, rollOut, startController } from './controller';
import { Kustomizations } from './kustomizations';
import { broken, drift, edit, kept, quiet, removal, renumbered, says, strangers, type Scene } from './scenes';

/** Whatever becomes healthy without operators: the others wait, as they would where something is missing. */
const delivered = ['namespaces', 'priority-classes', 'storage', 'namespace-policies', 'flux', 'flux-tenants', 'admission-policies'];

export const flux: Part = async (props) => {
  const { report, servers, work, platform, synthesis } = props;
  if (platform.delivery.use !== 'flux') throw new Error(`delivery.use is ${platform.delivery.use}: run it with --example aws-regions-nginx-flux`);
  const [{ name }] = platform.cloud.clusters;
  rmSync(join(work, 'artifacts'), { recursive: true, force: true });
  const [cluster] = await localClusters({ names: [name], servers, work, say: (text) => report.note(text), controllers: ['disruption-controller'] });
  if (cluster === undefined) throw new Error('no cluster');
  const api = new Api(cluster.server, cluster.token);
  const artifacts = await Artifacts.of(api, join(work, 'artifacts'));
  try {
    report.skip(
      'source-controller, helm-controller and notification-controller',
      'a module of the first is not served, charts are not at hand, nobody takes events: archives and statuses come from this test (docs/testing.md)',
    );
    await bootstrap(cluster, props);
    rollOut(api);
    install(api);
    new Operators(api);
    await startController(cluster, api, servers, (text) => report.note(text));
    const kustomizations = new Kustomizations(api, servers);
    const files = (of: readonly OutputFile[]) => treeOf(of, platform.delivery.path, name);
    await artifacts.publish('flux-system', 'first', files(synthesis.files));
    const sources = synthesis.clusters[0]?.components ?? [];
    const held = 'crds-cert-manager';
    const definitionsFor = async (component: string): Promise<void> => {
      const content = sources.find((each) => each.component.name === component)?.component.content;
      if (content?.kind !== 'git') return;
      for (const source of content.sources) await artifacts.publish(component, source.tag, smallest(component, source));
    };
    report.check('the root brings a Kustomization for each component', await kustomizations.allReady(['flux-system']));
    for (const { component } of sources) if (component.name !== held) await definitionsFor(component.name);
    const before = ['namespaces', 'priority-classes', 'storage', 'namespace-policies'];
    report.check('what needs only what is there is delivered', await kustomizations.allReady(before));
    report.check(
      `admission-policies wait for ${held}, whose source has not come`,
      await says(kustomizations, 'admission-policies', ({ reason, message }) => reason === 'DependencyNotReady' && message.includes(held)),
    );
    await definitionsFor(held);
    const workloads = platform.workloads.map((workload) => workload.name);
    report.check('then they come, and after them the workloads', await kustomizations.allReady([...delivered, ...workloads]));
    const input = readInput('platform.yaml');
    const without = (workload: string) =>
      files(
        synthesizeAll({
          ...input,
          parsed: { ...input.parsed, platform: { ...platform, workloads: platform.workloads.filter((each) => each.name !== workload) } },
        }).files,
      );
    const scene: Scene = {
      cluster,
      api,
      artifacts,
      kustomizations,
      report,
      tree: files(synthesis.files),
      without,
      ready: [...delivered, ...workloads],
      workload: workloads[0] ?? '',
    };
    for (const step of [quiet, drift, renumbered, edit, broken, strangers, removal, kept]) await step(scene);
  } finally {
    artifacts.stop();
    api.stop();
  }
};

/** As dist/bootstrap/<cluster>/README.md says; the definitions are files of CRDS_DIR instead of addresses. */
async function bootstrap(cluster: LocalCluster, { report, platform }: PartProps): Promise<void> {
  const folder = `dist/bootstrap/${cluster.name}`;
  const first = await apply(cluster, [
    ...cloudDefinitions('aws').files,
    ...definitionsOf('flux').filter((file) => !file.includes('image.toolkit')),
    `${folder}/namespace-flux-system.yaml`,
  ]);
  const unserved = await served(cluster);
  const controllers = await cluster.kubectl(['apply', '-k', `dist/clusters/${cluster.name}/flux`, '--server-side', '--force-conflicts']);
  const root = await apply(cluster, [`${folder}/gitrepository-flux-system.yaml`, `${folder}/kustomization-flux-system.yaml`]);
  report.check(`the bootstrap of ${platform.name} is accepted`, [
    ...first.problems,
    ...unserved,
    ...(controllers.code === 0 ? [] : [controllers.stderr]),
    ...root.problems,
  ]);
}

/** What source-controller would keep of the repository: `spec.ignore` leaves the rest out. */
const treeOf = (files: readonly OutputFile[], path: string, cluster: string): Files =>
  new Map(
    files
      .filter((file) => file.path.startsWith(`clusters/${cluster}/`) || file.path.startsWith(`flux/${cluster}/`))
      .map((file) => [`${path}/${file.path}`, file.content] as const),
  );

/** One definition for each set: that the others come the same way is what the part `kubernetes` shows. */
function smallest(component: string, source: { readonly repository: string; readonly tag: string; readonly path: string; readonly include?: string }): Files {
  const include = source.include ?? '*';
  const found = component.startsWith('crds-flux-') ? definitionsOf('flux', include) : definitions({ ...source, include });
  // Where CRDS_DIR has them under other names: whether a definition arrives is what matters here, not which.
  const all = found.length > 0 ? found : definitionsOf('flux', '*_buckets.yaml');
  const [file = ''] = [...all].sort((a, b) => readFileSync(a).length - readFileSync(b).length);
  // Workloads wait for nodes, and those for objects of both kinds.
  const taken = component === 'crds-karpenter' ? all : [file];
  return new Map(taken.map((each) => [`${source.path}/${each.split('/').at(-1) ?? ''}`, readFileSync(each, 'utf8')]));
}
