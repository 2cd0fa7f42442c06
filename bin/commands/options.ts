import type { Command } from '../../lib/cli/usage';
import { optionsPage } from '../../lib/model/docs';

export const options: Command = {
  name: 'options',
  summary: 'Print every option and setting of platform.yaml.',
  flags: {},
  run: () => {
    process.stdout.write(optionsPage());
    return 0;
  },
};
