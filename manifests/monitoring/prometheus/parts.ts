/** The parts of this option as they find each other: labels of pods, Services, ports. */
import { alertRouter, metricsCollectors, metricsPeer } from '../../../lib/names';
import { app, sharedParts, sharedPorts, type Part } from '../parts';

export { host, instance, peer, type Part } from '../parts';

export const parts = {
  ...sharedParts,
  prometheus: { name: 'prometheus', pods: metricsCollectors.prometheus.pods },
  alertmanager: { name: alertRouter.service, pods: alertRouter.pods },
  /** Answers for this cluster only; other clusters ask it. */
  peerQuery: { name: 'thanos-peer-query', pods: metricsPeer.pods },
  /** Answers for all clusters. */
  query: { name: 'thanos-query', pods: app('thanos-query') },
  queryFrontend: { name: 'thanos-query-frontend', pods: app('thanos-query-frontend') },
  store: { name: 'thanos-store', pods: app('thanos-store') },
  compact: { name: 'thanos-compact', pods: app('thanos-compact') },
} as const satisfies Record<string, Part>;

export const ports = {
  ...sharedPorts,
  alertmanager: alertRouter.port,
  gossip: 9094,
  thanosGrpc: 10901,
  thanosHttp: 10902,
} as const;
