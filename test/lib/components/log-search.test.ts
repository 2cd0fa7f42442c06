import { logQuery, type LogDialect, type LogSearch } from '../../../lib/components';

const searches = {
  everything: {},
  namespace: { namespace: 'login' },
  words: { words: ['error', 'panic'] },
  number: { namespace: 'login', field: { name: 'status', atLeast: 500 } },
  choice: { field: { name: 'status', oneOf: ['401', '403'] } },
  other: { field: { name: 'reason', oneOf: ['quota'] } },
  all: { namespace: 'login', words: ['error'], field: { name: 'status', atLeast: 500 } },
} satisfies Record<string, LogSearch>;

const dialects: { readonly [L in LogDialect['language']]: Extract<LogDialect, { language: L }> } = {
  logql: { language: 'logql', labels: { cluster: 'cluster_name', namespace: 'namespace_name' } },
  lucene: {
    language: 'lucene',
    fields: { cluster: 'cluster.name', namespace: 'pod.namespace', line: 'message' },
    known: { status: 'http.status' },
    others: 'json',
  },
  'logs-insights': { language: 'logs-insights', region: 'eu-central-1', groups: [{ name: '/a', arn: 'arn:a', accountId: '1' }] },
  kql: { language: 'kql', workspace: '/w', tables: { ordinary: 'Lines', audit: 'Audit_CL' }, audited: ['login'], basic: false },
};

const ofLogin = 'filter `resource.attributes.k8s.namespace.name` = "login"';
const parsed = 'parse body /"status": ?"?(?<found>[^",}]+)/';
const insights = (...steps: readonly string[]): string => ['fields @timestamp, body', ...steps, 'sort @timestamp desc', 'limit 500'].join('\n| ');
const line = 'extend Line = tostring(LogMessage)';
const found = 'extend Found = tostring(parse_json(Line)["status"])';
const kusto = (...steps: readonly string[]): string =>
  [...steps, 'project TimeGenerated, Line, PodNamespace, PodName, ContainerName', 'order by TimeGenerated desc', 'take 500'].join('\n| ');

/** A language without its row does not compile. */
const expected: Record<LogDialect['language'], Record<keyof typeof searches, string>> = {
  logql: {
    everything: '{cluster_name=~"$cluster"}',
    namespace: '{cluster_name=~"$cluster", namespace_name="login"}',
    words: '{cluster_name=~"$cluster"} |~ "(?i)(error|panic)"',
    number: '{cluster_name=~"$cluster", namespace_name="login"} | json | status >= 500',
    choice: '{cluster_name=~"$cluster"} | json | status =~ "401|403"',
    all: '{cluster_name=~"$cluster", namespace_name="login"} |~ "(?i)(error)" | json | status >= 500',
    other: '{cluster_name=~"$cluster"} | json | reason =~ "quota"',
  },
  lucene: {
    everything: 'cluster.name:/${cluster:regex}/',
    namespace: 'cluster.name:/${cluster:regex}/ AND pod.namespace:"login"',
    words: 'cluster.name:/${cluster:regex}/ AND message:(error* OR panic*)',
    number: 'cluster.name:/${cluster:regex}/ AND pod.namespace:"login" AND http.status:>=500',
    choice: 'cluster.name:/${cluster:regex}/ AND http.status:("401" OR "403")',
    all: 'cluster.name:/${cluster:regex}/ AND pod.namespace:"login" AND message:(error*) AND http.status:>=500',
    other: 'cluster.name:/${cluster:regex}/ AND json.reason:("quota")',
  },
  'logs-insights': {
    everything: insights(),
    namespace: insights(ofLogin),
    words: insights('filter body like /(?i)(error|panic)/'),
    number: insights(ofLogin, parsed, 'filter found >= 500'),
    choice: insights(parsed, 'filter found in ["401","403"]'),
    all: insights(ofLogin, 'filter body like /(?i)(error)/', parsed, 'filter found >= 500'),
    other: insights('parse body /"reason": ?"?(?<found>[^",}]+)/', 'filter found in ["quota"]'),
  },
  kql: {
    everything: kusto('union Lines, Audit_CL', line),
    namespace: kusto('Audit_CL', 'where PodNamespace == "login"', line),
    words: kusto('union Lines, Audit_CL', line, 'where Line matches regex "(?i)(error|panic)"'),
    number: kusto('Audit_CL', 'where PodNamespace == "login"', line, found, 'where toint(Found) >= 500'),
    choice: kusto('union Lines, Audit_CL', line, found, 'where Found in ("401", "403")'),
    all: kusto('Audit_CL', 'where PodNamespace == "login"', line, 'where Line matches regex "(?i)(error)"', found, 'where toint(Found) >= 500'),
    other: kusto('union Lines, Audit_CL', line, 'extend Found = tostring(parse_json(Line)["reason"])', 'where Found in ("quota")'),
  },
};

describe.each(Object.values(dialects))('a search in $language', (dialect) => {
  it.each(Object.keys(searches) as (keyof typeof searches)[])('for %s', (name) => {
    expect(logQuery(dialect, searches[name])).toBe(expected[dialect.language][name]);
  });
});

it('a table that is searched for money is searched alone', () => {
  const basic = { ...dialects.kql, basic: true };
  expect(logQuery(basic, searches.everything)).toMatch(/^Lines\n/);
  expect(logQuery(basic, searches.namespace)).toMatch(/^Audit_CL\n/);
  expect(logQuery(basic, { namespace: 'api' })).toMatch(/^Lines\n/);
});
