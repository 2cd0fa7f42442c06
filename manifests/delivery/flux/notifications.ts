/** What fails is told to the alert router, with the message of the controller: the alerts on metrics only know that it does. */
import type { Chart } from 'cdk8s';
import { Alert, Provider } from '../../../imports/notification.toolkit.fluxcd.io';
import type { Platform } from '../../../lib/model';
import { alertRouterOf } from '../../../lib/names';
import { namespace } from './names';

const kinds = ['GitRepository', 'HelmRepository', 'OCIRepository', 'HelmChart', 'Kustomization', 'HelmRelease'] as const;

/** Nothing where the monitoring has no alert router in the cluster: there the alerts on metrics stand alone. */
export function notifications(chart: Chart, platform: Platform, cluster: string): void {
  const router = alertRouterOf(platform);
  if (!router) return;
  new Provider(chart, 'alert-router', {
    metadata: { name: 'alert-router', namespace },
    spec: { type: 'alertmanager', address: `http://${router.service}.${router.namespace}.svc.cluster.local:${router.port}/api/v2/alerts` },
  });
  new Alert(chart, 'failures', {
    metadata: { name: 'failures', namespace },
    spec: {
      providerRef: { name: 'alert-router' },
      eventSeverity: 'error',
      eventSources: kinds.map((kind) => ({ kind, name: '*' })),
      eventMetadata: { cluster, summary: `Flux on ${cluster} cannot apply what git says; docs/runbooks/flux.md` },
    },
  });
}
