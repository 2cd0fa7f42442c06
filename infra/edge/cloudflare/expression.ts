/** Expressions of Cloudflare's rules language. */

/** Longest expression of a rule. */
const longest = 4096;

/** The value as a string of the rules language. */
export const quoted = (value: string): string => `"${value.replace(/["\\]/g, '\\$&')}"`;

/**
 * Conditions that together say "the host is one of these": as many as needed to keep each below the limit. None for
 * no hosts.
 */
export function hostConditions(hosts: readonly string[]): readonly string[] {
  const lists: string[][] = [];
  for (const host of hosts) {
    const last = lists[lists.length - 1];
    if (last && condition([...last, host]).length <= longest - 512) last.push(host);
    else lists.push([host]);
  }
  return lists.map(condition);
}

const condition = (hosts: readonly string[]) => `http.host in {${hosts.map(quoted).join(' ')}}`;

/** `ref` for a rule that may come in several parts: the first keeps the plain name. */
export const partRef = (ref: string, part: number): string => (part === 0 ? ref : `${ref}-${part + 1}`);
