/** Three Alertmanagers of one cluster that know of each other; never joined over clouds: the heartbeat covers a lost cluster. */
import type { Chart } from 'cdk8s';
import { ConfigMap, PodDisruptionBudget, Service, ServiceAccount } from '../../../../imports/k8s';
import { Alertmanager } from '../../../../imports/monitoring.coreos.com';
import { resources } from '../../../../lib/constructs/pods';
import { priorityClasses, storageClasses } from '../../../../lib/names';
import type { Context } from '../../../context';
import { imageVersion } from '../../images';
import { instance, parts, ports } from '../parts';
import { zonesThenNodes } from '../../spread';
import { secretName, templates } from './config';
import { messages } from './templates';

const { name, pods } = parts.alertmanager;

export function alertmanager(chart: Chart, context: Context): void {
  new ServiceAccount(chart, 'service-account', { metadata: { name }, automountServiceAccountToken: false });
  new ConfigMap(chart, 'templates', { metadata: { name: templates }, data: { 'messages.tmpl': messages } });
  new Alertmanager(chart, 'alertmanager', { metadata: { name: instance }, spec: spec(context) });
  new PodDisruptionBudget(chart, 'budget', {
    metadata: { name },
    spec: { maxUnavailable: 1, unhealthyPodEvictionPolicy: 'AlwaysAllow', selector: { matchLabels: pods } },
  });
  new Service(chart, 'service', {
    metadata: { name, labels: pods },
    spec: { selector: pods, ports: [{ name: 'http-web', port: ports.alertmanager, targetPort: 'web' }] },
  });
}

const spec = ({ versions, names, cluster }: Context) => ({
  replicas: 3,
  image: versions.images.alertmanager,
  version: imageVersion(versions.images.alertmanager),
  configSecret: secretName,
  secrets: [secretName],
  configMaps: [templates],
  serviceAccountName: name,
  automountServiceAccountToken: false,
  externalUrl: `https://${names.uiHost('alertmanager')}`,
  // Peers of another cluster are refused even if they were reachable.
  clusterLabel: cluster.name,
  retention: '120h',
  storage: {
    volumeClaimTemplate: { spec: { accessModes: ['ReadWriteOnce'], storageClassName: storageClasses.standard, resources: { requests: { storage: '2Gi' } } } },
  },
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
  resources: resources('20m', '128Mi'),
  logFormat: 'json' as const,
  enableServiceLinks: false,
});
