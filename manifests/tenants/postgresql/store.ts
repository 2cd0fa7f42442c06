/** Where backups of a database go, where those of its peer are read, and when base backups start. */
import type { Chart } from 'cdk8s';
import { ObjectStore } from '../../../imports/barmancloud.cnpg.io';
import { ScheduledBackup } from '../../../imports/postgresql.cnpg.io';
import { barmanPlugin } from '../../../lib/constructs/postgres-cluster';
import { storeConfiguration } from '../../../lib/constructs/postgres-store';
import { incarnationIn, replicates, type Cluster } from '../../../lib/model';
import { archiveName, namesOf, tenantFolder } from '../../../lib/names';
import { backupSchedule } from '../backup-schedule';
import { allowDelete } from '../protection';
import { databaseLabels } from '../context';
import type { PostgresqlContext } from '.';

/** Name of the ObjectStore of a database in a cluster: its own, or that of a peer, which is read only. */
export const storeName = ({ cluster, database }: PostgresqlContext, of: string): string => (of === cluster.name ? database.name : `${database.name}-${of}`);

/** Clusters whose archives of this database are read or written here. */
export const archiveClusters = (context: PostgresqlContext): readonly Cluster[] => [context.cluster, ...(replicates(context.database) ? context.peers : [])];

export const serverName = ({ database }: PostgresqlContext, cluster: string): string => archiveName(database.name, incarnationIn(database, cluster));

export function backups(chart: Chart, context: PostgresqlContext): void {
  for (const cluster of archiveClusters(context)) objectStore(chart, context, cluster);
  new ScheduledBackup(chart, `${context.database.name}-backup`, {
    metadata: { name: `${context.database.name}-scheduled`, labels: databaseLabels(context) },
    spec: {
      cluster: { name: context.database.name },
      schedule: `0 ${backupSchedule(context)}`,
      immediate: true,
      suspend: context.database.hibernated,
      backupOwnerReference: 'self',
      target: 'prefer-standby',
      method: 'plugin',
      pluginConfiguration: { name: barmanPlugin },
    },
  });
}

function objectStore(chart: Chart, context: PostgresqlContext, of: Cluster): void {
  const own = of.name === context.cluster.name;
  const { database } = context;
  new ObjectStore(chart, `${database.name}-store-${of.name}`, {
    metadata: { name: storeName(context, of.name), labels: databaseLabels(context), ...allowDelete(context, storeName(context, of.name)) },
    spec: {
      configuration: storeConfiguration(of, own ? context.names : namesOf(context.platform, of), tenantFolder(context.tenant.name), context.cluster),
      // A peer's store belongs to the peer: read only, and cleaned by its owner.
      ...(own ? { retentionPolicy: `${database.backup.retentionDays}d` } : {}),
      instanceSidecarConfiguration: {
        logLevel: 'info',
        retentionPolicyIntervalSeconds: 1800,
        resources: { requests: { cpu: '50m', memory: '512Mi' }, limits: { memory: '512Mi' } },
      },
    },
  });
}
