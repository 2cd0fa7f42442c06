import { readFileSync, writeFileSync } from 'node:fs';
import { docFiles } from '../../lib/cli/docs';
import { optionNotes } from '../options/page';
import type { Command } from '../../lib/cli/usage';

export const docs: Command = {
  name: 'docs',
  summary: 'Write platform.schema.json and the generated pages of docs/ (for developers of this toolkit).',
  flags: { check: { type: 'boolean', describe: 'write nothing; fail when a file is not current' } },
  run: ({ check }) => {
    const stale = [...docFiles(optionNotes())].filter(([path, text]) => read(path) !== text);
    if (check === true) for (const [path] of stale) process.stderr.write(`${path} is not current: npm run docs\n`);
    else for (const [path, text] of stale) writeFileSync(path, text);
    return check === true && stale.length > 0 ? 1 : 0;
  },
};

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
