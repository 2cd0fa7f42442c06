/** Which third-party charts a platform fetches: those of its options, and those that every platform has. */
import type { ChartPin } from '../lib/components';
import type { Logging, Platform, Security } from '../lib/model';
import type { Versions } from './versions';

type ChartName = keyof Versions['charts'];

const istio: readonly ChartName[] = ['istioBase', 'istiod', 'istioCni', 'istioGateway'];
const security: Record<Security['use'], readonly ChartName[]> = { 'istio-keycloak': istio, 'istio-auth0': istio, 'nginx-auth0': ['nginxIngress'] };
const logging: Record<Logging['use'], readonly ChartName[]> = { loki: ['loki'], elk: ['eckOperator'], 'cloud-native': [] };
const optional = new Set([security, logging].flatMap((options) => Object.values(options).flat()));

export const chartsOf = (platform: Pick<Platform, 'security' | 'logging'>, { charts }: Pick<Versions, 'charts'>): readonly ChartPin[] =>
  (Object.keys(charts) as ChartName[]) // the keys of the table
    .filter((name) => !optional.has(name) || security[platform.security.use].includes(name) || logging[platform.logging.use].includes(name))
    .map((name) => charts[name]);

/** Hosts of chart repositories and of manifests at a tag: what a delivery that fetches them must reach. */
export const thirdPartyHosts = (platform: Pick<Platform, 'security' | 'logging'>, versions: Pick<Versions, 'charts' | 'git'>): readonly string[] =>
  [
    ...new Set(
      [...chartsOf(platform, versions), ...Object.values(versions.git)].map(({ repository }) => new URL(repository.replace(/^oci:/, 'https:')).hostname),
    ),
  ].sort();
