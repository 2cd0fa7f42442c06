import { resources } from '../../../cloud/azure/stacks';
import { monitoring } from './example';

interface Item {
  readonly type: number;
  readonly name: string;
  readonly customWidth?: string;
  readonly content: {
    readonly json?: string;
    readonly title?: string;
    readonly query?: string;
    readonly queryType?: number;
    readonly visualization?: string;
    readonly crossComponentResources?: readonly string[];
    readonly parameters?: readonly { readonly name: string; readonly value: unknown }[];
  };
}
const { context, stack } = monitoring();
const made = resources(stack, 'azurerm_application_insights_workbook');
const itemsOf = (title: string): readonly Item[] => {
  const found = made.find(({ display_name: name }) => name === `az-weu ${title}`);
  return (JSON.parse(String(found?.['data_json'])) as { readonly items: readonly Item[] }).items;
};
const asked = ({ content }: Item) => JSON.parse(content.query ?? '{}') as { readonly queryText: string; readonly type: string };
const dashboards = [...new Map(context.wiring.all('dashboards').map((each) => [each.uid, each])).values()];

describe('workbooks', () => {
  it('are every dashboard of every component, under a name that stays', () => {
    expect(dashboards.length).toBeGreaterThan(10);
    expect(made.map(({ display_name: name }) => name).sort()).toEqual(dashboards.map(({ title }) => `az-weu ${title}`).sort());
    for (const { name } of made) expect(name).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(new Set(made.map(({ name }) => name)).size).toBe(made.length);
    expect(monitoring().stack.resource['azurerm_application_insights_workbook']).toEqual(stack.resource['azurerm_application_insights_workbook']);
  });

  it.each(dashboards.map((dashboard) => [dashboard.title, dashboard] as const))('%s asks what its dashboard asks', (title, { rows, variables = [] }) => {
    const wanted = rows.flatMap(({ panels }) =>
      panels.flatMap((panel) =>
        panel.type === 'logs' || panel.queries.some(({ expr }) => expr.includes('ALERTS')) ? [] : panel.queries.map(({ expr }) => ({ expr, type: panel.type })),
      ),
    );
    const items = itemsOf(title).filter(({ content }) => content.queryType === 16);
    const named = (expr: string) => variables.reduce((text, { name }) => text.replaceAll(`$${name}`, `{${name}}`), expr.replaceAll('$cluster', 'az-weu'));
    expect(items.map((item) => asked(item).queryText)).toEqual(wanted.map(({ expr }) => named(expr)));
    expect(items.map((item) => asked(item).type)).toEqual(wanted.map(({ type }) => (type === 'timeseries' ? 'query_range' : 'query')));
    for (const { content } of items)
      expect(content.crossComponentResources).toEqual([expect.stringMatching(/Microsoft\.Monitor\/accounts\/amw-acme-db-az-weu$/)]);
    expect(items.map((item) => asked(item).queryText).filter((text) => text.includes('$'))).toEqual([]);
  });

  it('let people narrow down what dashboards let them choose', () => {
    const parameters = itemsOf('Platform: endpoints').find(({ type }) => type === 9)?.content.parameters ?? [];
    expect(parameters.map(({ name, value }) => [name, value])).toEqual([
      ['TimeRange', { durationMs: 21_600_000 }],
      ['namespace', '.+'],
      ['service', '.+'],
    ]);
  });

  it('list alerts as Azure has them, since its rules leave no series behind', () => {
    const items = itemsOf('Platform: overview').filter(({ content }) => content.queryType === 1);
    expect(items.map(({ content }) => content.title)).toEqual(['Pages', 'Tickets', 'Alerts']);
    expect(items.map(({ content }) => /severity (.*)/.exec(content.query ?? '')?.[1])).toEqual(['== "Sev1"', '== "Sev2"', '!= "Sev4"']);
    expect(items.map(({ content }) => content.query?.includes('summarize'))).toEqual([true, true, false]);
    for (const { content } of items) expect(content.query).toContain('contains "/resourceGroups/rg-acme-db-az-weu-monitoring/"');
    expect(JSON.stringify(made)).not.toMatch(/ALERTS/);
  });

  it('have items with names of their own, and no text that Terraform would read as its own', () => {
    for (const { data_json: text } of made) {
      const { items } = JSON.parse(String(text)) as { readonly items: readonly Item[] };
      expect(new Set(items.map(({ name }) => name)).size).toBe(items.length);
      expect(String(text)).not.toMatch(/[$%]\{/);
    }
  });
});
