/** A required key is absent: points at the parent and shows the lines to add. */
import { parentPath, pathText, type Path } from '../path';
import type { Problem } from '../problem';
import { exampleValue, inline, yamlLines } from '../schema/example';
import { allowed } from '../schema/allowed';
import { fieldOf, keysOf, schemaAt, shapeOf, type Schema } from '../schema/walk';
import { sentences, type Situation } from './situation';

export function missing(at: Path, situation: Situation): Problem {
  const path = pathText(at);
  const parent = parentPath(path);
  const key = String(at.at(-1));
  const schema = schemaAt(situation.schema, at, situation.tree.data);
  const schemaOfParent = schemaAt(situation.schema, at.slice(0, -1), situation.tree.data);
  const place = situation.tree.places.get(parent);
  const example = schema ? exampleValue(schema) : undefined;
  const inBraces = place !== undefined && !place.block && parent !== '';
  const lines = inBraces
    ? [`${key}: ${inline(example)}`]
    : yamlLines(key, example, indentBelow(parent, schemaOfParent ? keysOf(schemaOfParent, undefined) : [], situation));
  const parentShape = schemaOfParent ? shapeOf(schemaOfParent) : undefined;
  const isChoice = parentShape?.kind === 'union' && parentShape.by === key;
  const why = isChoice && schemaOfParent ? choiceWords(schemaOfParent) : schema ? describeField(schema) : undefined;
  const where = parent === '' ? 'at the top level' : inBraces ? `inside the braces of ${parent}` : `to ${parent}`;
  return {
    code: 'input/missing',
    path,
    message: 'is missing',
    fix: `${sentences(why, `Add ${where}, for example:`)}\n${lines.join('\n')}`,
    span: place?.key ?? place?.value ?? { start: 0, end: 1 },
  };
}

/** A discriminator: its own schema is that of one member only. */
const choiceWords = (union: Schema): string => sentences(fieldOf(union).description, `Allowed: ${allowed(union)}.`);

function describeField(schema: Schema): string {
  const { description, why } = fieldOf(schema);
  const kind = shapeOf(schema).kind;
  const words = kind === 'text' || kind === 'number' || kind === 'enum' ? `Allowed: ${allowed(schema)}.` : '';
  return sentences(description, words, why);
}

/** Column of the keys that the parent already has; two more than the parent's own otherwise. */
function indentBelow(parent: string, siblings: readonly string[], { tree: { places }, columnOf }: Situation): number {
  if (parent === '') return 0;
  const sibling = siblings.map((key) => places.get(`${parent}.${key}`)?.key).find((key) => key !== undefined);
  if (sibling) return columnOf(sibling.start) - 1;
  const own = places.get(parent);
  return own?.key ? columnOf(own.key.start) + 1 : 2;
}
