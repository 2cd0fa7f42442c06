/** Reads and writes cloud.lock.yaml. */
import { z } from 'zod';
import { platformErrors } from './mistakes/report';
import { freeze } from './freeze';
import { dnsLabel, text } from './fields';
import { isUnset, type CloudLock } from './lock';
import { readYaml } from './read';
import { inline } from './schema/example';

const key = text({
  pattern: /^[a-zA-Z][\w-]*(\.[\w-]+)*$/,
  allowed: 'letters, digits, dashes and dots, starting with a letter',
  example: 'identities.loki.clientId',
  max: 100,
});
const value = text({
  pattern: /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/,
  allowed: 'printable ASCII on one line',
  example: '3f0c9a52-7d54-4a55-9a0e-2f8d9c3b6e10',
  max: 512,
}).describe('A value from terraform output.');
const lockSchema = z.strictObject({
  clusters: z
    .record(dnsLabel(12, 'az-weu'), z.record(key, value))
    .meta({ examples: [{ 'az-weu': { 'identities.loki.clientId': '3f0c9a52-7d54-4a55-9a0e-2f8d9c3b6e10' } }] })
    .describe('Values of each cluster that exist only after an apply.'),
});

/** @throws PlatformErrors with every mistake of the file */
export function parseLock(input: string | Uint8Array, file: string): CloudLock {
  const { value: lock, problems, source, tree, omitted } = readYaml(lockSchema, input, file);
  if (!lock) throw platformErrors(problems, source, tree, omitted);
  return freeze({ clusters: withoutPrototype(lock.clusters, (values) => withoutPrototype(values, String)) });
}

/** A cluster may be called `constructor`. */
const withoutPrototype = <T, U>(record: Readonly<Record<string, T>>, change: (value: T) => U): Record<string, U> =>
  Object.assign(Object.create(null) as Record<string, U>, Object.fromEntries(Object.entries(record).map(([name, each]) => [name, change(each)])));

const header = `# Values that exist only after an apply: client ids, endpoints. None of them is a secret; commit this file.
# Written by npm run lock from the outputs of terraform; the cloud layer refuses to apply when one of them is stale.
`;

/** The lock file's text: sorted, placeholders left out. */
export function lockText(lock: CloudLock): string {
  const clusters = sorted(lock.clusters).flatMap(([name, values]) => {
    const known = sorted(values).filter(([, each]) => !isUnset(each));
    return known.length > 0
      ? [`  ${inline(name)}:`, ...known.map(([each, found]) => `    ${inline(each)}: ${JSON.stringify(found)}`)]
      : [`  ${inline(name)}: {}`];
  });
  return `${header}clusters:${clusters.length > 0 ? `\n${clusters.join('\n')}` : ' {}'}\n`;
}

const sorted = <T>(record: Readonly<Record<string, T>>): readonly (readonly [string, T])[] =>
  Object.entries(record).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
