/** Where backups and the log of a server go, and when backups start. */
import type { Chart } from 'cdk8s';
import { PhysicalBackup, PointInTimeRecovery, type PhysicalBackupProps, type PointInTimeRecoveryProps } from '../../../imports/k8s.mariadb.com';
import { mariadbBackup } from '../../../lib/model';
import { archiveName as folderName, digest, meshOptOut, priorityClasses, tenantFolder, tenantServiceAccount } from '../../../lib/names';
import { backupSchedule } from '../backup-schedule';
import { databaseLabels } from '../context';
import { allowDelete } from '../protection';
import { cloudLabels, containerSecurity, podSecurity } from './pods';
import type { MariadbContext } from '.';

type BackupSpec = NonNullable<PhysicalBackupProps['spec']>;
type Store = NonNullable<PointInTimeRecoveryProps['spec']>['storage'];

/** The operator never changes a schedule: another one is another object, and the old one stays for restores to a time before. */
export const backupName = (context: MariadbContext): string => `${context.database.name}-backup-${digest(backupSchedule(context))}`;
/** Backup from which the operator makes a lost replica anew; none is taken until it is needed. */
export const replicaBackupName = ({ database }: MariadbContext): string => `${database.name}-replica`;
export const archiveName = ({ database }: MariadbContext): string => database.name;

export function backups(chart: Chart, context: MariadbContext): void {
  const { database } = context;
  const ha = database.topology === 'ha';
  const scheduled = backupName(context);
  physicalBackup(chart, context, scheduled, {
    ...backupSpec(context, `backups/${digest(backupSchedule(context))}`),
    target: 'PreferReplica',
    schedule: { cron: backupSchedule(context), immediate: true, suspend: false },
    maxRetention: `${database.backup.retentionDays * 24}h`,
  });
  if (!ha) return;
  physicalBackup(chart, context, replicaBackupName(context), {
    ...backupSpec(context, 'replicas'),
    target: 'PreferReplica',
    schedule: { suspend: true },
    maxRetention: '168h',
  });
  new PointInTimeRecovery(chart, `${database.name}-archive`, {
    metadata: { name: archiveName(context), labels: databaseLabels(context) },
    spec: {
      physicalBackupRef: { name: scheduled },
      storage: store(context, 'log'),
      compression: 'gzip',
      archiveTimeout: '1h',
      // A restore to a time that is not archived fails rather than end earlier.
      strictMode: true,
    },
  });
}

function physicalBackup(chart: Chart, context: MariadbContext, name: string, spec: BackupSpec): void {
  new PhysicalBackup(chart, name, { metadata: { name, labels: databaseLabels(context), ...allowDelete(context, name) }, spec });
}

function backupSpec(context: MariadbContext, folder: string): Omit<BackupSpec, 'schedule'> {
  const { database, platform } = context;
  return {
    mariaDbRef: { name: database.name, waitForIt: database.topology === 'single' },
    storage: store(context, folder),
    compression: 'gzip',
    timeout: '4h',
    backoffLimit: 3,
    restartPolicy: 'OnFailure',
    successfulJobsHistoryLimit: 2,
    failedJobsHistoryLimit: 2,
    serviceAccountName: tenantServiceAccount,
    priorityClassName: priorityClasses.database,
    inheritMetadata: { labels: { ...databaseLabels(context), ...meshOptOut(platform) } },
    podMetadata: { labels: cloudLabels(context) },
    podAffinity: true,
    podSecurityContext: { ...podSecurity },
    securityContext: { ...containerSecurity },
    resources: {
      requests: { cpu: `${mariadbBackup.cpu}m`, memory: `${mariadbBackup.memory}Mi`, 'ephemeral-storage': '1Gi' },
      // The copy lies on the disk of the node on its way to the store: rather no backup than a node without disk.
      limits: { memory: `${mariadbBackup.memory}Mi`, 'ephemeral-storage': '80Gi' },
    },
  };
}

/** A folder of the server inside the folder of the tenant, which is all that its identity may touch. */
function store({ cluster, names, tenant, database }: MariadbContext, folder: string): Store {
  const prefix = `${tenantFolder(tenant.name)}/${folderName(database.name, 1)}/${folder}`;
  const host = names.bucketEndpoint('backups');
  return cluster.provider === 'aws'
    ? { s3: { bucket: names.bucket('backups'), endpoint: host, region: cluster.region, prefix, tls: { enabled: true } } }
    : { azureBlob: { containerName: names.container('backups'), serviceURL: `https://${host}/`, prefix } };
}
