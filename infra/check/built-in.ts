/** Blocks of Terraform itself, and which provider a type belongs to. */
import { tableNames, type Block, type TableName } from './table';

const remoteState: Block = {
  backend: 'required string',
  workspace: 'optional string',
  config: 'optional any',
  defaults: 'optional any',
  outputs: 'computed any',
};

export const builtIn: Readonly<Record<'resource' | 'data', Readonly<Record<string, Block>>>> = {
  resource: { terraform_data: { id: 'computed string', input: 'optional any', output: 'computed any', triggers_replace: 'optional any' } },
  data: { terraform_remote_state: remoteState },
};

/** Provider of a type by its prefix, as Terraform derives it. */
export const providerOf = (type: string): TableName | undefined => tableNames.find((name) => type.startsWith(`${name}_`));
