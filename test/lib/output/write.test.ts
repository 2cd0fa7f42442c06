import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PlatformError } from '../../../lib/model';
import { diskFileSystem, type FileSystem } from '../../../lib/output/file-system';
import { sha256 } from '../../../lib/output/ownership';
import { writeOutput } from '../../../lib/output/write';

const indexed = (files: Readonly<Record<string, string>>): ReadonlyMap<string, string> => {
  const index = { files: Object.fromEntries(Object.entries(files).map(([path, content]) => [path, { sha256: sha256(content) }])) };
  return new Map([...Object.entries(files), ['index.json', `${JSON.stringify(index)}\n`]]);
};
const oldTree = indexed({ 'a/one.yaml': 'one\n', 'a/two.yaml': 'two\n', 'b/gone.yaml': 'gone\n' });
const newTree = indexed({ 'a/one.yaml': 'one\n', 'a/two.yaml': 'zwei\n', 'c/new.yaml': 'new\n' });

const place = () => join(mkdtempSync(join(tmpdir(), 'write-')), 'dist');
const treeOf = (root: string): ReadonlyMap<string, string> => new Map(diskFileSystem.list(root).map((path) => [path, readFileSync(join(root, path), 'utf8')]));
const sorted = (tree: ReadonlyMap<string, string>) => [...tree].sort(([a], [b]) => (a < b ? -1 : 1));

describe('writeOutput', () => {
  it('writes a tree, then says what a second one adds, changes and removes', () => {
    const output = place();
    writeOutput({ output, files: oldTree });
    const report = writeOutput({ output, files: newTree });
    expect(report).toEqual({ added: ['c/new.yaml'], changed: ['a/two.yaml', 'index.json'], removed: ['b/gone.yaml'], unchanged: 1 });
    expect(sorted(treeOf(output))).toEqual(sorted(newTree));
    expect(readdirSync(join(output, '..'))).toEqual(['dist']);
  });

  it('touches nothing when nothing changed', () => {
    const output = place();
    writeOutput({ output, files: newTree });
    const calls: string[] = [];
    writeOutput({ output, files: newTree, fs: counting(diskFileSystem, (name) => void calls.push(name)) });
    expect(calls.filter((name) => !['exists', 'list', 'read', 'remove'].includes(name))).toEqual([]);
  });

  it('keeps files that it does not own', () => {
    const output = place();
    writeOutput({ output, files: oldTree });
    writeFileSync(join(output, 'a/NOTES.md'), 'mine\n');
    writeOutput({ output, files: newTree });
    expect(readFileSync(join(output, 'a/NOTES.md'), 'utf8')).toBe('mine\n');
  });

  it('does not read files that it does not own: Terraform leaves providers of hundreds of megabytes beside a stack', () => {
    const output = place();
    writeOutput({ output, files: oldTree });
    mkdirSync(join(output, 'a/.terraform'));
    writeFileSync(join(output, 'a/.terraform/provider'), 'large\n', { mode: 0o755 });
    const read: string[] = [];
    writeOutput({ output, files: newTree, fs: { ...diskFileSystem, read: (path) => (read.push(path), diskFileSystem.read(path)) } });
    expect(read.filter((path) => path.includes('.terraform'))).toEqual([]);
    expect(statSync(join(output, 'a/.terraform/provider')).mode & 0o777).toBe(0o755);
  });

  it('refuses to overwrite a generated file that was changed by hand, unless told to', () => {
    const output = place();
    writeOutput({ output, files: oldTree });
    writeFileSync(join(output, 'a/two.yaml'), 'edited\n');
    expect(() => writeOutput({ output, files: newTree })).toThrow(
      expect.objectContaining({ code: 'output/foreign-change', message: expect.stringContaining('a/two.yaml') as string }),
    );
    writeOutput({ output, files: newTree, overwrite: true });
    expect(readFileSync(join(output, 'a/two.yaml'), 'utf8')).toBe('zwei\n');
  });

  it('refuses a folder in which somebody else already has a file of that name', () => {
    const output = place();
    mkdirSync(join(output, 'c'), { recursive: true });
    writeFileSync(join(output, 'c/new.yaml'), 'theirs\n');
    expect(() => writeOutput({ output, files: newTree })).toThrow(expect.objectContaining({ code: 'output/foreign-file' }));
  });

  it('exchanges the folders in one step on this system', () => {
    const root = mkdtempSync(join(tmpdir(), 'exchange-'));
    mkdirSync(join(root, 'a'));
    mkdirSync(join(root, 'b'));
    writeFileSync(join(root, 'a/x'), '');
    const swapped = diskFileSystem.exchange(join(root, 'a'), join(root, 'b'));
    expect(swapped).toBe(process.platform === 'linux' && hasPerl());
    expect(diskFileSystem.list(root)).toEqual([swapped ? 'b/x' : 'a/x']);
  });

  it.each([
    ['with exchange', diskFileSystem],
    ['without exchange', { ...diskFileSystem, exchange: () => false }],
  ])('leaves the old or the new tree whichever call fails (%s)', (_, fs) => {
    const start = place();
    writeOutput({ output: start, files: oldTree });
    const total = countCalls(start, fs);
    expect(total).toBeGreaterThan(12);
    for (let nth = 1; nth <= total; nth++) expectOldOrNew(start, fs, nth);
  });
});

function countCalls(start: string, fs: FileSystem): number {
  const output = place();
  cpSync(start, output, { recursive: true });
  let calls = 0;
  writeOutput({ output, files: newTree, fs: counting(fs, () => void calls++) });
  return calls;
}

/** Fails the nth call, then looks at the folder; then runs again and expects the new tree. */
function expectOldOrNew(start: string, fs: FileSystem, nth: number): void {
  const output = place();
  cpSync(start, output, { recursive: true });
  let calls = 0;
  const failing = counting(fs, (name) => {
    if (++calls === nth) throw Object.assign(new Error(`injected into ${name}`), { code: 'EIO', syscall: name });
  });
  let thrown: unknown;
  try {
    writeOutput({ output, files: newTree, fs: failing });
  } catch (cause) {
    thrown = cause;
  }
  const now = sorted(treeOf(output));
  if (thrown !== undefined) {
    expect(thrown).toBeInstanceOf(PlatformError);
    expect((thrown as PlatformError).render()).toMatch(/EIO|generated files|this is not an index/);
    expect(now).toEqual(sorted(oldTree));
  } else expect(now).toEqual(sorted(newTree));
  writeOutput({ output, files: newTree });
  expect(sorted(treeOf(output))).toEqual(sorted(newTree));
}

function counting(fs: FileSystem, before: (name: string) => void): FileSystem {
  const wrapped = Object.entries(fs).map(([name, call]) => [
    name,
    (...args: readonly string[]) => {
      before(name);
      return (call as (...args: readonly string[]) => unknown)(...args);
    },
  ]);
  return Object.fromEntries(wrapped) as FileSystem; // the same functions, counted
}

function hasPerl(): boolean {
  try {
    execFileSync('perl', ['-e', '1']);
    return true;
  } catch {
    return false;
  }
}
