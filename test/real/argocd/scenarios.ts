/** Commits to a platform that runs: only what they mean happens, and what holds data stays. */
import type { YAMLSeq } from 'yaml';
import type { Synthesis } from '../../../bin/pipeline';
import { until } from '../process';
import type { ApiObject } from './api';
import { delivered, everywhere, type Delivery } from './delivered';
import { edited, lookAgain, promised, settled, type Delivered, type Scene } from './scene';
import { changed, type Tracked } from './snapshot';

/** Nothing is written when everything is compared anew: what dist/ says and what the API server holds are the same to Argo CD. */
export async function quiet(scene: Scene, now: Synthesis): Promise<void> {
  const before = await everywhere(scene);
  const began = operations(scene);
  await Promise.all(scene.clusters.map(({ applications }) => lookAgain(applications, 'hard')));
  await Promise.all(scene.clusters.map((each) => settled(each, new Set([scene.root, ...promised(now, each.name).keys()]), 300)));
  const after = await everywhere(scene);
  const again = operations(scene);
  scene.report.check(`${began.size} Applications compared anew, manifests rendered again: all stay synced, no sync begins, nothing is written`, [
    ...[...again].filter(([name, at]) => began.get(name) !== at).map(([name]) => `${name} was synced again`),
    ...scene.clusters.flatMap(({ name }) => changed(before.get(name) ?? new Map(), after.get(name) ?? new Map()).map((id) => `${name}: ${id} was written`)),
  ]);
}

const operations = ({ clusters }: Scene): ReadonlyMap<string, string | undefined> =>
  new Map(
    clusters.flatMap(({ applications, name }) => applications.all().map((each) => [`${name}/${each.metadata.name}`, each.status?.operationState?.startedAt])),
  );

export async function changeValue(scene: Scene): Promise<void> {
  const next = edited(scene, (document) => document.setIn(['workloads', 1, 'resources', 'memory'], '768Mi'));
  const { problems, written } = await delivered(scene, { message: 'feat: more memory for the API', next });
  scene.report.check(`a changed value: ${written} objects are written, all of components whose files differ`, problems);
}

export async function addComponent(scene: Scene): Promise<void> {
  const next = edited(scene, (document) => {
    const workloads = document.get('workloads') as YAMLSeq; // platform.yaml has a list there
    workloads.add(document.createNode({ name: 'billing', image: 'ghcr.io/acme/billing:1.0.0', host: 'billing.acme-db.example', access: { kind: 'public' } }));
  });
  const { problems, written } = await delivered(scene, { message: 'feat: billing', next });
  scene.report.check(
    `an added workload: its Application is healthy in each cluster, ${written} objects are written, all of components whose files differ`,
    problems,
  );
}

export async function removeComponent(scene: Scene): Promise<void> {
  const next = edited(scene, (document) => document.deleteIn(['workloads', 2]));
  const delivery = await delivered(scene, { message: 'feat!: no status page', next });
  scene.report.check(`a removed workload: ${delivery.written} objects are written or let go, all of components whose files differ`, delivery.problems);
  const stays = await Promise.all(scene.clusters.map((each) => alive(each, delivery, `${each.name}-status`)));
  scene.report.check(
    `a removed workload: its Application goes, its ${stays.reduce((sum, { count }) => sum + count, 0)} objects stay`,
    stays.flatMap(({ lost }) => lost),
  );
  const routes = await Promise.all(scene.clusters.map((each) => there(each, delivery, 'VirtualService istio-ingress/status')));
  scene.report.check(
    'a removed workload: its route, which another component has, is pruned',
    routes.flatMap(({ name, is }) => (is === 'gone' ? [] : [`${name}: it is ${is}`])),
  );
  const namespaces = await Promise.all(scene.clusters.map((each) => there(each, delivery, 'Namespace status')));
  scene.report.check(
    'a removed workload: its namespace stays, because it may hold data',
    namespaces.flatMap(({ name, is }) => (is === 'the same' ? [] : [`${name}: it is ${is}`])),
  );
}

/** As if no option wanted the databases any more. */
export async function removeData(scene: Scene): Promise<void> {
  const now = edited(scene, () => undefined);
  const component = 'keycloak-database';
  const files = now.files.filter(({ path }) => !new RegExp(`^clusters/[^/]+/${component}/|/releases/.*/${component}\\.yaml$`).test(path));
  const gone = scene.clusters.map(({ name }) => `${name}-${component}`);
  const delivery = await delivered(scene, { message: 'feat!: no database', next: now, files, gone });
  const stays = await Promise.all(scene.clusters.map((each) => alive(each, delivery, `${each.name}-${component}`)));
  const data = [...(delivery.before.values().next().value ?? new Map<string, Tracked>())].filter(([id]) => id.startsWith('postgresql.cnpg.io/Cluster'));
  scene.report.check(`a removed database: its Application goes, all ${stays.reduce((sum, { count }) => sum + count, 0)} objects stay, the Cluster among them`, [
    ...delivery.problems,
    ...stays.flatMap(({ lost }) => lost),
    ...(data.length > 0 ? [] : ['there was no Cluster']),
  ]);
}

/** Objects that the Application had before are still the same. */
async function alive(
  { api, name }: Delivered,
  { before }: Delivery,
  application: string,
): Promise<{ readonly count: number; readonly lost: readonly string[] }> {
  const had = [...(before.get(name) ?? new Map<string, Tracked>())].filter(([, each]) => each.application === application);
  const lost: string[] = had.length > 0 ? [] : [`${application} had no objects`];
  for (const [id, { path, uid }] of had) {
    const now = await api.get<ApiObject>(path);
    if (now?.metadata.uid !== uid || now.metadata.deletionTimestamp !== undefined) lost.push(`${name}: ${id} is gone`);
  }
  return { count: had.length, lost };
}

/** What has become of an object whose id ends so. */
async function there(
  { api, name }: Delivered,
  { before }: Delivery,
  end: string,
): Promise<{ readonly name: string; readonly is: 'gone' | 'the same' | 'new' | 'unknown' }> {
  const had = [...(before.get(name) ?? new Map<string, Tracked>())].find(([id]) => id.endsWith(`/${end}`))?.[1];
  if (had === undefined) return { name, is: 'unknown' };
  const now = await api.get<ApiObject>(had.path);
  if (now === undefined || now.metadata.deletionTimestamp !== undefined) return { name, is: 'gone' };
  return { name, is: now.metadata.uid === had.uid ? 'the same' : 'new' };
}

export async function selfHeal(scene: Scene): Promise<void> {
  const [active] = scene.clusters;
  if (active === undefined) return;
  const { api, name } = active;
  const deployment = '/apis/apps/v1/namespaces/api/deployments/api';
  const service = '/api/v1/namespaces/api/services/api';
  type Deployment = ApiObject & {
    readonly spec: { readonly template: { readonly spec: { readonly containers: readonly { readonly name: string; readonly image: string }[] } } };
  };
  const image = async () => (await api.get<Deployment>(deployment))?.spec.template.spec.containers[0]?.image;
  const meant = await image();
  const old = await api.get<ApiObject>(service);
  await api.patch(deployment, [{ op: 'replace', path: '/spec/template/spec/containers/0/image', value: 'registry.example/other:1' }]);
  await api.remove(service);
  const problems = await until('both are as before', 120, async () =>
    (await image()) === meant && ![undefined, old?.metadata.uid].includes((await api.get<ApiObject>(service))?.metadata.uid) ? [] : undefined,
  ).catch((cause: unknown) => [String(cause)]);
  scene.report.check(`${name}: an image changed by hand and a deleted Service are as git says again`, problems);
}
