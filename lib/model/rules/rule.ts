import type { PlatformFile } from '../platform';
import type { Problem } from '../problem';

/** A top-level key of the input. */
export type Part = keyof PlatformFile;

/** One relation between values. It runs if every part that it reads is sound in itself. */
export interface Rule {
  readonly reads: readonly Part[];
  readonly check: (platform: PlatformFile) => readonly Problem[];
}

/** Lets `check` see only the parts that it says it reads. */
export const rule = <P extends Part>(reads: readonly P[], check: (platform: Pick<PlatformFile, P>) => readonly Problem[]): Rule => ({ reads, check });

/** A problem between the value at `path` and those at `also`. */
export const relation = (path: string, also: readonly string[], message: string, fix: string): Problem => ({
  code: 'input/relation',
  path,
  also,
  message,
  fix,
});

/** Pairs of equal items: the repeated one and the first. */
export function repeated<T>(items: readonly T[], key: (item: T) => string): readonly { readonly index: number; readonly first: number; readonly item: T }[] {
  const firsts = new Map<string, number>();
  return items.flatMap((item, index) => {
    const first = firsts.get(key(item));
    if (first !== undefined) return [{ index, first, item }];
    firsts.set(key(item), index);
    return [];
  });
}
