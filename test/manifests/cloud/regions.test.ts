/** Two regions of one provider, inside the clusters: what one knows of the other, and how it gets there. */
import { parse } from 'yaml';
import { synthesize, type KubeObject, type RenderedCluster } from '../../../lib/components';
import { emptyLock, type Platform } from '../../../lib/model';
import { factoriesOf } from '../../../manifests/registry';
import { isNamespaced } from '../../../manifests/synth';
import { versions } from '../../../manifests/versions';
import { regionsPlatform, type Edit } from '../../infra/cloud/regions';

interface Cluster {
  object(component: string, kind: string, name: string): KubeObject;
  spec(component: string, kind: string, name: string): Readonly<Record<string, unknown>>;
  names(): readonly string[];
}
const clusterOf = ({ components }: RenderedCluster): Cluster => {
  const object = (component: string, kind: string, name: string): KubeObject => {
    const objects = components.find((each) => each.component.name === component)?.built.objects.map((each) => each.object) ?? [];
    const found = objects.find((each) => each.kind === kind && each.metadata.name === name);
    if (!found) throw new Error(`no ${kind} ${name} in ${component}: ${objects.map((each) => `${each.kind}/${each.metadata.name}`).join(' ')}`);
    return found;
  };
  return {
    object,
    spec: (component, kind, name) => object(component, kind, name)['spec'] as Readonly<Record<string, unknown>>, // every kind asked for has one
    names: () => components.map(({ component }) => component.name),
  };
};
const clustersOf = (platform: Platform): readonly Cluster[] =>
  synthesize({ platform, lock: emptyLock, versions, factories: factoriesOf(platform), isNamespaced }).map(clusterOf);

const apart = (use: string): Edit => [`  use: ${use}\n`, `  use: ${use}\n  link: none\n`];
const [euc1, euw1] = clustersOf(regionsPlatform('aws-regions')) as readonly [Cluster, Cluster];
const [weu, neu] = clustersOf(regionsPlatform('azure-regions')) as readonly [Cluster, Cluster];
const [, apartEuw1] = clustersOf(regionsPlatform('aws-regions', [apart('aws-regions'), ['  meshes: joined\n', '']])) as readonly [Cluster, Cluster];
const [, apartNeu] = clustersOf(regionsPlatform('azure-regions', [apart('azure-regions')])) as readonly [Cluster, Cluster];

const addresses = (spec: Readonly<Record<string, unknown>>): string => JSON.stringify(spec);
/** Ports and ranges that a network policy lets pods call. */
const egress = (cluster: Cluster, name: string): string => addresses(cluster.spec('namespace-policies', 'NetworkPolicy', name));

describe('both clusters', () => {
  it('have the same components, but for what the active one alone runs', () => {
    const only = (one: Cluster, other: Cluster) => one.names().filter((name) => !other.names().includes(name));
    expect(only(euw1, euc1)).toEqual([]);
    expect(only(neu, weu)).toEqual([]);
    expect(only(euc1, euw1)).toEqual(only(weu, neu));
  });

  it('read the secrets of all clusters from one place on AWS, and each from its vault on Azure', () => {
    const key = (cluster: Cluster) =>
      (cluster.spec('secrets', 'ExternalSecret', 'keycloak-db-owner')['data'] as readonly { readonly remoteRef: object }[])[0]?.remoteRef;
    expect(key(euc1)).toMatchObject({ key: 'orders-db/_all/keycloak-db' });
    expect(key(euw1)).toEqual(key(euc1));
    expect(key(neu)).toMatchObject({ key: 'keycloak-db' });
    expect(addresses(neu.spec('secret-stores', 'ClusterSecretStore', 'platform'))).not.toBe(
      addresses(weu.spec('secret-stores', 'ClusterSecretStore', 'platform')),
    );
  });
});

describe('the standby of the database', () => {
  const cluster = (of: Cluster) => of.spec('keycloak-database', 'Cluster', 'keycloak-db');
  const store = (of: Cluster, name: string) => (of.spec('keycloak-database', 'ObjectStore', name)['configuration'] ?? {}) as Readonly<Record<string, unknown>>;

  it('follows the bucket of the other AWS region as who it is, at the endpoint of that region', () => {
    expect(store(euw1, 'keycloak-db-euc1')).toMatchObject({
      destinationPath: 's3://orders-db-euc1-backups-222233334444/keycloak-db',
      endpointURL: 'https://s3.eu-central-1.amazonaws.com',
      s3Credentials: { inheritFromIAMRole: true },
    });
    expect(store(euw1, 'keycloak-db')).not.toHaveProperty('endpointURL');
    // A second role in the environment would take the place of the pods' own, and they could not archive any more.
    expect(cluster(euw1)).not.toHaveProperty('env');
    expect(cluster(euw1)).not.toHaveProperty('projectedVolumeTemplate');
  });

  it('follows the account of the other Azure region with one client id, its own', () => {
    const { env } = cluster(neu) as { readonly env: readonly { readonly name: string; readonly value: string }[] };
    expect(env.filter(({ name }) => name === 'AZURE_CLIENT_ID')).toEqual([{ name: 'AZURE_CLIENT_ID', value: 'unset--neu--identities.keycloak-db.clientId' }]);
    expect(new Set(env.map(({ name }) => name)).size).toBe(env.length);
    expect(store(neu, 'keycloak-db-weu')['destinationPath']).not.toBe(store(neu, 'keycloak-db')['destinationPath']);
  });

  it('restores from the active cluster', () => {
    for (const [of, active] of [
      [euw1, 'euc1'],
      [neu, 'weu'],
    ] as const)
      expect(cluster(of)).toMatchObject({ bootstrap: { recovery: { source: `keycloak-db-${active}` } }, replica: { primary: `keycloak-db-${active}` } });
  });
});

describe('metrics of the other cluster', () => {
  const endpoints = (of: Cluster): string =>
    String((of.object('thanos', 'ConfigMap', 'thanos-query-endpoints')['data'] as Readonly<Record<string, string>>)['endpoints.yaml']);
  const peer = (of: Cluster) => (parse(endpoints(of)) as { readonly endpoints: readonly { readonly address: string }[] }).endpoints.at(-1)?.address;

  it('are asked for by the same name, linked or not', () => {
    expect(peer(euw1)).toBe('metrics-euc1.orders.example:10901');
    expect(peer(apartEuw1)).toBe(peer(euw1));
    expect(peer(neu)).toBe('metrics-weu.ledger.example:10901');
  });

  it('are called in the private network only, where there is one', () => {
    const policy = 'thanos-query-egress';
    expect(egress(euw1, policy)).toContain('"cidr":"10.20.8.240/32"');
    expect(egress(euw1, policy)).not.toContain('0.0.0.0/0');
    expect(egress(apartEuw1, policy)).toContain('0.0.0.0/0');
    expect(egress(neu, policy)).toContain('"cidr":"10.40.1.11/32"');
  });

  it('are answered at an internal address on Azure, for nodes of the other cluster', () => {
    for (const [of, address, ranges] of [
      [weu, '10.40.1.11', ['10.44.16.0/20', '10.44.32.0/20']],
      [neu, '10.44.1.11', ['10.40.16.0/20', '10.40.32.0/20']],
    ] as const) {
      const service = of.object('thanos', 'Service', 'thanos-peer-query-load-balancer');
      expect(service.metadata.annotations).toMatchObject({
        'service.beta.kubernetes.io/azure-load-balancer-internal': 'true',
        'service.beta.kubernetes.io/azure-load-balancer-ipv4': address,
      });
      expect(service['spec']).toMatchObject({ loadBalancerSourceRanges: ranges });
    }
  });

  it('are answered at the public address behind a NAT gateway without a link, for nobody before the lock file knows who', () => {
    const service = apartNeu.object('thanos', 'Service', 'thanos-peer-query-load-balancer');
    expect(service.metadata.annotations).toMatchObject({ 'service.beta.kubernetes.io/azure-pip-name': 'pip-neu-ingress' });
    expect(service['spec']).toMatchObject({ loadBalancerSourceRanges: ['127.0.0.1/32'] });
  });
});

describe('joined meshes', () => {
  it('have their gateway where the cloud layer expects it, and admit its load balancer', () => {
    expect(euw1.spec('mesh-eastwest-binding', 'TargetGroupBinding', 'istio-eastwestgateway')).toMatchObject({ targetGroupName: 'euw1-ingress-15443' });
    expect(euw1.object('namespaces', 'Namespace', 'istio-eastwest').metadata.labels).toMatchObject({ 'elbv2.k8s.aws/pod-readiness-gate-inject': 'enabled' });
    expect(addresses(euw1.spec('admission-policies', 'ValidatingAdmissionPolicy', 'target-group-bindings'))).toContain('istio-eastwest');
    expect(addresses(apartEuw1.spec('admission-policies', 'ValidatingAdmissionPolicy', 'target-group-bindings'))).not.toContain('istio-eastwest');
  });
});
