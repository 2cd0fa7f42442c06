/** Every argument that a stack emits exists in its provider, with the right type, and nothing required is missing. */
import { blockOf, typeOfText } from './references';
import { builtIn, providerOf } from './built-in';
import type { Report } from './finding';
import { at, isArray, isObject, type Json, type JsonObject, type StackJson } from './stack-json';
import { fieldOf, isNested, plain, useOf, type Block, type Field, type Nested, type Tables } from './table';

const metaArguments = new Set(['//', 'depends_on', 'lifecycle', 'count', 'for_each', 'provider', 'provisioner', 'connection', 'dynamic']);
const providerMeta = new Set(['//', 'alias', 'version']);
const lifecycleArguments = new Set(['create_before_destroy', 'prevent_destroy', 'ignore_changes', 'replace_triggered_by', 'precondition', 'postcondition']);

export function checkArguments(stack: StackJson, tables: Tables, report: Report): void {
  for (const entity of stack.entities) {
    const block = blockOf(tables, entity);
    const { kind, type, address, body } = entity;
    if (!block) {
      const known = providerOf(type) !== undefined || builtIn[kind][type] !== undefined;
      report.add(
        address,
        '',
        known ? `the tables have no ${kind} ${type}` : `no provider of this toolkit has ${type}`,
        'If the provider has it, add its module to infra/check/margin.ts and run npm run tables.',
      );
      continue;
    }
    new BodyCheck(stack, tables, report, address).body(block, body, '', metaArguments);
    checkLifecycle(body['lifecycle'], block, address, report);
  }
  for (const { name, body } of stack.providers) {
    const provider = providerOf(`${name}_`);
    if (provider) new BodyCheck(stack, tables, report, `provider.${name}`).body(tables[provider].provider, body, '', providerMeta);
  }
}

function checkLifecycle(value: Json | undefined, block: Block, address: string, report: Report): void {
  for (const lifecycle of isArray(value) ? value : [value]) {
    if (!isObject(lifecycle)) continue;
    for (const key of Object.keys(lifecycle))
      if (!lifecycleArguments.has(key))
        report.add(address, at('lifecycle', key), 'is no argument of lifecycle', `One of: ${[...lifecycleArguments].join(', ')}.`);
    const ignored = lifecycle['ignore_changes'];
    for (const name of isArray(ignored) ? ignored : []) {
      const [first = ''] = typeof name === 'string' ? name.split(/[.[]/) : [];
      if (fieldOf(block, first) === undefined)
        report.add(address, 'lifecycle.ignore_changes', `there is no attribute '${first}' to ignore`, 'Name an attribute in snake_case.');
    }
  }
}

class BodyCheck {
  constructor(
    private readonly stack: StackJson,
    private readonly tables: Tables,
    private readonly report: Report,
    private readonly address: string,
  ) {}

  body(block: Block, body: JsonObject, path: string, meta: ReadonlySet<string> = new Set(['//', 'dynamic'])): void {
    for (const [name, value] of Object.entries(body)) {
      const field = fieldOf(block, name);
      if (field !== undefined) this.field(field, value, at(path, name));
      else if (!meta.has(name)) this.unknown(block, name, path);
    }
    const dynamic = isObject(body['dynamic']) ? body['dynamic'] : {};
    for (const [name, field] of Object.entries(block)) {
      if (useOf(field) === 'required' && (body[name] ?? dynamic[name] ?? null) === null) this.add(at(path, name), 'is required and missing', 'Set it.');
    }
    for (const [label, value] of Object.entries(dynamic)) this.dynamic(block, label, value, path);
  }

  private unknown(block: Block, name: string, path: string): void {
    const snake = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    const known = snake !== name && fieldOf(block, snake) !== undefined;
    this.add(
      at(path, name),
      'is no argument of the provider',
      known
        ? `Write ${snake}: the binding does not convert names here.`
        : `One of: ${Object.keys(block)
            .filter((each) => useOf(block[each] ?? 'optional any') !== 'computed')
            .join(', ')}.`,
    );
  }

  private dynamic(block: Block, label: string, value: Json, path: string): void {
    const field = fieldOf(block, label);
    if (field === undefined || !isNested(field) || !field.block)
      this.add(at(path, `dynamic.${label}`), 'is no block of the provider', 'A dynamic block has the name of a nested block.');
    else
      for (const each of isArray(value) ? value : [value])
        if (isObject(each) && isObject(each['content'])) this.body(field.fields, each['content'], at(path, `dynamic.${label}.content`));
  }

  private field(field: Field, value: Json, path: string): void {
    if (value === null) return;
    if (useOf(field) === 'computed') this.add(path, 'is set by the provider and cannot be written', 'Leave it out.');
    else if (isNested(field)) this.nested(field, value, path);
    else this.typed(plain(field).type, value, path);
  }

  private nested(field: Nested, value: Json, path: string): void {
    if (isExpression(value) && !field.block) return;
    const list = isArray(value) ? value : undefined;
    if (field.nesting === 'map') {
      if (!isObject(value)) this.add(path, `must be a map of objects, not ${nameOf(value)}`, 'Write an object whose values are objects.');
      else for (const [key, each] of Object.entries(value)) this.object(field, each, at(path, key));
      return;
    }
    if (!field.block && (field.nesting === 'single') !== (list === undefined)) {
      this.add(
        path,
        `must be ${field.nesting === 'single' ? 'one object' : 'a list of objects'}, not ${nameOf(value)}`,
        'It is an attribute: write exactly this shape.',
      );
      return;
    }
    const items = list ?? [value];
    const min = Math.max(field.min ?? 0, field.use === 'required' && field.block ? 1 : 0);
    const max = field.max ?? (field.block && field.nesting === 'single' ? 1 : Infinity);
    if (items.length < min) this.add(path, `has ${items.length} blocks, but needs ${min} or more`, 'Add the missing block.');
    if (items.length > max) this.add(path, `has ${items.length} blocks, but may have ${max}`, 'Leave one.');
    items.forEach((item, index) => this.object(field, item, list ? at(path, index) : path));
  }

  private object(field: Nested, value: Json, path: string): void {
    if (!isObject(value)) {
      if (!isExpression(value)) this.add(path, `must be an object, not ${nameOf(value)}`, 'Write the fields of the block.');
      return;
    }
    // Every field must be written, be it as null; only a missing key is wrong then.
    if (field.explicit)
      for (const name of Object.keys(field.fields))
        if (!(name in value)) this.add(at(path, name), 'must be written, if only as null', 'This list of objects takes no defaults.');
    this.body(field.explicit ? optional(field.fields) : field.fields, value, path);
  }

  private typed(type: string, value: Json, path: string): void {
    if (isExpression(value)) {
      this.expression(type, value, path);
      return;
    }
    if (type === 'any') {
      this.any(value, path);
      return;
    }
    const inner = /^(list|set|map)\((.*)\)$/.exec(type);
    const fits = !inner ? typeof value === (type === 'bool' ? 'boolean' : type) : inner[1] === 'map' ? isObject(value) : isArray(value);
    if (!fits)
      this.add(
        path,
        `must be a ${type}, not ${nameOf(value)}`,
        type === 'string' ? 'Put the value in quotes.' : 'Write the literal without quotes, in the shape of the type.',
      );
    else if (inner && isArray(value)) value.forEach((item, index) => this.typed(inner[2] ?? 'any', item, at(path, index)));
    else if (inner && isObject(value)) for (const [key, item] of Object.entries(value)) if (item !== null) this.typed(inner[2] ?? 'any', item, at(path, key));
  }

  private expression(type: string, value: string, path: string): void {
    const found = typeOfText(this.stack, this.tables, value);
    const collection = (each: string) => /^(list|set|map)\(/.exec(each)?.[1]?.replace('set', 'list');
    if (found !== undefined && found !== 'any' && type !== 'any' && collection(found) !== collection(type))
      this.add(path, `must be a ${type}, but refers to a ${found}`, 'Take an element or wrap the value in a list.');
    else if (type !== 'string' && type !== 'any' && found === undefined && !/^\$\{[^]*\}$/.test(value))
      this.add(path, `must be a ${type}, but is a text with an expression inside`, 'Use one ${…} and nothing around it.');
  }

  /** A value without a type in the tables: all that is left to check is what the bindings get wrong. */
  private any(value: Json, path: string): void {
    if (isArray(value)) value.forEach((item, index) => this.any(item, at(path, index)));
    if (!isObject(value)) return;
    const keys = Object.keys(value);
    if (keys.length === 0 && !markers.test(path))
      this.add(path, 'is an empty object: the binding lost a number, a boolean or a list here', 'Write the value with addOverride.');
    if (keys.length > 0 && keys.every((key, index) => key === String(index)))
      this.add(path, 'is a list that the binding turned into an object', 'Write the list with addOverride.');
    for (const [key, item] of Object.entries(value)) {
      if (/[A-Z]/.test(key))
        this.add(
          at(path, key),
          'is not snake_case: the binding does not convert names here',
          `Write ${key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}.`,
        );
      this.any(item, at(path, key));
    }
  }

  private add(path: string, message: string, fix: string): void {
    this.report.add(this.address, path, message, fix);
  }
}

/** WAF rule parts that are empty objects by definition. */
const markers = /\.(all_query_arguments|body|method|query_string|single_header|uri_path|none|count|allow|block|captcha|challenge)$/;

const optional = (fields: Block): Block =>
  Object.fromEntries(
    Object.entries(fields).map(([name, field]) => [name, isNested(field) ? { ...field, use: 'optional' as const } : field.replace(/^required /, 'optional ')]),
  );
const isExpression = (value: Json): value is string => typeof value === 'string' && /(^|[^$])\$\{/.test(value);
const nameOf = (value: Json): string =>
  isArray(value) ? 'a list' : isObject(value) ? 'an object' : value === null ? 'null' : `the ${typeof value} ${JSON.stringify(value)}`;
