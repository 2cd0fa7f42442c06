/** All stacks of an example with two regions of one provider, or of a changed one, as Terraform would read them. */
import { readFileSync } from 'node:fs';
import { terraformFiles } from '../../../infra/synth';
import { emptyLock, parsePlatform, type CloudLock, type Platform } from '../../../lib/model';

export type Block = Readonly<Record<string, unknown>>;
export interface StackJson {
  readonly resource: Readonly<Record<string, Readonly<Record<string, Block>>>>;
  readonly data: Readonly<Record<string, Readonly<Record<string, Block>>>>;
  readonly terraform: { readonly backend: Readonly<Record<string, Block>> };
  readonly provider: Readonly<Record<string, readonly Block[]>>;
}
export interface Stacks {
  readonly platform: Platform;
  readonly ids: readonly string[];
  readonly texts: readonly { readonly id: string; readonly json: string }[];
  json(id: string): StackJson;
  readme(id: string): string;
  /** One resource of a stack. */
  resource(id: string, type: string, name: string): Block;
  /** Addresses of resources of a stack that `keep` picks, sorted. */
  addresses(id: string, keep?: (block: Block) => boolean): readonly string[];
}

export type Edit = readonly [from: string, to: string];
/** The example, with pieces of its text replaced. */
export function regionsPlatform(name: 'aws-regions' | 'azure-regions' | 'azure-regions-cloud-native-edge', edits: readonly Edit[] = []): Platform {
  const text = edits.reduce(
    (before, [from, to]) => {
      if (!before.includes(from)) throw new Error(`the example has no '${from}'`);
      return before.replaceAll(from, to);
    },
    readFileSync(`examples/${name}/platform.yaml`, 'utf8'),
  );
  return parsePlatform(text, 'platform.yaml').platform;
}

export function stacksOf(platform: Platform, lock: CloudLock = emptyLock): Stacks {
  const rendered = terraformFiles({ platform, lock, clusters: [] });
  const file = (id: string, name: string): string => {
    const found = rendered.find((stack) => stack.id === id)?.files.find(({ path }) => path.endsWith(name));
    if (!found) throw new Error(`no ${name} of a stack '${id}' among ${rendered.map((stack) => stack.id).join(', ')}`);
    return found.content;
  };
  const json = (id: string): StackJson => ({ ...({ data: {}, resource: {} } as StackJson), ...(JSON.parse(file(id, 'main.tf.json')) as StackJson) }); // a stack may have neither
  return {
    platform,
    ids: rendered.map(({ id }) => id),
    texts: rendered.map(({ id }) => ({ id, json: file(id, 'main.tf.json') })),
    json,
    readme: (id) => file(id, 'README.md'),
    resource(id, type, name) {
      const found = json(id).resource[type]?.[name];
      if (!found) throw new Error(`no ${type}.${name} in ${id}: ${Object.keys(json(id).resource[type] ?? {}).join(', ')}`);
      return found;
    },
    addresses: (id, keep = () => true) =>
      Object.entries(json(id).resource)
        .flatMap(([type, blocks]) =>
          Object.entries(blocks)
            .filter(([, block]) => keep(block))
            .map(([each]) => `${type}.${each}`),
        )
        .sort(),
  };
}

export const isKept = (block: Block): boolean => (block['lifecycle'] as { readonly prevent_destroy?: boolean } | undefined)?.prevent_destroy === true;
