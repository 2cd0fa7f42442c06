/** From problems to errors with place and excerpt, in file order. */
import { PlatformError, PlatformErrors } from '../errors';
import { parentPath } from '../path';
import type { Problem, Span } from '../problem';
import { secretSpans } from '../source/secrets';
import { excerpt, positionAt, type Source } from '../source/source';
import type { Place, Tree } from '../source/tree';

/** More than these are counted, not shown. */
export const shownErrors = 100;

export function platformErrors(problems: readonly Problem[], from: Source, tree?: Tree, omitted = 0): PlatformErrors {
  const places = tree?.places ?? new Map<string, Place>();
  const masked = [...(tree?.secrets ?? []), ...secretSpans(from.text)];
  const placed = problems
    .map((problem, index) => ({ problem, index, span: spanOf(problem, places) }))
    .sort((a, b) => a.span.start - b.span.start || a.index - b.index);
  const errors = placed.slice(0, shownErrors).map(({ problem, span }) => platformError(problem, span, from, masked, places));
  return new PlatformErrors(errors, Math.max(0, placed.length - shownErrors) + omitted);
}

function platformError(problem: Problem, span: Span, from: Source, masked: readonly Span[], places: ReadonlyMap<string, Place>): PlatformError {
  const { code, path, message, fix } = problem;
  return new PlatformError({
    code,
    path: path === '' ? undefined : path,
    position: { file: from.file, ...positionAt(from, span.start) },
    message,
    // What can be pasted gets a line of its own.
    fix: `${fix}${defaults(problem, places)}`.replaceAll(/ (?=(Write|Example|or): )/g, '\n'),
    excerpt: code === 'yaml/too-large' || from.text.trim() === '' ? undefined : excerpt(from, span, masked),
  });
}

/** Relations often involve a value that is in no file. */
function defaults({ path, also }: Problem, places: ReadonlyMap<string, Place>): string {
  if (!also) return '';
  const absent = [path, ...also].filter((each) => !places.has(each));
  if (absent.length === 0) return '';
  return `\n${absent.join(' and ')} ${absent.length === 1 ? 'is' : 'are'} not in the file: the value is the default.`;
}

/** Where to point: at the value; at the key of a value of several lines; at the nearest parent of what is absent. */
export function spanOf({ span, path, also = [] }: Problem, places: ReadonlyMap<string, Place>): Span {
  if (span) return span;
  for (const candidate of [path, ...also]) {
    const place = places.get(candidate);
    if (place) return pointAt(place);
  }
  for (let above = parentPath(path); above !== ''; above = parentPath(above)) {
    const place = places.get(above);
    if (place) return pointAt(place);
  }
  return { start: 0, end: 1 };
}

export const pointAt = (place: Place): Span => (place.block && place.key ? place.key : place.value);
