/** What a person does with the runner, and what the cluster looks like afterwards. Each scene starts where the last one ended. */
import type { RenderedCluster } from '../../../lib/components';
import type { OutputFile } from '../../../lib/output/file';
import type { Api, ApiObject } from '../argocd/api';
import type { LocalCluster } from '../kubernetes/cluster';
import { until } from '../process';
import type { Report } from '../report';
import { asReleased, asRendered, changed, held, ownedBy } from './live';
import type { Edit } from './platform';
import type { Runner, Said } from './runner';

export interface Scene {
  readonly cluster: LocalCluster;
  readonly api: Api;
  readonly runner: Runner;
  readonly report: Report;
  /** Name of a cluster that is not here. */
  readonly other: string;
  rendered: RenderedCluster;
  files: readonly OutputFile[];
  /** Commits to the branch. */
  commit(message: string, files: readonly OutputFile[]): Promise<string>;
  /** The files after one more edit of platform.yaml. */
  edited(edit: Edit): readonly OutputFile[];
}

const records_ = '/api/v1/namespaces/delivery/configmaps';
const lease = (name: string) => `/apis/coordination.k8s.io/v1/namespaces/delivery/leases/${name}`;
interface Lease extends ApiObject {
  readonly spec: { readonly holderIdentity: string };
}
interface Note extends ApiObject {
  readonly data: Readonly<Record<string, string>>;
}

/** Problems of a call that should have gone well. */
const well = ({ code, text }: Said, ...wanted: readonly RegExp[]): readonly string[] => [
  ...(code === 0 ? [] : [`ended with ${code}: ${text.split('\n').slice(-12).join('\n')}`]),
  ...wanted.filter((words) => !words.test(text)).map((words) => `does not say ${String(words)}: ${text.split('\n').slice(-6).join('\n')}`),
];
/** Problems of a call that should have been refused. */
const refused = ({ code, text }: Said, words: RegExp): readonly string[] => [
  ...(code === 0 ? ['it was not refused'] : []),
  ...(words.test(text) ? [] : [`does not say ${String(words)}: ${text.split('\n').slice(-6).join('\n')}`]),
];

export async function refusals({ runner, api, report, other }: Scene): Promise<void> {
  report.check('preflight finds everything', well(await runner.run('preflight'), /ok {4}rights/));
  report.check(
    'plan before anything is there: what needs a definition cannot be compared yet',
    well(await runner.run('plan --layer 0'), /layer 0: namespaces/, /to apply, commit [0-9a-f]{40}/),
  );
  report.check(
    'another cluster behind the context is refused',
    refused(await runner.run('apply --yes --new-cluster', ['--cluster', other, '--context', runner.name]), /is not .*: (its tokens|it has nodes)/),
  );
  report.check('a person without the rights is refused', refused(await runner.run('apply --yes --new-cluster', ['--context', 'visitor']), /error: /));
  report.check('a first apply must be called one', refused(await runner.run('apply --yes'), /--new-cluster/));
  report.check('without --yes nothing is written', refused(await runner.run('apply --new-cluster'), /nothing was written: apply needs --yes/));
  report.check('nothing of that wrote anything', (await api.get('/api/v1/namespaces/delivery')) === undefined ? [] : ['namespace delivery is there']);
}

/** Killed in the middle, refused to the next, unlocked, and taken to its end. */
export async function firstApply(scene: Scene): Promise<void> {
  const { runner, api, report, rendered, cluster } = scene;
  const middle = rendered.components[Math.floor(rendered.components.length / 2)]?.component.name ?? '';
  await runner.killed('apply --yes --new-cluster', async () => {
    await until(`the run is at ${middle}`, 600, async () => ((await api.get<Lease>(lease('unfinished')))?.spec.holderIdentity === middle ? true : undefined));
  });
  const before = await applied(api);
  report.check(`first apply, killed at ${middle}`, before.size > 5 && !before.has(middle) ? [] : [`applied: ${[...before.keys()].join(' ')}`]);
  report.check('the turn of the killed run is kept', refused(await runner.run('apply --yes'), /administrator run-\S+ is applying/));
  report.check('unlock ends it', well(await runner.run('unlock --yes'), /applying: administrator run-/));
  report.check('the same apply goes on and ends', well(await runner.run('apply --yes'), /everything is applied/));
  const after = await applied(api);
  report.check(
    'what was applied before the kill was not applied again',
    [...before].filter(([name, note]) => after.get(name)?.data['at'] !== note.data['at']).map(([name]) => name),
  );
  report.check(
    'every component of the plan is recorded as applied',
    rendered.components.flatMap(({ component }) => (after.get(component.name)?.data['state'] === 'applied' ? [] : [component.name])),
  );
  const objects = ownedBy(rendered.components);
  report.check(
    `${objects.length} objects are in the cluster as they were rendered, each in the release of its component`,
    asRendered(objects, await held(cluster, objects)),
  );
  report.check('the manifest of every release is what was rendered, object by object', await asReleased(runner, rendered.components));
}

async function applied(api: Api): Promise<ReadonlyMap<string, Note>> {
  const notes = await api.list<Note>(`${records_}?labelSelector=dbaas/record%3Dcomponent`);
  return new Map(notes.filter(({ data: { state } }) => state === 'applied').map((note) => [note.data['component'] ?? '', note]));
}

export async function secondApply({ runner, report, cluster, rendered }: Scene): Promise<void> {
  const objects = ownedBy(rendered.components);
  const before = await held(cluster, objects);
  report.check('a second apply has nothing to do', well(await runner.run('apply --yes'), /everything is applied/));
  report.check('status agrees with the commit', well(await runner.run('status'), /applied: [0-9a-f]{40}/));
  report.check('an apply of what is applied, by force of --again, changes no object', [
    ...well(await runner.run('apply --yes --again --layer 1')),
    ...changed(before, await held(cluster, objects)),
  ]);
  report.check('verify: nothing differs and everything is well', well(await runner.run('verify --layer 11')));
}

const image = 'ghcr.io/acme/api:9.9.9';

/** A value changes, somebody changes one by hand, a release goes back, a component leaves. */
export async function changes(scene: Scene): Promise<void> {
  const { runner, report, cluster } = scene;
  const objects = ownedBy(scene.rendered.components);
  const before = await held(cluster, objects);
  await scene.commit(
    'feat: another image',
    scene.edited((document) => document.setIn(['workloads', 1, 'image'], image)),
  );
  const workload = 'api';
  report.check('plan shows the difference of one component', well(await runner.run('plan'), new RegExp(`\\+.*${image}`), /1 to apply/));
  report.check('upgrade of one component', well(await runner.run('apply --yes'), /everything is applied/));
  const after = await held(cluster, objects);
  report.check(
    'only its objects changed',
    changed(before, after).filter((id) => !id.includes(` ${workload}/`)),
  );
  report.check('it has a second revision, which says commit, digest and person', await revision(runner, workload, 2));

  await cluster.kubectl(['-n', workload, 'set', 'image', `deployment/${workload}`, `*=ghcr.io/acme/api:by-hand`]);
  report.check('verify finds what was changed by hand', refused(await runner.run(`verify --component ${workload}`), /FAIL {2}api: the cluster differs/));
  report.check('a conflict is not overwritten unless that is said', refused(await runner.run(`apply --yes --again --component ${workload}`), /conflict/i));
  report.check('apply --adopt puts it back', [
    ...well(await runner.run(`apply --yes --again --adopt --component ${workload}`)),
    ...(await shown(cluster, workload, image)),
  ]);

  report.check('rollback to the first revision', [
    ...well(await runner.run(`rollback ${workload} --revision 1 --yes`)),
    ...(await notShown(cluster, workload, image)),
  ]);
  report.check('status says that the cluster differs from git', refused(await runner.run('status'), /rolled-back/));
  report.check('the next apply brings the newer one again', [...well(await runner.run('apply --yes')), ...(await shown(cluster, workload, image))]);

  await scene.commit(
    'feat: no status page',
    scene.edited((document) => document.deleteIn(['workloads', 2])),
  );
  report.check(
    'a component that left the plan is left over',
    well(await runner.run('apply --yes')).concat(refused(await runner.run('status --component api'), /^$/).slice(2)),
  );
  report.check('it is uninstalled by its record', well(await runner.run('uninstall status --yes')));
  const gone = await cluster.kubectl(['-n', 'status', 'get', 'deployment', 'status', '--ignore-not-found', '-o', 'name']);
  report.check('its objects are gone', gone.stdout.trim() === '' ? [] : [gone.stdout]);
}

async function revision(runner: Runner, release: string, wanted: number): Promise<readonly string[]> {
  const { stdout } = await runner.helm(['history', release, '-n', release, '-o', 'json']);
  const last = (JSON.parse(stdout) as readonly { readonly revision: number; readonly description: string }[]).at(-1);
  return last?.revision === wanted && /^[0-9a-f]{12} [0-9a-f]{12} administrator$/.test(last.description)
    ? []
    : [`the last revision is ${JSON.stringify(last)}`];
}

const imageOf = async (cluster: LocalCluster, name: string): Promise<string> =>
  (await cluster.kubectl(['-n', name, 'get', 'deployment', name, '-o', 'jsonpath={.spec.template.spec.containers[0].image}'])).stdout;
const shown = async (cluster: LocalCluster, name: string, wanted: string) =>
  (await imageOf(cluster, name)) === wanted ? [] : [`the image is ${await imageOf(cluster, name)}`];
const notShown = async (cluster: LocalCluster, name: string, other: string) =>
  (await imageOf(cluster, name)) === other ? [`the image is still ${other}`] : [];

const database = 'keycloak-database';

/** Whatever a commit, a rollback or an uninstall wants, data stays. */
export async function data(scene: Scene): Promise<void> {
  const { runner, report, cluster, rendered } = scene;
  const folder = `helm/${rendered.cluster.name}/charts/${database}/objects/cluster-`;
  const uid = async () =>
    (await cluster.kubectl(['-n', 'keycloak', 'get', 'cluster.postgresql.cnpg.io', 'keycloak-db', '-o', 'jsonpath={.metadata.uid}'])).stdout;
  const before = await uid();
  const whole = scene.files;
  await scene.commit(
    'fix: a database too few',
    whole
      .filter(({ path }) => !path.startsWith(folder))
      .map((file) => (file.path.endsWith('/plan.tsv') ? { ...file, content: newDigest(file.content) } : file)),
  );
  report.check('a commit without the database lets go of it and deletes nothing', [
    ...well(await runner.run(`apply --yes --component ${database}`)),
    ...((await uid()) === before && before !== '' ? [] : [`the database had uid ${before}, now ${await uid()}`]),
  ]);
  await scene.commit('revert: a database too few', whole);
  report.check('the commit that brings it back finds the same one', [
    ...well(await runner.run('apply --yes')),
    ...((await uid()) === before ? [] : ['another uid']),
  ]);
  for (const name of [database, 'namespaces', 'loki', 'crds-cloudnative-pg'])
    report.check(`${name} is neither rolled back nor uninstalled`, [
      ...refused(await runner.run(`rollback ${name} --yes`), /holds data|git revert/),
      ...refused(await runner.run(`uninstall ${name} --yes`), /holds data|brings definitions/),
    ]);
  report.check('what another component needs is not uninstalled', refused(await runner.run('uninstall cert-manager --yes'), /needs cert-manager|holds data/));
}

/** As if the component had changed: its files were changed by hand here. */
const newDigest = (plan: string): string => plan.replace(new RegExp(`^(component\t\\d+\t${database}\t.*\t)[0-9a-f]{64}\t`, 'm'), `$1${'0'.repeat(64)}\t`);

/** Who did it is who the API server knows, and stays written. */
export async function records({ api, cluster, report }: Scene): Promise<void> {
  const runs = await api.list<Note & { readonly immutable?: boolean }>(`${records_}?labelSelector=dbaas/record%3Drun`);
  report.check(
    `${runs.length} runs are recorded under the name of the administrator`,
    runs.filter(({ data: { by } }) => by !== 'administrator').map(({ metadata: { name } }) => name),
  );
  report.check(
    'all but the killed one are closed',
    runs.filter(({ immutable }) => immutable !== true).length === 1 ? [] : runs.map(({ metadata: { name }, immutable }) => `${name} ${String(immutable)}`),
  );
  const [run] = runs;
  const name = run?.metadata.name ?? '';
  const forged = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'run-forged', namespace: 'delivery', labels: { 'dbaas/record': 'run' } },
    data: { by: 'somebody-else' },
  };
  const tried = async (args: readonly string[], words: RegExp, input = ''): Promise<readonly string[]> => {
    const { code, stderr } = await cluster.kubectl(['-n', 'delivery', ...args], { input });
    return code !== 0 && words.test(stderr) ? [] : [`${args.join(' ')}: ${code} ${stderr}`];
  };
  report.check('a run under another name is refused', await tried(['create', '-f', '-'], /recorded under the name of who does it/, JSON.stringify(forged)));
  report.check('a run is not deleted, not relabelled, not rewritten', [
    ...(await tried(['delete', 'configmap', name], /record of who applied what/)),
    ...(await tried(['label', 'configmap', name, 'dbaas/record-'], /a run stays a run/)),
    ...(await tried(
      ['patch', 'configmap', runs.find(({ immutable }) => immutable === true)?.metadata.name ?? '', '--type=merge', '-p', '{"data":{"log":"nothing"}}'],
      /immutable/,
    )),
  ]);
}
