/** The files that are made from the schema and committed. */
import { errorsPage, optionsPage } from '../model/docs';
import { platformJsonSchemaText } from '../model/json-schema';

/** Path below the root of the repository -> text. */
export const docFiles = (): ReadonlyMap<string, string> =>
  new Map([
    ['platform.schema.json', platformJsonSchemaText()],
    ['docs/options.md', optionsPage()],
    ['docs/errors.md', errorsPage()],
  ]);
