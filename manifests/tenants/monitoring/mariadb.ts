/** What only MariaDB can say. */
import { alert, name, type Alert, type Rules } from './alert';
import { ids, of } from './metrics';

const alerts: readonly Alert[] = [
  {
    alert: 'DatabaseReplicationBroken',
    expr: `min by (${ids}, pod) (${of('mysql_slave_status_slave_io_running')}) == 0 or min by (${ids}, pod) (${of('mysql_slave_status_slave_sql_running')}) == 0`,
    for: '5m',
    severity: 'critical',
    summary: `{{ $labels.pod }} of ${name} does not replicate`,
    description: 'It cannot take over, and with a second one like it commits are no longer confirmed by anybody. `SHOW REPLICA STATUS` has the error.',
  },
];

export const mariadbRules: readonly Rules[] = [{ group: 'databases-mariadb', alerts: alerts.map(alert) }];
