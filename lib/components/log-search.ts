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
export type LogDialect = LogQl | Lucene | LogsInsights | Kql;

/** Loki: cluster and namespace are labels of streams, fields are read out of the line. */
export interface LogQl {
  readonly language: 'logql';
  readonly labels: { readonly cluster: string; readonly namespace: string };
}

/** Elasticsearch: query strings of Lucene. */
export interface Lucene {
  readonly language: 'lucene';
  readonly fields: { readonly cluster: string; readonly namespace: string; /** Text, searched by words. */ readonly line: string };
  /** Fields of JSON lines that are stored under names of their own, as what they are. */
  readonly known: Readonly<Record<string, string>>;
  /** Where all other fields of JSON lines are, as text: they compare as text as well. */
  readonly others: string;
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
  lucene: ({ fields, known, others }, { namespace, words, field }) =>
    [
      `${fields.cluster}:/\${cluster:regex}/`,
      ...(namespace === undefined ? [] : [`${fields.namespace}:"${namespace}"`]),
      // The store knows words, not parts of them: the stars find `errors` as well.
      ...(words === undefined ? [] : [`${fields.line}:(${words.map((word) => `${word}*`).join(' OR ')})`]),
      ...(field === undefined ? [] : [`${known[field.name] ?? `${others}.${field.name}`}:${luceneValue(field)}`]),
    ].join(' AND '),
};

const luceneValue = (field: LogField): string => ('atLeast' in field ? `>=${field.atLeast}` : `(${field.oneOf.map((value) => `"${value}"`).join(' OR ')})`);

/** The search in the store's own words; `$cluster` stands for the clusters that are chosen on the dashboard. */
export function logQuery(dialect: LogDialect, search: LogSearch): string {
  const say = languages[dialect.language] as (dialect: LogDialect, search: LogSearch) => string; // the row of `language` takes the dialect with that `language`
  return say(dialect, search);
}
