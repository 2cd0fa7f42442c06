import { readFileSync, writeFileSync } from 'node:fs';
import { docFiles } from '../../lib/cli/docs';
import { differences, goldenTrees, writeGolden } from '../golden';
import { optionNotes } from '../options/page';
import type { Command } from '../../lib/cli/usage';

export const docs: Command = {
  name: 'docs',
  summary: 'Write the JSON Schemas, the generated pages of docs/ and the trees of examples (for developers of this toolkit).',
  flags: { check: { type: 'boolean', describe: 'write nothing; fail when a file is not current' } },
  run: ({ check }) => {
    const stale = [...docFiles(optionNotes())].filter(([path, text]) => read(path) !== text);
    if (check !== true) {
      for (const [path, text] of stale) writeFileSync(path, text);
      goldenTrees().forEach(writeGolden);
      return 0;
    }
    const old = [...stale.map(([path]) => path), ...goldenTrees().flatMap(differences)];
    for (const path of old) process.stderr.write(`${path} is not current: npm run docs\n`);
    return old.length > 0 ? 1 : 0;
  },
};

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
