/** Everything that names a metric, in dist and in the example whose clouds keep the metrics: alerts, recordings, panels, variables. */
import { createRequire } from 'node:module';
import { readInput, synthesizeAll } from '../../../bin/pipeline';

export interface Use {
  readonly where: string;
  /** Rules run in Prometheus itself, panels ask Thanos. */
  readonly kind: 'rule' | 'panel';
  readonly expr: string;
  /** Text with `$labels.x` (rules) or `{{x}}` (legends). */
  readonly texts: readonly string[];
  /** Labels that a rule adds. */
  readonly added: readonly string[];
  /** Name of what a rule records. */
  readonly record?: string;
}
export interface LogQuery {
  readonly where: string;
  readonly expr: string;
}

interface Rule {
  readonly alert?: string;
  readonly record?: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}
interface Panel {
  readonly title: string;
  readonly targets?: readonly { readonly expr: string; readonly legendFormat: string; readonly datasource: { readonly type: string } }[];
}
export interface DashboardJson {
  readonly uid: string;
  readonly title: string;
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly { readonly name: string; readonly query: { readonly query: string } }[] };
}

const clusters = ['platform.yaml', 'examples/managed-metrics/platform.yaml', 'examples/dbaas-fleet/platform.yaml'].flatMap((file) =>
  synthesizeAll(readInput(file)).clusters.map(({ cluster, components }) => ({ cluster: { name: `${file} ${cluster.name}` }, components })),
);
/** Objects of all clusters, as they become files. */
export const objects = clusters.flatMap(({ cluster, components }) =>
  components.flatMap(({ built }) => built.objects.map(({ object }) => ({ cluster: cluster.name, object }))),
);
const ofKind = (kind: string) => objects.filter(({ object }) => object.kind === kind);

const used = (where: string, rule: Rule): Use => ({
  where: `${where} ${rule.alert ?? rule.record}`,
  kind: 'rule',
  expr: rule.expr,
  texts: Object.values(rule.annotations ?? {}),
  added: Object.keys(rule.labels ?? {}),
  ...(rule.record === undefined ? {} : { record: rule.record }),
});
const inClusters: readonly Use[] = ofKind('PrometheusRule').flatMap(({ cluster, object }) => {
  const { groups } = object['spec'] as { readonly groups: readonly { readonly name: string; readonly rules: readonly Rule[] }[] };
  return groups.flatMap((group) => group.rules.map((rule) => used(`${cluster} ${group.name}`, rule)));
});
/** Where the clouds evaluate, no object has the rules: what the components state does. */
const inClouds: readonly Use[] = clusters
  .filter(({ components }) => !components.some(({ component }) => component.name === 'prometheus'))
  .flatMap(({ cluster, components }) =>
    components.flatMap(({ component }) =>
      (component.intents?.rules ?? []).flatMap(({ group, alerts = [], recordings = [] }) => [
        ...alerts.map(({ summary, description, ...alert }) => used(`${cluster.name} ${group}`, { ...alert, annotations: { summary, description } })),
        ...recordings.map((recording) => used(`${cluster.name} ${group}`, recording)),
      ]),
    ),
  );
const rules: readonly Use[] = [...inClusters, ...inClouds];

export const dashboards: readonly (DashboardJson & { readonly cluster: string })[] = ofKind('ConfigMap')
  .filter(({ object }) => (object['metadata'] as { readonly name: string }).name.startsWith('dashboards-'))
  .flatMap(({ cluster, object }) =>
    Object.values(object['data'] as Record<string, string>).map((text) => ({ cluster, ...(JSON.parse(text) as DashboardJson) })),
  );

const panels = dashboards.flatMap(({ cluster, title, panels: drawn }) =>
  drawn.flatMap((panel) => (panel.targets ?? []).map((target) => ({ where: `${cluster} ${title}: ${panel.title}`, target }))),
);
const variables: readonly Use[] = dashboards.flatMap(({ cluster, title, templating }) =>
  templating.list.flatMap(({ name, query: { query } }): Use[] => {
    const [, expr, label] = /^label_values\((.*), (\w+)\)$/.exec(query) ?? [];
    return expr === undefined ? [] : [{ where: `${cluster} ${title}: $${name}`, kind: 'panel', expr, texts: [`{{${label}}}`], added: [] }];
  }),
);

/** Types of data sources that are asked in PromQL. */
const promqlSources: ReadonlySet<string> = new Set(['prometheus', 'grafana-amazonprometheus-datasource']);

export const uses: readonly Use[] = [
  ...rules,
  ...variables,
  ...panels
    .filter(({ target }) => promqlSources.has(target.datasource.type))
    .map(({ where, target }): Use => ({ where, kind: 'panel', expr: target.expr, texts: [target.legendFormat], added: [] })),
];
export const logQueries: readonly LogQuery[] = panels
  .filter(({ target }) => target.datasource.type === 'loki')
  .map(({ where, target }) => ({ where, expr: target.expr }));

/** What the chart of a component gets, in the first cluster of all or in a given one. */
export const valuesOf = (component: string, of?: string): string =>
  clusters.flatMap(({ cluster, components }) =>
    (of === undefined || of === cluster.name ? components : []).filter(({ component: { name } }) => name === component).map(({ built }) => built.values ?? ''),
  )[0] ?? '';

interface Node {
  readonly type: { readonly name: string };
  readonly from: number;
  readonly to: number;
  getChild(name: string): Node | null;
  getChildren(name: string): readonly Node[];
}
interface Parser {
  parse(text: string): { iterate(visit: { enter(node: { readonly node: Node }): void }): void };
}
// The package ships CommonJS, but describes itself to TypeScript as a module only.
const { parser } = createRequire(__filename)('@prometheus-io/lezer-promql') as { readonly parser: Parser };

export interface Named {
  readonly selectors: readonly { readonly metric: string; readonly labels: readonly string[] }[];
  /** In `by`, `on`, `group_left`. */
  readonly grouping: readonly string[];
  /** In `by` alone. */
  readonly by: readonly string[];
  /** Made by label_replace and count_values. */
  readonly made: readonly string[];
}

/** Dashboards write variables where the parser expects values. */
const withValues = (expr: string): string =>
  expr
    .replace(/\[\$__\w+\]/g, '[5m]')
    .replace(/\$__\w+/g, '5m')
    .replace(/\$\{?\w+\}?/g, 'x');

export function named(expr: string): Named {
  const text = withValues(expr);
  const selectors: { metric: string; labels: string[] }[] = [];
  const grouping: string[] = [];
  const by: string[] = [];
  parser.parse(text).iterate({
    enter: ({ node }) => {
      const said = ({ from, to }: Node): string => text.slice(from, to);
      if (node.type.name === 'VectorSelector') {
        const matchers = node.getChild('LabelMatchers')?.getChildren('UnquotedLabelMatcher') ?? [];
        const name = node.getChild('Identifier');
        selectors.push({ metric: name === null ? '' : said(name), labels: matchers.map((each) => /^\w+/.exec(said(each))?.[0] ?? '') });
      }
      if (node.type.name === 'GroupingLabels') {
        const labels = node.getChildren('LabelName').map(said);
        grouping.push(...labels);
        if (/\bby\s*$/.test(text.slice(0, node.from))) by.push(...labels);
      }
    },
  });
  const made = [...expr.matchAll(/"(\w+)", "\$1"/g), ...expr.matchAll(/count_values\("(\w+)"/g)].map(([, label]) => label ?? '');
  return { selectors, grouping, by, made };
}
