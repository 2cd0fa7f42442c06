/**
 * The recording view of the input. A builder sees Platform, the lock file and the version table only through
 * views; each value it reads is noted with its path, so that "where does this field come from", "what does this
 * line touch" and "is this result still good" are all answered by one record.
 *
 * Views read from the real value but are proxies over an empty shadow: the real value is frozen, and a proxy over
 * a frozen target may not answer with another object.
 */

/** What a builder saw at a path: a scalar, or the shape of an object or list (its keys). */
export type Seen = string | number | boolean | undefined | null;

/** Shape markers start with a character that no scalar of the input can start with. */
const OBJECT = '\u0000object';
const KEYS = '\u0000keys:';

/** A key as part of a path: dots in it are written as ~1 (and ~ as ~0), as JSON pointers do with slashes; `*` stands for all keys. */
const pathKey = (key: string): string => (key === '*' ? '~2' : /[.~]/.test(key) ? key.replaceAll('~', '~0').replaceAll('.', '~1') : key);
const LITERAL_STAR = '\u0000*';
/** The keys of a noted path. */
export const pathKeys = (path: string): readonly string[] =>
  path.split('.').map((part) => (part === '~2' ? LITERAL_STAR : part.includes('~') ? part.replaceAll('~1', '.').replaceAll('~0', '~') : part));

/** One builder's reads, in the order of the first read of each path. */
export class Recording {
  readonly reads = new Map<string, Seen>();
  /** Functions of the name contract that were asked, with what they answered. */
  readonly names = new Map<string, Seen>();

  read(path: string, seen: Seen): void {
    if (!this.reads.has(path)) this.reads.set(path, seen);
  }
}

/** Hands out views and knows whose turn it is. One per synthesis; never shared between two. */
export class RecordingSession {
  #active: Recording | undefined;

  /** Everything read through this session's views while `run` works is noted in `recording`. */
  during<T>(recording: Recording, run: () => T): T {
    const before = this.#active;
    this.#active = recording;
    try {
      return run();
    } finally {
      this.#active = before;
    }
  }

  /** Notes an answer of the name contract beside the reads that led to it. */
  named(question: string, answer: Seen): void {
    this.#active?.names.set(question, answer);
  }

  /** Notes a read of something that is not a view, such as the intents of other components. */
  note(path: string, seen: Seen): void {
    this.#active?.read(path, seen);
  }

  /** A view of `value`; paths of its fields start with `path`. */
  view<T extends object>(value: T, path: string): T {
    const children = new Map<string, unknown>();
    const shadow = Array.isArray(value) ? [] : {};
    const field = (key: string): unknown => {
      const at = `${path}.${pathKey(key)}`;
      const found = (value as Record<string, unknown>)[key];
      if (found === null || typeof found !== 'object') {
        this.#active?.read(at, found as Seen);
        return found;
      }
      this.#active?.read(at, OBJECT);
      let child = children.get(key);
      if (child === undefined) children.set(key, (child = this.view(found, at)));
      return child;
    };
    const keys = (): string[] => {
      const own = Object.keys(value);
      this.#active?.read(`${path}.*`, KEYS + own.join(','));
      return own;
    };
    return new Proxy(shadow, {
      get: (_, key, receiver) =>
        typeof key === 'symbol' || (!Object.hasOwn(value, key) && key in shadow) ? (Reflect.get(shadow, key, receiver) as unknown) : field(key),
      has: (_, key) => typeof key === 'string' && keys().includes(key),
      ownKeys: () => (Array.isArray(value) ? [...keys(), 'length'] : keys()),
      getOwnPropertyDescriptor: (_, key) => {
        if (Array.isArray(value) && key === 'length') return { value: value.length, writable: true, enumerable: false, configurable: false };
        if (typeof key !== 'string' || !Object.hasOwn(value, key)) return undefined;
        return { value: field(key), writable: true, enumerable: true, configurable: true };
      },
      set: (_, key) => {
        throw new TypeError(`the input is read-only: ${path}.${String(key)}`);
      },
    }) as T;
  }
}

/** What a view of `root` would have noted at `path`: used to see whether a kept result is still good. */
export function seenAt(root: unknown, keys: readonly string[]): Seen {
  let at: unknown = root;
  for (const key of keys) {
    if (at === null || typeof at !== 'object') return undefined;
    if (key === '*') return KEYS + Object.keys(at).join(',');
    at = (at as Record<string, unknown>)[key === LITERAL_STAR ? '*' : key];
  }
  return at !== null && typeof at === 'object' ? OBJECT : (at as Seen);
}

/** Whether a noted value is a scalar of the input (and not the shape of an object). */
export const isScalar = (seen: Seen): boolean => !(typeof seen === 'string' && seen.startsWith('\u0000'));
