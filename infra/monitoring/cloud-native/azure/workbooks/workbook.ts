/**
 * A dashboard in the platform's terms -> a workbook of Azure. What differs: one item for each query, since an item has one;
 * a table instead of a coloured number; values of variables are typed, not picked.
 * @see https://learn.microsoft.com/azure/azure-monitor/metrics/prometheus-workbooks
 */
import type { Dashboard, MetricsPanel, Panel } from '../../../../../lib/components';
import { firing, type AlertsPlace } from './firing';

export interface WorkbookProps extends AlertsPlace {
  /** Resource id of the workspace that is asked. */
  readonly workspaceId: string;
  /** Name of the cluster, as series have it. */
  readonly cluster: string;
}

export const workbook = ({ title, description, rows, variables = [] }: Readonly<Dashboard>, props: WorkbookProps): object => ({
  version: 'Notebook/1.0',
  items: [
    text('intro', `# ${title}\n${description}`),
    parameters(variables),
    ...rows.flatMap((row, index) => [
      text(`row-${index + 1}`, `## ${row.title}`),
      ...row.panels.flatMap((panel, place) => items(panel, `panel-${index + 1}-${place + 1}`, variables, props)),
    ]),
  ],
  fallbackResourceIds: [props.workspaceId],
});

const text = (name: string, json: string): object => ({ type: 1, name, content: { json } });

type Variables = readonly { readonly name: string; readonly label: string }[];
const parameterVersion = 'KqlParameterItem/1.0';
const timeRange = 'TimeRange';
const hour = 3_600_000;

/** The time, and each variable of the dashboard: a regular expression that matches everything at first. */
const parameters = (variables: Variables): object => ({
  type: 9,
  name: 'parameters',
  content: {
    version: parameterVersion,
    style: 'pills',
    parameters: [
      {
        version: parameterVersion,
        name: timeRange,
        label: 'Time',
        type: 4,
        isRequired: true,
        value: { durationMs: 6 * hour },
        typeSettings: { selectableValues: [1, 6, 24, 72, 168, 720].map((hours) => ({ durationMs: hours * hour })), allowCustom: true },
      },
      ...variables.map(({ name, label }) => ({ version: parameterVersion, name, label, type: 1, isRequired: true, value: '.+' })),
    ],
  },
});

/** Percent of the page, by columns of 24. */
const widths: Readonly<Record<NonNullable<Panel['width']>, string>> = { 4: '33', 6: '25', 8: '33', 12: '50', 24: '100' };

/** What a panel becomes. Logs are somebody else's; alerts are asked of Azure itself. */
function items(panel: Panel, name: string, variables: Variables, props: WorkbookProps): readonly object[] {
  if (panel.type === 'logs') return [text(name, `**${panel.title}**: logs are in Grafana.`)];
  const { title, width = 12, queries } = panel;
  const [alerts] = queries.filter(({ expr }) => asksForAlerts(expr));
  if (alerts) return [firing({ ...props, name, title, type: panel.type, severity: severityIn(alerts.expr), width: widths[width] })];
  return queries.map(({ expr, legend }, index) => ({
    type: 3,
    name: index === 0 ? name : `${name}-${index + 1}`,
    customWidth: widths[width],
    content: {
      version: 'KqlItem/1.0',
      title: queries.length > 1 && legend ? `${title}: ${legend}` : title,
      timeContextFromParameter: timeRange,
      queryType: 16,
      resourceType: 'microsoft.monitor/accounts',
      crossComponentResources: [props.workspaceId],
      ...drawn(panel.type, asked(expr, variables, props.cluster)),
    },
  }));
}

/** Numbers and tables show now; graphs show the chosen time. */
function drawn(type: MetricsPanel['type'], queryText: string): object {
  const query = (kind: 'query' | 'query_range') => JSON.stringify({ version: 'PrometheusQueryProvider/1.0', customEndpoint: false, queryText, type: kind });
  return type === 'timeseries'
    ? { size: 0, query: query('query_range'), visualization: 'timechart', chartSettings: { group: '*', createOtherGroup: 50, showLegend: true } }
    : { size: 4, query: query('query'), visualization: 'table' };
}

/** Series that a Prometheus makes of its alerts; Azure makes none. */
const asksForAlerts = (expr: string): boolean => /\bALERTS\b/.test(expr);

const severityIn = (expr: string): 'critical' | 'warning' | undefined =>
  (['critical', 'warning'] as const).find((severity) => expr.includes(`severity="${severity}"`));

/** `$cluster` is the one whose workspace this is, other variables are parameters of the workbook. */
const asked = (expr: string, variables: Variables, cluster: string): string =>
  variables.reduce((query, { name }) => query.replaceAll(`$${name}`, `{${name}}`), expr.replaceAll('$cluster', cluster));
