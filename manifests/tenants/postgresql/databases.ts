/** Databases inside the server, and their extensions. */
import type { Chart } from 'cdk8s';
import { Database } from '../../../imports/postgresql.cnpg.io';
import { databasesIn } from '../../../lib/model';
import { databaseLabels } from '../context';
import { allowDelete } from '../protection';
import { objectName } from '../credentials';
import type { PostgresqlContext } from '.';

/** A standby gets them from the one that takes writes: there is nothing to do there. */
export function databases(chart: Chart, context: PostgresqlContext): void {
  const { database, placement, cluster } = context;
  if (placement.primary !== cluster.name) return;
  for (const { name, owner, extensions } of databasesIn(database)) {
    const object = objectName(database.name, name);
    new Database(chart, `${database.name}-database-${name}`, {
      metadata: { name: object, labels: databaseLabels(context), ...allowDelete(context, object) },
      spec: {
        cluster: { name: database.name },
        name,
        owner,
        ensure: 'present',
        databaseReclaimPolicy: 'retain',
        ...(extensions.length > 0 ? { extensions: extensions.map((extension) => ({ name: extension, ensure: 'present' as const })) } : {}),
      },
    });
  }
}
