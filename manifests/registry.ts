/** Which folder answers for which option. An option that is in the model but not here does not compile. */
import { aspects, type Aspect, type Cloud, type Delivery, type Edge, type Logging, type Monitoring, type Platform, type Security } from '../lib/model';
import { option as awsAzure } from './cloud/aws-azure';
import { option as awsRegions } from './cloud/aws-regions';
import { option as azureRegions } from './cloud/azure-regions';
import type { Factory, Option } from './context';
import { option as argocd } from './delivery/argocd';
import { option as helm } from './delivery/helm';
import type { DeliveryOption } from './delivery/contract';
import { option as flux } from './delivery/flux';
import { option as cloudNative } from './edge/cloud-native';
import { option as cloudflare } from './edge/cloudflare';
import { option as foundation } from './foundation';
import { option as cloudLogs } from './logging/cloud-native';
import { option as elk } from './logging/elk';
import { option as loki } from './logging/loki';
import { option as cloudNativeMonitoring } from './monitoring/cloud-native';
import { option as prometheus } from './monitoring/prometheus';
import { option as istioAuth0 } from './security/istio-auth0';
import { option as istioKeycloak } from './security/istio-keycloak';
import { option as nginxAuth0 } from './security/nginx-auth0';
import { tenantFactories } from './tenants';
import { workloadFactories } from './workloads';

export const registry = {
  cloud: { 'aws-azure': awsAzure, 'aws-regions': awsRegions, 'azure-regions': azureRegions } satisfies Record<Cloud['use'], Option>,
  security: { 'istio-keycloak': istioKeycloak, 'nginx-auth0': nginxAuth0, 'istio-auth0': istioAuth0 } satisfies Record<Security['use'], Option>,
  delivery: { helm, argocd, flux } satisfies Record<Delivery['use'], DeliveryOption>,
  edge: { cloudflare, 'cloud-native': cloudNative } satisfies Record<Edge['use'], Option>,
  monitoring: { prometheus, 'cloud-native': cloudNativeMonitoring } satisfies Record<Monitoring['use'], Option>,
  logging: { loki, elk, 'cloud-native': cloudLogs } satisfies Record<Logging['use'], Option>,
};

export const deliveryOf = (platform: Platform): DeliveryOption => registry.delivery[platform.delivery.use];

/**
 * Factories of everything that the platform installs; order has no meaning. Each is there because of the choices that it is
 * given here, and asks for them first: two options have components of one name, and whoever keeps what was made must not
 * take one for the other.
 */
export const factoriesOf = (platform: Platform): readonly Factory[] => [
  ...foundation.components.map((factory) => chosen([], platform, factory)),
  ...aspects.flatMap((aspect) => componentsOf(platform, aspect).map((factory) => chosen([aspect], platform, factory))),
  ...workloadFactories(platform).map((factory) => chosen([], platform, factory)),
  ...tenantFactories(platform).map((factory) => chosen([], platform, factory)),
];

const componentsOf = (platform: Platform, aspect: Aspect): readonly Factory[] =>
  (registry[aspect] as Readonly<Record<string, Option>>)[platform[aspect].use]?.components ?? []; // each aspect has its own ids

/** The delivery always, because it finishes every object. */
function chosen(because: readonly Aspect[], platform: Platform, factory: Factory): Factory {
  const choices = (['delivery', ...because] as const).map((aspect) => [aspect, platform[aspect].use] as const);
  return (context) => (choices.every(([aspect, use]) => context.platform[aspect].use === use) ? factory(context) : undefined);
}
