import type { Schema } from '../../../lib/imports/schema';
import { mismatches } from '../../../lib/validate/schema';

interface Case {
  readonly rule: string;
  readonly schema: Schema;
  readonly good: unknown;
  readonly bad: unknown;
  readonly path?: string;
  readonly message: RegExp;
}

/** One good and one bad value for each keyword that an API server acts on. */
const cases: readonly Case[] = [
  { rule: 'a wrong type', schema: { type: 'string' }, good: 'x', bad: 1, message: /must be string, is number 1/ },
  { rule: 'a fraction where an integer stands', schema: { type: 'integer' }, good: 3, bad: 1.5, message: /must be integer/ },
  { rule: 'text where a boolean stands', schema: { type: 'boolean' }, good: true, bad: 'true', message: /must be boolean/ },
  { rule: 'a list where an object stands', schema: { type: 'object', properties: {} }, good: {}, bad: [], message: /must be object, is array/ },
  { rule: 'null', schema: { type: 'string' }, good: '', bad: null, message: /must not be null/ },
  { rule: 'a value outside an enumeration', schema: { enum: ['a', 'b'] }, good: 'a', bad: 'c', message: /must be one of a, b, is "c"/ },
  { rule: 'text that a pattern refuses', schema: { type: 'string', pattern: '^[a-z]+\\z' }, good: 'ab', bad: 'a1', message: /must match/ },
  { rule: 'text that is too long', schema: { type: 'string', maxLength: 2 }, good: 'ab', bad: 'abc', message: /at most 2 characters, has 3/ },
  { rule: 'text that is too short', schema: { type: 'string', minLength: 1 }, good: 'a', bad: '', message: /at least 1 characters/ },
  { rule: 'a number that is too large', schema: { type: 'integer', maximum: 65535 }, good: 65535, bad: 65536, message: /at most 65535/ },
  { rule: 'a number that is too small', schema: { type: 'integer', minimum: 1 }, good: 1, bad: 0, message: /at least 1/ },
  { rule: 'too many items', schema: { type: 'array', items: {}, maxItems: 1 }, good: [1], bad: [1, 2], message: /at most 1 items, has 2/ },
  { rule: 'too few items', schema: { type: 'array', items: {}, minItems: 1 }, good: [1], bad: [], message: /at least 1 items/ },
  { rule: 'a wrong item', schema: { type: 'array', items: { type: 'string' } }, good: ['a'], bad: ['a', 2], path: '[1]', message: /must be string/ },
  { rule: 'a field that is missing', schema: { type: 'object', properties: { a: {} }, required: ['a'] }, good: { a: 1 }, bad: {}, message: /lacks a/ },
  {
    rule: 'a field that does not exist',
    schema: { type: 'object', properties: { a: { type: 'string' } } },
    good: { a: 'x' },
    bad: { b: 1 },
    path: 'b',
    message: /is no field of this kind/,
  },
  {
    rule: 'a wrong value in a map',
    schema: { type: 'object', additionalProperties: { type: 'string' } },
    good: { any: 'x' },
    bad: { any: 1 },
    path: 'any',
    message: /must be string/,
  },
  {
    rule: 'a map with too many fields',
    schema: { type: 'object', additionalProperties: {}, maxProperties: 1 },
    good: { a: 1 },
    bad: { a: 1, b: 2 },
    message: /at most 1 fields, has 2/,
  },
  {
    rule: 'a map with too few fields',
    schema: { type: 'object', additionalProperties: {}, minProperties: 1 },
    good: { a: 1 },
    bad: {},
    message: /at least 1 fields/,
  },
  {
    rule: 'a boolean where an integer or text stands',
    schema: { 'x-kubernetes-int-or-string': true },
    good: '80%',
    bad: true,
    message: /must be an integer or a string/,
  },
  {
    rule: 'text that an integer-or-text pattern refuses',
    schema: { 'x-kubernetes-int-or-string': true, pattern: '^[0-9]+(m|Mi)?$' },
    good: '100m',
    bad: 'much',
    message: /must match/,
  },
  {
    rule: 'a repeated key of a list that is a map',
    schema: { type: 'array', items: {}, 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['name'] },
    good: [{ name: 'a' }, { name: 'b' }],
    bad: [{ name: 'a' }, { name: 'a' }],
    message: /repeats the item \["a"\]/,
  },
  {
    rule: 'a repeated item of a list that is a set',
    schema: { type: 'array', items: {}, 'x-kubernetes-list-type': 'set' },
    good: ['a', 'b'],
    bad: ['a', 'a'],
    message: /repeats the item "a"/,
  },
  {
    rule: 'a value that fits no alternative',
    schema: { properties: { a: {}, b: {} }, anyOf: [{ required: ['a'] }, { required: ['b'] }] },
    good: { a: 1, b: 2 },
    bad: {},
    message: /fits none of a \| b/,
  },
  {
    rule: 'a value that fits two of which one is allowed',
    schema: { properties: { a: {}, b: {} }, oneOf: [{ required: ['a'] }, { required: ['b'] }] },
    good: { b: 1 },
    bad: { a: 1, b: 2 },
    message: /fits 2 of a \| b, must fit one/,
  },
  {
    rule: 'a value that fits what is excluded',
    schema: { properties: { a: {}, b: {} }, not: { required: ['a', 'b'] } },
    good: { a: 1 },
    bad: { a: 1, b: 2 },
    message: /must not fit a\+b/,
  },
  {
    rule: 'a value that misses one of several demands',
    schema: { properties: { a: {}, b: {} }, allOf: [{ required: ['a'] }, { required: ['b'] }] },
    good: { a: 1, b: 2 },
    bad: { a: 1 },
    message: /lacks b/,
  },
];

describe('structural schemas', () => {
  it.each(cases)('refuse $rule', ({ schema, good, bad, path = '', message }) => {
    expect(mismatches(good, schema)).toEqual([]);
    expect(mismatches(bad, schema)).toEqual([{ path, message: expect.stringMatching(message) }]);
  });

  it('are followed through references, with the path of the field', () => {
    const definitions: Record<string, Schema> = { 'io.k8s.Port': { type: 'object', properties: { port: { type: 'integer' } } } };
    const schema: Schema = { type: 'object', properties: { ports: { type: 'array', items: { $ref: '#/definitions/io.k8s.Port' } } } };
    expect(mismatches({ ports: [{ port: 80 }] }, schema, definitions)).toEqual([]);
    expect(mismatches({ ports: [{ port: 80 }, { port: 'http' }] }, schema, definitions)).toEqual([
      { path: 'ports[1].port', message: 'must be integer, is string "http"' },
    ]);
  });

  it('leave free-form objects and nullable fields alone', () => {
    expect(mismatches({ any: { thing: 1 } }, { type: 'object', 'x-kubernetes-preserve-unknown-fields': true, properties: {} })).toEqual([]);
    expect(mismatches({ any: 1 }, { type: 'object' })).toEqual([]);
    expect(mismatches(null, { type: 'string', nullable: true })).toEqual([]);
  });

  it('report every mistake of an object at once', () => {
    const schema: Schema = { type: 'object', required: ['a'], properties: { a: {}, b: { type: 'string' } } };
    expect(mismatches({ b: 1, c: 2 }, schema).map(({ message }) => message)).toEqual(['lacks a', 'must be string, is number 1', 'is no field of this kind']);
  });
});
