import type { ErrorCode } from './errors';

/** Part of a text, as offsets. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** One mistake, before it is given its place in the file. */
export interface Problem {
  readonly code: ErrorCode;
  /** Dotted path of what is wrong. */
  readonly path: string;
  /** Other paths of a relation; if `path` is not in the file, the first of them that is gives the place. */
  readonly also?: readonly string[];
  /** What is wrong, with the value. */
  readonly message: string;
  /** What is allowed, nearest first; why, where it is not obvious; something to do, ready to paste. */
  readonly fix: string;
  /** Path that was meant: what is said about that one follows from this problem. */
  readonly meant?: string | undefined;
  /** Whether syntax errors after it are its consequence. */
  readonly explains?: boolean;
  /** Where it is, if not at the value of `path`. */
  readonly span?: Span | undefined;
}
