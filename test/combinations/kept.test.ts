import { Memos, synthesizeAll } from '../../bin/pipeline';
import { combinations, inputOf } from './combinations';

/** Some of all, in an order in which each differs from the one before in several choices. */
const walk = combinations.filter((_, index) => index % 29 === 0);

it('what is kept of one combination is never taken for a part of another', () => {
  const memos = new Memos();
  for (const combination of [...walk, ...walk.slice(0, 2)]) {
    const input = inputOf(combination);
    const fresh = synthesizeAll(input).files;
    const kept = synthesizeAll(input, undefined, memos).files;
    expect(
      kept.filter(({ path, content }) => fresh.find((file) => file.path === path)?.content !== content).map(({ path }) => `${combination.name}: ${path}`),
    ).toEqual([]);
    expect(kept.length).toBe(fresh.length);
  }
});
