/** One setting of each option, as somebody would write it. A new option that has no row here does not compile. */
import type { Cloud, Delivery, Edge, Logging, Monitoring, PlatformInput, Security } from '../../lib/model';

const awsAccount = { accountId: '111122223333', adminRoles: ['platform-admin'] };
const azureSubscription = {
  subscriptionId: '3f0c9a52-7d54-4a55-9a0e-2f8d9c3b6e10',
  tenantId: '8c1d2e34-5b6a-4f70-8a91-b2c3d4e5f601',
  adminGroupIds: ['5d7e9f10-2a3b-4c4d-8e5f-60718293a4b5'],
};
const awsCluster = { name: 'aws-euc1', provider: 'aws' as const, region: 'eu-central-1', network: { cidr: '10.20.0.0/16', services: '172.20.0.0/16' } };
const azureCluster = {
  name: 'az-weu',
  provider: 'azure' as const,
  region: 'westeurope',
  network: { cidr: '10.40.0.0/16', pods: '10.128.0.0/14', services: '172.21.0.0/16' },
};

export const clouds: Record<Cloud['use'], PlatformInput['cloud']> = {
  'aws-azure': {
    use: 'aws-azure',
    aws: awsAccount,
    azure: azureSubscription,
    ci: { githubRepository: 'acme/dbaas-platform' },
    clusters: [awsCluster, azureCluster],
  },
  'aws-regions': {
    use: 'aws-regions',
    aws: awsAccount,
    clusters: [awsCluster, { ...awsCluster, name: 'aws-euw1', region: 'eu-west-1', network: { cidr: '10.24.0.0/16', services: '172.21.0.0/16' } }],
  },
  'azure-regions': {
    use: 'azure-regions',
    azure: azureSubscription,
    clusters: [
      azureCluster,
      { ...azureCluster, name: 'az-neu', region: 'northeurope', network: { cidr: '10.44.0.0/16', pods: '10.132.0.0/14', services: '172.22.0.0/16' } },
    ],
  },
};

export const securities: Record<Security['use'], PlatformInput['security']> = {
  'istio-keycloak': { use: 'istio-keycloak' },
  'nginx-auth0': { use: 'nginx-auth0', auth0: { tenant: 'acme-db.eu.auth0.com' } },
  'istio-auth0': { use: 'istio-auth0', auth0: { tenant: 'acme-db.eu.auth0.com' } },
};

export const deliveries: Record<Delivery['use'], PlatformInput['delivery']> = {
  helm: { use: 'helm', repository: 'https://github.com/acme/dbaas-platform' },
  argocd: { use: 'argocd', repository: 'https://github.com/acme/dbaas-platform' },
  flux: { use: 'flux', repository: 'https://github.com/acme/dbaas-platform' },
};

export const edges: Record<Edge['use'], PlatformInput['edge']> = {
  cloudflare: {
    use: 'cloudflare',
    accountId: '0f1e2d3c4b5a69788796a5b4c3d2e1f0',
    zone: { id: '9a8b7c6d5e4f30211203f4e5d6c7b8a9', name: 'acme-db.example' },
    plan: 'business',
    access: { teamName: 'acme', emailDomains: ['acme.example'] },
  },
  'cloud-native': { use: 'cloud-native', zone: { name: 'acme-db.example' }, adminRanges: ['203.0.113.0/24'] },
};

export const monitorings: Record<Monitoring['use'], PlatformInput['monitoring']> = {
  prometheus: { use: 'prometheus', alerts: { critical: { type: 'pagerduty' }, warning: { type: 'webhook' } } },
  'cloud-native': { use: 'cloud-native', alerts: { critical: { type: 'pagerduty' }, warning: { type: 'email', address: 'platform@acme.example' } } },
};

export const loggings: Record<Logging['use'], PlatformInput['logging']> = {
  loki: { use: 'loki' },
  elk: { use: 'elk' },
  'cloud-native': { use: 'cloud-native' },
};
