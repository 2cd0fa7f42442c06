/**
 * What was made before, by what was read while making it. A maker is deterministic, so after the same values at the
 * same paths its next read is the same: its results form a trie of reads, and walking it with the current values ends
 * at a result that is still good or shows that the maker must run.
 */
import { pathKeys, type Seen } from './recording';

interface Node<T> {
  path?: string;
  keys?: readonly string[];
  next?: Map<Seen, Node<T>>;
  made?: T;
}

/** One kept result: who made it, what was read, what came out. */
export type MemoEntry<T> = readonly [name: string, reads: readonly (readonly [string, Seen | { readonly absent: true }])[], made: T];

export class Memo<T> {
  readonly #roots = new Map<string, Node<T>>();
  readonly #sizes = new Map<string, number>();
  /** @param most results kept of one maker; when there are more, all of them go. Bounds the memory of a fleet. */
  constructor(private readonly most = 64) {}

  hits = 0;
  /** Makers that had to run, in order. */
  readonly missed: string[] = [];

  find(name: string, see: (keys: readonly string[]) => Seen): { readonly made: T; readonly reads: ReadonlyMap<string, Seen> } | undefined {
    const reads = new Map<string, Seen>();
    let node = this.#roots.get(name);
    while (node?.path !== undefined) {
      const seen: Seen = see(node.keys ?? []);
      reads.set(node.path, seen);
      node = node.next?.get(seen);
    }
    if (node?.made === undefined) {
      this.missed.push(name);
      return undefined;
    }
    this.hits++;
    return { made: node.made, reads };
  }

  keep(name: string, reads: ReadonlyMap<string, Seen>, made: T): void {
    const size = this.#sizes.get(name) ?? 0;
    let node = size < this.most ? this.#roots.get(name) : undefined;
    this.#sizes.set(name, node ? size + 1 : 1);
    if (!node) this.#roots.set(name, (node = {}));
    for (const [path, seen] of reads) {
      // Two makers of one name: what the other one made would be found by values at paths that this one never read.
      if (node.path !== undefined && node.path !== path) {
        delete node.next;
        delete node.made;
      }
      node.path = path;
      node.keys = pathKeys(path);
      const next: Map<Seen, Node<T>> = (node.next ??= new Map());
      let child = next.get(seen);
      if (!child) next.set(seen, (child = {}));
      node = child;
    }
    node.made = made;
  }

  /** Everything kept, as plain data. */
  entries(): readonly MemoEntry<T>[] {
    return [...this.#roots].flatMap(([name, root]) =>
      [...paths(root, [])].map(
        ([reads, made]) => [name, reads.map(([path, seen]) => [path, seen === undefined ? ({ absent: true } as const) : seen] as const), made] as const,
      ),
    );
  }

  static from<T>(entries: readonly MemoEntry<T>[]): Memo<T> {
    const memo = new Memo<T>(Number.POSITIVE_INFINITY);
    for (const [name, reads, made] of entries)
      memo.keep(name, new Map(reads.map(([path, seen]) => [path, seen !== null && typeof seen === 'object' ? undefined : seen])), made);
    return memo;
  }
}

function* paths<T>(node: Node<T>, reads: readonly (readonly [string, Seen])[]): Generator<readonly [readonly (readonly [string, Seen])[], T]> {
  if (node.path === undefined) {
    if (node.made !== undefined) yield [reads, node.made];
    return;
  }
  for (const [seen, child] of node.next ?? []) yield* paths(child, [...reads, [node.path, seen]]);
}
