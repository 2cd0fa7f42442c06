/**
 * Tag of cloud volumes that are copied every day by the cloud's own backup service. The storage class of databases
 * puts it on its volumes (AWS: `tagSpecification_1: <key>=<value>`).
 */
export const backupTag = { key: 'dbaas/backup', value: 'daily' } as const;
