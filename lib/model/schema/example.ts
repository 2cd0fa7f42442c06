/** YAML that can be pasted: the required keys of a schema with example values. */
import { fieldOf, shapeOf, type Schema } from './walk';

/** An example value: the schema's own, the default, or the first that is allowed. */
export function exampleValue(schema: Schema): unknown {
  const field = fieldOf(schema);
  if (field.example !== undefined) return field.example;
  const shape = shapeOf(schema);
  switch (shape.kind) {
    case 'object': {
      const all = Object.entries(shape.fields);
      const required = all.filter(([, child]) => fieldOf(child).required);
      // Where everything has a default, an example shows the defaults.
      return Object.fromEntries((required.length > 0 ? required : all).map(([key, child]) => [key, exampleValue(child)]));
    }
    case 'union':
      return shape.members[0] ? exampleValue(shape.members[0]) : {};
    case 'tuple':
      return shape.items.map(exampleValue);
    case 'list':
      return shape.max === 0 ? [] : [exampleValue(shape.item)];
    case 'record':
      return {};
    case 'enum':
      return field.fallback ?? shape.values[0];
    case 'number':
      return field.fallback ?? shape.min;
    case 'text':
      return field.fallback ?? 'text';
  }
}

/** `key: value`, with everything below it, indented by `indent` spaces. */
export function yamlLines(key: string, value: unknown, indent = 0): readonly string[] {
  const pad = ' '.repeat(indent);
  if (Array.isArray(value)) {
    if (value.every((item) => item === null || typeof item !== 'object')) return [`${pad}${key}: ${inline(value)}`];
    return [`${pad}${key}:`, ...value.flatMap((item) => listItem(item, indent + 2))];
  }
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value);
    if (entries.length === 0) return [`${pad}${key}: {}`];
    return [`${pad}${key}:`, ...entries.flatMap(([child, below]) => yamlLines(child, below, indent + 2))];
  }
  return [`${pad}${key}: ${inline(value)}`];
}

export function listItem(item: unknown, indent: number): readonly string[] {
  const pad = ' '.repeat(indent);
  if (item === null || typeof item !== 'object') return [`${pad}- ${inline(item)}`];
  const lines = Object.entries(item).flatMap(([key, value]) => yamlLines(key, value, indent + 2));
  return lines.map((line, index) => (index === 0 ? `${pad}- ${line.trimStart()}` : line));
}

/** A value on one line, in quotes where a YAML reader would take it for something else than text. */
export function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (value !== null && typeof value === 'object')
    return `{ ${Object.entries(value)
      .map(([key, below]) => `${key}: ${inline(below)}`)
      .join(', ')} }`;
  if (typeof value !== 'string') return String(value);
  return plain(value) ? value : JSON.stringify(value);
}

const plain = (text: string): boolean =>
  /^[A-Za-z/][\w./@+-]*(:\/\/[\w./@:+-]*\w|:[\w.@-]*\w)?$/.test(text) && !/^(y|n|yes|no|on|off|true|false|null)$/i.test(text)
    ? true
    : /^\d{1,3}(\.\d{1,3}){3}\/\d+$/.test(text) ||
      /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text) ||
      /^(?=.*[a-df])[0-9a-f]{32}$/.test(text) ||
      /^\d+(m|Mi|Gi)$/.test(text);
