/** The objects of one database, by its engine. */
import type { Chart } from 'cdk8s';
import type { DatabaseContext } from './context';
import { mariadbObjects } from './mariadb';
import { postgresqlObjects } from './postgresql';

export function databaseObjects(chart: Chart, context: DatabaseContext): void {
  const { database } = context;
  switch (database.engine) {
    case 'postgresql':
      return postgresqlObjects(chart, { ...context, database });
    case 'mariadb':
      return mariadbObjects(chart, { ...context, database });
  }
}
