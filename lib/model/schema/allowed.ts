/** What a schema allows, in words: for errors and docs. */
import { fieldOf, idsOf, shapeOf, type Schema } from './walk';

export function allowed(schema: Schema): string {
  const field = fieldOf(schema);
  const shape = shapeOf(schema);
  switch (shape.kind) {
    case 'text': {
      const size = lengthWords(shape.min, shape.max);
      return [field.allowed ?? 'text', ...(size ? [size] : [])].join(', ');
    }
    case 'number':
      return `${shape.whole ? 'a whole number' : 'a number'} from ${shape.min} to ${shape.max}`;
    case 'enum':
      return shape.values.length === 1 ? String(shape.values[0]) : `one of ${shape.values.join(', ')}`;
    case 'list':
      if (shape.max === Number.POSITIVE_INFINITY) return shape.min > 0 ? `a list of at least ${shape.min} items` : 'a list';
      return shape.max === 0 ? 'an empty list' : `a list of ${shape.min} to ${shape.max} items`;
    case 'tuple':
      return `a list of exactly ${shape.items.length} items`;
    case 'union':
      return `an object with ${shape.by}: ${shape.members.flatMap((member) => idsOf(member, shape.by)).join(' | ')}`;
    case 'object':
      return `an object with the keys ${Object.keys(shape.fields).join(', ')}`;
    case 'record':
      return 'an object';
  }
}

function lengthWords(min: number, max: number): string | undefined {
  if (max === Number.POSITIVE_INFINITY) return undefined;
  return min > 0 ? `${min} to ${max} characters` : `at most ${max} characters`;
}

/** The kind of value that is expected, after "expected". */
export function kindWords(schema: Schema): string {
  const shape = shapeOf(schema);
  if (shape.kind === 'number') return shape.whole ? 'a whole number' : 'a number';
  if (shape.kind === 'list' || shape.kind === 'tuple') return 'a list';
  if (shape.kind === 'enum' && shape.values.every((value) => typeof value === 'number')) return 'a number';
  if (shape.kind === 'enum' && shape.values.every((value) => typeof value === 'boolean')) return shape.values.join(' or ');
  if (shape.kind === 'text' || shape.kind === 'enum') return 'text';
  return 'an object (key: value)';
}
