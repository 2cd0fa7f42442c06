/** Runs commands over a copy of the example with tenants, in this process. */
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { failover } from '../../bin/commands/failover';
import { restore } from '../../bin/commands/restore';
import { errorText } from '../../lib/cli/report';
import { parseCommandLine } from '../../lib/cli/usage';

export interface Said {
  readonly code: number;
  readonly text: string;
}
export interface Fleet {
  readonly folder: string;
  readonly run: (...args: readonly string[]) => Said;
  readonly read: (file?: string) => string;
  /** Replaces text in a file. */
  readonly edit: (from: string, to: string, file?: string) => void;
}

const payments = 'databases/payments.yaml';

export function fleet(): Fleet {
  const folder = mkdtempSync(join(tmpdir(), 'failover-'));
  cpSync('examples/dbaas-fleet/platform.yaml', join(folder, 'platform.yaml'));
  cpSync('examples/dbaas-fleet/databases', join(folder, 'databases'), { recursive: true });
  const read = (file = payments) => readFileSync(join(folder, file), 'utf8');
  return {
    folder,
    read,
    edit: (from, to, file = payments) => {
      if (!read(file).includes(from)) throw new Error(`${file} has no '${from}'`);
      writeFileSync(join(folder, file), read(file).replace(from, to));
    },
    run: (...args) => ran([...args, '--input', join(folder, 'platform.yaml')]),
  };
}

function ran(args: readonly string[]): Said {
  const said: string[] = [];
  const write = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    said.push(String(text));
    return true;
  });
  try {
    const parsed = parseCommandLine('dbaas-gitops', [failover, restore], args);
    if ('text' in parsed) return { code: 0, text: parsed.text };
    const code = parsed.command.run(parsed.flags, parsed.positionals);
    if (typeof code !== 'number') throw new Error('these commands do not wait');
    return { code, text: said.join('') };
  } catch (cause) {
    return { code: 1, text: errorText(cause) };
  } finally {
    write.mockRestore();
  }
}

/** A token as the operator writes it. */
export const tokenOf = (content: object): string => Buffer.from(JSON.stringify(content)).toString('base64');
export const tokenContent = {
  latestCheckpointTimelineID: '1',
  redoWalFile: '000000010000000000000007',
  databaseSystemIdentifier: '7300000000000000001',
  latestCheckpointREDOLocation: '0/7000028',
  timeOfLatestCheckpoint: 'Sun Nov 29 10:00:00 2026',
  operatorVersion: '1.30.0',
};
export const token = tokenOf(tokenContent);
