/** Every rule file in dist/: read and tested by promtool, evaluated by Prometheus. */
import { realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Part } from '../part';
import { run } from '../process';
import { debianProgram } from '../programs';
import { ruleFiles } from './rule-files';
import { running } from './running';
import { mutationTests, testedInRoot, unitTests } from './units';

export const prometheus: Part = async ({ report, servers, work, platform, example }) => {
  const debian = (program: string): Promise<string> => debianProgram({ program, package: 'prometheus', say: (text) => report.note(text) });
  const promtool = await debian('promtool');
  const program = await debian('prometheus');
  const { stdout, stderr } = await run(promtool, ['--version']);
  report.note((stdout || stderr).split('\n')[0] ?? '');
  const clusters = platform.cloud.clusters.map(({ name: cluster }) => ({ cluster, folder: join(work, cluster), rules: ruleFiles(cluster, work), report }));
  // Prometheus waits most of the time: it runs beside the unit tests.
  const runs = Promise.all(clusters.map((each) => running({ ...each, program, servers })));
  runs.catch(() => undefined); // whoever waits for it below hears of it
  // In an example every folder but that of dist/ is a link to the repository.
  const tested = new Set(example === undefined ? [] : testedInRoot(dirname(realpathSync('test'))));
  for (const { cluster, folder, rules } of clusters) {
    const checked = await run(promtool, ['check', 'rules', '--lint=all', '--lint-fatal', ...rules.map(({ file }) => file)]);
    report.check(
      `${cluster}: promtool takes ${rules.flatMap((each) => each.rules).length} rules in ${rules.length} files`,
      checked.code === 0 ? [] : [checked.stderr || checked.stdout],
    );
    const props = { promtool, platform, cluster, folder, rules, report };
    const units = await unitTests(props, tested);
    if (units.length > 0) await mutationTests(props, units);
  }
  await runs;
};
