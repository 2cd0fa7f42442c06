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
};

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
};

describe.each(Object.values(dialects))('a search in $language', (dialect) => {
  it.each(Object.keys(searches) as (keyof typeof searches)[])('for %s', (name) => {
    expect(logQuery(dialect, searches[name])).toBe(expected[dialect.language][name]);
  });
});
