/** Offline proof over emitted Terraform JSON: what `terraform validate` would say, and what it cannot know. */
import type { Finding } from '../../lib/validate/finding';
import { checkAcross, type StackText } from './across';
import { checkStack } from './check-stack';
import type { StackFinding } from './finding';
import { stacksOf } from './inventory';
import { fileOf, merged, type StackFiles } from './merged';
import { checkLookups } from './lookups';
import { readTables, type Tables } from './table';
import { checkUnique } from './unique';

export type { StackFiles, StackFinding, StackText, Tables };
export { checkAcross, checkLookups, checkStack, checkUnique, merged, readTables, stacksOf };
export { addressesIn } from './stack-json';

/** All stacks of a platform, each for itself and against each other. */
export function stackFindings(stacks: readonly StackText[], tables: Tables = readTables()): readonly StackFinding[] {
  const own = stacks.flatMap(({ id, json }) => checkStack(id, json, tables));
  const readable = stacks.filter(({ id }) => !own.some(({ stack, address, message }) => stack === id && address === '' && message === 'is no JSON object'));
  const parsed = stacksOf(readable);
  return [...own, ...checkAcross(readable), ...checkUnique(parsed), ...checkLookups(parsed)];
}

/** The same for `npm run validate`. */
export function checkStacks(stacks: readonly StackFiles[]): readonly Finding[] {
  const byId = new Map(stacks.map((stack) => [stack.id, stack]));
  return stackFindings(stacks.map(merged)).map(({ stack, address, argument, message, fix }) => ({
    check: 'terraform',
    file: fileOf(byId.get(stack) ?? { id: stack, files: [] }, address),
    ...(address || argument ? { path: [address, argument].filter(Boolean).join(' ') } : {}),
    message: `${message}. ${fix}`,
  }));
}
