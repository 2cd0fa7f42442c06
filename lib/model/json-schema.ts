/** platform.schema.json: what editors complete, explain and underline. */
import { z } from 'zod';
import { platformSchema } from './platform';

/** Draft 7: the draft that yaml-language-server reads best, lists of fixed items included. */
export function platformJsonSchema(): object {
  const schema = z.toJSONSchema(platformSchema, {
    target: 'draft-7',
    io: 'input',
    override: ({ jsonSchema }) => {
      const { allowed } = jsonSchema;
      // The keyword that editors show when a pattern does not match.
      if (typeof allowed === 'string' && jsonSchema.pattern !== undefined) jsonSchema['patternErrorMessage'] = `Allowed: ${allowed}.`;
      delete jsonSchema['allowed'];
      delete jsonSchema['why'];
    },
  });
  const { $schema, ...rest } = schema;
  return { $schema, title: 'platform.yaml', description: 'Description of a database platform, read by dbaas-gitops.', ...rest };
}

export const platformJsonSchemaText = (): string => `${JSON.stringify(platformJsonSchema(), null, 2)}\n`;
