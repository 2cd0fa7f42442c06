/** Files of teams for a measurement: each tenant has four databases, of which one has a standby, one a pooler; every fourth tenant has an endpoint, since a cluster has some hundred at most. */
const entry = (index: number, more: string): string =>
  `  - engine: postgresql\n    name: db${index}\n    plan: ${['small', 'medium', 'large', 'medium'][index] ?? 'small'}\n    databases: [{ name: app, extensions: [pg_trgm] }]\n    users: [{ name: reader, access: read }]\n${more}`;

export const databasesOfTenant = 4;
export const tenantName = (index: number): string => `t${String(index).padStart(4, '0')}`;

export const tenantFile = (index: number): string =>
  [
    `version: 1\ntenant:\n  name: ${tenantName(index)}\n  team: team-${index}\n  email: team-${index}@acme.example\n`,
    `  quota: { databases: 10, cpu: "64", memory: 256Gi, storageGiB: 6000 }\ndatabases:\n`,
    entry(0, '    topology: ha-with-standby\n'),
    entry(1, '    pooling: { mode: transaction }\n'),
    entry(2, index % 4 === 0 ? '    endpoint: { kind: private, allow: [10.0.0.0/8], clients: [api] }\n' : ''),
    entry(3, ''),
  ].join('');
