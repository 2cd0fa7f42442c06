/** Every stack of the example with logs that the clouds keep, as JSON. */
import { terraformFiles } from '../../../infra/synth';
import { emptyLock, type Platform } from '../../../lib/model';
import { manifestFiles } from '../../../manifests/synth';
import { platformOf } from '../../manifests/foundation/rendered';

export type Block = Readonly<Record<string, unknown>>;
export interface StackJson {
  readonly resource: Readonly<Record<string, Readonly<Record<string, Block>>>>;
}

export const cloudLogsPlatform = (settings = ''): Platform =>
  platformOf((yaml) => yaml.replace(/\nlogging:\n( .*\n)+/, `\nlogging:\n  use: cloud-native\n${settings}`));

export interface Stacks {
  readonly ids: readonly string[];
  readonly readme: (id: string) => string;
  readonly block: (id: string, type: string, name: string) => Block;
  readonly blocks: (id: string, type: string) => Readonly<Record<string, Block>>;
}

export function stacksOf(platform: Platform): Stacks {
  const { clusters } = manifestFiles({ platform, lock: emptyLock });
  const stacks = terraformFiles({ platform, lock: emptyLock, clusters });
  const file = (id: string, name: string): string => stacks.find((stack) => stack.id === id)?.files.find(({ path }) => path.endsWith(name))?.content ?? '';
  const blocks = (id: string, type: string) => (JSON.parse(file(id, 'main.tf.json')) as StackJson).resource[type] ?? {};
  return {
    ids: stacks.map(({ id }) => id),
    readme: (id) => file(id, 'README.md'),
    blocks,
    block: (id, type, name) => {
      const found = blocks(id, type)[name];
      if (!found) throw new RangeError(`no ${type}.${name} in ${id}: ${Object.keys(blocks(id, type)).join(', ')}`);
      return found;
    },
  };
}
