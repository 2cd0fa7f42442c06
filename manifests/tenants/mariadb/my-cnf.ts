/** Settings of a server, from its plan. Replication and TLS are the operator's to set. */
import { mebibytes } from '../../../lib/model';
import type { MariadbContext } from '.';

/** By name, as `SHOW VARIABLES` shows them, sizes in the server's own suffixes. */
export function settingsOf({ plan, database }: Pick<MariadbContext, 'plan' | 'database'>): Readonly<Record<string, string>> {
  const memory = mebibytes(plan.memory);
  const pool = Math.floor(memory * 0.6);
  return {
    max_connections: String(plan.connections),
    // Beside it: a few MiB for each connection, and what the server itself needs.
    innodb_buffer_pool_size: `${pool}M`,
    // A backup copies the log while it is written: with a short one it loses the race.
    innodb_log_file_size: `${Math.min(2048, Math.max(256, Math.floor(pool / 4)))}M`,
    innodb_flush_log_at_trx_commit: '1',
    innodb_print_all_deadlocks: 'ON',
    character_set_server: 'utf8mb4',
    collation_server: 'utf8mb4_uca1400_ai_ci',
    max_allowed_packet: '64M',
    // A server asks no client for files.
    local_infile: 'OFF',
    ...(database.topology === 'ha' ? binaryLog(plan.walGiB) : {}),
  };
}

/** A file is archived when it is full: small ones keep what is not archived yet small. */
const binaryLog = (walGiB: number): Readonly<Record<string, string>> => ({
  binlog_format: 'ROW',
  max_binlog_size: '16M',
  binlog_expire_logs_seconds: String(3 * 24 * 3600),
  // The log never takes the room of the data, even if nobody archives it.
  max_binlog_total_size: `${walGiB}G`,
});

export const myCnf = (context: Pick<MariadbContext, 'plan' | 'database'>): string =>
  ['[mariadb]', ...Object.entries(settingsOf(context)).map(([name, value]) => `${name} = ${value}`), ''].join('\n');
