/** PgBouncer in front of a database. */
import type { Chart } from 'cdk8s';
import { PodDisruptionBudget } from '../../../imports/k8s';
import { Pooler } from '../../../imports/postgresql.cnpg.io';
import { resources, restrictedContainer, spread } from '../../../lib/constructs/pods';
import { poolerSize } from '../../../lib/model';
import { priorityClasses } from '../../../lib/names';
import { databaseLabels } from '../context';
import type { PostgresqlContext } from '.';

export const poolerName = ({ database }: PostgresqlContext): string => `${database.name}-pool`;

export function pooler(chart: Chart, context: PostgresqlContext): void {
  const { database, versions } = context;
  if (!database.pooling || database.hibernated) return;
  const name = poolerName(context);
  const labels = databaseLabels(context);
  const selector = { 'cnpg.io/poolerName': name };
  const { mode, instances, clients, poolSize } = database.pooling;
  new Pooler(chart, `${database.name}-pooler`, {
    metadata: { name, labels },
    spec: {
      cluster: { name: database.name },
      type: 'rw',
      instances,
      deploymentStrategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      pgbouncer: {
        image: versions.images.pgbouncer,
        poolMode: mode,
        paused: false,
        parameters: {
          max_client_conn: String(clients),
          default_pool_size: String(poolSize),
          // Clients wait for a connection rather than fail, but not for ever.
          query_wait_timeout: '30',
          server_idle_timeout: '300',
          ...(mode === 'transaction' ? { max_prepared_statements: '200' } : {}),
        },
      },
      template: {
        metadata: { labels },
        spec: {
          containers: [
            { name: 'pgbouncer', resources: resources(`${poolerSize.cpu}m`, `${poolerSize.memory}Mi`), securityContext: { ...restrictedContainer } },
          ],
          priorityClassName: priorityClasses.database,
          securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
          topologySpreadConstraints: spread(selector),
          terminationGracePeriodSeconds: 60,
        },
      },
    },
  });
  new PodDisruptionBudget(chart, `${database.name}-pooler-budget`, {
    metadata: { name, labels },
    spec: { maxUnavailable: 1, selector: { matchLabels: selector }, unhealthyPodEvictionPolicy: 'AlwaysAllow' },
  });
}
