/** Dashboards as Grafana gets them: panels have their place, queries somebody to ask, texts something to point at. */
import { parse } from 'yaml';
import { dashboards, objects, valuesOf, type DashboardJson } from './used';

interface Placed {
  readonly id: number;
  readonly title: string;
  readonly type: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly datasource?: { readonly type: string; readonly uid: string };
  readonly targets?: readonly { readonly expr: string; readonly refId: string; readonly datasource: { readonly uid: string } }[];
}
// The generator's own output; test/real/dashboards checks it against Grafana's types.
const panelsOf = ({ panels }: DashboardJson): readonly Placed[] => panels as unknown as readonly Placed[];
const cases = dashboards.map((dashboard) => [`${dashboard.cluster} ${dashboard.uid}`, dashboard] as const);

interface GrafanaValues {
  readonly datasources: Record<string, { readonly datasources: readonly { readonly uid: string; readonly type: string }[] }>;
}
/** Data sources of the Grafana of a cluster, by their id. */
const dataSources = (cluster: string): ReadonlyMap<string, string> =>
  new Map(
    Object.values((parse(valuesOf('grafana', cluster)) as GrafanaValues).datasources).flatMap((file) =>
      file.datasources.map(({ uid, type }) => [uid, type] as const),
    ),
  );

const overlaps = ({ gridPos: a }: Placed, { gridPos: b }: Placed): boolean => a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

describe('dashboards', () => {
  it('are there, each once in a cluster', () => {
    expect(dashboards.length).toBeGreaterThan(30);
    const ids = dashboards.map(({ cluster, uid }) => `${cluster} ${uid}`);
    expect(ids.length).toBe(new Set(ids).size);
  });

  it.each(cases)('%s: each panel has a number and a place of its own within 24 columns', (_, dashboard) => {
    const panels = panelsOf(dashboard);
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    for (const { title, gridPos } of panels) expect([title, gridPos.x >= 0 && gridPos.x + gridPos.w <= 24]).toEqual([title, true]);
    const pairs = panels.flatMap((panel, index) => panels.slice(index + 1).map((other) => [panel, other] as const));
    expect(pairs.filter(([panel, other]) => overlaps(panel, other)).map(([panel, other]) => `${panel.title} on ${other.title}`)).toEqual([]);
  });

  it.each(cases)('%s: each query asks a data source that Grafana has, and has a name of its own in its panel', (_, dashboard) => {
    const types = dataSources(dashboard.cluster);
    for (const { title, datasource, targets = [] } of panelsOf(dashboard)) {
      if (datasource !== undefined) expect([title, types.get(datasource.uid)]).toEqual([title, datasource.type]);
      expect(new Set(targets.map(({ refId }) => refId)).size).toBe(targets.length);
      for (const target of targets) expect([title, target.datasource]).toEqual([title, datasource]);
    }
  });

  it.each(cases)('%s: each variable is defined, used as a regular expression, and not without effect', (_, dashboard) => {
    const defined = dashboard.templating.list.map(({ name }) => name);
    const queries = panelsOf(dashboard).flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
    const everything = [...queries, ...dashboard.templating.list.map(({ query }) => query.query)];
    const named = everything.flatMap((text) => [...text.matchAll(/\$\{?(\w+)\}?/g)].map(([, name]) => name ?? '')).filter((name) => !name.startsWith('__'));
    expect(named.filter((name) => !defined.includes(name))).toEqual([]);
    expect(defined.filter((name) => !named.includes(name))).toEqual([]);
    for (const text of everything) expect(text).not.toMatch(/[^=!]="\$\w+"/);
  });

  it('are known by the titles under which alerts name them', () => {
    const texts = objects
      .filter(({ object }) => object.kind === 'PrometheusRule')
      .flatMap(({ object }) => [...JSON.stringify(object).matchAll(/dashboards? ((?:\\"[^"\\]+\\"(?:,| and)? ?)+)/g)])
      .flatMap(([, list]) => [...(list ?? '').matchAll(/\\"([^"\\]+)\\"/g)].map(([, title]) => title));
    const titles = new Set(dashboards.map(({ title }) => title));
    expect(texts.length).toBeGreaterThan(5);
    expect(texts.filter((title) => !titles.has(title ?? ''))).toEqual([]);
  });
});
