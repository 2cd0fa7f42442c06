/** Searches in the languages of the clouds' own stores. */
import type { LogSearch } from './log-search';

/** CloudWatch Logs Insights: lines as the endpoint for OTLP stores them, `body` is what the pod wrote. */
export interface LogsInsights {
  readonly language: 'logs-insights';
  readonly region: string;
  /** Groups that are searched: those of the cluster. */
  readonly groups: readonly { readonly name: string; readonly arn: string; readonly accountId: string }[];
}

/** Azure Monitor: tables of Container Insights. */
export interface Kql {
  readonly language: 'kql';
  /** Resource id. */
  readonly workspace: string;
  readonly tables: { readonly ordinary: string; readonly audit: string };
  /** Namespaces whose lines are in the table of the audit. */
  readonly audited: readonly string[];
  /** Whether the ordinary table has the plan Basic: it is searched alone, and for money. */
  readonly basic: boolean;
}

/** A field of a line that is JSON text: quoted or not. */
const captured = (name: string): string => `"${name}": ?"?(?<found>[^",}]+)`;

export function logsInsights(_: LogsInsights, { namespace, words, field }: LogSearch): string {
  return [
    'fields @timestamp, body',
    ...(namespace === undefined ? [] : [`filter \`resource.attributes.k8s.namespace.name\` = "${namespace}"`]),
    ...(words === undefined ? [] : [`filter body like /(?i)(${words.join('|')})/`]),
    ...(field === undefined
      ? []
      : [`parse body /${captured(field.name)}/`, 'atLeast' in field ? `filter found >= ${field.atLeast}` : `filter found in ${JSON.stringify(field.oneOf)}`]),
    'sort @timestamp desc',
    'limit 500',
  ].join('\n| ');
}

/** The table of a namespace, or both where none is stated and both can be searched at once. */
export function kql({ tables, audited, basic }: Kql, { namespace, words, field }: LogSearch): string {
  const everywhere = basic ? tables.ordinary : `union ${tables.ordinary}, ${tables.audit}`;
  const from = namespace === undefined ? everywhere : audited.includes(namespace) ? tables.audit : tables.ordinary;
  return [
    from,
    ...(namespace === undefined ? [] : [`where PodNamespace == "${namespace}"`]),
    'extend Line = tostring(LogMessage)',
    ...(words === undefined ? [] : [`where Line matches regex "(?i)(${words.join('|')})"`]),
    ...(field === undefined
      ? []
      : [
          `extend Found = tostring(parse_json(Line)["${field.name}"])`,
          'atLeast' in field ? `where toint(Found) >= ${field.atLeast}` : `where Found in (${field.oneOf.map((value) => `"${value}"`).join(', ')})`,
        ]),
    'project TimeGenerated, Line, PodNamespace, PodName, ContainerName',
    'order by TimeGenerated desc',
    'take 500',
  ].join('\n| ');
}
