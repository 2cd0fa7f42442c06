import { usage, type Command } from '../../lib/cli/usage';
import { plural } from '../../lib/cli/report';
import { existsSync } from 'node:fs';
import { writeImports } from '../../lib/imports/generate';

export const imports: Command = {
  name: 'imports',
  summary: 'Make imports/ from the definitions that cdk8s.yaml lists (for developers of this toolkit).',
  flags: { crds: { type: 'string', describe: 'folder with the definitions, one folder a project (default: $CRDS_DIR, else ../shared/crds)' } },
  run: ({ crds }) => {
    const folder = String(crds ?? process.env['CRDS_DIR'] ?? '../shared/crds');
    if (!existsSync(folder))
      throw usage(`there are no definitions at ${folder}`, 'Download what cdk8s.yaml lists, one folder a project, and name it with --crds or CRDS_DIR.');
    process.stdout.write(`imports/: ${plural(writeImports(folder, 'imports'), 'file')} from ${folder}\n`);
    return 0;
  },
};
