/** What may not be in a log, after everybody has logged in. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Case } from './stage';

const secrets: Readonly<Record<string, RegExp>> = {
  'a code of a login': /[?&]code=[\w.%-]{20,}/,
  'a token': /eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}/,
  'a password': /-A1a\b/,
};

/** @param work - of the run */
export const quietLogs = (work: string): Case => ({
  name: 'logs: no container writes codes of logins, tokens or passwords',
  run: () => {
    const folder = join(work, 'logs');
    const found = readdirSync(folder).flatMap((file) => {
      const lines = readFileSync(join(folder, file), 'utf8').split('\n');
      return Object.entries(secrets).flatMap(([what, pattern]) => {
        const line = lines.find((each) => pattern.test(each));
        return line === undefined ? [] : [`${file}: ${what}: ${line.slice(0, 200)}`];
      });
    });
    return Promise.resolve(found);
  },
});
