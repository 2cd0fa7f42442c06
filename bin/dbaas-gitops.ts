#!/usr/bin/env node
/** The command line. Composes the two apps; everything else about it is in lib/cli. */
import { errorText } from '../lib/cli/report';
import { parseCommandLine } from '../lib/cli/usage';
import { docs } from './commands/docs';
import { explain } from './commands/explain';
import { failover } from './commands/failover';
import { imports } from './commands/imports';
import { init } from './commands/init';
import { lock } from './commands/lock';
import { options } from './commands/options';
import { owners } from './commands/owners';
import { restore } from './commands/restore';
import { synth } from './commands/synth';
import { validate } from './commands/validate';

const program = 'dbaas-gitops';
const commands = [synth, validate, explain, init, lock, failover, restore, owners, options, docs, imports];

async function main(args: readonly string[]): Promise<number> {
  try {
    const parsed = parseCommandLine(program, commands, args);
    if ('text' in parsed) {
      process.stdout.write(`${parsed.text}\n`);
      return 0;
    }
    return await parsed.command.run(parsed.flags, parsed.positionals);
  } catch (cause) {
    process.stderr.write(`${errorText(cause)}\n`);
    if (process.env['DEBUG'] && cause instanceof Error) process.stderr.write(`${cause.stack ?? ''}\n`);
    return 1;
  }
}

void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
