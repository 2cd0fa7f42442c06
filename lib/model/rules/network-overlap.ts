import { formatCidr, rangeSize, rangesOverlap, type Range } from '../addresses';
import { ranges, type NamedRange } from './ranges';
import { relation, rule } from './rule';

/** No two ranges of the platform share an address, so that networks can be connected and rules can name a peer by range. */
export const networkOverlap = rule(['cloud'], ({ cloud }) => {
  const all = ranges(cloud.clusters);
  return all.flatMap((later, index) => {
    const earlier = all.slice(0, index).find((other) => rangesOverlap(other.range, later.range));
    if (!earlier) return [];
    const free = freeRange(later, all);
    return [
      relation(
        later.path,
        [earlier.path],
        `${later.text} overlaps ${earlier.path} (${earlier.text})`,
        `Ranges of the platform must not overlap, across clusters too: the clouds may be connected later, and rules name the peer by range.${free ? ` This one is free. Write: ${later.path.slice(later.path.lastIndexOf('.') + 1)}: ${free}` : ''}`,
      ),
    ];
  });
});

/** The first network of the same size in 10.0.0.0/8 or 172.16.0.0/12 that nothing uses. */
function freeRange({ range: { bits }, provider }: NamedRange, all: readonly NamedRange[]): string | undefined {
  const size = rangeSize({ base: 0, bits });
  const taken: readonly Range[] = all.map(({ range }) => range);
  const spaces: readonly (readonly [number, number])[] = [
    [10 * 2 ** 24, 11 * 2 ** 24],
    [172 * 2 ** 24 + 16 * 2 ** 16, 172 * 2 ** 24 + (provider === 'azure' ? 30 : 32) * 2 ** 16],
  ];
  for (const [from, to] of spaces)
    for (let base = Math.ceil(from / size) * size; base + size <= to; base += size) {
      const candidate = { base, bits };
      if (!taken.some((other) => rangesOverlap(other, candidate))) return formatCidr(candidate);
    }
  return undefined;
}
