/** Stacks of dist/ as they are, but for where their state is: in a file beside them instead of a bucket. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { merged, type StackFiles } from '../../../infra/check/merged';
import { join, resolve } from 'node:path';
import { isObject, type Json, type JsonObject } from '../../../infra/check/stack-json';

/** What Terraform reads of a stack, the file with the settings first. */
export function stackFiles(id: string, root = 'dist/terraform'): StackFiles {
  const parts = readdirSync(join(root, id)).filter((name) => name.endsWith('.tf.json') && name !== 'main.tf.json');
  return { id, files: ['main.tf.json', ...parts.sort()].map((file) => ({ file, json: readFileSync(join(root, id, file), 'utf8') })) };
}
/** All of it as one configuration. */
export const stackJson = (id: string, root?: string): JsonObject => JSON.parse(merged(stackFiles(id, root)).json) as JsonObject; // the generator writes objects

export const stateFile = 'terraform.tfstate';

/** A folder for each stack below `folder`: `backend` of the stack and of what it reads of others become `local`. */
export function writeStack(folder: string, id: string, json?: JsonObject): string {
  const own = join(folder, id);
  mkdirSync(own, { recursive: true });
  const files = json ? [{ file: 'main.tf.json', json }] : stackFiles(id).files.map((each) => ({ ...each, json: JSON.parse(each.json) as JsonObject })); // as above
  for (const each of files) {
    const local = each.file === 'main.tf.json' ? withLocalStates(each.json, resolve(folder)) : each.json;
    writeFileSync(join(own, each.file), JSON.stringify(local, null, 2));
  }
  return own;
}

function withLocalStates(json: JsonObject, folder: string): JsonObject {
  const { backend: _, ...terraform } = objectAt(json, 'terraform');
  const data = objectAt(json, 'data');
  const remote = Object.entries(objectAt(data, 'terraform_remote_state')).map(([name, body]): [string, Json] => {
    const key = objectAt(body, 'config')['key'];
    const producer = typeof key === 'string' ? key.replace(/\.tfstate$/, '') : '';
    return [name, { backend: 'local', config: { path: join(folder, producer, stateFile) } }];
  });
  return { ...json, terraform, ...(remote.length > 0 ? { data: { ...data, terraform_remote_state: Object.fromEntries(remote) } } : {}) };
}

export function objectAt(json: Json | undefined, key: string): JsonObject {
  const value = isObject(json) ? json[key] : undefined;
  return isObject(value) ? value : {};
}

/** What an apply has made. */
export interface Made {
  readonly stack: string;
  readonly type: string;
  readonly name: string;
  readonly attributes: JsonObject;
}

interface State {
  readonly resources: readonly {
    readonly mode: string;
    readonly type: string;
    readonly name: string;
    readonly instances: readonly { readonly attributes: JsonObject }[];
  }[];
}

export function madeBy(folder: string, stack: string): readonly Made[] {
  const { resources } = JSON.parse(readFileSync(join(folder, stack, stateFile), 'utf8')) as State; // Terraform's own format, version 4
  return resources
    .filter(({ mode }) => mode === 'managed')
    .flatMap(({ type, name, instances }) => instances.map(({ attributes }): Made => ({ stack, type, name, attributes })));
}
