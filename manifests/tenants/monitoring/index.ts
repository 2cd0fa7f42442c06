/** Metrics, alerts, objectives and dashboards of databases of tenants: one for all of them, whatever tenants come and go. */
import { plansOf } from '../../../lib/model';
import { namespaces } from '../../../lib/names';
import type { Factory } from '../../context';
import { backupRules } from './backups';
import { database } from './dashboards/database';
import { fleet } from './dashboards/fleet';
import { mariadbRules } from './mariadb';
import { objectStates, scrapes } from './metrics';
import { objectiveRules } from './objectives';
import { postgresqlRules } from './postgresql';
import { stateRules } from './state';
import { volumeRules } from './volumes';

export const monitoring: Factory = ({ platform }) => ({
  name: 'tenant-monitoring',
  summary: 'What is measured of every database of a tenant, and what rings when one of them is unwell',
  namespace: namespaces.observability,
  needs: [],
  provides: [],
  content: { kind: 'manifests', build: () => undefined },
  intents: {
    scrapes,
    objectStates,
    rules: [
      ...stateRules,
      ...postgresqlRules,
      ...mariadbRules,
      ...backupRules,
      ...volumeRules,
      ...objectiveRules([...plansOf(platform).values()].sort((a, b) => (a.name < b.name ? -1 : 1))),
    ],
    dashboards: [fleet, database],
  },
});
