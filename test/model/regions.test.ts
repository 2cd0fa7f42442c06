/** Rules of platforms with two regions of one provider. */
import { readFileSync } from 'node:fs';
import { loadPlatform } from '../../lib/input/load';
import { awsAccount, azureAccount, clustersOn, isLinked, PlatformErrors, type PlatformError } from '../../lib/model';
import { platformOf } from '../manifests/foundation/rendered';

type Example = 'aws-regions' | 'azure-regions';
const text = (name: Example): string => readFileSync(`examples/${name}/platform.yaml`, 'utf8');
function errorsOf(name: Example, from: string, to: string): readonly PlatformError[] {
  if (text(name).split(from).length !== 2) throw new Error(`'${from}' must occur once`);
  try {
    loadPlatform(text(name).replace(from, to), 'platform.yaml');
    return [];
  } catch (cause) {
    if (cause instanceof PlatformErrors) return cause.errors;
    throw cause;
  }
}

interface Row {
  readonly name: string;
  readonly of: Example;
  readonly from: string;
  readonly to: string;
  readonly path: string;
  readonly message: string;
  readonly fix: string;
}
const rows: readonly Row[] = [
  {
    name: 'the region of the other EKS cluster',
    of: 'aws-regions',
    from: 'region: eu-west-1',
    to: 'region: eu-central-1',
    path: 'cloud.clusters.1.region',
    message: "'eu-central-1' is also the region of cloud.clusters.0: both clusters would be lost together",
    fix: 'Write: region: eu-west-1',
  },
  {
    name: 'the region of the other AKS cluster',
    of: 'azure-regions',
    from: 'region: northeurope',
    to: 'region: westeurope',
    path: 'cloud.clusters.1.region',
    message: "'westeurope' is also the region of cloud.clusters.0",
    fix: 'Write: region: northeurope',
  },
  {
    name: 'a region of another partition',
    of: 'aws-regions',
    from: 'region: eu-west-1',
    to: 'region: us-gov-west-1',
    path: 'cloud.clusters.1.region',
    message: "'us-gov-west-1' belongs to a closed partition",
    fix: 'regions of the public cloud',
  },
  {
    name: 'a range of the first cluster in the second',
    of: 'aws-regions',
    from: 'cidr: 10.24.0.0/16',
    to: 'cidr: 10.20.128.0/17',
    path: 'cloud.clusters.1.network.cidr',
    message: 'overlaps cloud.clusters.0.network.cidr (10.20.0.0/16)',
    fix: 'Write: cidr: ',
  },
  {
    name: 'a cluster of another cloud',
    of: 'azure-regions',
    from: '- name: neu\n      provider: azure',
    to: '- name: neu\n      provider: aws',
    path: 'cloud.clusters.1.provider',
    message: "'aws' is not allowed here",
    fix: 'Write: provider: azure',
  },
  {
    name: 'the account of a cloud that is not used',
    of: 'azure-regions',
    from: '  use: azure-regions\n',
    to: '  use: azure-regions\n  aws: { accountId: "111122223333", adminRoles: [admin] }\n',
    path: 'cloud.aws',
    message: 'there is no such key',
    fix: 'Keys of cloud: use, kubernetesVersion, azure, ci, link, clusters',
  },
  {
    name: 'a link that is not built',
    of: 'aws-regions',
    from: '  use: aws-regions\n',
    to: '  use: aws-regions\n  link: peer\n',
    path: 'cloud.link',
    message: "'peer' is not allowed",
    fix: "Did you mean 'peering'?",
  },
  {
    name: 'a Graviton family in the second cluster',
    of: 'aws-regions',
    from: '        services: 172.21.0.0/16\n',
    to: '        services: 172.21.0.0/16\n      nodePools: { workload: { families: [m8g] } }\n',
    path: 'cloud.clusters.1.nodePools.workload.families.0',
    message: "'m8g' is ARM (Graviton)",
    fix: 'families: [m7i, m7a, r7i]',
  },
  {
    name: 'system nodes of two kinds in the second cluster',
    of: 'aws-regions',
    from: '        services: 172.21.0.0/16\n',
    to: '        services: 172.21.0.0/16\n      nodePools: { system: { instanceTypes: [m7i.large, m7g.large] } }\n',
    path: 'cloud.clusters.1.nodePools.system.instanceTypes.1',
    message: 'a node group boots one machine image',
    fix: 'instanceTypes: [m7i.large]',
  },
  {
    name: 'more nodes than pod ranges in the first cluster',
    of: 'azure-regions',
    from: 'pods: 10.128.0.0/14',
    to: 'pods: 10.128.0.0/20',
    path: 'cloud.clusters.0.network.pods',
    message: 'is too small for pods',
    fix: '/12 to /18',
  },
  {
    name: 'one Argo CD for both clusters, although the networks are joined',
    of: 'aws-regions',
    from: 'use: argocd\n',
    to: 'use: argocd\n  topology: hub\n',
    path: 'delivery.topology',
    message: "'hub' would keep administrator rights of euw1 in euc1, and euw1 would get nothing new while eu-central-1 is gone",
    fix: 'topology: per-cluster',
  },
  {
    name: 'node numbers upside down in the first AKS cluster',
    of: 'azure-regions',
    from: '        pods: 10.128.0.0/14\n        services: 172.20.0.0/16\n',
    to: '        pods: 10.128.0.0/14\n        services: 172.20.0.0/16\n      nodePools: { workload: { min: 9 } }\n',
    path: 'cloud.clusters.0.nodePools.workload.min',
    message: '9 must not exceed cloud.clusters.0.nodePools.workload.max (6)',
    fix: 'max: 9',
  },
];

describe('two regions of one provider', () => {
  it.each(rows)('refuse $name', ({ of, from, to, path, message, fix }) => {
    const errors = errorsOf(of, from, to);
    expect(errors.map((error) => error.path)).toContain(path);
    const error = errors.find((each) => each.path === path);
    expect(error?.message).toContain(message);
    expect(error?.fix).toContain(fix);
  });

  it.each(['aws-regions', 'azure-regions'] as const)('propose for %s a region that is then accepted', (of) => {
    const [first, second] = [...text(of).matchAll(/region: (\S+)/g)].map((match) => match[1] ?? '');
    const fix = errorsOf(of, `region: ${second ?? ''}`, `region: ${first ?? ''}`)[0]?.fix ?? '';
    const proposed = /region: (\S+)$/.exec(fix)?.[1] ?? '';
    expect(errorsOf(of, `region: ${second ?? ''}`, `region: ${proposed}`)).toEqual([]);
  });

  it('are linked unless they say otherwise; two clouds never are', () => {
    const { platform } = loadPlatform(text('aws-regions'), 'platform.yaml');
    expect(isLinked(platform)).toBe(true);
    expect(isLinked(loadPlatform(text('aws-regions').replace('use: aws-regions', 'use: aws-regions\n  link: none'), 'platform.yaml').platform)).toBe(false);
    expect(isLinked(platformOf())).toBe(false);
  });

  it('have the account of their own provider, and no other', () => {
    const { platform: aws } = loadPlatform(text('aws-regions'), 'platform.yaml');
    const { platform: azure } = loadPlatform(text('azure-regions'), 'platform.yaml');
    expect(awsAccount(aws).accountId).toBe('222233334444');
    expect(() => azureAccount(aws)).toThrow(RangeError);
    expect(azureAccount(azure).adminGroupIds).toHaveLength(1);
    expect(() => awsAccount(azure)).toThrow(RangeError);
    expect(clustersOn(aws, 'aws').map(({ name }) => name)).toEqual(['euc1', 'euw1']);
    expect(clustersOn(aws, 'azure')).toEqual([]);
  });
});
