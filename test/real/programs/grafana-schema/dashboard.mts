// What Grafana takes as a dashboard: its own types, with enumerations as the words that stand in JSON. The types of
// queries of Prometheus and Loki are not in @grafana/schema any more; the foundation SDK has them, and the list of units.
import type * as schema from '@grafana/schema';
import type * as logs from '@grafana/schema/dist/esm/raw/composable/logs/panelcfg/x/LogsPanelCfg_types.gen';
import type * as stat from '@grafana/schema/dist/esm/raw/composable/stat/panelcfg/x/StatPanelCfg_types.gen';
import type * as table from '@grafana/schema/dist/esm/raw/composable/table/panelcfg/x/TablePanelCfg_types.gen';
import type * as timeseries from '@grafana/schema/dist/esm/raw/composable/timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen';
import type * as raw from '@grafana/schema/dist/esm/raw/dashboard/x/Dashboard_types.gen';
import type * as loki from '@grafana/grafana-foundation-sdk/loki';
import type * as prometheus from '@grafana/grafana-foundation-sdk/prometheus';
import type * as units from '@grafana/grafana-foundation-sdk/units';

type Method = (...parameters: never[]) => unknown;
type Json<T> = unknown extends T
  ? T
  : T extends string
    ? `${T}`
    : T extends number | boolean | null | undefined
      ? T
      : T extends readonly (infer U)[]
        ? Json<U>[]
        : { [K in keyof T as T[K] extends Method ? never : K]: Json<T[K]> };

type Unit = Extract<(typeof units)[keyof typeof units], string>;
type Defaults<Custom> = Json<Omit<raw.FieldConfig, 'custom' | 'unit'>> & { unit?: Unit; custom?: Json<Custom> };
type Source<Type, Uid = string> = { type: Type; uid: Uid };
type Targets<Query, Type> = (Json<Omit<Query, 'datasource'>> & { refId: string; datasource: Source<Type> })[];

type Drawn<Type, Options, Custom, Query, Store> = Json<Omit<raw.Panel, 'type' | 'options' | 'fieldConfig' | 'targets' | 'datasource' | 'gridPos' | 'id' | 'title'>> & {
  id: number;
  title: string;
  type: Type;
  gridPos: Json<raw.GridPos>;
  options: Json<Options>;
  datasource: Source<Store>;
  targets: Targets<Query, Store>;
} & (Custom extends never ? unknown : { fieldConfig?: { defaults: Defaults<Custom>; overrides: Json<raw.FieldConfigSource['overrides']> } });

type Metrics<Type, Options, Custom> = Drawn<Type, Options, Custom, prometheus.Dataquery, 'prometheus'>;
type Panel =
  | Metrics<'timeseries', timeseries.Options, timeseries.FieldConfig>
  | Metrics<'stat', stat.Options, Record<string, never>>
  | Metrics<'table', table.Options, table.FieldConfig>
  | Drawn<'logs', logs.Options, Record<string, never>, loki.dataquery, 'loki'>
  | Json<raw.RowPanel>;

type Variable = Json<Omit<schema.VariableModel, 'datasource' | 'query'>> & {
  datasource: Source<'prometheus'>;
  /** The query as text, which the page shows; the data source reads `query`. */
  definition: string;
  query: { qryType: 1; query: string; refId: string };
};

export type Dashboard = Json<Omit<raw.Dashboard, 'panels' | 'templating' | 'uid' | 'title' | 'id'>> & {
  id: null;
  uid: string;
  title: string;
  panels: Panel[];
  templating: { list: Variable[] };
};
