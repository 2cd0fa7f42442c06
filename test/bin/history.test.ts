import * as fc from 'fast-check';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Memos, readInput, synthesizeAll, type Input } from '../../bin/pipeline';
import { perturbed } from '../../lib/model/perturb';
import { diskFileSystem } from '../../lib/output/file-system';
import { writeOutput } from '../../lib/output/write';
import { inputPaths } from '../../bin/explanation';
import type { Platform } from '../../lib/model';

const input = readInput('platform.yaml');
const changeable = inputPaths(input.parsed.platform).filter((path) => perturbed(input.parsed.platform, path) !== undefined);

/** The example with some of its values changed, and perhaps a workload less. */
const platforms: fc.Arbitrary<Platform> = fc.record({ paths: fc.subarray(changeable, { maxLength: 4 }), drop: fc.boolean() }).map(({ paths, drop }) => {
  const changed = paths.reduce<Platform>((platform, path) => perturbed(platform, path) ?? platform, input.parsed.platform);
  return drop ? { ...changed, workloads: changed.workloads.slice(0, -1) } : changed;
});
const given = (platform: Platform): Input => ({
  ...input,
  parsed: { ...input.parsed, platform },
  texts: { ...input.texts, platform: JSON.stringify(platform) },
});
const filesOf = (platform: Platform, memos?: Memos) =>
  new Map(synthesizeAll(given(platform), undefined, memos).files.map(({ path, content }) => [path, content]));

describe('history', () => {
  it('does not matter: B over A is B into an empty folder, also when only what changed is built', () => {
    fc.assert(
      fc.property(platforms, platforms, (a, b) => {
        const output = join(mkdtempSync(join(tmpdir(), 'history-')), 'dist');
        const memos = new Memos();
        writeOutput({ output, files: filesOf(a, memos) });
        writeOutput({ output, files: filesOf(b, memos) });
        const fresh = filesOf(b);
        expect([...diskFileSystem.list(output)].sort()).toEqual([...fresh.keys()].sort());
        for (const [path, content] of fresh) if (readFileSync(join(output, path), 'utf8') !== content) throw new Error(`${path} remembers`);
      }),
      { numRuns: 6 },
    );
  }, 120_000);

  it('an edit of one workload builds that workload and what lists it, not the rest', () => {
    const memos = new Memos();
    filesOf(input.parsed.platform, memos);
    const before = memos.components.missed.length;
    const edited = perturbed(input.parsed.platform, 'workloads.0.resources.memory');
    filesOf(edited ?? input.parsed.platform, memos);
    const built = memos.components.missed.slice(before);
    expect(built).toContain('console');
    expect(built.length).toBeLessThan(15);
    expect(memos.stacks.missed.length).toBe(new Set(memos.stacks.missed).size);
  });
});
