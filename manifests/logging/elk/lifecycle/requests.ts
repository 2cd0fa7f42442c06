/** What Elasticsearch is told by its API, in order: each is a whole that replaces what was there, so that telling it twice changes nothing. */
import { settingsOf } from '../../../../lib/model';
import { logTenants } from '../../../../lib/names';
import type { Context } from '../../../context';
import { repositorySettings } from '../elasticsearch/snapshots';
import { datasets, repository, snapshotPolicy } from '../names';

export interface Request {
  readonly path: string;
  readonly body: object;
}

/** Days that a copy is kept in the bucket, if enough newer ones are there. */
const snapshotDays = 30;
const policies = { ordinary: 'logs-ordinary', audit: 'logs-audit' } as const;
const shared = ['platform-logs@settings', 'platform-logs@mappings'] as const;

/** Above the templates that Elasticsearch brings for `logs-*-*`. */
const template = (path: string, patterns: readonly string[], priority: number, policy: string): Request => ({
  path: `_index_template/${path}`,
  body: {
    index_patterns: patterns,
    priority,
    data_stream: {},
    composed_of: ['logs@mappings', 'ecs@mappings', ...shared],
    template: { settings: { index: { lifecycle: { name: policy } } } },
    _meta: { managed_by: 'platform' },
  },
});

/**
 * Age counts from the day on which an index was closed, so that a line lives a little longer than it has to.
 * Audit goes only after a copy of it is in the bucket.
 */
const policy = (name: string, closedAfter: string, days: number, deletion: object): Request => ({
  path: `_ilm/policy/${name}`,
  body: {
    policy: {
      phases: {
        hot: { min_age: '0ms', actions: { rollover: { max_age: closedAfter, max_primary_shard_size: '25gb' }, set_priority: { priority: 100 } } },
        delete: { min_age: `${days}d`, actions: { ...deletion, delete: {} } },
      },
      _meta: { managed_by: 'platform' },
    },
  },
});

export function requests(context: Context): readonly Request[] {
  const { auditRetentionDays, retentionDays } = settingsOf(context.platform.logging, 'elk');
  return [
    { path: `_snapshot/${repository}`, body: repositorySettings(context) },
    { path: `_slm/policy/${snapshotPolicy}`, body: snapshots },
    policy(policies.ordinary, '1d', retentionDays, {}),
    // A week in each: a year of days would be a shard for every day and stream.
    policy(policies.audit, '7d', auditRetentionDays, { wait_for_snapshot: { policy: snapshotPolicy } }),
    { path: `_component_template/${shared[0]}`, body: { template: { settings: { index: indexSettings } } } },
    { path: `_component_template/${shared[1]}`, body: { template: { mappings } } },
    template(
      'platform-logs',
      Object.values(datasets).map((dataset) => `logs-${dataset}-*`),
      500,
      policies.ordinary,
    ),
    template(
      'platform-logs-audit',
      Object.values(datasets).map((dataset) => `logs-${dataset}-${logTenants.audit}`),
      600,
      policies.audit,
    ),
  ];
}

const snapshots = {
  // Every night at half past one, UTC.
  schedule: '0 30 1 * * ?',
  name: '<nightly-{now/d}>',
  repository,
  // With what people saved in Kibana. Users and roles are in git and in Secrets.
  config: { indices: ['logs-*'], feature_states: ['kibana'], include_global_state: false, ignore_unavailable: true, partial: false },
  retention: { expire_after: `${snapshotDays}d`, min_count: 7, max_count: 60 },
};

const indexSettings = {
  number_of_shards: 1,
  number_of_replicas: 1,
  codec: 'best_compression',
  refresh_interval: '10s',
  mapping: { total_fields: { limit: 2000, ignore_dynamic_beyond_limit: true }, ignore_malformed: true },
};

/** What programs invent is one field each: a line with a thousand new names makes no thousand columns. */
const mappings = {
  properties: {
    json: { type: 'flattened', ignore_above: 1024 },
    journald: { type: 'flattened', ignore_above: 1024 },
    kubernetes: { properties: { labels: { type: 'flattened' }, annotations: { type: 'flattened' }, event: { type: 'flattened', ignore_above: 1024 } } },
    http: { properties: { response: { properties: { status_code: { type: 'long' } } } } },
  },
};
