/** What the components answer when everything is there. */
import { readFileSync } from 'node:fs';
import { objects } from '../alerts/rule-files';
import { until } from '../process';
import type { Report } from '../report';
import type { Thanos } from './pod';
import type { Site } from './site';

interface Answer {
  readonly status: string;
  readonly error?: string;
  readonly warnings?: readonly string[];
  readonly data?: { readonly result: readonly { readonly metric: Readonly<Record<string, string>>; readonly value?: readonly [number, string] }[] };
}

export interface Question {
  readonly query: string;
  /** @default true */
  readonly dedup?: boolean;
}

export const ask = (of: Thanos, { query, dedup = true }: Question): Promise<Answer> =>
  of.get<Answer>(`/api/v1/query?query=${encodeURIComponent(query)}&dedup=${dedup}`);

/** Value for each cluster, as `cluster=value`. */
export const byCluster = ({ data }: Answer): readonly string[] =>
  (data?.result ?? []).map(({ metric, value }) => `${metric['cluster'] ?? 'no cluster'}=${value?.[1] ?? ''}`).sort();

/** Asks until the answer is `wanted`, since queriers learn of each other after a while. */
export async function answers(of: Thanos, question: Question, wanted: readonly string[], seconds = 45): Promise<readonly string[]> {
  let last: Answer | undefined;
  const right = async (): Promise<true | undefined> => {
    last = await ask(of, question).catch(() => undefined);
    return last !== undefined && byCluster(last).join() === [...wanted].sort().join() ? true : undefined;
  };
  return until('answer', seconds, right).then(
    () => [],
    () => [`${question.query} is ${last === undefined ? 'not answered' : byCluster(last).join(', ') || (last.error ?? 'empty')}, not ${wanted.join(', ')}`],
  );
}

/** Sidecars write, the store gateway reads, the compactor deletes: each by the identity of its own service account. */
export async function buckets(sites: readonly Site[], report: Report): Promise<void> {
  await Promise.all(
    sites.map(async (site) => {
      report.check(`${site.name}: sidecars bring their blocks to the bucket that dist/ names`, await site.uploaded());
      await site.age();
      for (const name of Object.keys(site.specs)) site.start(name);
      for (const name of Object.keys(site.specs))
        report.check(`${site.name}: ${name} runs with the arguments and files of dist/ and is ready`, await site.pod(name).notReady());
      const users = ['prometheus', 'thanos-compact', 'thanos-store'];
      report.check(
        `${site.name}: prometheus, thanos-store and thanos-compact have got tokens of the cloud, and nobody else`,
        [...site.store.users].sort().join() === users.join() ? [] : [`these have: ${[...site.store.users].join(', ')}`],
      );
      const marked = async (): Promise<true | undefined> =>
        (await site.store.keys()).filter((key) => key.endsWith('/deletion-mark.json')).length === site.replicas.length ? true : undefined;
      const late = await until('marks', 60, marked).then(
        () => [],
        async () => [`marks: ${(await site.store.keys()).filter((key) => key.endsWith('deletion-mark.json')).join(', ') || 'none'}`],
      );
      report.check(`${site.name}: the compactor marks for deletion what is older than the retention of dist/, and nothing else`, late);
    }),
  );
}

export async function queries(sites: readonly Site[], report: Report): Promise<void> {
  const everywhere = sites.map(({ name }) => `${name}=1`);
  for (const site of sites) {
    const [frontend, peer] = [site.pod('thanos-query-frontend'), site.pod('thanos-peer-query')];
    const count = 'count by (cluster) (up{job="self"})';
    report.check(
      `${site.name}: one series for each cluster, through the frontend, the querier and the other cluster's`,
      await answers(frontend, { query: count }, everywhere),
    );
    const twice = sites.map(({ name, replicas }) => `${name}=${replicas.length}`);
    report.check(`${site.name}: which are two replicas each without deduplication`, await answers(frontend, { query: count, dedup: false }, twice));
    report.check(`${site.name}: the querier for peers answers for its own cluster only`, await answers(peer, { query: count }, [`${site.name}=1`]));
    const old = 'count by (cluster) (last_over_time(history_recent[4d]))';
    report.check(`${site.name}: blocks of both clouds are read`, await answers(frontend, { query: old }, everywhere));
    report.check(
      `${site.name}: answers name who is asked by the labels of dist/`,
      labels(site, await ask(frontend, { query: `up{job="self", cluster="${site.name}"}` })),
    );
    report.check(`${site.name}: the frontend answers a question over two days from its cache when it is asked again`, await cached(frontend));
    report.check(`${site.name}: each metric of Thanos that alerts and dashboards ask for is there`, await unknownMetrics(site));
  }
}

function labels(site: Site, { data }: Awaited<ReturnType<typeof ask>>): readonly string[] {
  const { metric = {} } = data?.result[0] ?? {};
  const wanted = ['cluster', 'region', 'cloud', 'prometheus'].filter((label) => metric[label] === undefined).map((label) => `${label} is missing`);
  return [...wanted, ...(metric['prometheus_replica'] === undefined ? [] : [`${site.name} shows its replicas`])];
}

async function cached(frontend: Thanos): Promise<readonly string[]> {
  const end = Math.floor(Date.now() / 60_000) * 60 - 600;
  const range = `/api/v1/query_range?query=${encodeURIComponent('count(history_recent)')}&start=${end - 2 * 86_400}&end=${end}&step=60`;
  const first = await frontend.get<Answer>(range);
  const second = await frontend.get<Answer>(range);
  const text = await (await fetch(`http://127.0.0.1:${frontend.http}/metrics`)).text();
  const hits = [...text.matchAll(/^\w*cache_hits_total\{.*\} (\d+)/gm)].reduce((sum, [, value]) => sum + Number(value), 0);
  return [...(first.status === 'success' && second.status === 'success' ? [] : [first.error ?? second.error ?? 'it fails']), ...(hits > 0 ? [] : ['no hit'])];
}

/** Of names that Thanos resolves itself; here they are addresses (see `Site`). */
const ofResolvedNames = 'thanos_query_endpoints_dns_provider_results';

async function unknownMetrics(site: Site): Promise<readonly string[]> {
  const texts = ['prometheusrule-metrics-long-term', 'configmap-dashboards'].flatMap((prefix) =>
    objects(site.name, prefix).map(({ path }) => readFileSync(path, 'utf8')),
  );
  const asked = [...new Set(texts.flatMap((text) => text.match(/\bthanos_\w+/g) ?? []))].sort();
  const running = [...Object.values(site.pods), ...site.replicas.map(({ sidecar }) => sidecar)];
  const names = new Set((await Promise.all(running.map((pod) => pod.metricNames()))).flat());
  return asked.length === 0 ? ['they ask for none'] : asked.filter((name) => name !== ofResolvedNames && !names.has(name) && !names.has(`${name}_count`));
}
