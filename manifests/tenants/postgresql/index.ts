/** PostgreSQL of a tenant: the cluster, its backups, databases, users with their credentials, the pooler, the endpoint. */
import type { Chart } from 'cdk8s';
import type { PostgresqlDatabase } from '../../../lib/model';
import type { DatabaseContext } from '../context';
import { bindEndpoint } from '../endpoint';
import { cluster } from './cluster';
import { databases } from './databases';
import { pooler } from './pooler';
import { backups } from './store';
import { users } from './users';

export type PostgresqlContext = DatabaseContext<PostgresqlDatabase>;

export function postgresqlObjects(chart: Chart, context: PostgresqlContext): void {
  backups(chart, context);
  cluster(chart, context);
  databases(chart, context);
  users(chart, context);
  pooler(chart, context);
  bindEndpoint(chart, context, { name: `${context.database.name}-rw`, port: 5432 });
}
