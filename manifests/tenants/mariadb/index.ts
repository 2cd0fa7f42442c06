/** MariaDB of a tenant: the server, its backups and log archive, databases, users with their credentials, the endpoint. */
import type { Chart } from 'cdk8s';
import type { MariadbDatabase } from '../../../lib/model';
import type { DatabaseContext } from '../context';
import { bindEndpoint } from '../endpoint';
import { mariadbPort } from './pods';
import { server, writeService } from './server';
import { databases, users } from './sql';
import { backups } from './store';

export type MariadbContext = DatabaseContext<MariadbDatabase>;

export function mariadbObjects(chart: Chart, context: MariadbContext): void {
  backups(chart, context);
  server(chart, context);
  databases(chart, context);
  users(chart, context);
  bindEndpoint(chart, context, { name: writeService(context), port: mariadbPort });
}
