/** Values of chart cert-manager. Its pods fit Pod Security `restricted` as shipped. */
import { resources, spread } from '../../../lib/constructs/pods';
import { certificateController, namespaces, onSystemNodes, priorityClasses } from '../../../lib/names';
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

export function values({ cluster }: Context): object {
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
