/** JSON Schemas of the files that people write: what editors complete, explain and underline. */
import { z } from 'zod';
import { platformSchema } from './platform';
import { tenantFileSchema } from './tenants/tenant';

/** Draft 7: the draft that yaml-language-server reads best, lists of fixed items included. */
function jsonSchema(of: z.ZodType, title: string, description: string): object {
  const schema = z.toJSONSchema(of, {
    target: 'draft-7',
    io: 'input',
    override: ({ jsonSchema: made }) => {
      const { allowed } = made;
      // The keyword that editors show when a pattern does not match.
      if (typeof allowed === 'string' && made.pattern !== undefined) made['patternErrorMessage'] = `Allowed: ${allowed}.`;
      delete made['allowed'];
      delete made['why'];
    },
  });
  const { $schema, ...rest } = schema;
  return { $schema, title, description, ...rest };
}

export const platformJsonSchema = (): object => jsonSchema(platformSchema, 'platform.yaml', 'Description of a database platform, read by dbaas-gitops.');
export const tenantJsonSchema = (): object =>
  jsonSchema(tenantFileSchema, 'databases/<team>.yaml', 'A tenant with its databases, read by dbaas-gitops beside platform.yaml.');

export const jsonSchemaText = (schema: object): string => `${JSON.stringify(schema, null, 2)}\n`;
