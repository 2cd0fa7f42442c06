/** Custom resource definitions, one component per project: server-side applied before everything else, never pruned. */
import { choose, type Delivery, type Edge, type Logging, type Monitoring, type Security } from '../../../lib/model';
import { namespaces } from '../../../lib/names';
import type { Context, Factory } from '../../context';
import type { Versions } from '../../versions';

interface Project {
  /** Key in the version table. */
  readonly pin: keyof Versions['git'];
  /** Aspect whose option brings its controller. @default - every cluster has it */
  readonly of?: keyof typeof brought;
}

type Brought = readonly string[];
/** One project for each controller: each has its own repository. */
const flux = ['flux-source', 'flux-kustomize', 'flux-helm', 'flux-notification'];
/** Projects that an option brings: an option that is forgotten here does not compile. */
const brought = {
  security: ({ platform: { security } }) =>
    choose<Security, Brought>(security, {
      'istio-keycloak': () => ['istio', 'keycloak'],
      'nginx-auth0': () => ['nginx-ingress'],
      'istio-auth0': () => ['istio'],
    }),
  monitoring: ({ platform: { monitoring } }) =>
    choose<Monitoring, Brought>(monitoring, { prometheus: () => ['prometheus-operator'], 'cloud-native': () => ['prometheus-operator'] }),
  delivery: ({ platform: { delivery } }) => choose<Delivery, Brought>(delivery, { helm: () => [], argocd: () => [], flux: () => flux }),
  logging: ({ platform: { logging } }) => choose<Logging, Brought>(logging, { loki: () => [], elk: () => ['eck'], 'cloud-native': () => [] }),
  edge: ({ platform: { edge } }) => choose<Edge, Brought>(edge, { cloudflare: () => ['external-dns'], 'cloud-native': () => ['external-dns'] }),
  cloud: ({ cluster: { provider } }) => (provider === 'aws' ? ['aws-load-balancer-controller', 'karpenter'] : []),
} as const satisfies Record<string, (context: Context) => Brought>;

const projects: Readonly<Record<string, Project>> = {
  'cert-manager': { pin: 'certManagerCrds' },
  'external-secrets': { pin: 'externalSecretsCrds' },
  'cloudnative-pg': { pin: 'cloudnativePgCrds' },
  istio: { pin: 'istioCrds', of: 'security' },
  keycloak: { pin: 'keycloakCrds', of: 'security' },
  'nginx-ingress': { pin: 'nginxIngressCrds', of: 'security' },
  'prometheus-operator': { pin: 'prometheusOperatorCrds', of: 'monitoring' },
  'flux-source': { pin: 'fluxSourceCrds', of: 'delivery' },
  'flux-kustomize': { pin: 'fluxKustomizeCrds', of: 'delivery' },
  'flux-helm': { pin: 'fluxHelmCrds', of: 'delivery' },
  'flux-notification': { pin: 'fluxNotificationCrds', of: 'delivery' },
  eck: { pin: 'eckCrds', of: 'logging' },
  'external-dns': { pin: 'externalDnsCrds', of: 'edge' },
  karpenter: { pin: 'karpenterCrds', of: 'cloud' },
  'aws-load-balancer-controller': { pin: 'awsLoadBalancerControllerCrds', of: 'cloud' },
};

const definitions =
  (name: string, { pin, of }: Project): Factory =>
  (context) => {
    if (of && !brought[of](context).includes(name)) return undefined;
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
