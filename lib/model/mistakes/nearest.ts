/** What somebody probably meant: edit distance on words without case and separators. */

/** Edits between two words; a swap of neighbours counts as one. */
export function distance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((row[j - 1] ?? 0) + 1, (last[j] ?? 0) + 1, (last[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, (before[j - 2] ?? 0) + 1);
      row.push(best);
    }
    before = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

const folded = (word: string): string => word.toLowerCase().replaceAll(/[\s_-]/g, '');
/** Longer words are no typos of ours, and comparing them costs time. */
const longest = 64;

/** Candidates, most similar first; equally similar ones keep their order. */
export function bySimilarity(word: string, candidates: readonly string[]): readonly string[] {
  if (word.length > longest) return candidates;
  const from = folded(word);
  return candidates
    .map((candidate) => ({ candidate, away: distance(from, folded(candidate)) }))
    .sort((a, b) => a.away - b.away)
    .map(({ candidate }) => candidate);
}

/** The candidate that `word` is a misspelling of, if one is close enough. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const ranked = bySimilarity(word, candidates);
  const [best] = ranked;
  if (best === undefined || word.length > longest) return undefined;
  const [from, to] = [folded(word), folded(best)];
  const shortened = ranked.find(
    (candidate) => from.length >= 4 && folded(candidate).length >= 4 && (folded(candidate).startsWith(from) || from.startsWith(folded(candidate))),
  );
  if (shortened) return shortened;
  return distance(from, to) <= Math.max(1, Math.floor(Math.min(from.length, to.length) / 3)) ? best : undefined;
}
