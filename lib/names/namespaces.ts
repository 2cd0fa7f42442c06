/** Namespaces of the platform's own components. */
import { choose, type Platform } from '../model';

export const namespaces = {
  argocd: 'argocd',
  flux: 'flux-system',
  /** Records of applies, where the delivery comes from outside. */
  deliveryRecords: 'delivery',
  certificates: 'cert-manager',
  secrets: 'external-secrets',
  dns: 'external-dns',
  system: 'kube-system',
  autoscaling: 'karpenter',
  mesh: 'istio-system',
  meshNetwork: 'istio-cni',
  gateway: 'istio-ingress',
  nginxGateway: 'nginx-ingress',
  meshEastWest: 'istio-eastwest',
  postgres: 'cnpg-system',
  mariadb: 'mariadb-system',
  identity: 'keycloak',
  login: 'login',
  observability: 'observability',
  agents: 'observability-agents',
  /** The add-on of EKS makes it by itself under this name. */
  cloudWatch: 'amazon-cloudwatch',
  elastic: 'elastic',
  elasticOperator: 'elastic-system',
} as const;

const ofSecurity = ({ security }: Pick<Platform, 'security'>): readonly string[] =>
  choose(security, {
    'istio-keycloak': () => [namespaces.identity, namespaces.login],
    'nginx-auth0': () => [namespaces.login],
    'istio-auth0': () => [namespaces.login],
  });
const ofDelivery = ({ delivery }: Pick<Platform, 'delivery'>): readonly string[] =>
  choose(delivery, { helm: () => [], argocd: () => [namespaces.argocd], flux: () => [namespaces.flux] });
/** Namespaces whose logs say who did what: logins, and changes by the delivery. */
export const auditNamespaces = (platform: Pick<Platform, 'security' | 'delivery'>): readonly string[] => [...ofDelivery(platform), ...ofSecurity(platform)];
