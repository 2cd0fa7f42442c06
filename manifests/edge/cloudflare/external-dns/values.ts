/** Values of chart external-dns. */
import { resources } from '../../../../lib/constructs/pods';
import { dnsAnnotationPrefix, onSystemNodes, priorityClasses, tenantDomain } from '../../../../lib/names';
import type { Context } from '../../../context';
import { tokenSecret } from '../token';

export const podLabels = { 'app.kubernetes.io/name': 'external-dns' } as const;
export const metricsPort = 7979;

export const values = ({ platform, cluster, names }: Context): object => ({
  provider: { name: 'cloudflare' },
  env: [{ name: 'CF_API_TOKEN', valueFrom: { secretKeyRef: tokenSecret } }],
  // Typed objects only: an annotation on a Service anywhere in the cluster makes no record.
  sources: ['crd'],
  domainFilters: [tenantDomain(platform)],
  extraArgs: {
    // By id: the filter above is below the name of the zone, and a zone outside the filter would not be looked at.
    'zone-id-filter': platform.edge.zone.id,
    'cloudflare-dns-records-per-page': 5000,
  },
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
});
