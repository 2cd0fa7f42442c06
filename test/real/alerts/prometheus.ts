/** Every rule file in dist/ read by promtool, and tested by it. */
import { join } from 'node:path';
import type { Part } from '../part';
import { run } from '../process';
import { debianProgram } from '../programs';
import { ruleFiles } from './rule-files';
import { mutationTests, unitTests } from './units';

export const prometheus: Part = async ({ report, work, platform }) => {
  const promtool = await debianProgram({ program: 'promtool', package: 'prometheus', say: (text) => report.note(text) });
  const { stdout, stderr } = await run(promtool, ['--version']);
  report.note((stdout || stderr).split('\n')[0] ?? '');
  const tested = new Set<string>();
  for (const { name: cluster } of platform.cloud.clusters) {
    const rules = ruleFiles(cluster, work);
    const checked = await run(promtool, ['check', 'rules', '--lint=all', '--lint-fatal', ...rules.map(({ file }) => file)]);
    report.check(
      `${cluster}: promtool takes ${rules.flatMap((each) => each.rules).length} rules in ${rules.length} files`,
      checked.code === 0 ? [] : [checked.stderr || checked.stdout],
    );
    const props = { promtool, cluster, folder: join(work, cluster), rules, report };
    const units = await unitTests(props, tested);
    if (units.length > 0) await mutationTests(props, units);
  }
};
