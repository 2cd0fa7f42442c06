/** A commit with a file that nobody can read and one that the API server refuses: the rest takes it up, what runs stays. */
import { until } from '../process';
import { said } from './applications';
import { delivered } from './delivered';
import { commit, edited, promised, settled, unless, type Scene } from './scene';

interface Breakage {
  readonly component: string;
  readonly file: string;
  readonly breakIt: (text: string) => string;
  /** What its Application must say. */
  readonly complaint: RegExp;
}

const breakages: readonly Breakage[] = [
  { component: 'console', file: 'deployment-console.yaml', breakIt: (text) => `${text}  - {\n`, complaint: /unmarshal "deployment-console\.yaml"/ },
  {
    component: 'api',
    file: 'deployment-api.yaml',
    breakIt: (text) => text.replace(/^ {2}template:$/m, '  minReadySeconds: soon\n  template:'),
    complaint: /Deployment\/api.*minReadySeconds: expected numeric/,
  },
];

export async function brokenCommit(scene: Scene): Promise<void> {
  const [active] = scene.clusters;
  if (active === undefined) return;
  const { name, applications } = active;
  const next = edited(scene, (document) => document.setIn(['workloads', 2, 'replicas', 'max'], 5));
  const broken = new Map(breakages.map((each) => [`clusters/${name}/${each.component}/${each.file}`, each.breakIt]));
  const files = next.files.map((file) => ({ ...file, content: broken.get(file.path)?.(file.content) ?? file.content }));
  const victims = breakages.map(({ component, complaint }) => ({ application: `${name}-${component}`, complaint }));
  const delivery = delivered(scene, { message: 'feat: broken', next, files, broken: [scene.root, ...victims.map(({ application }) => application)] });
  const complains = ({ application, complaint }: (typeof victims)[number]) =>
    (applications.get(application)?.status?.conditions ?? []).some(({ type, message }) => type === 'ComparisonError' && complaint.test(message));
  // Whatever they say instead is the problem of the check.
  await until('both complain', 120, () => (victims.every(complains) ? true : undefined)).catch(() => undefined);
  scene.report.check(
    `a broken commit: ${victims.map(({ application }) => application).join(' and ')} say what is wrong`,
    victims.filter((each) => !complains(each)).map(({ application }) => saidBy(application)),
  );
  const { problems, written } = await delivery;
  scene.report.check(`a broken commit: every other Application takes it up (${written} objects), no object of the two is touched`, problems);
  await commit(scene, 'fix: broken', next.files);
  const repaired = scene.clusters.map((each) => unless(settled(each, new Set([scene.root, ...promised(next, each.name).keys()]), 300)));
  scene.report.check('the commit that repairs it is taken up: all Applications are synced and healthy', (await Promise.all(repaired)).flat());

  function saidBy(application: string): string {
    const found = applications.get(application);
    return found === undefined ? `${application} is gone` : said(found);
  }
}
