/** Runs every name of the contract before anything is generated, and says which line of the input to change. */
import { PlatformError, type Cluster, type Platform, type Problem } from '../model';
import { buckets, identities, namespaces, secrets } from './contract';
import { frontDoorChecks, hosts, originHost } from './endpoints';
import { identityOf } from './identity';
import { namesOf } from './index';
import { checked } from './rules';
import { tenantLimitProblems } from './tenant-limits';

/** Problems of every computed name, at the input that it is made from. */
export function checkNames(platform: Platform): readonly Problem[] {
  const clusters: readonly Cluster[] = platform.cloud.clusters;
  return [
    ...clusters.flatMap((cluster, index) => clusterNameProblems(platform, cluster, index)),
    ...reservedHosts(platform),
    ...reservedNamespaces(platform),
    ...tenantLimitProblems(platform),
  ];
}

function clusterNameProblems(platform: Platform, cluster: Cluster, index: number): readonly Problem[] {
  const names = namesOf(platform, cluster);
  const own = `cloud.clusters.${index}.name`;
  const ids = identities(platform, cluster).map(({ id }) => id);
  const hostNames = () => [
    names.identityHost(),
    names.originHost(),
    ...hosts(platform).flatMap(({ kind, host }) => (kind === 'workload' ? [] : [checked('host', host)])),
  ];
  const groups: readonly (readonly [path: string, also: string, ask: () => unknown])[] = [
    [own, 'name', () => [names.prefix(), names.cluster(), names.vault(), names.keyAlias('secrets')]],
    [own, 'name', () => [names.loadBalancer(), names.targetGroup(65535)]],
    ['name', own, () => [...buckets(platform).map(({ id }) => [names.bucket(id), names.container(id)]), names.bucket('access-logs')]],
    ['name', own, () => ids.map((id) => (cluster.provider === 'aws' ? names.role(id) : names.managedIdentity(id)))],
    ['name', own, () => (cluster.provider === 'azure' ? names.resourceGroup('observability') : undefined)],
    ['name', own, () => secrets(platform).map(({ id }) => names.secret(id))],
    ['domain', own, hostNames],
  ];
  const found = groups.flatMap(([path, also, ask]) => problemOf(ask, path, also));
  return found.filter(({ path }, at) => found.findIndex((other) => other.path === path) === at);
}

function problemOf(ask: () => unknown, path: string, also: string): readonly Problem[] {
  try {
    ask();
    return [];
  } catch (cause) {
    if (!(cause instanceof PlatformError)) throw cause;
    return [{ code: cause.code, path, also: [also], message: cause.message, fix: cause.fix }];
  }
}

/** Hosts that the platform itself serves. */
function reservedHosts(platform: Platform): readonly Problem[] {
  const clusters: readonly Cluster[] = platform.cloud.clusters;
  const own = new Set([
    ...hosts(platform)
      .filter(({ kind }) => kind !== 'workload')
      .map(({ host }) => host),
    ...clusters.map((cluster) => originHost(platform, cluster)),
    ...frontDoorChecks(platform).map(({ host }) => host),
    // Not served here where the identity provider is somebody else's, but its name is taken all the same.
    ...(isBelowDomain(identityOf(platform).host, platform) ? [identityOf(platform).host] : []),
  ]);
  return platform.workloads.flatMap(({ host, name }, index): readonly Problem[] =>
    own.has(host)
      ? [
          {
            code: 'input/relation',
            path: `workloads.${index}.host`,
            message: `'${host}' is a host of the platform itself`,
            fix: `Taken: ${[...own].sort().join(', ')}. Write, for example: host: ${own.has(`${name}.${platform.domain}`) ? `my-${name}` : name}.${platform.domain}`,
          },
        ]
      : [],
  );
}

const isBelowDomain = (host: string, { domain }: Platform): boolean => host.endsWith(`.${domain}`);

/** The name of a workload is its namespace. */
function reservedNamespaces(platform: Platform): readonly Problem[] {
  const taken: readonly string[] = [...new Set<string>(Object.values(namespaces)), 'default'].sort();
  return platform.workloads.flatMap(({ name }, index): readonly Problem[] =>
    taken.includes(name) || name.startsWith('kube-')
      ? [
          {
            code: 'input/relation',
            path: `workloads.${index}.name`,
            message: `'${name}' is a namespace of the platform or of Kubernetes`,
            fix: `The name of a workload is its namespace. Taken: ${taken.join(', ')}, and names that start with kube-. Write, for example: name: app-${name.slice(0, 26)}`,
          },
        ]
      : [],
  );
}
