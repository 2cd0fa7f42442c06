/** What a change of one file looks like, as git would show it. */

const context = 3;

/** Unified diff of two texts that differ in one place. Empty if they are equal. */
export function unifiedDiff(file: string, before: string, after: string): string {
  if (before === after) return '';
  const [old, now] = [before.split('\n'), after.split('\n')];
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start++;
  let same = 0;
  while (same < old.length - start && same < now.length - start && old[old.length - 1 - same] === now[now.length - 1 - same]) same++;
  const from = Math.max(0, start - context);
  const middle = changedLines(old.slice(start, old.length - same), now.slice(start, now.length - same));
  const lead = old.slice(from, start).map((line) => ` ${line}`);
  // What follows the last line break is no line.
  const tail = old.slice(old.length - same, Math.min(old.length - same + context, old.length - (old.at(-1) === '' ? 1 : 0))).map((line) => ` ${line}`);
  const lines = [...lead, ...middle, ...tail];
  const count = (sign: string) => lines.filter((line) => !line.startsWith(sign)).length;
  return [`--- a/${file}`, `+++ b/${file}`, `@@ -${from + 1},${count('+')} +${from + 1},${count('-')} @@`, ...lines].join('\n');
}

/** The lines between, with those that both sides have kept in place. */
function changedLines(old: readonly string[], now: readonly string[]): readonly string[] {
  const [line, ...rest] = old;
  if (line === undefined) return now.map((each) => `+${each}`);
  const at = now.indexOf(line);
  if (at < 0) return [`-${line}`, ...changedLines(rest, now)];
  return [...now.slice(0, at).map((each) => `+${each}`), ` ${line}`, ...changedLines(rest, now.slice(at + 1))];
}
