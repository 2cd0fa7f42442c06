import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { inputFlag, outputFlag, type Command } from '../../lib/cli/usage';
import type { ParsedPlatform } from '../../lib/model';
import { tenantComponent } from '../../lib/names';

export const owners: Command = {
  name: 'owners',
  summary: 'Keep the part of CODEOWNERS that says who reviews the files of tenants (their `reviewers`).',
  flags: {
    input: inputFlag,
    output: outputFlag,
    file: { type: 'string', describe: 'the CODEOWNERS file; what stands around our part stays as it is', default: '.github/CODEOWNERS' },
    check: { type: 'boolean', describe: 'write nothing; fail when the file is not current' },
  },
  run: async ({ input, output, file, check }) => {
    const { readInput } = await import('../pipeline.js');
    const path = String(file);
    const before = existsSync(path) ? readFileSync(path, 'utf8') : '';
    const after = withBlock(before, ownerLines(readInput(String(input)).parsed, String(input), String(output)));
    if (after === before) return 0;
    if (check === true) {
      process.stderr.write(`${path} is not current: npm run owners\n`);
      return 1;
    }
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.new`, after);
    renameSync(`${path}.new`, path);
    process.stdout.write(`${path}: written\n`);
    return 0;
  },
};

/** For each tenant with reviewers: its own file, and what is generated from it for the clusters. The cloud's stay with the platform. */
export function ownerLines({ platform, positions }: ParsedPlatform, input: string, output: string): readonly string[] {
  return Object.values(platform.tenants).flatMap(({ name, reviewers }) => {
    if (reviewers.length === 0) return [];
    const file = positions.get(`tenants.${name}.name`)?.file;
    const paths = [...(file === undefined ? [] : [relative(dirname(input), file)]), `${output}/clusters/*/${tenantComponent(name)}/`];
    return paths.map((path) => `/${path} ${reviewers.join(' ')}`);
  });
}

const first = '# >>> dbaas-gitops owners: generated from the reviewers of tenants. Do not edit between these marks.';
const last = '# <<< dbaas-gitops owners';

/** The text with our lines between our marks: where they stood, or at the end, where the last line that matches counts. */
export function withBlock(text: string, lines: readonly string[]): string {
  const start = text.indexOf(first);
  const end = text.indexOf(last, Math.max(start, 0));
  const around =
    start >= 0 && end >= 0 ? { before: text.slice(0, start), after: text.slice(end + last.length).replace(/^\n/, '') } : { before: text, after: '' };
  if (lines.length === 0) return around.before + around.after;
  const before = around.before === '' || around.before.endsWith('\n') ? around.before : `${around.before}\n`;
  return `${before}${[first, ...lines, last, ''].join('\n')}${around.after}`;
}
