import { parse } from 'yaml';
import { platformOf } from '../../foundation/rendered';
import { logging } from './example';

const aws = logging('aws-euc1');
const azure = logging('az-weu');
const both = [
  ['aws-euc1', aws],
  ['az-weu', azure],
] as const;
interface LokiValues {
  readonly schemaConfig: {
    readonly configs: readonly {
      readonly object_store: string;
      readonly index: { readonly period: string };
      readonly from: string;
      readonly schema: string;
      readonly store: string;
    }[];
  };
  readonly storage: {
    readonly type: string;
    readonly use_thanos_objstore: boolean;
    readonly bucketNames: Readonly<Record<string, string>>;
    readonly object_store: Readonly<Record<string, unknown>> & { readonly type: string };
  };
  readonly compactor: Readonly<Record<string, unknown>>;
  readonly limits_config: Readonly<Record<string, unknown>>;
  readonly runtimeConfig: { readonly overrides: Readonly<Record<string, Readonly<Record<string, string>>>> };
  readonly storage_config: Readonly<Record<string, unknown>>;
}
const lokiOf = (of: typeof aws): LokiValues => of.values['loki'] as unknown as LokiValues;

describe.each(both)('Loki on %s', (_, of) => {
  const loki = lokiOf(of);

  it('names one kind of store everywhere: schema, storage and requests of deletion', () => {
    const { type } = loki.storage;
    expect(loki.storage.object_store.type).toBe(type);
    expect(loki.schemaConfig.configs.map(({ object_store }) => object_store)).toEqual([type]);
    expect(loki.compactor).toMatchObject({ retention_enabled: true, delete_request_store: type });
  });

  it('writes an index that retention and the next release can read', () => {
    expect(loki.schemaConfig.configs).toMatchObject([{ store: 'tsdb', schema: 'v13', index: { period: '24h' }, from: '2026-01-01' }]);
    expect(loki.storage.use_thanos_objstore).toBe(true);
    expect(loki.storage_config).toEqual({ boltdb_shipper: null });
  });

  it('runs as three equal replicas that lose nothing with one of them', () => {
    expect(of.values).toMatchObject({
      deploymentMode: 'Monolithic',
      singleBinary: {
        replicas: 3,
        podDisruptionBudget: { enabled: true, maxUnavailable: 1 },
        persistence: { enabled: true, whenDeleted: 'Retain', whenScaled: 'Retain' },
      },
      loki: { auth_enabled: true, commonConfig: { replication_factor: 3 } },
    });
    for (const part of ['write', 'read', 'backend']) expect(of.values[part]).toEqual({ replicas: 0 });
    for (const part of ['gateway', 'chunksCache', 'resultsCache', 'lokiCanary', 'test', 'minio', 'ruler']) expect(of.values[part]).toEqual({ enabled: false });
  });

  it('indexes five labels and no more: each further one multiplies its streams; the node keeps apart who is how far behind', () => {
    expect(loki.limits_config['otlp_config']).toEqual({
      resource_attributes: {
        ignore_defaults: true,
        attributes_config: [
          { action: 'index_label', attributes: ['k8s.cluster.name', 'k8s.namespace.name', 'k8s.container.name', 'service.name', 'k8s.node.name'] },
        ],
      },
    });
  });

  it('is asked for every tenant at once by dashboards, and by nobody without a tenant', () => {
    expect(of.of('loki')?.component.intents?.datasources).toMatchObject([
      { uid: 'logs', type: 'loki', url: 'http://loki.observability.svc:3100', headers: { 'X-Scope-OrgID': 'platform|workloads|audit' } },
    ]);
    expect(of.values['loki']).toMatchObject({ auth_enabled: true, querier: { multi_tenant_queries_enabled: true } });
  });
});

describe('the bucket', () => {
  it('is an S3 bucket opened by Pod Identity on AWS', () => {
    const { storage } = lokiOf(aws);
    expect(storage).toMatchObject({
      type: 's3',
      bucketNames: { chunks: 'acme-db-aws-euc1-logs-111122223333', ruler: 'acme-db-aws-euc1-logs-111122223333' },
      object_store: { s3: { endpoint: 's3.eu-central-1.amazonaws.com', region: 'eu-central-1', native_aws_auth_enabled: true } },
    });
    expect(aws.values['serviceAccount']).toMatchObject({ name: 'loki', annotations: {} });
  });

  it('is a container opened by workload identity on Azure, with no key and no explicit identity', () => {
    const { storage } = lokiOf(azure);
    expect(storage).toMatchObject({ type: 'azure', bucketNames: { chunks: 'logs' } });
    expect(Object.keys(storage.object_store['azure'] as object)).toEqual(['account_name']);
    expect(azure.values).toMatchObject({
      serviceAccount: { annotations: { 'azure.workload.identity/client-id': expect.stringContaining('loki') as string } },
      singleBinary: { podLabels: { 'azure.workload.identity/use': 'true' } },
    });
  });

  it.each(both)('is reached from %s by name, and its token too', (cluster, of) => {
    const hosts = of.of('loki')?.component.intents?.egressHosts?.flatMap((each) => each.hosts) ?? [];
    expect(hosts).toEqual(
      cluster === 'aws-euc1'
        ? ['s3.eu-central-1.amazonaws.com', 'acme-db-aws-euc1-logs-111122223333.s3.eu-central-1.amazonaws.com']
        : [expect.stringMatching(/\.blob\.core\.windows\.net$/), 'login.microsoftonline.com'],
    );
  });
});

describe('retention', () => {
  it('is a month for everything, a year for the audit, as the defaults say', () => {
    const loki = lokiOf(aws);
    expect(loki.limits_config['retention_period']).toBe(`${aws.platform.logging.retentionDays * 24}h`);
    expect(loki.runtimeConfig.overrides).toEqual({ audit: { retention_period: `${aws.platform.logging.auditRetentionDays * 24}h` } });
    expect(aws.platform.logging.auditRetentionDays).toBeGreaterThan(aws.platform.logging.retentionDays);
  });

  it('and limits follow the settings', () => {
    const loki = lokiOf(
      logging(
        'aws-euc1',
        platformOf((yaml) =>
          yaml.replace(
            'logging:\n  use: loki\n',
            'logging:\n  use: loki\n  retentionDays: 7\n  auditRetentionDays: 400\n  storageGiB: 77\n  ingestionMBPerSecond: 50\n',
          ),
        ),
      ),
    );
    expect(loki.limits_config).toMatchObject({ retention_period: '168h', ingestion_rate_mb: 50, ingestion_burst_size_mb: 100 });
    expect(loki.runtimeConfig.overrides['audit']).toEqual({ retention_period: '9600h' });
  });

  it('is of tenants that lines are sent to', () => {
    const exporters = Object.values(aws.config('otel-gateway').exporters).map(({ headers }) => headers?.['X-Scope-OrgID']);
    for (const tenant of Object.keys(lokiOf(aws).runtimeConfig.overrides)) expect(exporters).toContain(tenant);
  });
});

describe('the log components', () => {
  it('come in order: the store, the gateway, the agents', () => {
    const wave = (name: string): number => aws.of(name)?.wave ?? -1;
    expect(wave('loki')).toBeLessThan(wave('otel-gateway'));
    expect(wave('otel-gateway')).toBeLessThan(wave('otel-agent'));
  });

  it('keep the store: its volumes and its chart are never pruned', () => {
    expect(aws.of('loki')?.component.keep).toBe(true);
  });

  it('write values that read back as they are', () => {
    expect(parse(aws.of('loki')?.built.values ?? '')).toEqual(JSON.parse(JSON.stringify(aws.values)));
  });
});
