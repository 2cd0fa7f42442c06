/** Random valid inputs for property tests: every option, every setting, absent or present. */
import fc from 'fast-check';
import type { PlatformInput } from '../model';
import { neededGiB } from '../model/rules/log-disks';

type Auth0Input = Extract<PlatformInput['security'], { use: 'nginx-auth0' }>['auth0'];

const letters = 'abcdefghijklmnopqrstuvwxyz';
const alphanumeric = `${letters}0123456789`;
const text = (alphabet: string, min: number, max: number) => fc.string({ unit: fc.constantFrom(...alphabet), minLength: min, maxLength: max });
const words = new Set(['y', 'n', 'yes', 'no', 'on', 'off', 'true', 'false', 'null']);

/** Lower-case label of at most `max` characters, with dashes. */
export const arbitraryLabel = (max: number) =>
  fc
    .tuple(fc.constantFrom(...letters), fc.array(text(alphanumeric, 1, 4), { minLength: 1, maxLength: 4 }))
    .map(([first, parts]) => `${first}${parts.join('-')}`.slice(0, max).replace(/-+$/, 'x'))
    .filter((label) => label.length >= 2 && !words.has(label));

const hex = (length: number) => text('0123456789abcdef', length, length);
const uuid = fc.tuple(hex(8), hex(4), hex(4), hex(4), hex(12)).map((parts) => parts.join('-'));
const email = fc.tuple(arbitraryLabel(12), arbitraryLabel(12)).map(([name, host]) => `${name}@${host}.example`);
const unique = <T>(item: fc.Arbitrary<T>, min: number, max: number) => fc.uniqueArray(item, { minLength: min, maxLength: max });
const optional = <T extends object>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }) => fc.record(fields, { requiredKeys: [] });
const ordered = (min: number, max: number) =>
  fc.tuple(fc.integer({ min, max }), fc.integer({ min, max })).map(([a, b]) => ({ min: Math.min(a, b), max: Math.max(a, b) }));

/** Ranges that cannot overlap: each has a block of its own. Two clusters of each provider. */
const ranges = fc
  .tuple(
    fc.integer({ min: 0, max: 7 }),
    ...[16, 16].map((min) => fc.integer({ min, max: 18 })),
    fc.integer({ min: 13, max: 14 }),
    fc.integer({ min: 16, max: 20 }),
  )
  .map(([block, vpc, vnet, pods, services]) => {
    const aws = (index: number) => ({ cidr: `10.${block + index * 16}.0.0/${vpc}`, services: `172.${16 + (block % 2) + index * 2}.0.0/${services}` });
    const azure = (index: number) => ({
      cidr: `10.${block + 32 + index * 16}.0.0/${vnet}`,
      pods: `10.${128 + (block % 4) * 16 + index * 64}.0.0/${pods}`,
      services: `172.${20 + (block % 2) + index * 2}.0.0/${services}`,
    });
    return { aws: [aws(0), aws(1)] as const, azure: [azure(0), azure(1)] as const };
  });

const awsRegions = unique(fc.constantFrom('eu-central-1', 'us-east-1', 'ap-southeast-2', 'eu-west-3'), 2, 2);
const azureRegions = unique(fc.constantFrom('westeurope', 'northeurope', 'eastus2', 'australiaeast'), 2, 2);

const cloud = fc
  .record({
    use: fc.constantFrom('aws-azure' as const, 'aws-regions' as const, 'azure-regions' as const),
    ranges,
    names: unique(arbitraryLabel(6), 2, 2),
    awsRegions,
    azureRegions,
    account: text('0123456789', 12, 12),
    ids: unique(uuid, 3, 3),
    roles: unique(arbitraryLabel(20), 1, 3),
    system: ordered(3, 30),
    workload: ordered(1, 12),
    kubernetesVersion: fc.constantFrom('1.35' as const, '1.36' as const, undefined),
    ci: fc.option(arbitraryLabel(12), { nil: undefined }),
    link: fc.constantFrom('peering' as const, 'none' as const, undefined),
    egress: fc.tuple(fc.constantFrom('firewall' as const, 'nat-gateway' as const), fc.constantFrom('firewall' as const, 'nat-gateway' as const)),
    pools: fc.boolean(),
  })
  .map((made): PlatformInput['cloud'] => {
    const name = (prefix: string, index: 0 | 1) => `${prefix}-${made.names[index] ?? ''}`;
    const awsCluster = (index: 0 | 1) => ({
      name: name('aws', index),
      provider: 'aws' as const,
      region: made.awsRegions[index] ?? '',
      network: made.ranges.aws[index],
      ...(made.pools ? { nodePools: { system: made.system } } : {}),
    });
    const azureCluster = (index: 0 | 1) => ({
      name: name('az', index),
      provider: 'azure' as const,
      region: made.azureRegions[index] ?? '',
      network: { ...made.ranges.azure[index], egress: made.egress[index] },
      ...(made.pools ? { nodePools: { workload: made.workload } } : {}),
    });
    const common = {
      ...(made.kubernetesVersion ? { kubernetesVersion: made.kubernetesVersion } : {}),
      ...(made.ci ? { ci: { githubRepository: `${made.ci}/platform` } } : {}),
    };
    const aws = { accountId: made.account, adminRoles: made.roles };
    const azure = { subscriptionId: made.ids[0] ?? '', tenantId: made.ids[1] ?? '', adminGroupIds: [made.ids[2] ?? ''] };
    const link = made.link ? { link: made.link } : {};
    const clouds: { readonly [U in PlatformInput['cloud']['use']]: Extract<PlatformInput['cloud'], { use: U }> } = {
      'aws-azure': { use: 'aws-azure', ...common, aws, azure, clusters: [awsCluster(0), azureCluster(1)] },
      'aws-regions': { use: 'aws-regions', ...common, ...link, aws, clusters: [awsCluster(0), awsCluster(1)] },
      'azure-regions': { use: 'azure-regions', ...common, ...link, azure, clusters: [azureCluster(0), azureCluster(1)] },
    };
    return clouds[made.use];
  });

const logins = {
  sessionHours: fc.integer({ min: 9, max: 24 }),
  idleMinutes: fc.integer({ min: 5, max: 480 }),
  roles: fc.constant({ admin: 'platform-owner', viewer: 'platform-guest' }),
};
const mesh = (domain: string) => ({
  meshes: fc.constantFrom('separate' as const, 'joined' as const),
  trustDomain: fc.constant(`trust.${domain}`),
});

const keycloak = (domain: string, clusters: readonly string[]): fc.Arbitrary<PlatformInput['security']> =>
  optional({
    ...logins,
    ...mesh(domain),
    realm: arbitraryLabel(20).map((label) => `r-${label}`),
    activeCluster: fc.constantFrom(...clusters),
    smtp: fc.record({ host: fc.constant(`smtp.${domain}`), from: email }),
  }).map((settings) => ({ use: 'istio-keycloak', ...settings }));

const auth0 = (domain: string): fc.Arbitrary<Auth0Input> =>
  fc
    .record({
      tenant: arbitraryLabel(20),
      settings: optional({
        customDomain: fc.constant(`login.${domain}`),
        secondFactor: fc.constantFrom('everybody' as const, 'by-connection' as const),
        connections: fc.constantFrom<NonNullable<Auth0Input['connections']>>(
          [{ kind: 'existing', name: 'corporate' }],
          [
            { kind: 'database', name: 'users' },
            { kind: 'existing', name: 'corporate' },
          ],
        ),
        logStream: fc.constantFrom<NonNullable<Auth0Input['logStream']>>(
          { type: 'eventbridge', accountId: '111122223333', region: 'eu-central-1' },
          { type: 'eventgrid', subscriptionId: '3f0c9a52-7d54-4a55-9a0e-2f8d9c3b6e10', resourceGroup: 'rg-audit', region: 'westeurope' },
        ),
      }),
    })
    .map(({ tenant, settings }) => ({ tenant: `${tenant}.eu.auth0.com`, ...settings }));

const security = (domain: string, clusters: readonly string[]): fc.Arbitrary<PlatformInput['security']> =>
  fc.oneof(
    keycloak(domain, clusters),
    fc
      .record({ tenant: auth0(domain), settings: optional(logins) })
      .map(({ tenant, settings }): PlatformInput['security'] => ({ use: 'nginx-auth0', auth0: tenant, ...settings })),
    fc
      .record({
        tenant: auth0(domain),
        settings: optional({
          ...logins,
          ...mesh(domain),
          audience: fc.constant(`https://people.${domain}`),
          trustDomainAliases: unique(
            arbitraryLabel(12).map((label) => `${label}.alias`),
            0,
            3,
          ),
        }),
      })
      .map(({ tenant, settings }): PlatformInput['security'] => ({ use: 'istio-auth0', auth0: tenant, ...settings })),
  );

const followed: fc.Arbitrary<PlatformInput['delivery']> = fc
  .record({
    access: fc.constantFrom('public' as const, 'github-app' as const, 'ssh-key' as const, 'token' as const),
    owner: arbitraryLabel(12),
    settings: optional({ branch: arbitraryLabel(20), path: arbitraryLabel(20) }),
  })
  .chain(({ access, owner, settings }) => {
    const read = { repository: `${access === 'ssh-key' ? 'ssh://git@' : 'https://'}github.com/${owner}/platform`, access, ...settings };
    const topology = optional({ topology: fc.constant('per-cluster' as const) });
    return fc.oneof(
      topology.map((also): PlatformInput['delivery'] => ({ use: 'argocd', ...read, ...also })),
      fc.constant<PlatformInput['delivery']>({ use: 'flux', ...read }),
    );
  });
const helm: fc.Arbitrary<PlatformInput['delivery']> = fc
  .record({
    scheme: fc.constantFrom('https://', 'ssh://git@'),
    owner: arbitraryLabel(12),
    settings: optional({ branch: arbitraryLabel(20), path: arbitraryLabel(20) }),
  })
  .map(({ scheme, owner, settings }) => ({ use: 'helm', repository: `${scheme}github.com/${owner}/platform`, ...settings }));
const delivery: fc.Arbitrary<PlatformInput['delivery']> = fc.oneof(followed, helm);

const edge = (zone: string): fc.Arbitrary<PlatformInput['edge']> =>
  fc
    .record({
      ids: unique(hex(32), 2, 2),
      plan: fc.constantFrom('pro' as const, 'business' as const, 'enterprise' as const),
      certificates: fc.boolean(),
      team: arbitraryLabel(20),
      emailDomains: unique(
        arbitraryLabel(12).map((label) => `${label}.example`),
        1,
        3,
      ),
      settings: optional({ loginRequestsPerMinute: fc.integer({ min: 5, max: 1000 }) }),
    })
    .map(({ ids, plan, certificates, team, emailDomains, settings }) => ({
      use: 'cloudflare',
      accountId: ids[0] ?? '',
      zone: { id: ids[1] ?? '', name: zone },
      plan,
      ...(certificates ? { addOns: ['load-balancing', 'advanced-certificates'] as const } : {}),
      access: { teamName: team, emailDomains },
      ...settings,
    })); // the tuple of add-ons is a list

const receiver = fc.oneof(
  fc.constant({ type: 'pagerduty' as const }),
  fc.constant({ type: 'webhook' as const }),
  arbitraryLabel(20).map((channel) => ({ type: 'slack' as const, channel: `#${channel}` })),
);
const cloudReceiver = fc.oneof(
  fc.constant({ type: 'pagerduty' as const }),
  fc.constant({ type: 'webhook' as const }),
  arbitraryLabel(20).map((name) => ({ type: 'email' as const, address: `${name}@example.com` })),
);
const cloudNative: fc.Arbitrary<PlatformInput['monitoring']> = fc
  .record({
    critical: cloudReceiver,
    warning: cloudReceiver,
    settings: optional({
      scrapeIntervalSeconds: fc.integer({ min: 10, max: 120 }),
      retentionDays: fc.integer({ min: 30, max: 1095 }),
      containerInsights: fc.boolean(),
      availabilityPercent: fc.constantFrom(99, 99.5, 99.9, 99.95),
    }),
  })
  .map(({ critical, warning, settings }) => ({ use: 'cloud-native', alerts: { critical, warning }, ...settings }));
const prometheus: fc.Arbitrary<PlatformInput['monitoring']> = fc
  .record({
    critical: receiver,
    warning: receiver,
    days: fc.uniqueArray(fc.integer({ min: 11, max: 3650 }), { minLength: 3, maxLength: 3 }),
    settings: optional({
      scrapeIntervalSeconds: fc.integer({ min: 10, max: 120 }),
      localRetentionHours: fc.integer({ min: 96, max: 720 }),
      storageGiB: fc.integer({ min: 20, max: 2000 }),
      availabilityPercent: fc.constantFrom(99, 99.5, 99.9, 99.95),
    }),
    retention: fc.boolean(),
  })
  .map(({ critical, warning, days, settings, retention }) => {
    const [rawDays = 30, fiveMinuteDays = 90, oneHourDays = 365] = [...days].sort((a, b) => a - b);
    return { use: 'prometheus', alerts: { critical, warning }, ...settings, ...(retention ? { retention: { rawDays, fiveMinuteDays, oneHourDays } } : {}) };
  });
const monitoring = fc.oneof(prometheus, cloudNative);
const cloudLogs: fc.Arbitrary<PlatformInput['logging']> = optional({
  retentionDays: fc.constantFrom(30, 60, 90, 180, 365),
  auditRetentionDays: fc.constantFrom(365, 400, 545, 3653),
  tier: fc.constantFrom('standard' as const, 'infrequent' as const),
  alertAboveGiBPerDay: fc.integer({ min: 1, max: 1000 }),
}).map((settings) => ({ use: 'cloud-native', ...settings }));
const elk: fc.Arbitrary<PlatformInput['logging']> = fc
  .record({
    retentionDays: fc.integer({ min: 2, max: 60 }),
    auditRetentionDays: fc.integer({ min: 60, max: 730 }),
    ingestionGBPerDay: fc.integer({ min: 1, max: 20 }),
  })
  .map((settings) => {
    const storageGiB = Math.max(50, neededGiB(settings));
    return { use: 'elk', ...settings, storageGiB, memoryGiB: Math.max(4, Math.ceil(storageGiB / 64)) };
  });
const loki: fc.Arbitrary<PlatformInput['logging']> = optional({
  retentionDays: fc.integer({ min: 2, max: 365 }),
  auditRetentionDays: fc.integer({ min: 365, max: 3650 }),
  storageGiB: fc.integer({ min: 10, max: 1000 }),
  ingestionMBPerSecond: fc.integer({ min: 1, max: 1000 }),
}).map((settings) => ({ use: 'loki', ...settings }));
const logging: fc.Arbitrary<PlatformInput['logging']> = fc.oneof(loki, elk, cloudLogs);

type WorkloadInput = NonNullable<PlatformInput['workloads']>[number];
const method = fc.constantFrom('GET' as const, 'HEAD' as const, 'POST' as const, 'PUT' as const, 'PATCH' as const, 'DELETE' as const);
const access: fc.Arbitrary<WorkloadInput['access']> = fc.oneof(
  fc.constant({ kind: 'public' as const }),
  unique(
    arbitraryLabel(20).map((role) => `role-${role}`),
    1,
    4,
  ).map((roles) => ({ kind: 'login' as const, roles })),
  fc.record({
    kind: fc.constant('token' as const),
    audience: arbitraryLabel(20),
    permissions: fc.uniqueArray(
      fc.record({
        name: fc.tuple(arbitraryLabel(10), arbitraryLabel(10)).map((parts) => parts.join(':')),
        methods: unique(method, 1, 6),
        paths: unique(
          arbitraryLabel(10).map((path) => `/${path}/*`),
          1,
          3,
        ),
      }),
      { minLength: 1, maxLength: 4, selector: ({ name }) => name },
    ),
  }),
);
const workloads = (domain: string, clusters: readonly string[]): fc.Arbitrary<WorkloadInput[]> =>
  fc
    .uniqueArray(
      fc.record({
        name: arbitraryLabel(20),
        access,
        settings: optional({
          port: fc.integer({ min: 1024, max: 65535 }),
          replicas: ordered(2, 100),
          clusters: fc.uniqueArray(fc.constantFrom(...clusters), { minLength: 1, maxLength: 2 }),
          resources: fc.constant({ cpu: '500m', memory: '1Gi' }),
          health: fc.constant({ path: '/ready' }),
        }),
      }),
      { maxLength: 6, selector: ({ name }) => name },
    )
    .map((all) =>
      all.map(({ name, access: open, settings }, index) => ({
        name: `app-${name}`,
        image: `ghcr.io/acme/${name}:1.0.0`,
        host: `app-${name}.${domain}`,
        access: ownPermissions(open, index),
        ...settings,
      })),
    );
/** Audiences share no name of a permission. */
const ownPermissions = (open: WorkloadInput['access'], index: number): WorkloadInput['access'] =>
  open.kind === 'token' ? { ...open, permissions: open.permissions.map((permission) => ({ ...permission, name: `w${index}-${permission.name}` })) } : open;

/** Random valid input; `loadPlatform` accepts it once it is written as YAML or JSON. */
export function arbitraryPlatform(): fc.Arbitrary<PlatformInput> {
  return fc
    .record({ name: arbitraryLabel(10).map((label) => `p${label}`), domain: arbitraryLabel(20).map((label) => `${label}.example`), cloud })
    .chain(({ name, domain, cloud: chosen }) => {
      const clusters = chosen.clusters.map((cluster) => cluster.name);
      return fc.record({
        version: fc.constant(1 as const),
        name: fc.constant(name),
        domain: fc.constant(domain),
        owner: fc.record({ team: arbitraryLabel(20), email, costCenter: arbitraryLabel(10) }, { requiredKeys: ['team', 'email'] }),
        cloud: fc.constant(chosen),
        security: security(domain, clusters),
        delivery,
        edge: edge(domain),
        monitoring,
        logging,
        workloads: workloads(domain, clusters),
      });
    });
}
