/** Values of chart external-dns. */
import { resources } from '../../../lib/constructs/pods';
import { dnsAnnotationPrefix, onSystemNodes, priorityClasses, tenantDomain } from '../../../lib/names';
import type { Context } from '../../context';
import type { RecordsProvider } from './provider';

export const podLabels = { 'app.kubernetes.io/name': 'external-dns' } as const;
export const metricsPort = 7979;

export function values(context: Context, provider: RecordsProvider): object {
  const { platform, cluster, names } = context;
  return {
    provider: { name: provider.name },
    ...provider.values(context),
    // Typed objects only: an annotation on a Service anywhere in the cluster makes no record.
    sources: ['crd'],
    domainFilters: [tenantDomain(platform)],
    annotationPrefix: dnsAnnotationPrefix,
    managedRecordTypes: ['A', 'AAAA', 'CNAME'],
    policy: 'sync',
    registry: 'txt',
    // Ownership: with one owner in each cluster, neither deletes what the other one made.
    txtOwnerId: names.prefix(),
    txtPrefix: 'dns-owner-',
    interval: '1m',
    triggerLoopOnEvent: true,
    logFormat: 'json',
    // One replica without leader election: two would write at the same time. Records stay while it is away.
    deploymentStrategy: { type: 'Recreate' },
    priorityClassName: priorityClasses.platform,
    resources: resources('20m', '128Mi'),
    serviceMonitor: { enabled: false },
    ...onSystemNodes(cluster),
  };
}
