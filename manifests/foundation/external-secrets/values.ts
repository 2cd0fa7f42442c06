/** Values of chart external-secrets. */
import { resources, spread } from '../../../lib/constructs/pods';
import { clientId, onSystemNodes, priorityClasses } from '../../../lib/names';
import type { Context } from '../../context';
import { azureAccount } from '../../../lib/model';

/** Labels of the pods of each part; part of the chart's contract. */
export const podLabels = {
  controller: { 'app.kubernetes.io/name': 'external-secrets' },
  webhook: { 'app.kubernetes.io/name': 'external-secrets-webhook' },
  certController: { 'app.kubernetes.io/name': 'external-secrets-cert-controller' },
} as const;

export const webhookPort = 10250;
export const metricsPort = 8080;

/** Three parts with the same shape: controller, webhook, and the one that keeps the webhook's certificate. */
export function values(context: Context): object {
  const { names } = context;
  const { serviceAccount } = names.identity('external-secrets');
  const identity = cloudIdentity(context);
  const part = (labels: Readonly<Record<string, string>>, cpu: string, memory: string) => ({
    replicaCount: 2,
    podDisruptionBudget: { enabled: true, minAvailable: 1 },
    priorityClassName: priorityClasses.platform,
    resources: resources(cpu, memory),
    topologySpreadConstraints: spread(labels),
    ...onSystemNodes(context.cluster),
  });
  return {
    installCRDs: false,
    leaderElect: true,
    concurrent: 4,
    ...part(podLabels.controller, '50m', '256Mi'),
    serviceAccount: { create: true, name: serviceAccount, ...identity.serviceAccount },
    ...identity.pods,
    livenessProbe: { enabled: true },
    readinessProbe: { enabled: true },
    // What the platform does not use is not served: nobody spreads a secret over namespaces or writes to the store.
    processClusterExternalSecret: false,
    processClusterPushSecret: false,
    processPushSecret: false,
    processClusterGenerator: false,
    openshiftFinalizers: false,
    // The controller acts with its own identity; it need not be able to become any other service account.
    rbac: { serviceAccountTokenCreate: false, servicebindings: { create: false }, aggregateToView: false, aggregateToEdit: false, aggregateToAdmin: false },
    webhook: {
      ...part(podLabels.webhook, '20m', '128Mi'),
      port: webhookPort,
      failurePolicy: 'Fail',
      serviceAccount: { create: true, name: 'external-secrets-webhook' },
    },
    certController: { ...part(podLabels.certController, '20m', '192Mi'), serviceAccount: { create: true, name: 'external-secrets-cert-controller' } },
  };
}

/** AWS: an association outside the cluster names the service account. Azure: an annotation and a pod label inside. */
function cloudIdentity({ cluster, names, lock, platform }: Context): { readonly serviceAccount: object; readonly pods: object } {
  if (cluster.provider === 'aws') return { serviceAccount: {}, pods: {} };
  return {
    serviceAccount: {
      annotations: {
        'azure.workload.identity/client-id': clientId(lock, cluster, names, 'external-secrets'),
        'azure.workload.identity/tenant-id': azureAccount(platform).tenantId,
      },
    },
    pods: { podLabels: { 'azure.workload.identity/use': 'true' } },
  };
}
