import * as fc from 'fast-check';
import { pathKeys, Recording, RecordingSession, seenAt } from '../../../lib/components';

const record = <T extends object>(value: T, read: (view: T) => unknown): { readonly reads: Recording['reads']; readonly result: unknown } => {
  const session = new RecordingSession();
  const recording = new Recording();
  const view = session.view(value, 'root');
  const result = session.during(recording, () => read(view));
  return { reads: recording.reads, result };
};

describe('a recording view', () => {
  it('notes the path and value of every scalar that is read, and nothing else', () => {
    const { reads } = record({ a: { b: 1, c: 2 }, d: 3 }, (view) => view.a.b);
    expect([...reads].filter(([, seen]) => typeof seen === 'number')).toEqual([['root.a.b', 1]]);
  });

  it('notes an absent value as absent', () => {
    const { reads } = record<{ a?: number }>({}, (view) => view.a);
    expect(reads.has('root.a')).toBe(true);
    expect(reads.get('root.a')).toBeUndefined();
  });

  it('notes which keys there are when they are enumerated', () => {
    const { reads } = record({ a: 1, b: 2 }, (view) => Object.keys(view));
    expect(reads.get('root.*')).toContain('a,b');
  });

  it('behaves as the list it stands for', () => {
    const { result, reads } = record({ list: [{ n: 1 }, { n: 2 }] }, ({ list }) => [
      list.map(({ n }) => n),
      list.length,
      Array.isArray(list),
      [...list].length,
      list.find(({ n }) => n === 2)?.n,
    ]);
    expect(result).toEqual([[1, 2], 2, true, 2, 2]);
    expect(reads.get('root.list.1.n')).toBe(2);
  });

  it('works on frozen values', () => {
    const frozen = Object.freeze({ a: Object.freeze({ b: 'x' }) });
    expect(record(frozen, (view) => view.a.b).result).toBe('x');
  });

  it('cannot be written', () => {
    expect(() => record({ a: 1 }, (view) => (view.a = 2))).toThrow('the input is read-only: root.a');
  });

  it('notes nothing outside of a turn', () => {
    const session = new RecordingSession();
    const recording = new Recording();
    const view = session.view({ a: 1, b: 2 }, 'root');
    session.during(recording, () => view.a);
    void view.b;
    expect([...recording.reads.keys()]).toEqual(['root.a']);
  });

  it('gives a copy that equals the original, with every scalar noted', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.string().filter((key) => key !== '__proto__'),
          fc.jsonValue(),
        ),
        (value) => {
          const { result, reads } = record(value, (view) => JSON.parse(JSON.stringify(view)) as unknown);
          expect(result).toEqual(JSON.parse(JSON.stringify(value)));
          for (const [path, seen] of reads)
            if (!path.endsWith('.length') && !path.endsWith('.toJSON')) expect(seenAt({ root: value }, pathKeys(path))).toBe(seen);
        },
      ),
    );
  });
});
