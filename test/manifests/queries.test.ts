/** Every query of rules and dashboards, read by the parsers of Prometheus and Loki themselves. */
import { createRequire } from 'node:module';
import { logQuery, type LogDialect } from '../../lib/components';
import { readInput, synthesizeAll } from '../../bin/pipeline';

interface Parser {
  parse(text: string): {
    iterate(visit: { enter(node: { readonly type: { readonly isError: boolean }; readonly from: number; readonly to: number }): void }): void;
  };
}
// Both packages ship CommonJS, but describe themselves to TypeScript as modules only.
const load = createRequire(__filename);
const { parser: promql } = load('@prometheus-io/lezer-promql') as { readonly parser: Parser };
const { parser: logql } = load('@grafana/lezer-logql') as { readonly parser: Parser };

interface Query {
  readonly where: string;
  readonly language: 'promql' | LogDialect['language'];
  readonly expr: string;
}

/** The default platform, and one for each option that brings queries of its own. */
const platforms = [
  'platform.yaml',
  'examples/nginx-auth0/platform.yaml',
  'examples/istio-auth0/platform.yaml',
  'examples/aws-azure-keycloak-elk/platform.yaml',
  'examples/dbaas-fleet/platform.yaml',
];
const clusters = platforms.flatMap((file) => synthesizeAll(readInput(file)).clusters);
const dialects = (components: (typeof clusters)[number]['components']): readonly LogDialect[] =>
  components.flatMap(({ component: { intents } }) => (intents?.datasources ?? []).flatMap(({ logs }) => logs ?? []));
const queries: readonly Query[] = clusters.flatMap(({ cluster, components }) =>
  components.flatMap(({ component: { name, intents } }) => [
    ...(intents?.rules ?? []).flatMap(({ group, alerts = [], recordings = [] }) => [
      ...alerts.map(({ alert, expr }): Query => ({ where: `${cluster.name} ${group} ${alert}`, language: 'promql', expr })),
      ...recordings.map(({ record, expr }): Query => ({ where: `${cluster.name} ${group} ${record}`, language: 'promql', expr })),
    ]),
    ...(intents?.dashboards ?? []).flatMap(({ title, rows }) =>
      rows.flatMap(({ panels }) =>
        panels.flatMap((panel): Query[] => {
          const where = `${cluster.name} ${name} ${title}: ${panel.title}`;
          if (panel.type !== 'logs') return panel.queries.map(({ expr }) => ({ where, language: 'promql', expr }));
          return dialects(components).map((dialect) => ({ where, language: dialect.language, expr: logQuery(dialect, panel.search) }));
        }),
      ),
    ),
  ]),
);
/** The rules as they reach the cluster: those that the monitoring option adds itself are only there. */
const ruleObjects: readonly Query[] = clusters.flatMap(({ cluster, components }) =>
  components.flatMap(({ built }) =>
    built.objects
      .filter(({ object }) => object.kind === 'PrometheusRule')
      .flatMap(({ object }) => {
        const { groups } = object['spec'] as {
          readonly groups: readonly {
            readonly name: string;
            readonly rules: readonly { readonly alert?: string; readonly record?: string; readonly expr: string }[];
          }[];
        };
        return groups.flatMap((group) =>
          group.rules.map((rule): Query => ({ where: `${cluster.name} ${group.name} ${rule.alert ?? rule.record}`, language: 'promql', expr: rule.expr })),
        );
      }),
  ),
);

/** Dashboards write variables where the parsers expect values. */
const withValues = (expr: string): string =>
  expr
    .replace(/\[\$__\w+\]/g, '[5m]')
    .replace(/\$__\w+/g, '5m')
    .replace(/\$\{?\w+\}?/g, 'x');

function problems({ language, expr }: Query): readonly string[] {
  // Nothing to be had here reads query strings of Lucene: terms joined by words, as test/lib/components/log-search.test.ts has them.
  if (language === 'lucene') return expr.split(' AND ').every((term) => /^[\w.]+:(\/\$\{\w+:regex\}\/|"[^"]+"|>=\d+|\([^()]+\))$/.test(term)) ? [] : [expr];
  const found: string[] = [];
  const text = withValues(expr);
  (language === 'promql' ? promql : logql)
    .parse(text)
    .iterate({ enter: ({ type, from, to }) => void (type.isError && found.push(`${text.slice(Math.max(0, from - 20), to + 20)} at ${from}`)) });
  return found;
}

describe('queries', () => {
  it('are many', () => {
    expect(queries.length).toBeGreaterThan(200);
    expect(ruleObjects.length).toBeGreaterThan(150);
  });

  it('all parse', () => {
    expect([...queries, ...ruleObjects].flatMap((query) => problems(query).map((problem) => `${query.where}: ${problem}`))).toEqual([]);
  });

  it('would be caught if they did not', () => {
    expect(problems({ where: '', language: 'promql', expr: 'sum(rate(x[5m])' })).not.toEqual([]);
    expect(problems({ where: '', language: 'logql', expr: '{a="b"} |~' })).not.toEqual([]);
  });
});
