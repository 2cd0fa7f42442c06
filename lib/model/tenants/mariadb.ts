/** What a database of engine mariadb cannot do, and what one of its servers takes beside its plan. */

/** Keys of engine postgresql that this one does not have, each with the reason. */
export const absentFromMariadb = {
  extensions: 'MariaDB has no extensions.',
  instances: 'MariaDB of topology ha has three instances: the operator adds one only by hand, from a backup.',
  parameters: 'Parameters of MariaDB follow from the plan: the operator checks none of them, and a wrong one keeps every instance from starting.',
  pooling:
    'The pooler of MariaDB (MaxScale) has the Business Source License, which is not free for every use in production; a connection of MariaDB is a thread, so the pools of clients are enough.',
  replication:
    'A standby in the other cluster is for engine postgresql: the operator of MariaDB asks for one certificate authority and one password of root in both clusters, and leaves the load balancer to be moved by hand.',
  restore:
    'MariaDB is restored by hand (docs/databases.md): the operator of this release cannot read the log archive behind public certificates, so that a restore to a time would stop half way.',
} as const;
export const absentFromMariadbDatabases = { extensions: absentFromMariadb.extensions } as const;

/** Container of the operator beside each instance of topology ha: switches roles, archives the log. */
export const mariadbAgent = { cpu: 50, memory: 128 };
/** Pod that asks the instances for metrics, one for each server. */
export const mariadbExporter = { cpu: 20, memory: 64 };
/** Pod that takes a backup, now and then. */
export const mariadbBackup = { cpu: 100, memory: 512 };
/** Largest volume in GiB: a backup passes the disk of its node, which has 100, as a copy and once more compressed. */
export const mariadbLargestGiB = 60;
