/** The parts of this option as they find each other: labels of pods, ports. */
import type { ComponentIntents } from '../../../lib/components';
import { metricsCollectors } from '../../../lib/names';
import { peer, sharedParts, sharedPorts, type Part } from '../parts';

export { host, instance, peer, type Part } from '../parts';

export const parts = {
  ...sharedParts,
  agent: { name: 'metrics-agent', pods: metricsCollectors['cloud-native'].pods },
} as const satisfies Record<string, Part>;

export const ports = sharedPorts;

/** To the managed Prometheus of the cluster, for samples and for questions: its endpoints are inside the network of the cluster on both clouds. */
export const toManagedMetrics = (part: Part, why: string): NonNullable<ComponentIntents['flows']>[number] => ({
  from: peer(part),
  to: { outside: 'private-endpoints' },
  ports: [{ port: 443 }],
  why,
});
