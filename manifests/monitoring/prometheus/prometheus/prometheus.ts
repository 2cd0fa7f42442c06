/** The two Prometheus replicas of a cluster, each with a Thanos sidecar that ships its blocks to the bucket. */
import type { Chart } from 'cdk8s';
import { Prometheus } from '../../../../imports/monitoring.coreos.com';
import { PodDisruptionBudget, Service, ServiceAccount } from '../../../../imports/k8s';
import { resources } from '../../../../lib/constructs/pods';
import { cloudIdentity } from '../../../../lib/constructs/cloud-identity';
import { prometheusSettings } from '../../../../lib/model';
import { namespaces, priorityClasses, storageClasses } from '../../../../lib/names';
import type { Context } from '../../../context';
import { objectStore, objectStoreFile, objectStoreMount } from '../object-store';
import { instance, parts, ports } from '../parts';
import { imageVersion } from '../../images';
import { zonesThenNodes } from '../../spread';

const { name, pods } = parts.prometheus;

/** `targets` that one monitor may have. */
export function prometheus(chart: Chart, context: Context, targets: number): void {
  const identity = cloudIdentity(context, 'prometheus', pods);
  new ServiceAccount(chart, 'service-account', { metadata: { ...identity.serviceAccount }, automountServiceAccountToken: false });
  objectStore(chart, context, configMap);
  new Prometheus(chart, 'prometheus', {
    metadata: { name: instance },
    spec: { ...spec(context), ...scraping(context, targets), ...storage(context), thanos: sidecar(context) },
  });
  new PodDisruptionBudget(chart, 'budget', {
    metadata: { name },
    spec: { maxUnavailable: 1, unhealthyPodEvictionPolicy: 'AlwaysAllow', selector: { matchLabels: pods } },
  });
  new Service(chart, 'service', {
    metadata: { name, labels: pods },
    spec: { selector: pods, ports: [{ name: 'http-web', port: ports.prometheus, targetPort: 'web' }] },
  });
  // One name for all sidecars, answered with every pod that is ready: queriers ask each of them.
  new Service(chart, 'sidecars', {
    metadata: { name: sidecars },
    spec: { clusterIP: 'None', selector: pods, ports: [{ name: 'grpc', port: ports.thanosGrpc, targetPort: 'grpc' }] },
  });
}

export const sidecars = 'prometheus-sidecars';
const configMap = 'prometheus-object-store';

const spec = (context: Context) => ({
  replicas: 2,
  image: context.versions.images.prometheus,
  version: imageVersion(context.versions.images.prometheus),
  serviceAccountName: context.names.identity('prometheus').serviceAccount,
  // The token is for discovery and for the kubelets; the cloud's own token is mounted beside it.
  automountServiceAccountToken: true,
  externalLabels: { cluster: context.cluster.name, region: context.cluster.region, cloud: context.cluster.provider },
  externalUrl: `https://${context.names.uiHost('prometheus')}`,
  ...identityLabels(cloudIdentity(context, 'prometheus', pods).podLabels),
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
  resources: resources('500m', '5Gi'),
  // Replaying the write-ahead log of a full disk takes minutes; killing it meanwhile only starts it again.
  maximumStartupDurationSeconds: 1800,
  alerting: { alertmanagers: [{ name: parts.alertmanager.name, namespace: namespaces.observability, port: 'http-web', apiVersion: 'v2' as const }] },
  logFormat: 'json' as const,
  enableServiceLinks: false,
});

const identityLabels = (podLabels: Readonly<Record<string, string>>) => (Object.keys(podLabels).length > 0 ? { podMetadata: { labels: podLabels } } : {});

/** Monitors and rules of this namespace only: whoever may write here decides what is scraped. Limits stop a label bomb at its target. */
const scraping = ({ platform }: Context, targets: number) => ({
  serviceMonitorSelector: {},
  podMonitorSelector: {},
  ruleSelector: {},
  serviceDiscoveryRole: 'EndpointSlice' as const,
  scrapeInterval: `${platform.monitoring.scrapeIntervalSeconds}s`,
  scrapeTimeout: '10s',
  evaluationInterval: '30s',
  enforcedSampleLimit: 200_000,
  enforcedTargetLimit: targets,
  enforcedLabelLimit: 64,
  enforcedLabelNameLengthLimit: 256,
  enforcedLabelValueLengthLimit: 2048,
  enforcedBodySizeLimit: '128MB',
  query: { maxConcurrency: 20, maxSamples: 50_000_000, timeout: '2m' },
});

const storage = ({ platform }: Context) => ({
  retention: `${prometheusSettings(platform).localRetentionHours}h`,
  // The rest of the disk is for the write-ahead log and for compaction.
  retentionSize: `${Math.floor(prometheusSettings(platform).storageGiB * 0.85)}GiB`,
  walCompression: true,
  storage: {
    volumeClaimTemplate: {
      spec: {
        accessModes: ['ReadWriteOnce'],
        storageClassName: storageClasses.standard,
        resources: { requests: { storage: `${prometheusSettings(platform).storageGiB}Gi` } },
      },
    },
  },
  persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
  volumes: [{ name: 'object-store', configMap: { name: configMap } }],
});

const sidecar = ({ versions }: Context) => ({
  image: versions.images.thanos,
  version: imageVersion(versions.images.thanos),
  objectStorageConfigFile: objectStoreFile,
  volumeMounts: [objectStoreMount],
  logFormat: 'json' as const,
  resources: resources('50m', '256Mi'),
});
