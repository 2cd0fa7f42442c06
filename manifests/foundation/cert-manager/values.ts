/** Values of chart cert-manager. Its pods fit Pod Security `restricted` as shipped. */
import { cloudIdentity, type CloudIdentity } from '../../../lib/constructs/cloud-identity';
import { resources, spread } from '../../../lib/constructs/pods';
import { certificateController, identities, namespaces, onSystemNodes, priorityClasses } from '../../../lib/names';
import type { Context } from '../../context';

export const instance = 'cert-manager';
export const podLabels = {
  controller: certificateController.pods,
  webhook: { 'app.kubernetes.io/name': 'webhook' },
  cainjector: { 'app.kubernetes.io/name': 'cainjector' },
} as const;

/** Public resolver (RFC 8484) by which DNS-01 proofs are checked before the authority is told. */
export const resolverHost = 'cloudflare-dns.com';
export const webhookPort = 10250;
export const metricsPort = 9402;

/** Who the controller is in the cloud, where the zone of the platform is there. */
export const controllerIdentity = (context: Context): CloudIdentity | undefined =>
  identities(context.platform, context.cluster).some(({ id }) => id === 'cert-manager')
    ? cloudIdentity(context, 'cert-manager', podLabels.controller)
    : undefined;

/** Nothing where pods need no labels and annotations for it. */
function identityValues(identity: CloudIdentity | undefined): object {
  if (!identity || Object.keys(identity.podLabels).length === 0) return {};
  return { podLabels: identity.podLabels, serviceAccount: { annotations: identity.serviceAccount.annotations } };
}

export function values(context: Context): object {
  const { cluster } = context;
  const part = (labels: Readonly<Record<string, string>>, replicaCount: number, cpu: string, memory: string) => ({
    replicaCount,
    podDisruptionBudget: { enabled: true, maxUnavailable: 1 },
    resources: resources(cpu, memory),
    topologySpreadConstraints: spread(labels),
    ...onSystemNodes(cluster),
  });
  return {
    crds: { enabled: false },
    global: { priorityClassName: priorityClasses.platform, leaderElection: { namespace: namespaces.certificates } },
    ...part(podLabels.controller, 2, '50m', '256Mi'),
    ...identityValues(controllerIdentity(context)),
    // Whether a proof is visible yet is asked over HTTPS: pods reach no name servers but the cluster's, and that one
    // would remember for half an hour that the record was not there.
    dns01RecursiveNameservers: `https://${resolverHost}/dns-query`,
    dns01RecursiveNameserversOnly: true,
    // A Secret outlives its Certificate: deleting a manifest by mistake takes no site down.
    enableCertificateOwnerRef: false,
    prometheus: { enabled: true, servicemonitor: { enabled: false } },
    // Three: while it is away no Certificate can be written, and so no mesh or gateway can be changed.
    webhook: { ...part(podLabels.webhook, 3, '20m', '128Mi'), timeoutSeconds: 10, securePort: webhookPort },
    cainjector: part(podLabels.cainjector, 2, '20m', '512Mi'),
    // A hook job that only says what the health of the Deployments says.
    startupapicheck: { enabled: false },
  };
}
