/** Custom resource definitions, one component per project: server-side applied before everything else, never pruned. */
import type { Cluster, Edge, Monitoring, Security } from '../../../lib/model';
import { namespaces } from '../../../lib/names';
import type { Context, Factory } from '../../context';
import type { Versions } from '../../versions';

interface Project {
  /** Key in the version table. */
  readonly pin: keyof Versions['git'];
  /** Whether a cluster has the controller that serves them. @default - every cluster */
  readonly on?: (context: Context) => boolean;
}

/** Which projects an option brings, as data under its id: an option that is forgotten here does not compile. */
const security: Record<Security['use'], readonly string[]> = {
  'istio-keycloak': ['istio', 'keycloak'],
  'nginx-auth0': ['nginx-ingress'],
  'istio-auth0': ['istio'],
};
const monitoring: Record<Monitoring['use'], readonly string[]> = { prometheus: ['prometheus-operator'] };
const edge: Record<Edge['use'], readonly string[]> = { cloudflare: ['external-dns'] };
const cloud: Record<Cluster['provider'], readonly string[]> = { aws: ['aws-load-balancer-controller', 'karpenter'], azure: [] };

const projects: Readonly<Record<string, Project>> = {
  'cert-manager': { pin: 'certManagerCrds' },
  'external-secrets': { pin: 'externalSecretsCrds' },
  'cloudnative-pg': { pin: 'cloudnativePgCrds' },
  istio: { pin: 'istioCrds', on: ({ platform }) => security[platform.security.use].includes('istio') },
  keycloak: { pin: 'keycloakCrds', on: ({ platform }) => security[platform.security.use].includes('keycloak') },
  'nginx-ingress': { pin: 'nginxIngressCrds', on: ({ platform }) => security[platform.security.use].includes('nginx-ingress') },
  'prometheus-operator': { pin: 'prometheusOperatorCrds', on: ({ platform }) => monitoring[platform.monitoring.use].includes('prometheus-operator') },
  'external-dns': { pin: 'externalDnsCrds', on: ({ platform }) => edge[platform.edge.use].includes('external-dns') },
  karpenter: { pin: 'karpenterCrds', on: ({ cluster }) => cloud[cluster.provider].includes('karpenter') },
  'aws-load-balancer-controller': {
    pin: 'awsLoadBalancerControllerCrds',
    on: ({ cluster }) => cloud[cluster.provider].includes('aws-load-balancer-controller'),
  },
};

const definitions =
  (name: string, { pin, on = () => true }: Project): Factory =>
  (context) => {
    if (!on(context)) return undefined;
    return {
      name: `crds-${name}`,
      summary: `Custom resource definitions of ${name}`,
      namespace: namespaces.system,
      needs: [],
      provides: ['crds'],
      keep: true,
      content: { kind: 'git', sources: [{ ...context.versions.git[pin] }] },
    };
  };

/**
 * Not here: snapshots (AKS and the EKS add-on bring definitions and controller), Argo CD and the Barman Cloud plugin
 * (part of the manifests they are installed from).
 */
export const crds: readonly Factory[] = Object.entries(projects).map(([name, project]) => definitions(name, project));
