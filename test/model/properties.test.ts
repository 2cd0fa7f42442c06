import fc from 'fast-check';
import { parse, stringify } from 'yaml';
import { loadPlatform } from '../../lib/input/load';
import { aspects, initPlatform, lockText, parseLock, parsePlatform, platformSchema, PlatformErrors, type Platform, type PlatformInput } from '../../lib/model';
import { asWritten } from '../../lib/testing/as-written';
import { arbitraryPlatform } from '../../lib/testing/arbitrary-platform';
import { baseText } from './base-text';
import { initAnswers } from './init-answers';

const load = (text: string): Platform => loadPlatform(text, 'platform.yaml').platform;
/** JSON is YAML: no writer stands between the value and the reader. */
const json = (value: unknown): string => JSON.stringify(value, null, 1);

const yaml = (value: unknown): string => stringify(value, { aliasDuplicateObjects: false });

type Node = Record<string, unknown> | unknown[];
const isNode = (value: unknown): value is Node => value !== null && typeof value === 'object';

/** Every object and list with the keys below it. */
function slots(value: unknown): readonly (readonly [Node, string])[] {
  if (!isNode(value)) return [];
  return Object.keys(value).flatMap((key) => [[value, key] as const, ...slots((value as Record<string, unknown>)[key])]);
}

const junk = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    false,
    0,
    -1,
    1.5,
    1e21,
    Number.MAX_SAFE_INTEGER,
    '',
    ' ',
    'yes',
    'null',
    '0123',
    '-',
    '__proto__',
    [],
    {},
    [[]],
    [{}],
    { use: 'x' },
    ['a', 'a'],
  ),
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.integer(),
);
type Mutation = (root: unknown, pick: number, value: unknown) => void;
const mutations: Readonly<Record<string, Mutation>> = {
  remove: (root, pick) => {
    const [node, key] = slot(root, pick);
    if (Array.isArray(node)) node.splice(Number(key), 1);
    else delete node[key];
  },
  duplicate: (root, pick) => {
    const [node, key] = slot(root, pick);
    if (Array.isArray(node)) node.push(structuredClone(node[Number(key)]));
    else node[`${key}2`] = structuredClone(node[key]);
  },
  retype: (root, pick, value) => {
    const [node, key] = slot(root, pick);
    (node as Record<string, unknown>)[key] = value;
  },
  rename: (root, pick, value) => {
    const [node, key] = slot(root, pick);
    if (Array.isArray(node)) return;
    const moved = node[key];
    delete node[key];
    Object.defineProperty(node, `${key.slice(1)}${typeof value === 'string' ? value : ''}`, {
      value: moved,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  },
  splice: (root, pick, value) => {
    const [node, key] = slot(root, pick);
    const old = (node as Record<string, unknown>)[key];
    if (typeof old === 'string')
      (node as Record<string, unknown>)[key] = `${old.slice(0, pick % 5)}${typeof value === 'string' ? value : JSON.stringify(value)}${old.slice(pick % 5)}`;
  },
  move: (root, pick) => {
    const [node, key] = slot(root, pick);
    const [target, other] = slot(root, pick * 7 + 3);
    (target as Record<string, unknown>)[other] = structuredClone((node as Record<string, unknown>)[key]);
  },
};
function slot(root: unknown, pick: number): readonly [Node, string] {
  const all = slots(root);
  return all[pick % Math.max(1, all.length)] ?? [{}, ''];
}

/** Edits of the text itself: what a slip of the hand or a merge conflict leaves. */
const textEdits: readonly ((text: string, at: number, piece: string) => string)[] = [
  (text, at, piece) => text.slice(0, at) + piece + text.slice(at),
  (text, at, piece) => text.slice(0, at) + text.slice(at + 1 + piece.length * 3),
  (text, at) => text.slice(0, at),
  (text, at) => {
    const lines = text.split('\n');
    const line = at % lines.length;
    return [...lines.slice(0, line + 1), ...lines.slice(line)].join('\n');
  },
  (text, at) => {
    const lines = text.split('\n');
    return lines.filter((_, index) => index !== at % lines.length).join('\n');
  },
  (text, at, piece) => {
    const lines = text.split('\n');
    return lines.map((line, index) => (index === at % lines.length ? ` ${piece}${line}` : line)).join('\n');
  },
];

/** A valid platform or PlatformErrors with places and fixes; never anything else. */
function expectVerdict(text: string): 'valid' | 'refused' {
  try {
    const platform = load(text);
    expect(Object.isFrozen(platform)).toBe(true);
    expect(platformSchema.safeParse(asWritten(platform)).success).toBe(true);
    return 'valid';
  } catch (cause) {
    if (!(cause instanceof PlatformErrors)) throw cause;
    const lines = text.split('\n').length;
    for (const { position, message, fix } of cause.errors) {
      if (!position || position.line < 1 || position.line > lines || position.column < 1) throw new Error(`bad place ${JSON.stringify(position)}`);
      if (/undefined|\[object|Invalid input/.test(`${message} ${fix}`) || fix.length < 8) throw new Error(`bad words: ${message} / ${fix}`);
    }
    if (cause.errors.length === 0) throw new Error('no error in PlatformErrors');
    return 'refused';
  }
}

describe('any input', () => {
  /** Without the settings that have defaults: parses in half the time. */
  const short = initPlatform(initAnswers);
  const bases: readonly unknown[] = [parse(baseText), parse(short), parse(short)];

  it('is valid or refused with places and fixes: 3,000 mutations of a valid one', () => {
    const counts = { valid: 0, refused: 0 };
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...Object.values(mutations)), fc.nat(1e6), junk), { minLength: 1, maxLength: 3 }),
        fc.constantFrom(...bases),
        fc.boolean(),
        (edits, base, asJson) => {
          const root = structuredClone(base);
          for (const [mutate, pick, value] of edits) mutate(root, pick, value);
          counts[expectVerdict(asJson ? json(root) : yaml(root))] += 1;
        },
      ),
      { numRuns: 3000 },
    );
    expect(counts.refused).toBeGreaterThan(1500);
  });

  it('is valid or refused with places and fixes: 2,000 edits of the text', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 4 }),
      fc.constantFrom(
        '&a ',
        '*a',
        '!t ',
        '- ',
        ': ',
        '"',
        "'",
        '[',
        '{',
        '}',
        ']',
        '\t',
        '#',
        '|',
        '>',
        '%',
        '@',
        '`',
        '? ',
        '<<: ',
        '---\n',
        '\n...\n',
        '\0',
        '\ufeff',
        '\r',
        ' \n',
      ),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...textEdits), fc.nat(short.length), piece), { minLength: 1, maxLength: 2 }), (edits) => {
        expectVerdict(edits.reduce((text, [edit, at, inserted]) => edit(text, at, inserted), short));
      }),
      { numRuns: 2000 },
    );
  });

  it('is refused as bytes too, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        expect(() => loadPlatform(bytes, 'platform.yaml')).toThrow(PlatformErrors);
      }),
      { numRuns: 300 },
    );
  });
});

/** The same data with the keys of every object in another order. */
const shuffled = (value: unknown, seed: number): unknown => {
  if (Array.isArray(value)) return value.map((item) => shuffled(item, seed));
  if (!isNode(value)) return value;
  const rank = (key: string) => [...key].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0) + seed) % 997, seed);
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => rank(a) - rank(b))
      .map(([key, below]) => [key, shuffled(below, seed)]),
  );
};

describe('any valid input', () => {
  const given = (check: (input: PlatformInput) => void, numRuns: number) => fc.assert(fc.property(arbitraryPlatform(), check), { numRuns });

  it('is accepted, as YAML and as JSON, with the same result', () => {
    given((input) => expect(load(yaml(input))).toEqual(load(json(input))), 150);
  });

  it('keeps every value that it gives, and gets a default for every other', () => {
    given((input) => {
      const platform = load(json(input));
      expect(platform).toMatchObject(input);
      expect(platform.tenants).toEqual({});
      expect(platform.cloud.clusters.map(({ nodePools }) => typeof nodePools.system.max)).toEqual(['number', 'number']);
      expect(typeof platform.monitoring.scrapeIntervalSeconds).toBe('number');
    }, 100);
  });

  it('means the same in any order of keys', () => {
    fc.assert(
      fc.property(arbitraryPlatform(), fc.nat(996), (input, seed) => expect(load(json(shuffled(input, seed)))).toEqual(load(json(input)))),
      { numRuns: 100 },
    );
  });

  it('is a fixed point: what was parsed parses to itself', () => {
    given((input) => {
      const platform = load(json(input));
      expect(load(json(asWritten(platform)))).toEqual(platform);
    }, 60);
  });

  it('points each scalar at the line that holds it', () => {
    given((input) => {
      const text = json(input);
      const lines = text.split('\n');
      const { positions } = parsePlatform(text, 'platform.yaml');
      for (const aspect of aspects) {
        const { line, column } = positions.get(`${aspect}.use`) ?? { line: 0, column: 0 };
        expect(lines[line - 1]?.slice(column - 1)).toMatch(new RegExp(`^"${input[aspect].use}"`));
      }
      const { line, column } = positions.get('cloud.clusters.1.network.services') ?? { line: 0, column: 0 };
      expect(lines[line - 1]?.slice(column - 1)).toContain(input.cloud.clusters[1].network.services);
    }, 40);
  });
});

describe('any lock file', () => {
  it('reads back as it was written', () => {
    const key = fc.stringMatching(/^[a-z][a-zA-Z0-9-]{0,10}(\.[a-zA-Z0-9-]{1,8}){0,2}$/);
    const value = fc.stringMatching(/^[!-~]([ -~]{0,30}[!-~])?$/).filter((text) => !text.includes('unset--'));
    const cluster = fc.stringMatching(/^[a-z][a-z0-9]{1,5}(-[a-z0-9]{1,4})?$/);
    const lock = fc.dictionary(cluster, fc.dictionary(key, value, { maxKeys: 5 }), { maxKeys: 3 }).map((clusters) => ({ clusters }));
    fc.assert(
      fc.property(lock, (made) => {
        const text = lockText(made);
        expect(parseLock(text, 'cloud.lock.yaml')).toEqual({
          clusters: Object.fromEntries(Object.entries(made.clusters).map(([name, values]) => [name, { ...values }])),
        });
        expect(lockText(parseLock(text, 'cloud.lock.yaml'))).toBe(text);
      }),
      { numRuns: 200 },
    );
  });
});
