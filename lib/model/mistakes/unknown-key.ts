/** A key that the schema does not name. */
import { pathText, type Path } from '../path';
import type { Problem } from '../problem';
import { keysOf, refusalOf, schemaAt, shapeOf, type Schema } from '../schema/walk';
import { isSecretKey } from '../source/secrets';
import { bySimilarity, nearest } from './nearest';
import { sentences, shownText, type Situation } from './situation';

/** @param explained whether to look for what was meant */
export function unknownKey(parent: Path, key: string, situation: Situation, explained = true): Problem {
  const path = pathText([...parent, key]);
  const span = situation.tree.places.get(path)?.key;
  const problem = (message: string, fix: string): Problem => ({ code: 'input/unknown-key', path: shownText(path), message, fix, span });
  if (!explained) return problem('there is no such key', 'Remove it.');
  if (key === '<<') return problem('merge keys are not read', 'Write the keys out; every value stands in the file once.');
  const owner = pathText(parent);
  const where = owner === '' ? 'the file' : owner;
  const schema = schemaAt(situation.schema, parent, situation.tree.data);
  const known = schema ? keysOf(schema, valueAt(situation.tree.data, parent)) : [];
  const refused = schema && refusalOf(schema, valueAt(situation.tree.data, parent), key);
  if (refused !== undefined) return problem('there is no such key', sentences(refused, 'Remove it.'));
  const meant = nearest(key, known);
  const keys = `Keys of ${where}: ${(meant ? bySimilarity(key, known) : known).join(', ')}.`;
  if (isSecretKey(key) && !meant)
    return problem(
      'secrets do not belong into this file',
      sentences(
        'Remove it, and replace the secret if the file was ever committed or sent.',
        'Secrets live in the secret store of each cloud; dist/README.md lists which ones, where, and how they are made.',
        keys,
      ),
    );
  if (meant) return { ...problem('there is no such key', sentences(`Did you mean '${meant}'?`, keys)), meant: pathText([...parent, meant]) };
  const elsewhere = homesOf(key, situation.schema)
    .filter((home) => home !== owner)
    .slice(0, 2);
  const hint =
    elsewhere.length > 0
      ? `A key of this name belongs to ${elsewhere.map((home) => home || 'the top level').join(' or ')}: check the indentation.`
      : 'Remove it.';
  return problem('there is no such key', sentences(hint, keys));
}

const valueAt = (data: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (value, part) => (value !== null && typeof value === 'object' ? (value as Readonly<Record<string | number, unknown>>)[part] : undefined),
    data,
  );

/** Paths of all objects of the schema that know the key. */
function homesOf(key: string, root: Schema): readonly string[] {
  const cached = homes.get(root) ?? indexHomes(root);
  homes.set(root, cached);
  return [...(cached.get(key) ?? [])];
}

const homes = new WeakMap<Schema, ReadonlyMap<string, ReadonlySet<string>>>();

function indexHomes(root: Schema): ReadonlyMap<string, ReadonlySet<string>> {
  const index = new Map<string, Set<string>>();
  const visit = (schema: Schema, path: string): void => {
    const shape = shapeOf(schema);
    if (shape.kind === 'object')
      for (const [name, child] of Object.entries(shape.fields)) {
        index.set(name, (index.get(name) ?? new Set()).add(path));
        visit(child, path === '' ? name : `${path}.${name}`);
      }
    if (shape.kind === 'union') for (const member of shape.members) visit(member, path);
    if (shape.kind === 'list') visit(shape.item, `${path}[]`);
    if (shape.kind === 'tuple') for (const item of shape.items) visit(item, `${path}[]`);
  };
  visit(root, '');
  return index;
}
