/** Schema -> TypeScript types. Types that repeat, within a group or between kinds, are written once. */
import type { Schema } from './schema';

/** Shortest repeated object type that gets a name of its own, in characters. */
const worthNaming = 160;

export class TypeWriter {
  readonly #count = new Map<string, number>();
  readonly #names = new Map<string, string>();
  readonly #taken = new Set<string>();
  readonly #declarations: string[] = [];

  constructor(private readonly definitions: Readonly<Record<string, Schema>> = {}) {}

  /** First pass: how often each object type occurs. */
  count(schema: Schema): void {
    this.shape(schema, [], (text) => {
      this.#count.set(text, (this.#count.get(text) ?? 0) + 1);
      return text;
    });
  }

  /** Second pass: the type of `schema`, naming what repeats after the path where it is met first. */
  type(schema: Schema, path: readonly string[]): string {
    return this.shape(schema, path, (text, at) => ((this.#count.get(text) ?? 0) > 1 && text.length > worthNaming ? this.named(text, at) : text), true);
  }

  reserve(name: string): void {
    this.#taken.add(name);
  }

  declarations(): readonly string[] {
    return this.#declarations;
  }

  private named(text: string, path: readonly string[]): string {
    const known = this.#names.get(text);
    if (known) return known;
    const base = path.map((part) => part.replace(/[^A-Za-z0-9]/g, '').replace(/^./, (first) => first.toUpperCase())).join('');
    let name = base;
    for (let next = 2; this.#taken.has(name); next++) name = `${base}${next}`;
    this.#taken.add(name);
    this.#names.set(text, name);
    this.#declarations.push(`export type ${name} = ${this.#bodies.get(text) ?? text};`);
    return name;
  }

  /** Full text of a type (as counted) -> its text with inner names, filled in the second pass. */
  readonly #bodies = new Map<string, string>();

  private shape(schema: Schema, path: readonly string[], visit: (text: string, path: readonly string[]) => string, second = false): string {
    const full = this.fullText(schema);
    if (!full.startsWith('{')) return this.plain(schema, path, visit, second);
    if (second && this.#names.has(full)) return this.#names.get(full) ?? full;
    const body = this.objectText(schema, (property, key) => this.shape(property, [...path, key], visit, second));
    if (second) this.#bodies.set(full, body);
    const answer = visit(full, path);
    return second && answer === full ? body : answer;
  }

  readonly #fullTexts = new WeakMap<Schema, string>();
  private fullText(schema: Schema): string {
    let text = this.#fullTexts.get(schema);
    if (text === undefined) this.#fullTexts.set(schema, (text = isObject(schema) ? this.objectText(schema, (property) => this.fullText(property)) : this.plain(schema, [], (inner) => inner, false)));
    return text;
  }

  private objectText(schema: Schema, typeOf: (property: Schema, key: string) => string): string {
    const required = new Set(schema.required ?? []);
    const fields = Object.entries(schema.properties ?? {}).map(([key, property]) => `readonly ${identifier(key)}${required.has(key) ? '' : '?'}: ${typeOf(property, key)};`);
    if (schema['x-kubernetes-preserve-unknown-fields']) fields.push('readonly [key: string]: unknown;');
    return `{ ${fields.join(' ')} }`;
  }

  private plain(schema: Schema, path: readonly string[], visit: (text: string, path: readonly string[]) => string, second: boolean): string {
    if (schema.$ref) return this.reference(schema.$ref);
    if (schema['x-kubernetes-int-or-string'] || schema.format === 'int-or-string') return 'number | string';
    if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
    const inner = (child: Schema, key: string) => (second || path.length > 0 ? this.shape(child, [...path, key], visit, second) : this.fullText(child));
    if (schema.type === 'array') return schema.items ? `readonly (${inner(schema.items, 'item')})[]` : 'readonly unknown[]';
    if (schema.type === 'string') return 'string';
    if (schema.type === 'integer' || schema.type === 'number') return 'number';
    if (schema.type === 'boolean') return 'boolean';
    if (typeof schema.additionalProperties === 'object') return `Readonly<Record<string, ${inner(schema.additionalProperties, 'value')}>>`;
    return schema.type === 'object' ? 'Readonly<Record<string, unknown>>' : 'unknown';
  }

  private reference(ref: string): string {
    const name = ref.split('/').pop() ?? '';
    const target = this.definitions[name];
    if (!target) return 'unknown';
    if (target.format === 'int-or-string') return 'number | string';
    if (!isObject(target)) return target.type === 'string' ? 'string' : target.type === 'object' || target.type === undefined ? (target.type ? 'Readonly<Record<string, unknown>>' : 'unknown') : 'unknown';
    return definitionName(name);
  }
}

/** `io.k8s.api.core.v1.PodSpec` -> `PodSpec`; meta and other groups keep their kind, versions only where they clash. */
export const definitionName = (name: string): string => {
  const [kind = '', version = '', group = ''] = name.split('.').reverse();
  return version === 'v1' && (group === 'core' || group === 'meta') ? kind : `${group.charAt(0).toUpperCase()}${group.slice(1)}${kind}`;
};

export const isObject = (schema: Schema): boolean => schema.properties !== undefined && Object.keys(schema.properties).length > 0;
const identifier = (key: string): string => (/^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key));
