/** Everything that the stacks of a platform make, by type, place and name: what one of them may name of another. */
import { isObject, StackJson, textOf, type Entity, type Json, type JsonObject } from './stack-json';
import type { StackText } from './across';

export interface Stack {
  readonly id: string;
  readonly json: StackJson;
}
export const stacksOf = (texts: readonly StackText[]): readonly Stack[] =>
  texts.map(({ id, json }) => ({ id, json: new StackJson(JSON.parse(json) as JsonObject) })); // only called with what checkStack could read

/** Region of a block of AWS: its own, or that of the stack's provider. */
export const regionOf = (stack: StackJson, { body }: Pick<Entity, 'body'>): string =>
  textOf(body['region'] ?? stack.providers.find(({ name, alias }) => name === 'aws' && alias === undefined)?.body['region']);

/** Name of a resource group: a literal, or that of a group of the same stack. */
export function groupOf(stack: StackJson, { body }: Pick<Entity, 'body'>): string {
  const value = textOf(body['resource_group_name']);
  const [, address = ''] = /^\$\{(azurerm_resource_group\.\w+)\.name\}$/.exec(value) ?? [];
  const group = stack.entity(address)?.body;
  return group ? textOf(group['name']) : value;
}

/** The tag by which people, and stacks of AWS, find a thing. */
const nameTag = (tags: Json | undefined): string | undefined => (isObject(tags) && typeof tags['Name'] === 'string' ? tags['Name'] : undefined);

/** Answers how many things of a type and name the stacks make in a place. */
export class Inventory {
  readonly #counts = new Map<string, number>();

  constructor(stacks: readonly Stack[]) {
    for (const { json } of stacks)
      for (const entity of json.entities.filter(({ kind }) => kind === 'resource')) {
        const place = entity.type.startsWith('aws_') ? regionOf(json, entity) : groupOf(json, entity);
        const { name } = entity.body;
        if (typeof name === 'string') this.#add(entity.type, [place, name]);
        if (typeof name === 'string') this.#add(entity.type, ['', name]);
        const tag = nameTag(entity.body['tags']);
        if (tag !== undefined) this.#add(`${entity.type} tag`, [place, tag]);
      }
  }

  #add(type: string, parts: readonly string[]): void {
    const key = [type, ...parts].join('\n').toLowerCase();
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1);
  }

  /** By name in a region or resource group; place '' counts everywhere. */
  named(type: string, place: string, name: string): number {
    return this.#counts.get([type, place, name].join('\n').toLowerCase()) ?? 0;
  }

  /** By the tag `Name` in a region. */
  tagged(type: string, place: string, name: string): number {
    return this.named(`${type} tag`, place, name);
  }
}
