/** A commit with a file that nobody can read and one that the API server refuses: the rest takes it up, what runs stays. */
import type { Synthesis } from '../../../bin/pipeline';
import { until } from '../process';
import { applications, applicationsPath, good, said, type Application } from './applications';
import { everywhere } from './delivered';
import { commit, promised, settled, type Scene } from './scene';
import { changed } from './snapshot';

export async function brokenCommit(scene: Scene, now: Synthesis): Promise<void> {
  const { name, api } = scene.clusters[0] ?? (undefined as never); // there is at least one cluster
  const [unreadable, refused] = ['console', 'api'];
  const broken = new Map([
    [`clusters/${name}/${unreadable}/deployment-${unreadable}.yaml`, (text: string) => `${text}  - {\n`],
    [`clusters/${name}/${refused}/deployment-${refused}.yaml`, (text: string) => text.replace(/^ {2}template:$/m, '  minReadySeconds: soon\n  template:')],
  ]);
  const good_ = scene.files;
  const before = await everywhere(scene);
  await commit(
    scene,
    'feat: broken',
    good_.map((file) => ({ ...file, content: broken.get(file.path)?.(file.content) ?? file.content })),
  );
  const victims = [unreadable, refused].map((component) => `${name}-${component}`);
  const state = async () => new Map((await applications(api)).map((each) => [each.metadata.name, each]));
  const found = await until('the two complain', 120, async () => {
    const all = await state();
    const [first, second] = victims.map((each) => all.get(each));
    return first?.status?.conditions?.some(({ type }) => type === 'ComparisonError') && second?.status?.operationState?.message?.includes('minReadySeconds') ? all : undefined;
  }).catch(state);
  scene.report.check(`a broken commit: ${victims.join(' and ')} say so`, victims.flatMap((each) => complaint(found.get(each))));
  await Promise.all(scene.clusters.map((each) => settled(each, new Set([scene.root, ...promised(now, each.name).keys()]), 120, victims)));
  const after = await everywhere(scene);
  const written = scene.clusters.flatMap((each) => changed(before.get(each.name) ?? new Map(), after.get(each.name) ?? new Map()).map((id) => `${each.name}: ${id} was written or is gone`));
  scene.report.check('a broken commit: every other Application is synced and healthy, every object is as it was', written);
  await commit(scene, 'revert: broken', good_);
  await Promise.all(scene.clusters.map((each) => settled(each, new Set([scene.root, ...promised(now, each.name).keys()]), 300)));
  scene.report.check('the commit that repairs it is taken up', (await Promise.all(victims.map((each) => api.get<Application>(`${applicationsPath}/${each}`)))).flatMap((each) => (each && good(each) ? [] : [each ? said(each) : 'gone'])));
}

/** What an Application says that is not as it should be. */
function complaint(application: Application | undefined): readonly string[] {
  if (application === undefined) return ['it is gone'];
  const { status } = application;
  const says = (status?.conditions ?? []).some(({ type }) => type === 'ComparisonError' || type === 'SyncError') || status?.operationState?.phase !== 'Succeeded';
  return says && status?.sync?.status !== 'Synced' ? [] : [`${said(application)} and no complaint`];
}
