/** What dist/ promises when something is away: nothing is lost, nobody waits for a workload that is too loud, nothing grows without end. */
import { until } from '../process';
import { lokiBurst, missing, numbered } from './arriving';
import { configuration, type Collector } from './configuration';
import { LogFile } from './log-file';
import { metricNames } from './metrics';
import type { Stage } from './journey';
import type { RunningCollector } from './pipeline';
import { podOf } from './pods';

export async function outages(stage: Stage): Promise<void> {
  await largeLines(stage);
  await lokiAway(stage);
  await loudWorkload(stage);
  await agentAway(stage);
  await refusedForGood(stage);
  await metricNames(stage);
  memory(stage);
}

/** Requests have limits: 4 MiB in gRPC unless somebody raises it, the burst of a tenant in Loki. */
async function largeLines({ files, receiver, cluster, report }: Stage): Promise<void> {
  const lines = Array.from({ length: 4000 }, (_, index) => `large ${index} ${'z'.repeat(10_000)}`);
  files.platform.write(lines);
  report.check('4000 lines of 10 kB, written at once, arrive', await missing(receiver, 'platform', lines, 60));
  const largest = Math.max(...receiver.sizes);
  report.check(
    'no request is larger than what Loki takes of a tenant at once',
    largest > lokiBurst(cluster.name) ? [`a request has ${largest} bytes, the burst is ${lokiBurst(cluster.name)}`] : [],
  );
}

const queueSize = async (of: RunningCollector): Promise<number> =>
  [...(await of.metrics())].filter(([name]) => name.startsWith('otelcol_exporter_queue_size')).reduce((sum, [, value]) => sum + value, 0);

/** Loki is away; meanwhile gateway and agent die without a word. */
async function lokiAway({ agent, gateway, files, receiver, report }: Stage): Promise<void> {
  const wanted = numbered('during the outage', 3000);
  receiver.refusing.set('*', 503);
  for (let at = 0; at < wanted.length; at += 500) {
    files.platform.write(wanted.slice(at, at + 500));
    files.audit.write(wanted.slice(at, at + 500));
    const before = receiver.refused;
    await until('refusals', 20, () => Promise.resolve(receiver.refused > before ? true : undefined)).catch(() => undefined);
  }
  const waiting = await until('queue', 20, async () => ((await queueSize(agent)) > 0 ? true : undefined)).catch(() => false);
  report.check('while Loki refuses, lines wait with the agent', waiting ? [] : ['the queue of the agent is empty']);
  await gateway.kill();
  await gateway.start();
  await agent.kill();
  await agent.start();
  receiver.refusing.clear();
  const lacking = [...(await missing(receiver, 'platform', wanted, 60)), ...(await missing(receiver, 'audit', wanted, 60))];
  report.check('after an outage in which gateway and agent were killed nothing is missing', lacking);
  const copies = receiver.arrived.filter(({ body, tenant }) => tenant !== 'workloads' && body.startsWith('during the outage')).length;
  report.note(`${copies - 2 * wanted.length} of ${2 * wanted.length} lines came twice: Loki takes a line of the same time and text once`);
  const left = await until('queue', 30, async () => ((await queueSize(agent)) === 0 ? true : undefined)).catch(() => false);
  report.check('and the queue of the agent is empty again', left ? [] : [`it holds ${await queueSize(agent)}`]);
}

/** Loki refuses a tenant that sends too much; the others do not wait for it. */
async function loudWorkload({ files, receiver, report }: Stage): Promise<void> {
  receiver.refusing.set('workloads', 429);
  for (let round = 0; round < 20; round += 1) {
    files.workloads.write(numbered(`loud ${round}`, 1000));
    files.platform.write(numbered(`quiet ${round}`, 10));
    files.audit.write(numbered(`quiet ${round}`, 10));
  }
  const wanted = Array.from({ length: 20 }, (_, round) => numbered(`quiet ${round}`, 10)).flat();
  const lacking = [...(await missing(receiver, 'platform', wanted, 20)), ...(await missing(receiver, 'audit', wanted, 20))];
  report.check('while a workload is refused for being too loud, platform and audit go on', lacking);
  receiver.refusing.clear();
  const loud = Array.from({ length: 20 }, (_, round) => numbered(`loud ${round}`, 1000)).flat();
  report.check('and its lines arrive when it is taken again', await missing(receiver, 'workloads', loud, 60));
}

/** The agent is renewed while a pod starts, writes and is not read yet. */
async function agentAway({ agent, cluster, files, varLog, receiver, report }: Stage): Promise<void> {
  await agent.stop();
  const file = new LogFile(varLog, await podOf(cluster, 'thanos-peer-query'));
  file.write(numbered('first words', 20));
  files.platform.write(numbered('meanwhile', 20));
  await agent.start();
  report.check(
    'what is written while the agent is renewed arrives, of new pods too',
    await missing(receiver, 'platform', [...numbered('first words', 20), ...numbered('meanwhile', 20)]),
  );
  const named = receiver.arrived.filter(({ body }) => body.startsWith('first words') || body.startsWith('meanwhile'));
  const nameless = named.filter(({ resource }) => resource['service.name'] === undefined || resource['k8s.deployment.name'] === undefined);
  report.check(
    'and says whose it is, though the agent has only just asked the API server',
    nameless.length > 0 ? [`${nameless.length} of ${named.length} lines do not name their Deployment`] : [],
  );
}

/** Lines that Loki never takes: they are given up, and hold up nobody. */
async function refusedForGood({ files, receiver, report }: Stage): Promise<void> {
  receiver.refusing.set('workloads', 400);
  const before = receiver.refused;
  files.workloads.write(['from another year']);
  await until('the refusal', 20, () => Promise.resolve(receiver.refused > before ? true : undefined)).catch(() => undefined);
  receiver.refusing.clear();
  files.workloads.write(['from today']);
  report.check('a line that Loki refuses for good does not hold up the next one', await missing(receiver, 'workloads', ['from today']));
}

/** The limit of the container, which the collector cannot see here. */
function memory({ agent, gateway, cluster, report }: Stage): void {
  const limit = (name: Collector): number => {
    const { resources } = configuration(cluster.name, name).container;
    const [, amount = '', unit = ''] = /^(\d+)(Mi|Gi)$/.exec(resources.limits.memory) ?? [];
    return Number(amount) * (unit === 'Gi' ? 1024 : 1);
  };
  for (const [name, of] of [
    ['otel-agent', agent],
    ['otel-gateway', gateway],
  ] as const) {
    report.note(`${name} had at most ${Math.round(of.peakMemoryMiB)} MiB`);
    report.check(
      `${name} stays within its memory limit`,
      of.peakMemoryMiB > limit(name) ? [`it had ${of.peakMemoryMiB} MiB, the limit is ${limit(name)}`] : [],
    );
  }
}
