import { type Chart, Testing } from 'cdk8s';
import { PostgresCluster, type PostgresClusterProps, type PostgresContext } from '../../../lib/constructs/postgres-cluster';
import { postgresIntents } from '../../../lib/constructs/postgres-intents';
import { emptyLock, type Cluster } from '../../../lib/model';
import { namesOf } from '../../../lib/names';
import { platformOf } from '../../manifests/foundation/rendered';

const platform = platformOf();
const props: PostgresClusterProps = {
  identity: 'grafana-db',
  database: 'grafana',
  storageGiB: 5,
  walGiB: 5,
  cpu: '100m',
  memoryMiB: 512,
  maxConnections: 80,
  clients: [{ namespace: 'observability', pods: { app: 'grafana' } }],
};

function context(index: number): PostgresContext {
  const clusters: readonly Cluster[] = platform.cloud.clusters;
  const cluster = clusters[index];
  if (!cluster) throw new Error('no such cluster');
  return {
    platform,
    cluster,
    peers: clusters.filter((other) => other !== cluster),
    names: namesOf(platform, cluster),
    lock: emptyLock,
    versions: { images: { postgresql: 'ghcr.io/cloudnative-pg/postgresql:18.1' } },
  };
}
function objects(index = 0): readonly { readonly kind: string; readonly metadata: object; readonly spec: Record<string, unknown> }[] {
  const chart: Chart = Testing.chart();
  new PostgresCluster(chart, 'database', context(index), props);
  return Testing.synth(chart) as ReturnType<typeof objects>; // plain objects of our own three kinds
}
const spec = (kind: string, index = 0) => objects(index).find((object) => object.kind === kind)?.spec ?? {};

describe('PostgresCluster', () => {
  it('runs three instances in three zones, and a commit waits for a second one', () => {
    expect(spec('Cluster')).toMatchObject({
      instances: 3,
      affinity: { podAntiAffinityType: 'required', topologyKey: 'topology.kubernetes.io/zone' },
      postgresql: { synchronous: { method: 'any', number: 1, dataDurability: 'required', failoverQuorum: true } },
      enablePDB: true,
      enableSuperuserAccess: false,
    });
  });

  it('lets only the owner in, with a password, over TLS', () => {
    expect(spec('Cluster')).toMatchObject({ postgresql: { pg_hba: ['hostssl grafana grafana all scram-sha-256', 'host all all all reject'] } });
  });

  it('has a service account that the cloud knows: the cluster is named after it', () => {
    const { names } = context(0);
    expect(objects().find(({ kind }) => kind === 'Cluster')?.metadata).toEqual({
      name: names.identity('grafana-db').serviceAccount,
      namespace: names.identity('grafana-db').namespace,
    });
    expect(spec('ObjectStore')).toMatchObject({ configuration: { destinationPath: expect.stringMatching(/^s3:\/\/.+\/grafana-db$/) as string } });
  });

  it('archives through the plugin, never by the deprecated way inside the operator', () => {
    expect(spec('Cluster')['backup']).toBeUndefined();
    expect(spec('Cluster')).toMatchObject({
      plugins: [{ name: 'barman-cloud.cloudnative-pg.io', isWALArchiver: true, parameters: { barmanObjectName: 'grafana-db', serverName: 'grafana-db-v1' } }],
    });
    expect(spec('ScheduledBackup')).toMatchObject({ method: 'plugin', schedule: expect.stringMatching(/^(\S+ ){5}\S+$/) as string, immediate: true });
  });

  it('stores no key: a role on AWS, a token of the service account on Azure', () => {
    expect(spec('Cluster', 0)['env']).toBeUndefined();
    expect(spec('ObjectStore', 0)).toMatchObject({ configuration: { s3Credentials: { inheritFromIAMRole: true } } });
    expect(spec('Cluster', 1)).toMatchObject({
      env: expect.arrayContaining([{ name: 'AZURE_FEDERATED_TOKEN_FILE', value: '/projected/azure/token' }]) as object,
      projectedVolumeTemplate: { sources: [{ serviceAccountToken: { audience: 'api://AzureADTokenExchange', path: 'azure/token' } }] },
    });
  });

  it('encrypts with the key of the bucket: no encryption of its own that would name another key', () => {
    expect(JSON.stringify(spec('ObjectStore'))).not.toContain('encryption');
  });

  it('stays out of the mesh', () => {
    expect(spec('Cluster')).toMatchObject({ inheritedMetadata: { labels: { 'sidecar.istio.io/inject': 'false' } } });
    for (const { to } of postgresIntents(context(0), props).flows ?? []) if ('namespace' in to) expect(to.sidecar).toBe(false);
  });

  it('states every connection of its pods', () => {
    const flows = postgresIntents(context(0), props).flows ?? [];
    const seen = flows.map(
      ({ from, to, ports }) =>
        `${'namespace' in from ? from.namespace : from.outside} > ${'namespace' in to ? to.namespace : to.outside} ${ports.map(({ port }) => port).join(',')}`,
    );
    expect(seen).toEqual([
      'observability > observability 5432',
      'observability > observability 5432,8000',
      'cnpg-system > observability 5432,8000',
      'observability > api-server 443',
      'observability > private-endpoints 443',
    ]);
  });

  it('asks the plugin for the age of backups: the metric of the operator stays 0 with it', () => {
    const alerts = (postgresIntents(context(0), props).rules ?? []).flatMap((group) => group.alerts ?? []);
    expect(alerts.find(({ alert }) => alert === 'PostgresBackupOld')?.expr).toContain('barman_cloud_cloudnative_pg_io_last_available_backup_timestamp');
    expect(alerts.map(({ alert }) => alert)).toEqual(
      expect.arrayContaining([
        'PostgresArchiveLate',
        'PostgresReplicationLag',
        'PostgresVolumeFilling',
        'PostgresConnectionsHigh',
        'PostgresTransactionIdsRunningOut',
      ]),
    );
  });
});
