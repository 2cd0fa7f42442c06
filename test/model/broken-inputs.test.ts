import { loadPlatform } from '../../lib/input/load';
import { PlatformErrors, type PlatformError } from '../../lib/model';
import { baseText } from './base-text';
import type { BrokenInput } from './broken-input';
import { brokenInputs } from './broken-inputs';

function errorsOf(text: string): readonly PlatformError[] {
  try {
    loadPlatform(text, 'platform.yaml');
  } catch (cause) {
    if (cause instanceof PlatformErrors) return cause.errors;
    throw cause;
  }
  return [];
}

const firstDifference = (text: string): number => {
  const base = baseText.split('\n');
  return text.split('\n').findIndex((line, index) => line !== base[index]) + 1;
};

const show = (errors: readonly PlatformError[]): string => errors.map((error) => `${error.code} ${error.path ?? ''}\n${error.render()}`).join('\n');

function expectPlace({ text, at }: BrokenInput, error: PlatformError): void {
  const { line, column, file } = error.position ?? { line: 0, column: 0, file: '' };
  expect(file).toBe('platform.yaml');
  expect(column).toBeGreaterThan(0);
  const source = text.split('\n')[line - 1] ?? '';
  if (at === undefined) expect(line).toBe(firstDifference(text));
  else expect(source).toContain(at);
}

/** What no error may ever hold: the schema library's prose, our own internals, what was meant to stay hidden. */
const forbidden =
  /Invalid input|expected string, received|Too (small|big)|Unrecognized key|undefined|NaN|\[object|hunter2|XXXXYYYY|AKIAIOSFODNN7|ghp_0123|R0UT1NG|v1\.0-abcdef|BEGIN OPENSSH/;

describe('broken inputs', () => {
  it('start from a valid one', () => {
    expect(errorsOf(baseText)).toEqual([]);
  });

  it('are at least 200, each with a name of its own', () => {
    expect(brokenInputs.length).toBeGreaterThanOrEqual(200);
    expect(new Set(brokenInputs.map(({ name }) => name)).size).toBe(brokenInputs.length);
  });

  it.each(brokenInputs.map((input) => [input.name, input] as const))('%s', (_, input) => {
    const errors = errorsOf(input.text);
    const error = errors.find(({ code, path }) => code === input.code && path === input.path);
    if (!error) throw new Error(`expected ${input.code} at ${input.path ?? 'the file'}, got:\n${show(errors) || 'no error'}`);
    for (const part of input.message) expect(error.message).toContain(part);
    for (const part of input.fix) expect(error.fix).toContain(part);
    expect(error.fix.length).toBeGreaterThan(8);
    expectPlace(input, error);
    expect(show(errors)).not.toMatch(forbidden);
    if (input.code.startsWith('input') || input.code === 'names/rule')
      if (errors.length !== (input.count ?? 1)) throw new Error(`expected ${input.count ?? 1} errors, got:\n${show(errors)}`);
    if (error.excerpt) expect(error.excerpt).toMatch(/\^/);
  });
});
