/** Keeps what looks like a secret out of error texts: people paste those into chats and tickets. */
import type { Span } from '../problem';

const secretKey =
  /pass(word|wd|phrase)?$|secret|token$|api[-_]?key|private[-_]?key|access[-_]?key|routing[-_]?key|signing[-_]?key|credential|webhook[-_]?url|connection[-_]?string/i;

/** Whether a key names something that must never be in the file. */
export const isSecretKey = (key: string): boolean => secretKey.test(key);

/** Tokens with a known shape, and passwords inside URLs. */
const known = [
  /gh[pousr]_\w{16,}/g,
  /github_pat_\w{16,}/g,
  /glpat-[\w-]{16,}/g,
  /xox[abeoprs]-[\w-]{8,}/g,
  /xapp-[\w-]{8,}/g,
  /\b(AKIA|ASIA)[0-9A-Z]{16}\b/g,
  /\beyJ[\w-]{8,}\.[\w-]*\.?[\w-]*/g,
  /hooks\.slack\.com\/[\w/-]+/g,
  /\bAGE-SECRET-KEY-\w+/g,
  /-----BEGIN[A-Z ]*PRIVATE KEY-----[\s\S]*/g,
  /(?<=:\/\/)(?!git@)[^/@\s"']+(?=@)/g,
] as const;

/** A long word of mixed letters and digits: what random keys look like. */
export const looksRandom = (value: string): boolean => /^[\w+/=-]{24,}$/.test(value) && /\d/.test(value) && /[A-Za-z]/.test(value);

export const maskText = (text: string): string => known.reduce((masked, pattern) => masked.replace(pattern, '***'), text);

/** Places of tokens with a known shape. */
export const secretSpans = (text: string): readonly Span[] =>
  known.flatMap((pattern) => [...text.matchAll(pattern)].map((match) => ({ start: match.index, end: match.index + match[0].length })));

/** A user name or password in a URL; `ssh://git@` names no person. */
export const hasCredentials = (value: string): boolean => /:\/\/(?!git@)[^/@\s]*@/.test(value);
