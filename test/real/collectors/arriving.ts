/** Lines that nothing disturbs: who they are from, in one piece, at the right tenant, and only from those who may send. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { until } from '../process';
import { journal, type Stage, type Tenant } from './journey';
import { happened, nodeName } from './pods';
import type { Arrived, Receiver } from './receiver';

/** Bodies of `wanted` that are not with the tenant after `seconds`. */
export async function missing(receiver: Receiver, tenant: Tenant, wanted: readonly string[], seconds = 30): Promise<readonly string[]> {
  const open = new Set(wanted);
  let seen = 0;
  const look = (): true | undefined => {
    for (; seen < receiver.arrived.length; seen += 1) {
      const line = receiver.arrived[seen];
      if (line?.tenant === tenant) open.delete(line.body);
    }
    return open.size === 0 ? true : undefined;
  };
  await until('lines', seconds, () => Promise.resolve(look())).catch(() => undefined); // what is missing then is the answer
  return [...open].map((body) => `${tenant} lacks: ${body.length > 80 ? `${body.slice(0, 60)}… (${body.length} characters)` : body}`);
}

const tenants: readonly Tenant[] = ['platform', 'workloads', 'audit'];
export const numbered = (name: string, count: number): readonly string[] => Array.from({ length: count }, (_, index) => `${name} ${index}`);

export async function arriving(stage: Stage): Promise<void> {
  const { agent, gateway, receiver, files, report } = stage;
  files.audit.write(['a login before the agent ran']);
  await gateway.start();
  await agent.start();
  report.check('lines of pods that were there before the agent arrive', await missing(receiver, 'audit', ['a login before the agent ran']));
  for (const tenant of tenants) files[tenant].write(numbered(`${tenant} line`, 250));
  files.platform.write(['a complaint'], 'stderr');
  const lacking = await Promise.all(tenants.map((tenant) => missing(receiver, tenant, numbered(`${tenant} line`, 250))));
  report.check('250 lines of each tenant go through agent and gateway to it', lacking.flat());
  const strayed = receiver.arrived.filter(({ tenant, body }) => tenants.some((each) => each !== tenant && body.startsWith(`${each} line`)));
  report.check(
    'and to no other tenant',
    strayed.map(({ tenant, body }) => `${body} is with ${tenant}`),
  );
  for (const tenant of tenants) origin(stage, tenant);
  await ofTheNode(stage);
  await inOnePiece(stage);
  await byWorkloads(stage);
  await events(stage);
}

/** Attributes that Loki's labels and people's questions need. */
function origin({ receiver, files, cluster, report }: Stage, tenant: Tenant): void {
  const { pod } = files[tenant];
  const wanted: Readonly<Record<string, string>> = {
    'k8s.cluster.name': cluster.name,
    'k8s.namespace.name': pod.namespace,
    'k8s.pod.name': pod.name,
    'k8s.pod.uid': pod.uid,
    'k8s.container.name': pod.container,
    'k8s.node.name': nodeName,
    'k8s.deployment.name': pod.deployment,
    'service.name': pod.deployment,
  };
  const lines = receiver.arrived.filter(({ body }) => body.startsWith(`${tenant} line`));
  const wrong = new Set(
    lines.flatMap(({ resource }) =>
      Object.entries(wanted).flatMap(([name, value]) => (resource[name] === value ? [] : [`${name} is ${resource[name] ?? 'not set'}, not ${value}`])),
    ),
  );
  report.check(
    `each line of ${tenant} says its cluster, node, namespace, pod, container, Deployment and service`,
    lines.length === 0 ? ['there are none'] : [...wrong],
  );
}

/** The node's journal: two services, and not what is for developers. */
async function ofTheNode({ receiver, report, cluster }: Stage): Promise<void> {
  const found = (): readonly Arrived[] => receiver.arrived.filter(({ resource }) => resource['service.name'] === 'node');
  const wanted = journal.filter(({ unit, priority }) => unit !== 'sshd.service' && priority <= 6).map(({ message }) => message);
  const messages = (): readonly string[] => found().map(({ body }) => (JSON.parse(body) as { readonly MESSAGE: string }).MESSAGE); // journalctl's own field
  await until('journal', 20, () => Promise.resolve(wanted.every((each) => messages().includes(each)) ? true : undefined)).catch(() => undefined);
  const origins = found().map(({ tenant, resource }) =>
    [tenant, resource['k8s.cluster.name'], resource['k8s.node.name'], resource['k8s.namespace.name']].join(' '),
  );
  report.check("the node's journal is stored with the platform: kubelet and containerd, from before the agent too", [
    ...(messages().join() === wanted.join() ? [] : [`found '${messages().join("', '")}', wanted '${wanted.join("', '")}'`]),
    ...[...new Set(origins)].filter((each) => each !== `platform ${cluster.name} ${nodeName} kube-system`),
  ]);
}

/** Long lines, whose pieces containerd writes apart, and files that are rotated meanwhile. */
async function inOnePiece({ receiver, files, cluster, report }: Stage): Promise<void> {
  const long = `long ${'x'.repeat(100_000)} end`;
  files.platform.write([long, 'a line after it']);
  report.check('a line of 100 kB, written in seven pieces, arrives in one', await missing(receiver, 'platform', [long, 'a line after it']));
  const stderr = receiver.arrived.find(({ body }) => body === 'a complaint');
  report.check('a line says its stream and keeps its own time', stderr === undefined ? ['it is missing'] : [...streamAndTime(stderr)]);
  const endless = `endless ${'y'.repeat(600_000)} end`;
  files.platform.write([endless, 'a line after the endless one']);
  await missing(receiver, 'platform', ['a line after the endless one']);
  const parts = receiver.arrived.filter(({ body }) => body.startsWith('endless') || /^y{100,}/.test(body)).map(({ body }) => body);
  const limit = lokiLineLimit(cluster.name);
  report.check(`a line of 600 kB arrives whole, in parts that Loki takes (at most ${limit} bytes)`, [
    ...(parts.join('') === endless ? [] : [`its ${parts.length} parts are ${parts.join('').length} of ${endless.length} bytes`]),
    ...parts.filter((part) => part.length > limit).map((part) => `a part has ${part.length} bytes`),
  ]);
  files.platform.write(numbered('before rotation', 50));
  files.platform.rotate();
  files.platform.write(numbered('after rotation', 50));
  report.check(
    'a file that the kubelet rotates loses nothing',
    await missing(receiver, 'platform', [...numbered('before rotation', 50), ...numbered('after rotation', 50)]),
  );
}

function* streamAndTime({ attributes, time }: Arrived): Generator<string> {
  if (attributes['log.iostream'] !== 'stderr') yield `its stream is ${attributes['log.iostream'] ?? 'not set'}`;
  const age = Date.now() - Number(time / 1_000_000n);
  if (age < 0 || age > 600_000) yield `its time is ${age} ms ago`;
}

interface LokiValues {
  readonly loki: { readonly limits_config: { readonly max_line_size: string; readonly ingestion_burst_size_mb: number } };
}
const lokiLimits = (cluster: string): LokiValues['loki']['limits_config'] =>
  (parse(readFileSync(join('dist/clusters', cluster, 'loki/values.yaml'), 'utf8')) as LokiValues).loki.limits_config;
const lokiLineLimit = (cluster: string): number => Number.parseInt(lokiLimits(cluster).max_line_size, 10) * 1024;
/** The largest request that Loki ever takes: a larger one is refused however often it is sent. */
export const lokiBurst = (cluster: string): number => lokiLimits(cluster).ingestion_burst_size_mb * 1024 * 1024;

/** What workloads send by themselves says who it is from, and cannot be believed. */
async function byWorkloads({ gateway, receiver, report, cluster }: Stage): Promise<void> {
  const claim = 'a login that never was';
  const attribute = (key: string, value: string): object => ({ key, value: { stringValue: value } });
  const resource = { attributes: [attribute('k8s.namespace.name', 'keycloak'), attribute('k8s.cluster.name', 'another'), attribute('service.name', 'api')] };
  const logRecords = [{ timeUnixNano: `${Date.now()}000000`, severityText: 'WARN', body: { stringValue: claim } }];
  const answer = await fetch(`http://127.0.0.1:${gateway.port(4318)}/v1/logs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ resourceLogs: [{ resource, scopeLogs: [{ logRecords }] }] }),
  });
  const lacking = await missing(receiver, 'workloads', [claim]);
  const found = receiver.arrived.filter(({ body }) => body === claim);
  report.check('what a workload sends by OTLP stays with the workloads of this cluster, whatever it claims', [
    ...(answer.ok ? [] : [`HTTP ${answer.status}`]),
    ...lacking,
    ...found.filter(({ tenant }) => tenant !== 'workloads').map(({ tenant }) => `it is with ${tenant}`),
    ...found.filter(({ resource: { ['k8s.cluster.name']: name } }) => name !== cluster.name).map(() => 'it names another cluster'),
    ...found.filter(({ severity }) => severity !== 'WARN').map(({ severity }) => `its severity is '${severity}'`),
  ]);
}

async function events({ cluster, receiver, files, report }: Stage): Promise<void> {
  const message = 'Back-off restarting failed container';
  await happened(cluster, files.workloads.pod, message);
  const lacking = await missing(receiver, 'platform', [message]);
  const event = receiver.arrived.find(({ body }) => body === message);
  report.check('an event of Kubernetes is stored with the platform, by the rights that dist/ gives the gateway', [
    ...lacking,
    ...(event === undefined || event.resource['service.name'] === 'kubernetes-events' ? [] : [`service.name is ${event.resource['service.name']}`]),
    ...(event === undefined || event.attributes['k8s.namespace.name'] === 'api' ? [] : ['it does not say its namespace']),
  ]);
  const lease = await until('lease', 20, async () => {
    const { code, stdout } = await cluster.kubectl(['get', 'lease', 'otel-gateway-events', '-n', 'observability', '-o', 'jsonpath={.spec.holderIdentity}']);
    return code === 0 && stdout !== '' ? stdout : undefined;
  }).catch(() => '');
  report.check('the gateway takes the lease of the reader of events', lease === '' ? ['the lease has no holder'] : []);
}
