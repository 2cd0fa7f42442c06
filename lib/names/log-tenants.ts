/** Whose logs are kept apart: who reads what, and how long it is kept. Every store of logs has these, by these names. */
export const logTenants = { platform: 'platform', workloads: 'workloads', audit: 'audit' } as const;
export type LogTenant = keyof typeof logTenants;
