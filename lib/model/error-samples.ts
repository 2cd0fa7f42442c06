/** For docs/errors.md: what to do about each error, and the smallest input that shows it. */
import type { ErrorCode } from './errors';
import { exampleValue, yamlLines } from './schema/example';
import { platformSchema } from './platform';

const example = Object.entries(exampleValue(platformSchema) as object)
  .flatMap(([key, value]) => yamlLines(key, value))
  .join('\n');
const edited = (from: string, to: string): string => example.replace(from, to);

export const errorAdvice: Readonly<Record<ErrorCode, string>> = {
  'yaml/syntax':
    'Correct the line. Refused on purpose: anchors, aliases, merge keys, tags, directives, several documents, tabs, control characters, anything but UTF-8. When the syntax is wrong nothing else is checked.',
  'yaml/too-large': 'Check that this is the right file.',
  'input/unknown-key': 'Correct the spelling or the indentation. Values of keys that look like secrets are never printed.',
  'input/duplicate-key': 'Keep one of the two.',
  'input/missing': 'Add the lines that the error shows, with your own values.',
  'input/type': 'Quote what is text and looks like a number, a boolean or a date; write numbers in plain digits.',
  'input/value': 'Take one of the values that the error allows.',
  'input/option': 'Take one of the options that exist.',
  'input/relation': 'Change either side; the error names both paths and both values.',
  'plan/unmet-need': 'A mistake in an option, not in platform.yaml: let another component provide the capability, or drop the need.',
  'plan/cycle': 'A mistake in an option, not in platform.yaml: one of the needs in the printed chain must go, or be provided by a smaller component.',
  'plan/duplicate': 'A mistake in an option, not in platform.yaml: give one of the two another name.',
  'names/rule': 'Shorten or change the part of the name that the error points at. Names never change once they are applied.',
  'output/foreign-change': 'Move the change to platform.yaml or to the code, then synthesise again; generated files are never edited.',
  'output/foreign-file': 'Move the file elsewhere: the output folder holds generated files only.',
  'output/io': 'Check the folder, its permissions and the free space; nothing was half written.',
  'lock/missing': 'Apply the stack that makes the value, then run npm run lock with its outputs.',
  'lock/invalid': 'Correct cloud.lock.yaml, or make it again with npm run lock.',
  'failover/state': 'Ask `dbaas-gitops failover plan <tenant>/<database>` for the state and the step that is next.',
  'failover/token': 'Read `status.demotionToken` of the demoted cluster once more, whole: it is one line.',
  'cli/usage': 'See --help of the command.',
};

/** Inputs that show the error; codes that no input alone can cause have none. */
export const errorSamples: Readonly<Partial<Record<ErrorCode, string>>> = {
  'yaml/syntax': edited('plan: business', 'plan: *default'),
  'yaml/too-large': `#${' '.repeat(300 * 1024)}\n${example}`,
  'input/unknown-key': edited('accountId: "111122223333"', 'accountID: "111122223333"'),
  'input/duplicate-key': edited('plan: business', 'plan: business\n  plan: pro'),
  'input/missing': edited('  plan: business\n', ''),
  'input/type': edited('accountId: "111122223333"', 'accountId: 011122223333'),
  'input/value': edited('plan: business', 'plan: bussiness'),
  'input/option': edited('use: istio-keycloak', 'use: istio-keyclok'),
  'input/relation': edited('services: 172.21.0.0/16', 'services: 10.20.0.0/16'),
};
