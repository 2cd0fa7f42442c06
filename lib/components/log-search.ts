/** What a panel of logs looks for, in the language of no store, and how each store is asked for it. */

import { kql, logsInsights, type Kql, type LogsInsights } from './cloud-log-search';

/** Everything that is stated must hold. */
export interface LogSearch {
  /** Namespace of the pods that wrote the lines. @default - every one */
  readonly namespace?: string;
  /** The line has any of these words, in capitals or not. @default - any line */
  readonly words?: readonly string[];
  /** The line is a JSON object with such a field. @default - any line */
  readonly field?: LogField;
}
export type LogField = { readonly name: string; readonly atLeast: number } | { readonly name: string; readonly oneOf: readonly string[] };

/** A language, and what the store calls what is looked for. A store that knows another language adds a row here and to `languages`. */
export type LogDialect = LogQl | LogsInsights | Kql;

/** Loki: cluster and namespace are labels of streams, fields are read out of the line. */
export interface LogQl {
  readonly language: 'logql';
  readonly labels: { readonly cluster: string; readonly namespace: string };
}

const languages: { readonly [L in LogDialect['language']]: (dialect: Extract<LogDialect, { language: L }>, search: LogSearch) => string } = {
  logql: ({ labels }, { namespace, words, field }) =>
    [
      `{${labels.cluster}=~"$cluster"${namespace === undefined ? '' : `, ${labels.namespace}="${namespace}"`}}`,
      ...(words === undefined ? [] : [`|~ "(?i)(${words.join('|')})"`]),
      ...(field === undefined ? [] : ['| json |', field.name, 'atLeast' in field ? `>= ${field.atLeast}` : `=~ "${field.oneOf.join('|')}"`]),
    ].join(' '),
  'logs-insights': logsInsights,
  kql,
};

/** The search in the store's own words; `$cluster` stands for the clusters that are chosen on the dashboard. */
export function logQuery(dialect: LogDialect, search: LogSearch): string {
  const say = languages[dialect.language] as (dialect: LogDialect, search: LogSearch) => string; // the row of `language` takes the dialect with that `language`
  return say(dialect, search);
}
