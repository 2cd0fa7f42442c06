/** Whether a database could be restored. Schedules differ from nightly to monthly: what counts is that the last one due was made. */
import { alert, name, type Alert, type Rules } from './alert';
import { ids, key, of } from './metrics';

const barman = (metric: string): string => `max by (${ids}) (${of(`barman_cloud_cloudnative_pg_io_${metric}`)})`;
const barmanByKey = (metric: string): string => `max by (${key}) (${of(`barman_cloud_cloudnative_pg_io_${metric}`)})`;
const running = 'suspended!="true"';
const due = `max by (${key}) (${of('dbaas_backup_scheduled_timestamp_seconds', running)})`;

const alerts: readonly Alert[] = [
  {
    alert: 'DatabaseBackupOld',
    expr: `time() - ${barman('last_available_backup_timestamp')} and on (${key}) (${barmanByKey('last_available_backup_timestamp')} < ${due}) and on (${key}) (time() - ${due} > 28800)`,
    for: '15m',
    severity: 'critical',
    summary: `${name} has {{ if gt $value 1e9 }}no base backup at all{{ else }}had no base backup for {{ $value | humanizeDuration }}{{ end }}`,
    description:
      'The one that was due eight hours ago is not there. `kubectl -n {{ $labels.namespace }} get backups` shows why; after the retention there is nothing left to recover from.',
  },
  {
    alert: 'DatabaseBackupFailed',
    expr: `${barman('last_failed_backup_timestamp')} > ${barman('last_available_backup_timestamp')}`,
    for: '15m',
    severity: 'warning',
    summary: `The last base backup of ${name} failed`,
    description: 'Older ones and the archive are there. `kubectl -n {{ $labels.namespace }} get backups` shows why; the next one is made on schedule.',
  },
  {
    alert: 'DatabaseNotRecoverable',
    expr: `${barman('first_recoverability_point')} == 0`,
    for: '4h',
    severity: 'critical',
    summary: `${name} has no point in time that it could be restored to`,
    description:
      'No backup is in its object store: its first one failed, or somebody deleted them. Make one now: `kubectl cnpg backup -n {{ $labels.namespace }} {{ $labels.database }} --method plugin --plugin-name barman-cloud.cloudnative-pg.io`.',
  },
  {
    alert: 'DatabaseBackupIncomplete',
    expr: `time() - max by (${ids}) (${of('dbaas_backup_scheduled_timestamp_seconds', running, 'engine="mariadb"', 'complete!="True"')}) > 28800`,
    for: '15m',
    severity: 'critical',
    summary: `The backup of ${name} that began {{ $value | humanizeDuration }} ago is not complete`,
    description:
      '`kubectl -n {{ $labels.namespace }} describe physicalbackup` names the job that failed; after the retention there is nothing left to recover from.',
  },
  {
    alert: 'DatabaseBackupNotStarted',
    expr: `time() - max by (${ids}) (${of('dbaas_backup_next_timestamp_seconds', running)}) > 3600`,
    for: '15m',
    severity: 'warning',
    summary: `A backup of ${name} should have begun {{ $value | humanizeDuration }} ago`,
    description: 'The operator does not act on its schedule: look at the operator, and at an earlier backup that is still running.',
  },
];

export const backupRules: readonly Rules[] = [{ group: 'databases-backups', alerts: alerts.map(alert) }];
