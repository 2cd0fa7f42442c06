/** A commit with a file that nobody can read and one that the API server refuses: the rest takes it up, what runs stays. */
import type { Synthesis } from '../../../bin/pipeline';
import { until } from '../process';
import { good, said, type Application } from './applications';
import { everywhere } from './delivered';
import { commit, promised, settled, type Scene } from './scene';
import { changed } from './snapshot';

export async function brokenCommit(scene: Scene, now: Synthesis): Promise<void> {
  const [active] = scene.clusters;
  if (active === undefined) return;
  const { name, applications } = active;
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
  await until('the two complain', 120, () => {
    const [first, second] = victims.map((each) => applications.get(each));
    return first?.status?.conditions?.some(({ type }) => type === 'ComparisonError') && second?.status?.operationState?.message?.includes('minReadySeconds')
      ? true
      : undefined;
  }).catch(() => undefined); // what they say instead is the problem of the check
  scene.report.check(
    `a broken commit: ${victims.join(' and ')} say so`,
    victims.flatMap((each) => complaint(applications.get(each))),
  );
  await Promise.all(scene.clusters.map((each) => settled(each, new Set([scene.root, ...promised(now, each.name).keys()]), 120, victims)));
  const after = await everywhere(scene);
  const written = scene.clusters.flatMap((each) =>
    changed(before.get(each.name) ?? new Map(), after.get(each.name) ?? new Map()).map((id) => `${each.name}: ${id} was written or is gone`),
  );
  scene.report.check('a broken commit: every other Application is synced and healthy, every object is as it was', written);
  await commit(scene, 'revert: broken', good_);
  await Promise.all(scene.clusters.map((each) => settled(each, new Set([scene.root, ...promised(now, each.name).keys()]), 300)));
  scene.report.check(
    'the commit that repairs it is taken up',
    victims.flatMap((each) => notGood(applications.get(each))),
  );
}

const notGood = (application: Application | undefined): readonly string[] => {
  if (application === undefined) return ['it is gone'];
  return good(application) ? [] : [said(application)];
};

/** What an Application says that is not as it should be. */
function complaint(application: Application | undefined): readonly string[] {
  if (application === undefined) return ['it is gone'];
  const { status } = application;
  const says =
    (status?.conditions ?? []).some(({ type }) => type === 'ComparisonError' || type === 'SyncError') || status?.operationState?.phase !== 'Succeeded';
  return says && status?.sync?.status !== 'Synced' ? [] : [`${said(application)} and no complaint`];
}
