/** The part of Logstash's configuration language that the pipelines need. */

export type Value = string | number | boolean | readonly string[] | Readonly<Record<string, string>>;
/** Lines without indentation of their own. */
export type Statement = readonly string[];

const indented = (lines: readonly string[]): readonly string[] => lines.map((line) => `  ${line}`);

/** Nothing is escaped: backslashes stand for themselves there, and a quote ends the text. */
const quoted = (text: string): string => {
  if (!text.includes("'")) return `'${text}'`;
  throw new RangeError(`text with a single quote in a pipeline: ${text}`);
};

function valueText(value: Value): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return `[${value.map((item: string) => quoted(item)).join(', ')}]`;
  return `{ ${Object.entries(value)
    .map(([key, item]: readonly [string, string]) => `${quoted(key)} => ${quoted(item)}`)
    .join(' ')} }`;
}

/** One plugin with its settings. */
export const plugin = (name: string, settings: Readonly<Record<string, Value>>): Statement => [
  `${name} {`,
  ...indented(Object.entries(settings).map(([key, value]) => `${key} => ${valueText(value)}`)),
  '}',
];

/** The field has one of the values; none of them makes a condition that never holds. A list of one value would be read as a text that contains it. */
export const inList = (field: string, values: readonly string[]): string => `${field} in [${[...values, '-'].map(quoted).join(', ')}]`;

/** `if`, `else if` and, with the condition `else`, what remains. */
export function branch(cases: readonly (readonly [condition: string, statements: readonly Statement[]])[]): Statement {
  const opening = (condition: string, index: number): string => {
    if (condition === 'else') return '} else {';
    return index === 0 ? `if ${condition} {` : `} else if ${condition} {`;
  };
  return [...cases.flatMap(([condition, statements], index) => [opening(condition, index), ...indented(statements.flat())]), '}'];
}

/** `input`, `filter` or `output`. */
export const block = (name: 'input' | 'filter' | 'output', statements: readonly Statement[]): string =>
  `${[`${name} {`, ...indented(statements.flat()), '}'].join('\n')}\n`;
