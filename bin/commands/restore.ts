import { inputFlag, usage, type Command } from '../../lib/cli/usage';
import { withEntry } from '../../lib/failover/files';
import { editInput, inputFiles } from '../../lib/failover/input';
import { restoreOf, restoreText } from '../../lib/failover/restore';
import { reference } from '../../lib/failover/state';

export const restore: Command = {
  name: 'restore',
  summary: 'Add a database that is made from the backups of another one: a copy of now, or of a second in the past.',
  positional: '<tenant>/<database>',
  flags: {
    as: { type: 'string', describe: 'name of the new database' },
    until: { type: 'string', describe: 'time in UTC, such as 2026-11-28T14:05:00Z (default: the newest there is)' },
    input: inputFlag,
  },
  run: ({ as, until, input }, [name, ...more]) => {
    if (name === undefined || more.length > 0) throw usage('which database is to be restored?', howTo);
    if (typeof as !== 'string') throw usage('what is the new database called?', `A restore never writes into a database that is there.\n${howTo}`);
    const of = reference(name);
    const files = inputFiles(String(input));
    const { platform } = files.parsed;
    const request = { as, until: typeof until === 'string' ? until : undefined };
    const made = restoreOf(platform, of, request);
    const target = files.fileOf(of);
    const fields = [...(target === files.files[0] ? [`tenant: ${of.tenant}`] : []), ...made.entry];
    const { file, diff } = editInput(files, target, (text) => withEntry(text, of, fields), [{ ...of, database: as }, undefined]);
    process.stdout.write(`${of.tenant}/${as}: made from ${name}. ${file} is changed:\n\n${diff}\n\n${restoreText(made)}\n`);
    return 0;
  },
};

const howTo = 'dbaas-gitops restore <tenant>/<database> --as <new name> [--until <time>]';
