/**
 * The configuration that Loki gets: the chart passes most of the values in dist/ on as they are, and puts the rest
 * together (bucket, schema, overrides). That rest is done here by hand; the chart is not at hand in a test.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

export interface LokiValues {
  readonly serviceAccount: { readonly name: string; readonly annotations: Readonly<Record<string, string>> };
  readonly loki: Readonly<Record<string, unknown>> & {
    readonly commonConfig: { readonly path_prefix: string; readonly replication_factor: number };
    readonly schemaConfig: object;
    readonly storage: {
      readonly type: 's3' | 'azure';
      readonly use_thanos_objstore: boolean;
      readonly bucketNames: { readonly chunks: string };
      readonly object_store: Readonly<Partial<Record<'s3' | 'azure', Readonly<Record<string, string | boolean>>>>>;
    };
    readonly storage_config: object;
    readonly runtimeConfig: object;
    readonly limits_config: { readonly retention_period: string; readonly max_line_size: string };
    readonly server: object;
  };
}

export const lokiValues = (cluster: string): LokiValues => parse(readFileSync(join('dist/clusters', cluster, 'loki/values.yaml'), 'utf8')) as LokiValues;

export interface LocalProps {
  readonly folder: string;
  readonly http: number;
  readonly grpc: number;
  /** File with the overrides of tenants. */
  readonly overrides: string;
}

/** For one process on this machine: one replica, a ring in memory, ports of loopback. */
export function configuration(values: LokiValues, { folder, http, grpc, overrides }: LocalProps): object {
  // The chart replaces its own defaults of `storage_config` by these; what is null is taken away.
  const { commonConfig, schemaConfig, storage, runtimeConfig, storage_config: _, ...passedOn } = values.loki;
  const { type, bucketNames, object_store: store, use_thanos_objstore } = storage;
  const bucket = { [type === 's3' ? 'bucket_name' : 'container_name']: bucketNames.chunks };
  const config = {
    ...passedOn,
    common: {
      ...commonConfig,
      replication_factor: 1,
      storage: { object_store: { [type]: { ...store[type], ...bucket } } },
      instance_addr: '127.0.0.1',
      ring: { kvstore: { store: 'inmemory' }, instance_addr: '127.0.0.1' },
    },
    schema_config: schemaConfig,
    storage_config: { use_thanos_objstore },
    runtime_config: { file: overrides },
    frontend: { address: '127.0.0.1' },
    server: { ...values.loki.server, http_listen_address: '127.0.0.1', http_listen_port: http, grpc_listen_address: '127.0.0.1', grpc_listen_port: grpc },
  };
  return JSON.parse(JSON.stringify(config).replaceAll(commonConfig.path_prefix, join(folder, 'data'))) as object; // as it was
}

export const overridesOf = ({ loki }: LokiValues): object => loki.runtimeConfig;
