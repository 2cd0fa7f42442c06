/** Every rule file in dist/ read by promtool. */
import { basename } from 'node:path';
import type { Part } from '../part';
import { run } from '../process';
import { debianProgram } from '../programs';
import { ruleFiles } from './rule-files';

export const prometheus: Part = async ({ report, work, platform }) => {
  const promtool = await debianProgram({ program: 'promtool', package: 'prometheus', say: (text) => report.note(text) });
  const { stdout, stderr } = await run(promtool, ['--version']);
  report.note((stdout || stderr).split('\n')[0] ?? '');
  for (const { name } of platform.cloud.clusters) {
    for (const { file, rules } of ruleFiles(name, work)) {
      const checked = await run(promtool, ['check', 'rules', '--lint=all', '--lint-fatal', file]);
      report.check(`${name}: ${basename(file)}: promtool takes its ${rules.length} rules`, checked.code === 0 ? [] : [checked.stderr || checked.stdout]);
    }
  }
};
