/** Which folder answers for which option. An option that is in the model but not here does not compile. */
import type { Cloud, Delivery, Edge, Logging, Monitoring, Platform, Security } from '../lib/model';
import { option as awsAzure } from './cloud/aws-azure';
import { option as awsRegions } from './cloud/aws-regions';
import { option as azureRegions } from './cloud/azure-regions';
import type { Factory, Option } from './context';
import { option as argocd } from './delivery/argocd';
import type { DeliveryOption } from './delivery/contract';
import { option as flux } from './delivery/flux';
import { option as cloudflare } from './edge/cloudflare';
import { option as foundation } from './foundation';
import { option as elk } from './logging/elk';
import { option as loki } from './logging/loki';
import { option as prometheus } from './monitoring/prometheus';
import { option as istioAuth0 } from './security/istio-auth0';
import { option as istioKeycloak } from './security/istio-keycloak';
import { option as nginxAuth0 } from './security/nginx-auth0';
import { workloadFactories } from './workloads';

export const registry = {
  cloud: { 'aws-azure': awsAzure, 'aws-regions': awsRegions, 'azure-regions': azureRegions } satisfies Record<Cloud['use'], Option>,
  security: { 'istio-keycloak': istioKeycloak, 'nginx-auth0': nginxAuth0, 'istio-auth0': istioAuth0 } satisfies Record<Security['use'], Option>,
  delivery: { argocd, flux } satisfies Record<Delivery['use'], DeliveryOption>,
  edge: { cloudflare } satisfies Record<Edge['use'], Option>,
  monitoring: { prometheus } satisfies Record<Monitoring['use'], Option>,
  logging: { loki, elk } satisfies Record<Logging['use'], Option>,
};

export const deliveryOf = (platform: Platform): DeliveryOption => registry.delivery[platform.delivery.use];

/** Factories of everything that the platform installs; order has no meaning. */
export const factoriesOf = (platform: Platform): readonly Factory[] => [
  ...foundation.components,
  ...registry.cloud[platform.cloud.use].components,
  ...registry.security[platform.security.use].components,
  ...registry.delivery[platform.delivery.use].components,
  ...registry.edge[platform.edge.use].components,
  ...registry.monitoring[platform.monitoring.use].components,
  ...registry.logging[platform.logging.use].components,
  ...workloadFactories(platform),
];
