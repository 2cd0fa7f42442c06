/** Dashboards of all components as ConfigMaps, one for each folder of Grafana. */
import type { Chart } from 'cdk8s';
import { ConfigMap } from '../../../imports/k8s';
import type { Component, Dashboard } from '../../../lib/components';
import { namespaces } from '../../../lib/names';
import type { Context, Factory } from '../../context';
import { capacity } from './capacity';
import { endpoints } from './endpoints';
import { grafanaDashboard, logStore, type LogStore, type MetricsStore } from './grafana-dashboard';
import { nodesDashboard } from './nodes';
import { overview } from './overview';

export interface Folder {
  readonly title: string;
  /** Folder below the provisioning path. */
  readonly slug: string;
  /** ConfigMap. */
  readonly name: string;
  readonly dashboards: readonly Readonly<Dashboard>[];
}

/** Folders in the order of their names; a dashboard that is stated twice (by several of a kind) is one. */
export function folders(dashboards: readonly Readonly<Dashboard>[]): readonly Folder[] {
  const unique = [...new Map(dashboards.map((each) => [each.uid, each])).values()].sort((a, b) => (a.uid < b.uid ? -1 : 1));
  return [...new Set(unique.map(({ folder }) => folder))]
    .sort()
    .map((title) => ({ title, slug: slug(title), name: `dashboards-${slug(title)}`, dashboards: unique.filter(({ folder }) => folder === title) }));
}

const slug = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

export interface DashboardsOption {
  /** Dashboards about the option itself. */
  readonly own: readonly Dashboard[];
  /** Where metrics are asked for. */
  readonly store: (context: Context) => MetricsStore;
}

export const dashboards =
  ({ own, store }: DashboardsOption): Factory =>
  (context: Context): Component => ({
    name: 'dashboards',
    summary: 'Dashboards of every component, as Grafana reads them.',
    namespace: namespaces.observability,
    needs: ['namespaces'],
    provides: ['dashboards'],
    content: {
      kind: 'manifests',
      build: (chart, wiring) => {
        const logs = () => logStore(wiring.all('datasources'));
        for (const folder of folders(wiring.all('dashboards'))) configMap(chart, folder, logs, store(context));
      },
    },
    intents: { dashboards: [overview, endpoints, nodesDashboard, capacity, ...own] },
  });

const configMap = (chart: Chart, { name, dashboards: of }: Folder, logs: () => LogStore, store: MetricsStore) =>
  new ConfigMap(chart, name, {
    metadata: { name },
    data: Object.fromEntries(of.map((dashboard) => [`${dashboard.uid}.json`, `${JSON.stringify(grafanaDashboard(dashboard, logs, store), null, 1)}\n`])),
  });
