/** Which third-party charts a platform fetches: those of its options, and those that every platform has. */
import type { ChartPin } from '../lib/components';
import type { Logging, Platform, Security } from '../lib/model';
import type { Versions } from './versions';

type ChartName = keyof Versions['charts'];

const istio: readonly ChartName[] = ['istioBase', 'istiod', 'istioCni', 'istioGateway'];
const security: Record<Security['use'], readonly ChartName[]> = { 'istio-keycloak': istio, 'istio-auth0': istio, 'nginx-auth0': ['nginxIngress'] };
const logging: Record<Logging['use'], readonly ChartName[]> = { loki: ['loki'], elk: ['eckOperator'], 'cloud-native': [] };
/** Whether or not a database of some tenant needs them today: what a tenant adds changes its own files only. */
const ofTenants: readonly ChartName[] = ['mariadbOperator'];
const optional = new Set([...[security, logging].flatMap((options) => Object.values(options).flat()), ...ofTenants]);

type Choices = Pick<Platform, 'security' | 'logging' | 'tenants'>;
const chosen = ({ security: { use }, logging: { use: logs }, tenants }: Choices): readonly ChartName[] => [
  ...security[use],
  ...logging[logs],
  ...(Object.keys(tenants).length > 0 ? ofTenants : []),
];

export const chartsOf = (platform: Choices, { charts }: Pick<Versions, 'charts'>): readonly ChartPin[] =>
  (Object.keys(charts) as ChartName[]) // the keys of the table
    .filter((name) => !optional.has(name) || chosen(platform).includes(name))
    .map((name) => charts[name]);

/** Hosts of chart repositories and of manifests at a tag: what a delivery that fetches them must reach. */
export const thirdPartyHosts = (platform: Choices, versions: Pick<Versions, 'charts' | 'git'>): readonly string[] =>
  [
    ...new Set(
      [...chartsOf(platform, versions), ...Object.values(versions.git)].map(({ repository }) => new URL(repository.replace(/^oci:/, 'https:')).hostname),
    ),
  ].sort();
