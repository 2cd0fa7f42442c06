/** Repeatable randomness: the same seed gives the same choices on every machine. */
export function random(seed: number): { readonly index: (below: number) => number; readonly pick: <T>(items: readonly T[]) => T } {
  let state = seed >>> 0;
  const index = (below: number): number => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
    return ((state ^ (state >>> 13)) >>> 0) % below;
  };
  return {
    index,
    pick: (items) => {
      const item = items[index(items.length)];
      if (item === undefined) throw new RangeError('nothing to pick from');
      return item;
    },
  };
}
