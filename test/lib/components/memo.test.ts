import * as fc from 'fast-check';
import { Memo, type Seen } from '../../../lib/components';

/** A maker whose next read depends on what it read before. */
function make(input: Readonly<Record<string, number>>, read: (path: string) => Seen): string {
  const first = Number(read('a')) % 3;
  const parts = [first];
  if (first === 0) parts.push(Number(read('b')));
  if (first === 1) parts.push(Number(read('c')), Number(read('d')));
  void input;
  return parts.join('-');
}

const run = (memo: Memo<string>, input: Readonly<Record<string, number>>): { readonly made: string; readonly kept: boolean } => {
  const kept = memo.find('maker', ([key = '']) => input[key]);
  if (kept) return { made: kept.made, kept: true };
  const reads = new Map<string, Seen>();
  const made = make(input, (path) => {
    reads.set(path, input[path]);
    return input[path];
  });
  memo.keep('maker', reads, made);
  return { made, kept: false };
};

const input = fc.record({ a: fc.nat(8), b: fc.nat(3), c: fc.nat(3), d: fc.nat(3) });

describe('a memo', () => {
  it('answers exactly as the maker would, whatever was made before', () => {
    fc.assert(
      fc.property(fc.array(input, { maxLength: 60 }), (inputs) => {
        const memo = new Memo<string>();
        for (const each of inputs) expect(run(memo, each).made).toBe(make(each, (path) => each[path as 'a']));
      }),
    );
  });

  it('does not run the maker for a change in what it did not read', () => {
    const memo = new Memo<string>();
    run(memo, { a: 0, b: 1, c: 1, d: 1 });
    expect(run(memo, { a: 0, b: 1, c: 2, d: 3 })).toEqual({ made: '0-1', kept: true });
    expect(run(memo, { a: 0, b: 2, c: 1, d: 1 })).toEqual({ made: '0-2', kept: false });
  });

  it('survives being written down', () => {
    fc.assert(
      fc.property(fc.array(input, { maxLength: 20 }), (inputs) => {
        const memo = new Memo<string>();
        inputs.forEach((each) => run(memo, each));
        const again = Memo.from(JSON.parse(JSON.stringify(memo.entries())) as ReturnType<typeof memo.entries>);
        for (const each of inputs) expect(run(again, each)).toEqual({ made: make(each, (path) => each[path as 'a']), kept: true });
      }),
    );
  });

  it('never answers with what another maker of the same name made', () => {
    const memo = new Memo<string>();
    memo.keep(
      'm',
      new Map([
        ['a', 1],
        ['b', 1],
      ]),
      'of the first',
    );
    memo.keep('m', new Map([['c', 1]]), 'of the second');
    expect(memo.find('m', ([key]) => (key === 'c' ? 1 : 0))?.made).toBe('of the second');
    memo.keep(
      'm',
      new Map([
        ['a', 1],
        ['b', 2],
      ]),
      'of the first again',
    );
    expect(memo.find('m', ([key]) => (key === 'a' ? 1 : key === 'c' ? 1 : 2))?.made).toBe('of the first again');
  });

  it('is bounded: it forgets a maker whose results become too many', () => {
    const memo = new Memo<string>(2);
    for (const a of [0, 3, 6]) memo.keep('m', new Map([['a', a]]), `made ${a}`);
    expect(memo.find('m', () => 0)).toBeUndefined();
    expect(memo.find('m', () => 6)?.made).toBe('made 6');
  });

  it('tells absent from present values', () => {
    const memo = Memo.from(JSON.parse(JSON.stringify(keptWith(undefined).entries())) as ReturnType<Memo<string>['entries']>);
    expect(memo.find('m', () => undefined)?.made).toBe('made');
    expect(memo.find('m', () => 'x')).toBeUndefined();
    expect(memo.missed).toEqual(['m']);
  });
});

function keptWith(seen: Seen): Memo<string> {
  const memo = new Memo<string>();
  memo.keep('m', new Map([['a', seen]]), 'made');
  return memo;
}
