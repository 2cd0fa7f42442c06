/** Golden trees: what examples synthesise to, committed beside them, so that a change of the toolkit shows in a diff that people read. */
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writeOutput } from '../lib/output/write';
import { readInput, synthesizeAll } from './pipeline';

/** Folders with the tree of an example. */
export const goldenTrees = (): readonly string[] =>
  readdirSync('examples')
    .sort()
    .map((name) => join('examples', name, 'dist'))
    .filter((tree) => existsSync(join(tree, 'index.json')));

const contentOf = (tree: string): ReadonlyMap<string, string> =>
  new Map(synthesizeAll(readInput(join(dirname(tree), 'platform.yaml'))).files.map(({ path, content }) => [path, content]));

/** Files that differ from what the example synthesises to, or that it does not write. */
export function differences(tree: string): readonly string[] {
  const files = contentOf(tree);
  const there = readdirSync(tree, { recursive: true, encoding: 'utf8' }).filter((path) => statSync(join(tree, path)).isFile());
  return [...new Set([...files.keys(), ...there])]
    .filter((path) => files.get(path) !== (existsSync(join(tree, path)) ? readFileSync(join(tree, path), 'utf8') : undefined))
    .map((path) => join(tree, path))
    .sort();
}

export const writeGolden = (tree: string) => writeOutput({ output: tree, files: contentOf(tree), overwrite: true });
