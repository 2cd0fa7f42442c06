/** What Loki refuses by the limits of dist/, and what it must never refuse. */
import { linesOf, push, type LokiStage } from './push';

const hoursAgo = (hours: number): number => Date.now() - hours * 3_600_000;

export async function limits(stage: LokiStage): Promise<void> {
  const { name, report, values } = stage;
  const size = Number.parseInt(values.loki.limits_config.max_line_size, 10) * 1024;
  const [longest, longer] = [await push(stage, 'platform', { body: 'x'.repeat(size) }), await push(stage, 'platform', { body: 'x'.repeat(size + 1) })];
  report.check(`${name}: a line of ${size} bytes is taken, a longer one refused for good`, [
    ...(longest.status < 300 ? [] : [`HTTP ${longest.status} ${longest.text}`]),
    ...(longer.status === 400 ? [] : [`a byte more: HTTP ${longer.status}`]),
  ]);
  const ancient = await push(stage, 'platform', { body: 'ancient', at: hoursAgo(8 * 24) });
  report.check(`${name}: a line of last week's week is refused for good`, ancient.status === 400 ? [] : [`HTTP ${ancient.status}`]);
  // After an outage agents bring what they kept, each at its own pace: one is at the present while another is hours behind.
  await push(stage, 'workloads', { body: 'of the present', resource: { 'k8s.node.name': 'node-1' } });
  const late = await push(stage, 'workloads', { body: 'kept for two hours', at: hoursAgo(2), resource: { 'k8s.node.name': 'node-2' } });
  const found = await linesOf(stage, 'workloads', '{service_name="api"} |= "kept for two hours"', 1);
  report.check(`${name}: lines that another node has kept through an outage of hours are taken`, [
    ...(late.status < 300 ? [] : [`HTTP ${late.status} ${late.text}`]),
    ...(found.length === 1 ? [] : ['they are not found']),
  ]);
  const again = { body: 'sent twice', at: Date.now() };
  await push(stage, 'audit', again);
  await push(stage, 'audit', again);
  const copies = await linesOf(stage, 'audit', '{service_name="api"} |= "sent twice"', 1);
  report.check(`${name}: a line that is sent twice is stored once`, copies.length === 1 ? [] : [`it is there ${copies.length} times`]);
}
