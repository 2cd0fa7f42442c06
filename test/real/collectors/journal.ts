/** The journal of a node, written by systemd itself from its export format, and read by its own journalctl. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { mustRun } from '../process';
import { debianProgram } from '../programs';

type Say = (text: string) => void;

export const journalctl = (say: Say): Promise<string> => debianProgram({ program: 'journalctl', package: 'systemd', path: 'bin/journalctl', say });

export interface JournalEntry {
  readonly unit: string;
  /** 0 is an emergency, 6 information, 7 for debugging. */
  readonly priority: number;
  readonly message: string;
}

/** A file of `folder` with these entries, a second apart, the last one now. */
export async function writeJournal(folder: string, entries: readonly JournalEntry[], say: Say): Promise<void> {
  const program = await debianProgram({
    program: 'systemd-journal-remote',
    package: 'systemd-journal-remote',
    path: 'lib/systemd/systemd-journal-remote',
    say,
  });
  mkdirSync(folder, { recursive: true });
  const machine = '0123456789abcdef0123456789abcdef';
  const text = entries.map(({ unit, priority, message }, index) => {
    const microseconds = (Date.now() - (entries.length - 1 - index) * 1000) * 1000;
    return [
      `__REALTIME_TIMESTAMP=${microseconds}`,
      `__MONOTONIC_TIMESTAMP=${index + 1}`,
      `_BOOT_ID=${machine}`,
      `_MACHINE_ID=${machine}`,
      `_SYSTEMD_UNIT=${unit}`,
      `PRIORITY=${priority}`,
      `MESSAGE=${message}`,
      '',
      '',
    ].join('\n');
  });
  await mustRun(program, ['-o', join(folder, 'system.journal'), '-'], { input: text.join('') });
}
