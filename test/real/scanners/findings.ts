/** What a scan of an example found, for the check of waivers that several examples share. */
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Scan } from './waiver';

const fileOf = (scanner: string): string => `findings-${scanner.replace(/\W+/g, '-')}.json`;

/** @param work - folder of the part */
export function keepFindings(work: string, scanner: string, scans: readonly Scan[]): void {
  mkdirSync(work, { recursive: true });
  writeFileSync(join(work, fileOf(scanner)), JSON.stringify(scans));
}

/** @param runs - folder with a folder for each part */
export const readFindings = (runs: string, scanner: string): readonly Scan[] =>
  readdirSync(runs).flatMap((part) => {
    const file = join(runs, part, fileOf(scanner));
    return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as readonly Scan[]) : []; // written above
  });
