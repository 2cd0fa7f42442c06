/** PostgreSQL of Grafana: sessions, users, preferences. Dashboards and data sources are in git. */
import { PostgresCluster, type PostgresClusterProps } from '../../../lib/constructs/postgres-cluster';
import { postgresIntents } from '../../../lib/constructs/postgres-intents';
import type { Component } from '../../../lib/components';
import { namespaces } from '../../../lib/names';
import type { Context, Factory } from '../../context';
import { peer, sharedParts as parts } from '../parts';

const cluster = 'grafana-db';
export const database = {
  cluster,
  name: 'grafana',
  host: `${cluster}-rw.${namespaces.observability}.svc`,
  ownerSecret: `${cluster}-app`,
  caSecret: `${cluster}-ca`,
} as const;

const props: PostgresClusterProps = {
  identity: cluster,
  database: database.name,
  storageGiB: 5,
  walGiB: 5,
  cpu: '100m',
  memoryMiB: 512,
  maxConnections: 80,
  clients: [peer(parts.grafana)],
};

export const grafanaDatabase: Factory = (context: Context): Component => ({
  name: 'grafana-database',
  summary: 'PostgreSQL of Grafana.',
  namespace: namespaces.observability,
  needs: ['postgres', 'postgres-backup', 'storage', 'priority-classes', 'namespaces'],
  after: ['node-autoscaling'],
  provides: ['dashboard-database'],
  keep: true,
  content: { kind: 'manifests', build: (chart) => void new PostgresCluster(chart, 'database', context, props) },
  intents: postgresIntents(context, props),
});
