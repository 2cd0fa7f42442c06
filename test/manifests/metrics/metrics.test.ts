/** Alerts, recordings and dashboards name only what something exports, with the labels that it has. */
import { parse } from 'yaml';
import { sources } from './all';
import { externalLabels, targetLabels } from './source';
import { dashboards, logQueries, named, objects, uses, valuesOf, type Use } from './used';

const everyTarget = [...new Set(Object.values(targetLabels).flat())];

/** What Prometheus itself makes. */
const meta: Readonly<Record<string, readonly string[]>> = {
  up: everyTarget,
  scrape_duration_seconds: everyTarget,
  scrape_samples_scraped: everyTarget,
  ALERTS: [...everyTarget, 'alertname', 'alertstate', 'severity'],
};

const recordings = new Map<string, ReadonlySet<string>>();
for (const { record, expr, added } of uses)
  if (record !== undefined) recordings.set(record, new Set([...(recordings.get(record) ?? []), ...named(expr).by, ...named(expr).made, ...added]));

/** Labels of a metric; none if nobody has it. */
function labelsOf(metric: string): readonly string[] | undefined {
  const recorded = recordings.get(metric);
  if (recorded !== undefined) return [...recorded];
  const exported = sources.filter(({ metrics }) => metrics[metric] !== undefined);
  if (exported.length > 0) return exported.flatMap(({ metrics, target }) => [...(metrics[metric] ?? []), ...targetLabels[target]]);
  return meta[metric];
}

function problems({ where, kind, expr, texts, added }: Use): readonly string[] {
  const { selectors, grouping, by, made } = named(expr);
  const outside = kind === 'panel' ? externalLabels : [];
  const known = selectors.map(({ metric }) => [...(labelsOf(metric) ?? []), ...outside]);
  const all = new Set([...known.flat(), ...made, ...added]);
  const shown = by.length > 0 ? new Set([...grouping, ...added, ...made]) : all;
  const inTexts = texts.flatMap((text) => [...text.matchAll(kind === 'rule' ? /\$labels\.(\w+)/g : /\{\{ ?(\w+) ?\}\}/g)].map(([, label]) => label ?? ''));
  return [
    ...selectors.flatMap(({ metric, labels }, index) =>
      labelsOf(metric) === undefined
        ? [`${where}: nobody exports ${metric || 'a metric without a name'}`]
        : labels.filter((label) => !(known[index] ?? []).includes(label)).map((label) => `${where}: ${metric} has no label ${label}`),
    ),
    ...grouping.filter((label) => !all.has(label)).map((label) => `${where}: nothing in it has the label ${label}`),
    ...inTexts.filter((label) => !shown.has(label)).map((label) => `${where}: its text shows the label ${label}, which the result lacks`),
  ];
}

describe('metrics', () => {
  it('are named by many rules and panels', () => {
    expect(uses.filter(({ kind }) => kind === 'rule').length).toBeGreaterThan(300);
    expect(uses.filter(({ kind }) => kind === 'panel').length).toBeGreaterThan(150);
  });

  it('have a source, and the labels by which they are chosen, grouped and shown', () => {
    expect(uses.flatMap(problems)).toEqual([]);
  });

  it('would be noticed if they had not', () => {
    const use = (parts: Partial<Use>): readonly string[] => problems({ where: 'x', kind: 'rule', expr: 'up', texts: [], added: [], ...parts });
    expect(use({ expr: 'rate(kube_pod_restarts[5m])' })).toEqual(['x: nobody exports kube_pod_restarts']);
    expect(use({ expr: '{job="x"}' })).toEqual(['x: nobody exports a metric without a name']);
    expect(use({ expr: 'kube_job_failed{job="x", reason="y"} > 0' })).toEqual(['x: kube_job_failed has no label reason']);
    expect(use({ expr: 'sum by (cluster) (kube_job_failed)' })).toEqual(['x: nothing in it has the label cluster']);
    expect(use({ kind: 'panel', expr: 'sum by (cluster) (kube_job_failed)', texts: ['{{cluster}} {{namespace}}'] })).toEqual([
      'x: its text shows the label namespace, which the result lacks',
    ]);
    expect(use({ expr: 'count(kube_job_failed) > 0', texts: ['{{ $labels.cluster }}'] })).toEqual([
      'x: its text shows the label cluster, which the result lacks',
    ]);
  });

  it('are all used: what nobody asks for needs no source', () => {
    const asked = new Set(uses.flatMap(({ expr }) => named(expr).selectors.map(({ metric }) => metric)));
    expect(
      sources.flatMap(({ exporter, metrics }) =>
        Object.keys(metrics)
          .filter((metric) => !asked.has(metric))
          .map((metric) => `${exporter}: ${metric}`),
      ),
    ).toEqual([]);
  });

  it.each(sources.map((source) => [source.exporter, source] as const))('of %s were read at the version that is deployed', (_, { deployed, readAt }) => {
    expect(deployed).toBe(readAt);
  });
});

interface Endpoint {
  readonly honorLabels?: boolean;
  readonly relabelings?: readonly { readonly targetLabel?: string; readonly replacement?: string }[];
  readonly metricRelabelings?: readonly { readonly action: string; readonly sourceLabels?: readonly string[]; readonly regex: string }[];
}
const endpoints = objects
  .filter(({ object }) => object.kind === 'PodMonitor' || object.kind === 'ServiceMonitor')
  .flatMap(({ object }) => {
    const spec = object['spec'] as { readonly endpoints?: readonly Endpoint[]; readonly podMetricsEndpoints?: readonly Endpoint[] };
    return [...(spec.endpoints ?? []), ...(spec.podMetricsEndpoints ?? [])];
  });
const endpointsOf = (job: string) =>
  endpoints.filter(({ relabelings = [] }) => relabelings.some(({ targetLabel, replacement }) => targetLabel === 'job' && replacement === job));
/** What is left of a metric after the relabelings of an endpoint. */
const passes = (metric: string, { metricRelabelings = [] }: Endpoint): boolean =>
  metricRelabelings
    .filter(({ sourceLabels = [] }) => sourceLabels.join() === '__name__')
    .every(({ action, regex }) => (action === 'keep') === new RegExp(`^(?:${regex})$`).test(metric));

describe('scrapes', () => {
  it.each(sources.map((source) => [source.exporter, source] as const))('take the metrics of %s and keep them', (_, { jobs, metrics }) => {
    for (const job of jobs) expect([job, endpointsOf(job).length > 0]).toEqual([job, true]);
    const found = jobs.flatMap(endpointsOf);
    expect(Object.keys(metrics).filter((metric) => !found.some((endpoint) => passes(metric, endpoint)))).toEqual([]);
  });

  it('leave out their own place where an exporter speaks about others', () => {
    for (const { jobs, target } of sources)
      for (const endpoint of jobs.flatMap(endpointsOf)) expect([jobs, endpoint.honorLabels ?? false]).toEqual([jobs, target === 'others' || target === 'node']);
  });
});

describe('log queries', () => {
  const values = parse(valuesOf('loki')) as {
    readonly loki: {
      readonly limits_config: {
        readonly otlp_config: { readonly resource_attributes: { readonly attributes_config: readonly { readonly attributes: readonly string[] }[] } };
      };
    };
  };
  const streamLabels = values.loki.limits_config.otlp_config.resource_attributes.attributes_config
    .flatMap(({ attributes }) => attributes)
    .map((name) => name.replaceAll('.', '_'));

  it('choose streams by labels that Loki keeps as such, one of them always something', () => {
    expect(logQueries.length).toBeGreaterThan(1);
    for (const { where, expr } of logQueries) {
      const selector = /^\{([^}]*)\}/.exec(expr)?.[1] ?? '';
      const labels = [...selector.matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g)].map(([, label]) => label);
      expect([where, labels.filter((label) => !streamLabels.includes(label ?? ''))]).toEqual([where, []]);
    }
    // Loki refuses `{x=~".*"}`: the variables of dashboards must not stand for everything and nothing.
    for (const { templating } of dashboards) for (const variable of templating.list) expect(variable).toMatchObject({ allValue: '.+' });
  });

  it('read fields that are in the log', () => {
    const logged = /labels:\n((?: +\w+: .*\n)+)/.exec(valuesOf('istiod'))?.[1] ?? '';
    const fields = [...logged.matchAll(/^ +(\w+):/gm)].map(([, field]) => field);
    expect(fields).toContain('status_details');
    for (const { expr } of logQueries) for (const [, field] of expr.matchAll(/\| (\w+) (?:[<>=!]=?|=~)/g)) expect(fields).toContain(field);
  });
});
