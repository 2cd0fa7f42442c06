/** When backups of a database start. */
import { digest } from '../../lib/names';
import type { DatabaseContext } from './context';

/** Five fields of cron, UTC; unless it is said, any minute of the first five hours of the day: hundreds of databases do not start together. */
export function backupSchedule({ tenant, database }: DatabaseContext): string {
  if (database.backup.schedule !== undefined) return database.backup.schedule;
  const minute = Number.parseInt(digest(tenant.name, database.name, 'backup'), 16) % 300;
  return `${minute % 60} ${Math.floor(minute / 60)} * * *`;
}
