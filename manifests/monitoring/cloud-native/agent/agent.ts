/** The Prometheus of a cluster in agent mode: it scrapes and sends, and keeps no more than what is on its way. */
import type { Chart } from 'cdk8s';
import { PodDisruptionBudget, ServiceAccount } from '../../../../imports/k8s';
import { PrometheusAgent } from '../../../../imports/monitoring.coreos.com';
import { cloudIdentity } from '../../../../lib/constructs/cloud-identity';
import { resources } from '../../../../lib/constructs/pods';
import { azureAccount, type Cluster } from '../../../../lib/model';
import { clientId, metricsIngestionUrl, priorityClasses, storageClasses } from '../../../../lib/names';
import type { Context } from '../../../context';
import { imageVersion } from '../../images';
import { zonesThenNodes } from '../../spread';
import { instance, parts } from '../parts';

const { name, pods } = parts.agent;

/**
 * AWS stores the samples of one of two replicas and takes the other's when they stop. Azure would store, count and bill
 * both: there one replica sends, and its disk, which every zone can attach, holds what it could not send
 * (docs/adr/0038-metrics-in-the-clouds.md).
 */
export const replicas = ({ provider }: Cluster): number => ({ aws: 2, azure: 1 })[provider];

/** `targets` that one monitor may have. */
export function agent(chart: Chart, context: Context, targets: number): void {
  const { serviceAccount } = cloudIdentity(context, 'metrics-agent', pods);
  new ServiceAccount(chart, 'service-account', { metadata: { ...serviceAccount }, automountServiceAccountToken: false });
  new PrometheusAgent(chart, 'agent', {
    metadata: { name: instance },
    spec: { ...spec(context), ...scraping(context, targets), remoteWrite: [remoteWrite(context)] },
  });
  if (replicas(context.cluster) > 1)
    new PodDisruptionBudget(chart, 'budget', {
      metadata: { name },
      spec: { maxUnavailable: 1, unhealthyPodEvictionPolicy: 'AlwaysAllow', selector: { matchLabels: pods } },
    });
}

const spec = (context: Context) => ({
  replicas: replicas(context.cluster),
  image: context.versions.images.prometheus,
  version: imageVersion(context.versions.images.prometheus),
  serviceAccountName: context.names.identity('metrics-agent').serviceAccount,
  // The token is for discovery and for the kubelets; the cloud's own token is mounted beside it.
  automountServiceAccountToken: true,
  externalLabels: { cluster: context.cluster.name, region: context.cluster.region, cloud: context.cluster.provider },
  ...replicaLabels[context.cluster.provider],
  ...identityLabels(cloudIdentity(context, 'metrics-agent', pods).podLabels),
  securityContext: {
    runAsNonRoot: true,
    runAsUser: 1000,
    runAsGroup: 2000,
    fsGroup: 2000,
    fsGroupChangePolicy: 'OnRootMismatch',
    seccompProfile: { type: 'RuntimeDefault' },
  },
  priorityClassName: priorityClasses.services,
  topologySpreadConstraints: zonesThenNodes(pods),
  resources: resources('300m', '3Gi'),
  // Replaying the write-ahead log takes minutes; killing it meanwhile only starts it again.
  maximumStartupDurationSeconds: 900,
  walCompression: true,
  storage: {
    volumeClaimTemplate: { spec: { accessModes: ['ReadWriteOnce'], storageClassName: storageClasses.standard, resources: { requests: { storage: '20Gi' } } } },
  },
  persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Delete', whenScaled: 'Delete' },
  logFormat: 'json' as const,
  enableServiceLinks: false,
});

/**
 * By `cluster` and `__replica__` AWS knows replicas of one agent, and takes the second label off. On Azure every sample
 * would carry it.
 * @see https://docs.aws.amazon.com/prometheus/latest/userguide/AMP-ingest-dedupe.html
 */
const replicaLabels: Readonly<Record<Cluster['provider'], { readonly replicaExternalLabelName: string; readonly prometheusExternalLabelName: string }>> = {
  aws: { replicaExternalLabelName: '__replica__', prometheusExternalLabelName: '' },
  azure: { replicaExternalLabelName: '', prometheusExternalLabelName: '' },
};

const identityLabels = (podLabels: Readonly<Record<string, string>>) => (Object.keys(podLabels).length > 0 ? { podMetadata: { labels: podLabels } } : {});

/** Monitors of this namespace only: whoever may write here decides what is scraped. Limits stop a label bomb at its target. */
const scraping = ({ platform }: Context, targets: number) => ({
  serviceMonitorSelector: {},
  podMonitorSelector: {},
  serviceDiscoveryRole: 'EndpointSlice' as const,
  scrapeInterval: `${platform.monitoring.scrapeIntervalSeconds}s`,
  scrapeTimeout: '10s',
  enforcedSampleLimit: 200_000,
  enforcedTargetLimit: targets,
  enforcedLabelLimit: 64,
  enforcedLabelNameLengthLimit: 256,
  enforcedLabelValueLengthLimit: 2048,
  enforcedBodySizeLimit: '128MB',
});

/** Without a key: the request is signed by, or carries a token of, the identity of the pod. */
function remoteWrite(context: Context) {
  const { lock, cluster } = context;
  const authentication: Readonly<Record<Cluster['provider'], () => object>> = {
    aws: () => ({ sigv4: { region: cluster.region } }),
    azure: () => ({
      azureAd: {
        cloud: 'AzurePublic',
        workloadIdentity: { clientId: clientId(lock, cluster, context.names, 'metrics-agent'), tenantId: azureAccount(context.platform).tenantId },
      },
    }),
  };
  return {
    name: 'managed',
    url: metricsIngestionUrl(lock, cluster),
    remoteTimeout: '30s',
    // A busy store answers 429: waiting is right, the log on the disk holds the rest.
    queueConfig: {
      capacity: 10_000,
      maxSamplesPerSend: 1000,
      maxShards: 50,
      batchSendDeadline: '5s',
      minBackoff: '100ms',
      maxBackoff: '30s',
      retryOnRateLimit: true,
    },
    ...authentication[cluster.provider](),
  };
}
