/** The files that are made from the schema and committed. */
import { errorsPage, optionsPage, type OptionNotes } from '../model/docs';
import { jsonSchemaText, platformJsonSchema, tenantJsonSchema } from '../model/json-schema';

/** Path below the root of the repository -> text. */
export const docFiles = (notes: OptionNotes): ReadonlyMap<string, string> =>
  new Map([
    ['platform.schema.json', jsonSchemaText(platformJsonSchema())],
    ['tenant.schema.json', jsonSchemaText(tenantJsonSchema())],
    ['docs/options.md', optionsPage(notes)],
    ['docs/errors.md', errorsPage()],
  ]);
