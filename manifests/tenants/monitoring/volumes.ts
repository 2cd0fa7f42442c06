/** Room on the volumes of databases. Kubelets know volumes by their claims, whose names say which database they belong to. */
import { alert, name, type Alert, type Recording, type Rules } from './alert';
import { ids, of } from './metrics';

/** Share that is free, and bytes. */
export const ratio = 'database:volume_available:ratio';
const bytes = 'database:volume_available:bytes';

/** Claims are called `orders-1` and `orders-1-wal` by the operator of PostgreSQL, `storage-orders-0` by that of MariaDB. */
const claims = { postgresql: '(.+?)-[0-9]+(?:-wal)?', mariadb: 'storage-(.+)-[0-9]+' } as const;
const kubelet = (metric: string): string => `kubelet_volume_stats_${metric}{namespace=~"db-.+"}`;

const ofDatabases = (expr: string): string =>
  Object.entries(claims)
    .map(
      ([engine, claim]) =>
        `min by (namespace, database, persistentvolumeclaim) (label_replace(${expr}, "database", "$1", "persistentvolumeclaim", "${claim}")) * on (namespace, database) group_left (tenant, plan, owner, engine) max by (${ids}) (${of('dbaas_database_info', `engine="${engine}"`)})`,
    )
    .join(' or ');

const recordings: readonly Recording[] = [
  { record: ratio, expr: ofDatabases(`${kubelet('available_bytes')} / ${kubelet('capacity_bytes')}`) },
  { record: bytes, expr: ofDatabases(kubelet('available_bytes')) },
];

const alerts: readonly Alert[] = [
  {
    alert: 'DatabaseVolumeFilling',
    // A volume of WAL is small and fills within minutes once nothing is archived.
    expr: `${ratio}{persistentvolumeclaim!~".+-wal"} < 0.1 or ${ratio}{persistentvolumeclaim=~".+-wal"} < 0.3`,
    for: '10m',
    severity: 'critical',
    summary: `{{ $labels.persistentvolumeclaim }} of ${name} has {{ $value | humanizePercentage }} left`,
    description:
      'A full volume stops the database. A WAL volume fills when archiving or a standby fails: repair that. A data volume grows by `storageGiB` in the file of the tenant, online.',
  },
  {
    alert: 'DatabaseVolumeFullSoon',
    expr: `predict_linear(${bytes}{persistentvolumeclaim!~".+-wal"}[6h], 4 * 86400) < 0 and ${ratio} < 0.5`,
    for: '1h',
    severity: 'warning',
    summary: `{{ $labels.persistentvolumeclaim }} of ${name} will be full within four days`,
    description: 'Ask the team whether it grows as planned; then raise `storageGiB` in its file. A volume never shrinks again.',
  },
];

export const volumeRules: readonly Rules[] = [{ group: 'databases-volumes', recordings, alerts: alerts.map(alert) }];
