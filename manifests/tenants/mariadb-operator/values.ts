/** Values of chart mariadb-operator. */
import type { PodPeer } from '../../../lib/components';
import { resources, restrictedContainer, spread } from '../../../lib/constructs/pods';
import { namespaces, onSystemNodes, priorityClasses } from '../../../lib/names';
import type { Context } from '../../context';

export const operatorLabels = { 'app.kubernetes.io/name': 'mariadb-operator' } as const;
export const webhookLabels = { 'app.kubernetes.io/name': 'mariadb-operator-webhook' } as const;
export const mariadbOperator: PodPeer = { namespace: namespaces.mariadb, pods: operatorLabels };
export const mariadbWebhook: PodPeer = { namespace: namespaces.mariadb, pods: webhookLabels };

export const operatorValues = (context: Context): object => {
  const { images } = context.versions;
  const image = { ...imageParts(images.mariadbOperator), pullPolicy: 'IfNotPresent' };
  return {
    fullnameOverride: 'mariadb-operator',
    crds: { enabled: false },
    image,
    // Tenants come without a change of the operator: it sees every namespace.
    currentNamespaceOnly: false,
    rbac: { enabled: true, aggregation: { enabled: false } },
    // Scrapes come from the monitoring option.
    metrics: { enabled: false },
    // One works, the other waits for its lease.
    ...replicated(context, operatorLabels),
    resources: resources('100m', '512Mi'),
    webhook: {
      image,
      // Both answer: without them no object of the operator can be changed.
      ...replicated(context, webhookLabels),
      cert: { certManager: { enabled: true } },
      hostNetwork: false,
      resources: resources('20m', '128Mi'),
    },
    // Certificates come from cert-manager: nobody else needs to write Secrets and webhooks here.
    certController: { enabled: false },
    config: { mariadbImage: imageParts(images.mariadb), exporterImage: imageParts(images.mysqldExporter) },
  };
};

const replicated = ({ cluster }: Context, labels: Readonly<Record<string, string>>): object => ({
  ha: { enabled: true, replicas: 2 },
  pdb: { enabled: true, maxUnavailable: 1 },
  strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
  priorityClassName: priorityClasses.platform,
  podSecurityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
  securityContext: { ...restrictedContainer },
  topologySpreadConstraints: spread(labels),
  ...onSystemNodes(cluster),
});

function imageParts(image: string): { readonly repository: string; readonly tag: string } {
  const [, repository = '', tag = ''] = /^(.+):([^:]+)$/.exec(image) ?? [];
  return { repository, tag };
}
