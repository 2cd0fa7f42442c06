import type { InitAnswers } from '../../lib/model';

const common = {
  name: 'acme-db',
  domain: 'acme-db.example',
  team: 'data-platform',
  email: 'data-platform@acme.example',
  security: 'istio-keycloak',
  delivery: 'argocd',
  edge: 'cloudflare',
  monitoring: 'prometheus',
  logging: 'loki',
  repository: 'https://github.com/acme/dbaas-platform',
  'cloudflare-account': '0f1e2d3c4b5a69788796a5b4c3d2e1f0',
  'cloudflare-zone-id': '9a8b7c6d5e4f30211203f4e5d6c7b8a9',
  'cloudflare-zone': 'acme-db.example',
  'cloudflare-plan': 'business',
  'cloudflare-team': 'acme',
};
const aws = {
  'aws-account': '011122223333',
  'aws-admin-role': 'platform-admin',
  'aws-region': 'eu-central-1',
  'aws-cluster': 'aws-euc1',
};
const azure = {
  'azure-subscription': '3f0c9a52-7d54-4a55-9a0e-2f8d9c3b6e10',
  'azure-tenant': '8c1d2e34-5b6a-4f70-8a91-b2c3d4e5f601',
  'azure-admin-group': '5d7e9f10-2a3b-4c4d-8e5f-60718293a4b5',
  'azure-region': 'westeurope',
  'azure-cluster': 'az-weu',
};

/** Answers for each cloud: one that is missing here does not compile. */
export const answersFor = {
  'aws-azure': { ...common, cloud: 'aws-azure', ...aws, ...azure },
  'aws-regions': { ...common, cloud: 'aws-regions', ...aws, 'aws-region-2': 'eu-west-1', 'aws-cluster-2': 'aws-euw1' },
  'azure-regions': { ...common, cloud: 'azure-regions', ...azure, 'azure-region-2': 'northeurope', 'azure-cluster-2': 'az-neu' },
} satisfies Record<string, InitAnswers>;
export const initAnswers: InitAnswers = answersFor['aws-azure'];
