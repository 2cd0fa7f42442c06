/** Lines into Loki as the gateway sends them, and out of it as dashboards ask. */
import type { Report } from '../report';
import type { ObjectStore } from '../object-stores/store';
import { until } from '../process';
import type { LokiValues } from './configuration';

export interface LokiStage {
  readonly name: string;
  readonly url: string;
  readonly values: LokiValues;
  readonly bucket: ObjectStore;
  readonly report: Report;
}

export interface Line {
  readonly body: string;
  /** Milliseconds since 1970. @default - now */
  readonly at?: number;
  /** Attributes of the resource beside those that every line has. */
  readonly resource?: Readonly<Record<string, string>>;
}

/** What every line of a pod says. */
const origin = (cluster: string): Readonly<Record<string, string>> => ({
  'k8s.cluster.name': cluster,
  'k8s.namespace.name': 'api',
  'k8s.container.name': 'api',
  'k8s.pod.name': 'api-7d9f8b6c5d-x2k9q',
  'k8s.node.name': 'node-1',
  'k8s.deployment.name': 'api',
  'service.name': 'api',
});

/** HTTP status and what Loki says. */
export async function push(
  { url, name }: LokiStage,
  tenant: string,
  { body, at = Date.now(), resource = {} }: Line,
): Promise<{ readonly status: number; readonly text: string }> {
  const attributes = Object.entries({ ...origin(name), ...resource }).map(([key, value]) => ({ key, value: { stringValue: value } }));
  const time = BigInt(at) * 1_000_000n;
  const logRecords = [{ timeUnixNano: String(time), body: { stringValue: body }, attributes: [{ key: 'log.iostream', value: { stringValue: 'stdout' } }] }];
  const answer = await fetch(`${url}/otlp/v1/logs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'X-Scope-OrgID': tenant },
    body: JSON.stringify({ resourceLogs: [{ resource: { attributes }, scopeLogs: [{ logRecords }] }] }),
  });
  return { status: answer.status, text: await answer.text() };
}

export interface Stream {
  readonly stream: Readonly<Record<string, string>>;
  readonly values: readonly (readonly [time: string, line: string])[];
}

export async function ask({ url }: LokiStage, tenant: string, query: string, hours = 6): Promise<readonly Stream[]> {
  const start = BigInt(Date.now() - hours * 3_600_000) * 1_000_000n;
  const answer = await fetch(`${url}/loki/api/v1/query_range?query=${encodeURIComponent(query)}&start=${start}&limit=1000`, {
    headers: { 'X-Scope-OrgID': tenant },
    signal: AbortSignal.timeout(20_000),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${query}: HTTP ${answer.status} ${text}`);
  return (JSON.parse(text) as { readonly data: { readonly result: readonly Stream[] } }).data.result;
}

/** Lines that a tenant's query gives, once `wanted` of them are there. */
export async function linesOf(stage: LokiStage, tenant: string, query: string, wanted: number): Promise<readonly string[]> {
  const lines = async (): Promise<readonly string[]> => (await ask(stage, tenant, query)).flatMap(({ values }) => values.map(([, line]) => line)).sort();
  return until('lines', 15, async () => ((await lines()).length >= wanted ? lines() : undefined)).catch(lines);
}
