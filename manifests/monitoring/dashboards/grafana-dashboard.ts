/** A dashboard in the platform's terms -> the model that Grafana 13 provisions (schema 42). */
import { logQuery, type Dashboard, type Intents, type LogDialect, type LogsPanel, type MetricsPanel, type Panel } from '../../../lib/components';
import { dataSources } from '../../../lib/names';

/** Where metrics are asked for. */
export interface MetricsStore {
  /** Prometheus itself, or a plugin that asks a managed one. */
  readonly type: string;
  /** Whether its rules leave the series ALERTS behind; panels that ask for it are left out where they do not, instead of showing that nothing fires. */
  readonly alertSeries: boolean;
  /** Whether it lists the values of a label; where it does not, they are read off the answer to a query. */
  readonly labelValues: boolean;
}
interface Source {
  readonly type: string;
  readonly uid: string;
}

/** Where lines are looked for. */
export interface LogStore {
  readonly type: string;
  readonly dialect: LogDialect;
}
/** @throws RangeError where no component keeps logs */
export function logStore(offered: readonly Readonly<Intents['datasources']>[]): LogStore {
  const found = offered.find(({ uid }) => uid === dataSources.logs);
  if (!found?.logs) throw new RangeError('no component offers a data source for logs: state `logs` on the one that keeps them');
  return { type: found.type, dialect: found.logs };
}

export const prometheusItself: MetricsStore = { type: 'prometheus', alertSeries: true, labelValues: true };

const heights: Record<Panel['type'], number> = { stat: 4, timeseries: 8, table: 9, logs: 12 };
const gridWidth = 24;

export function grafanaDashboard(dashboard: Dashboard, logs: () => LogStore, store: MetricsStore = prometheusItself): object {
  const metrics = { type: store.type, uid: dataSources.metrics };
  const listed = store.labelValues ? labelValues : queriedValues;
  return {
    id: null,
    uid: dashboard.uid,
    title: dashboard.title,
    description: dashboard.description,
    tags: ['platform'],
    schemaVersion: 42,
    version: 1,
    editable: false,
    graphTooltip: 1,
    fiscalYearStartMonth: 0,
    liveNow: false,
    refresh: '1m',
    time: { from: 'now-6h', to: 'now' },
    timepicker: {},
    timezone: 'utc',
    weekStart: '',
    links: [],
    annotations: { list: [] },
    templating: {
      list: [
        variable(metrics, 'cluster', 'Cluster', listed('label_values(up, cluster)')),
        ...(dashboard.variables ?? []).map(({ name, label, query }) => variable(metrics, name, label, listed(query))),
      ],
    },
    panels: panels(store.alertSeries ? dashboard : withoutAlertSeries(dashboard), logs, metrics),
  };
}

const asksForAlerts = (panel: Panel): boolean => panel.type !== 'logs' && panel.queries.some(({ expr }) => expr.includes('ALERTS{'));
const withoutAlertSeries = (dashboard: Dashboard): Dashboard => ({
  ...dashboard,
  rows: dashboard.rows.map((row) => ({ ...row, panels: row.panels.filter((panel) => !asksForAlerts(panel)) })).filter((row) => row.panels.length > 0),
});

interface VariableQuery {
  /** 1 asks for values of a label, 3 for series. */
  readonly qryType: 1 | 3;
  readonly query: string;
  /** What of each answer is a value. Empty: all of it. */
  readonly regex: string;
}
const labelValues = (query: string): VariableQuery => ({ qryType: 1, query, regex: '' });
/** @see https://learn.microsoft.com/azure/azure-monitor/metrics/prometheus-api-promql#supported-apis */
function queriedValues(query: string): VariableQuery {
  const [, series, label] = /^label_values\((.+), (\w+)\)$/.exec(query) ?? [];
  if (series === undefined || label === undefined) throw new RangeError(`a variable asks for '${query}', which is not the values of a label`);
  return { qryType: 3, query: `query_result(count by (${label}) (${series}))`, regex: `/${label}="([^"]+)"/` };
}

/** All values are chosen at first: `$name` is a regular expression, to be used with `=~`. Loki refuses one that matches nothing at all. */
const variable = (metrics: Source, name: string, label: string, { qryType, query, regex }: VariableQuery) => ({
  type: 'query',
  name,
  label,
  datasource: metrics,
  definition: query,
  query: { qryType, query, refId: `variable-${name}` },
  refresh: 2,
  sort: 1,
  multi: true,
  includeAll: true,
  allValue: '.+',
  current: { selected: true, text: ['All'], value: ['$__all'] },
  options: [],
  regex,
  hide: 0,
  skipUrlSync: false,
});

/** Panels from left to right, a new line where one does not fit; each row begins a line of its own. */
function panels({ rows }: Dashboard, logs: () => LogStore, metrics: Source): readonly object[] {
  const placed: object[] = [];
  let y = 0;
  for (const row of rows) {
    placed.push({ id: placed.length + 1, type: 'row', title: row.title, collapsed: false, gridPos: { h: 1, w: gridWidth, x: 0, y }, panels: [] });
    y += 1;
    let x = 0;
    let lineHeight = 0;
    for (const each of row.panels) {
      const width = each.width ?? 12;
      const height = heights[each.type];
      if (x + width > gridWidth) {
        y += lineHeight;
        x = 0;
        lineHeight = 0;
      }
      placed.push({
        id: placed.length + 1,
        gridPos: { h: height, w: width, x, y },
        ...(each.type === 'logs' ? logsPanel(each, logs()) : metricsPanel(each, metrics)),
      });
      x += width;
      lineHeight = Math.max(lineHeight, height);
    }
    y += lineHeight;
  }
  return placed;
}

const heading = ({ type, title, description }: Panel) => ({ type, title, ...(description ? { description } : {}) });

const metricsPanel = (of: MetricsPanel, metrics: Source): object => ({
  ...heading(of),
  datasource: metrics,
  targets: of.queries.map((query, index) => target(of, query, index, metrics)),
  fieldConfig: { defaults: fieldDefaults(of), overrides: [] },
  options: options[of.type],
  ...(of.type === 'table' ? { transformations: tableTransformations } : {}),
});

/** Numbers and tables show now; graphs show the chosen time. */
function target({ type }: MetricsPanel, { expr, legend }: MetricsPanel['queries'][number], index: number, metrics: Source): object {
  const now = type === 'stat' || type === 'table';
  return {
    refId: String.fromCharCode(65 + index),
    datasource: metrics,
    editorMode: 'code',
    expr,
    legendFormat: legend ?? '__auto',
    instant: now,
    range: !now,
    format: type === 'table' ? 'table' : 'time_series',
  };
}

function logsPanel(of: LogsPanel, { type, dialect }: LogStore): object {
  const datasource = { type, uid: dataSources.logs };
  const query = logTarget(dialect, logQuery(dialect, of.search));
  return { ...heading(of), datasource, targets: [{ refId: 'A', datasource, ...query }], ...paidByScan(dialect), options: options.logs };
}

/** What the data source of each language calls its query. */
function logTarget(dialect: LogDialect, query: string): object {
  switch (dialect.language) {
    case 'logql':
      return { editorMode: 'code', expr: query, legendFormat: '__auto', queryType: 'range' };
    case 'lucene':
      return { query, metrics: [{ id: '1', type: 'logs', settings: { limit: '500' } }], bucketAggs: [], timeField: '@timestamp' };
    case 'logs-insights':
      return { id: 'lines', queryMode: 'Logs', queryLanguage: 'CWLI', region: dialect.region, logGroups: dialect.groups, expression: query };
    case 'kql':
      return {
        queryType: 'Azure Log Analytics',
        azureLogAnalytics: {
          query,
          resources: [dialect.workspace],
          resultFormat: 'logs',
          dashboardTime: true,
          timeColumn: 'TimeGenerated',
          basicLogsQuery: dialect.basic,
        },
      };
  }
}

/** Whatever the dashboard shows: a store that is paid for what it searches is asked for half an hour, again and again. */
const paidByScan = ({ language }: LogDialect): object => (language === 'logs-insights' || language === 'kql' ? { timeFrom: '30m' } : {});

const fieldDefaults = ({ type, unit = 'short', thresholds }: MetricsPanel) => ({
  unit,
  ...(unit === 'percentunit' && type === 'timeseries' ? { min: 0 } : {}),
  color: { mode: type === 'timeseries' ? 'palette-classic' : 'thresholds' },
  thresholds: { mode: 'absolute', steps: steps(thresholds) },
  ...(type === 'timeseries'
    ? {
        custom: {
          drawStyle: 'line',
          lineWidth: 1,
          fillOpacity: 8,
          showPoints: 'never',
          spanNulls: false,
          thresholdsStyle: { mode: thresholds ? 'dashed' : 'off' },
        },
      }
    : {}),
  ...(type === 'stat' ? { noValue: '-' } : {}),
});

/** A warning above the critical value means that less is worse. */
function steps({ warning, critical }: NonNullable<MetricsPanel['thresholds']> = {}): readonly object[] {
  if (warning !== undefined && critical !== undefined && critical < warning)
    return [
      { color: 'red', value: null },
      { color: 'orange', value: critical },
      { color: 'green', value: warning },
    ];
  return [
    { color: 'green', value: null },
    ...(warning === undefined ? [] : [{ color: 'orange', value: warning }]),
    ...(critical === undefined ? [] : [{ color: 'red', value: critical }]),
  ];
}

const options: Record<Panel['type'], object> = {
  timeseries: {
    legend: { displayMode: 'table', placement: 'bottom', showLegend: true, calcs: ['lastNotNull', 'max'] },
    tooltip: { mode: 'multi', sort: 'desc' },
  },
  stat: {
    colorMode: 'value',
    graphMode: 'none',
    justifyMode: 'auto',
    orientation: 'auto',
    percentChangeColorMode: 'standard',
    showPercentChange: false,
    textMode: 'auto',
    wideLayout: true,
    reduceOptions: { calcs: ['lastNotNull'], fields: '', values: false },
  },
  table: { cellHeight: 'sm', frameIndex: 0, showHeader: true },
  logs: {
    dedupStrategy: 'none',
    enableLogDetails: true,
    prettifyLogMessage: false,
    showCommonLabels: false,
    showLabels: false,
    showLogContextToggle: true,
    showTime: true,
    sortOrder: 'Descending',
    wrapLogMessage: true,
  },
};

/** The time of a query of now says nothing. */
const tableTransformations = [{ id: 'organize', options: { excludeByName: { Time: true }, indexByName: {}, renameByName: {} } }];
