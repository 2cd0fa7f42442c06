/** Databases of tenants are measured and watched by their labels: whichever there are, nothing that watches them changes. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { parse } from 'yaml';
import { capabilities, type ComponentIntents, type KubeObject } from '../../../lib/components';
import { loadPlatform } from '../../../lib/input/load';
import { plansOf, type Platform } from '../../../lib/model';
import { inhibitionsOf } from '../../../lib/monitoring/inhibitions';
import { factoriesOf } from '../../../manifests/registry';
import { tenantFactories } from '../../../manifests/tenants';
import { namelessSelectors, partsOf, strangers } from '../../infra/monitoring/cloud-native/promql';
import { platformOf, rendered, stub, withCloudMonitoring, type Rendered } from '../foundation/rendered';

type Labels = Readonly<Record<string, string>>;
interface Team {
  readonly tenant: object;
  readonly databases: readonly object[];
}

const example = readFileSync('platform.yaml', 'utf8');
/** The example with these tenants, each in a file of its own; JSON is YAML. */
const fleet = (teams: readonly Team[], edit: (yaml: string) => string = (yaml) => yaml): Platform =>
  loadPlatform(
    edit(example),
    'platform.yaml',
    teams.map((team, index) => ({ file: `databases/team-${index}.yaml`, text: JSON.stringify({ version: 1, ...team }) })),
  ).platform;

const team = (name: string, databases: readonly object[] = []): Team => ({
  tenant: { name, team: `${name}-team`, email: `${name}@acme.example`, quota: { databases: 200, cpu: '900', memory: '4000Gi', storageGiB: 200_000 } },
  databases,
});
const one = fleet([team('payments', [{ engine: 'postgresql', name: 'orders' }])]);

/** What is shared by all tenants, and everything of theirs. */
const tenantsOf = (platform: Platform, cluster: 'aws-euc1' | 'az-weu'): Rendered =>
  rendered(
    cluster,
    [
      ...tenantFactories(platform),
      stub('everything else', {
        provides: capabilities,
        intents: { scrapers: [{ from: { namespace: 'observability', pods: { app: 'prometheus' } } }] },
      }),
    ],
    platform,
  );
const stated = (platform: Platform): ComponentIntents => tenantsOf(platform, 'aws-euc1').component('tenant-monitoring').component.intents ?? {};
const { scrapes = [], objectStates = [], rules = [] } = stated(one);
const alerts = rules.flatMap((group) => group.alerts ?? []);
const expressions = rules.flatMap(({ alerts: rung = [], recordings = [] }) => [...rung, ...recordings].map(({ expr }) => expr));

const labelsOf = (metadata: unknown): Labels => (metadata as { readonly labels?: Labels } | undefined)?.labels ?? {};
const at = (object: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>((value, key) => (value as Readonly<Record<string, unknown>> | undefined)?.[key], object);

/** What is wrong with pods that carry these labels, as a scrape sees them. */
function unseen(job: string, pods: Labels): readonly string[] {
  const scrape = scrapes.find(({ name }) => name === job);
  return [
    ...Object.entries(scrape?.selector ?? { none: job })
      .filter(([label, value]) => pods[label] !== value)
      .map(([label]) => `${job}: ${label} is ${pods[label]}`),
    ...Object.values(scrape?.podLabels ?? {})
      .filter((label) => !pods[label])
      .map((label) => `${job}: no label ${label}`),
  ];
}

/** Labels of objects that are read as metrics, and lack them. */
const unread = ({ kind, metadata }: KubeObject): readonly string[] =>
  objectStates
    .filter((state) => state.kind === kind)
    .flatMap(({ labels }) =>
      Object.values(labels)
        .filter(([part, of]) => part === 'metadata' && of === 'labels')
        .map(([, , label = '']) => label),
    )
    .filter((label) => !labelsOf(metadata)[label])
    .map((label) => `${kind} ${metadata.name}: no label ${label}`);

/** Name of the database in the name of something else, as rules read it: the last argument of `label_replace`. */
const databaseIn = (source: string, name: string): readonly string[] =>
  [...new Set(expressions.flatMap((expr) => [...expr.matchAll(new RegExp(`"\\$1", "${source}", "([^"]+)"`, 'g'))].map(([, pattern = '']) => pattern)))].flatMap(
    (pattern) => new RegExp(`^(?:${pattern})$`).exec(name)?.[1] ?? [],
  );

const database = fc.record({
  name: fc.constantFrom('orders', 'ab', 'a-1', 'log-2-w', 'storage-y', 'pool'),
  plan: fc.constantFrom('small', 'medium', 'large', 'xlarge'),
  topology: fc.constantFrom('single', 'ha', 'ha-with-standby'),
  hibernated: fc.boolean(),
  pooling: fc.option(fc.constant({}), { nil: undefined }),
  engine: fc.constantFrom('postgresql', 'postgresql', 'mariadb'),
});
/** As a team writes it: MariaDB knows fewer words. */
const written = ({ engine, topology, hibernated, pooling, ...rest }: typeof database extends fc.Arbitrary<infer D> ? D : never): object =>
  engine === 'mariadb'
    ? { engine, ...rest, storageGiB: 5, topology: topology === 'single' ? 'single' : 'ha' }
    : { engine, ...rest, topology, hibernated, pooling };
const fleets = fc.uniqueArray(
  fc.record({ name: fc.constantFrom('payments', 'shop', 'db', 't-1'), databases: fc.uniqueArray(database, { maxLength: 3, selector: ({ name }) => name }) }),
  { minLength: 1, maxLength: 3, selector: ({ name }) => name },
);
const randomFleets = fleets.map((teams) => fleet(teams.map(({ name, databases }) => team(name, databases.map(written)))));

describe('databases of tenants', () => {
  it('are seen by every scrape, state and rule, whatever they are called', () => {
    const plans = new Set(rules.flatMap(({ recordings = [] }) => recordings.flatMap(({ labels }) => labels?.['plan'] ?? [])));
    fc.assert(
      fc.property(randomFleets, fc.constantFrom('aws-euc1' as const, 'az-weu' as const), (platform, cluster) => {
        const objects = tenantsOf(platform, cluster).components.flatMap(({ built }) => built.objects.map(({ object }) => object));
        const databases = objects.filter(({ kind }) => kind === 'Cluster');
        for (const object of databases) {
          const { name, namespace = '' } = object.metadata;
          const pods = labelsOf(at(object, 'spec', 'inheritedMetadata'));
          expect(unseen('tenant-postgresql', { ...pods, 'cnpg.io/podRole': 'instance' })).toEqual([]);
          expect(plans).toContain(pods['dbaas/plan']);
          expect(namespace).toMatch(/^db-.+$/);
          for (const claim of [`${name}-1`, `${name}-12-wal`]) expect(databaseIn('persistentvolumeclaim', claim)).toContain(name);
        }
        for (const object of objects.filter(({ kind }) => kind === 'Pooler')) {
          expect(unseen('tenant-poolers', { ...labelsOf(at(object, 'spec', 'template', 'metadata')), 'cnpg.io/podRole': 'pooler' })).toEqual([]);
          expect(databaseIn('deployment', object.metadata.name)).toEqual([at(object, 'spec', 'cluster', 'name')]);
        }
        const servers = objects.filter(({ kind }) => kind === 'MariaDB');
        for (const object of servers) {
          const { name } = object.metadata;
          const pods = labelsOf(at(object, 'spec', 'inheritMetadata'));
          expect(unseen('tenant-mariadb', { ...pods, 'app.kubernetes.io/name': 'mariadb' })).toEqual([]);
          expect([at(object, 'spec', 'metrics', 'enabled'), at(object, 'spec', 'metrics', 'exporter', 'port')]).toEqual([true, 9104]);
          for (const claim of [`storage-${name}-0`, `storage-${name}-2`]) expect(databaseIn('persistentvolumeclaim', claim)).toContain(name);
        }
        expect(objects.flatMap(unread)).toEqual([]);
        expect(objects.filter(({ kind }) => kind === 'ScheduledBackup').length).toBe(databases.length);
        expect(objects.filter(({ kind }) => kind === 'PhysicalBackup').length).toBeGreaterThanOrEqual(servers.length);
      }),
      { numRuns: 25 },
    );
  });

  it('would be missed without their labels', () => {
    expect(unseen('tenant-postgresql', { 'cnpg.io/podRole': 'instance' })).toContain('tenant-postgresql: dbaas/engine is undefined');
    expect(unseen('nobody', {})).toEqual(['nobody: none is undefined']);
    expect(unread({ apiVersion: 'v1', kind: 'Cluster', metadata: { name: 'x' } })).toContain('Cluster x: no label dbaas/tenant');
    expect(databaseIn('persistentvolumeclaim', 'orders')).toEqual([]);
  });

  it('add nothing to what watches them, and change nothing of it; plans do', () => {
    fc.assert(
      fc.property(randomFleets, (platform) => expect(stated(platform)).toEqual(stated(one))),
      { numRuns: 10 },
    );
    const plan = '\nplans:\n  - { name: tiny, cpu: 250m, memory: 1Gi, storageGiB: 5, walGiB: 2, connections: 25, availability: 99 }\n';
    const { rules: changed = [], ...others } = stated(fleet([team('payments')], (yaml) => yaml + plan));
    const groups = (all: typeof rules) => new Map(all.map(({ group, ...rest }) => [group, JSON.stringify(rest)]));
    expect([...groups(changed)].filter(([group, text]) => groups(rules).get(group) !== text).map(([group]) => group)).toEqual(['databases-plans']);
    expect(changed.find(({ group }) => group === 'databases-plans')?.recordings).toContainEqual({
      record: 'slo:database_objective:ratio',
      expr: 'vector(0.99)',
      labels: { plan: 'tiny' },
    });
    expect({ ...others, rules }).toEqual(stated(one));
  });

  it('that are stopped or fenced ring nowhere: no budget of pods is kept for them, and they are not expected', () => {
    const budgets = (parts: object) =>
      tenantsOf(fleet([team('payments', [{ engine: 'postgresql', name: 'orders', ...parts }])]), 'aws-euc1').object('tenant-payments', 'Cluster', 'orders');
    expect(at(budgets({}), 'spec', 'enablePDB')).toBe(true);
    expect(at(budgets({ hibernated: true }), 'spec', 'enablePDB')).toBe(false);
    const expected = rules.flatMap(({ recordings = [] }) => recordings).find(({ record }) => record === 'database:expected:info');
    expect(expected?.expr).toContain('stopped!~"on|true"');
  });

  it('say who leads', () => {
    const platform = fleet([team('payments', [{ engine: 'postgresql', name: 'orders', topology: 'ha-with-standby' }])]);
    const role = (cluster: 'aws-euc1' | 'az-weu') =>
      labelsOf(tenantsOf(platform, cluster).object('tenant-payments', 'Cluster', 'orders').metadata)['dbaas/role'];
    expect([role('aws-euc1'), role('az-weu')]).toEqual(['primary', 'standby']);
  });
});

describe('alerts about databases', () => {
  it('say of which tenant they are, whose it is, and where the runbook has them', () => {
    const runbook = readFileSync('docs/runbooks/databases.md', 'utf8');
    expect(alerts.length).toBeGreaterThan(25);
    for (const { alert, summary, description } of alerts) {
      expect([alert, summary, description]).toEqual([
        alert,
        expect.stringContaining('{{ $labels.tenant }}/{{ $labels.database }}'),
        expect.stringContaining(`Owner: {{ $labels.owner }}. Runbook: docs/runbooks/databases.md#${alert.toLowerCase()}`),
      ]);
      expect(runbook).toContain(`\n## ${alert}\n`);
    }
    const titles = [...runbook.matchAll(/^## (\w+)$/gm)].map(([, title]) => title);
    expect(titles.filter((title) => !alerts.some(({ alert }) => alert === title))).toEqual([]);
  });

  it('are about tenants only: every selection says so', () => {
    const selections = expressions.flatMap((expr) => partsOf(expr, 'VectorSelector'));
    const general = selections.filter((text) => !/tenant!=""|namespace=~"db-\.\+"|^(database|slo):/.test(text));
    expect(general).toEqual([]);
    expect(selections.length).toBeGreaterThan(80);
  });

  it('hold in a store of the clouds', () => {
    expect(expressions.flatMap(strangers)).toEqual([]);
    expect(expressions.flatMap(namelessSelectors)).toEqual([]);
  });

  it('silence what follows from them, where there are tenants', () => {
    const named = inhibitionsOf(one).flatMap(
      ({ source_matchers, target_matchers }) => [...source_matchers, ...target_matchers].join(' ').match(/(Database|Pooler)\w+/g) ?? [],
    );
    expect(named.filter((name) => !alerts.some(({ alert }) => alert === name))).toEqual([]);
    expect(named.length).toBeGreaterThan(10);
    expect(JSON.stringify(inhibitionsOf(platformOf()))).not.toContain('Database');
  });

  it('have an objective for each plan', () => {
    const recorded = rules.flatMap(({ recordings = [] }) => recordings).filter(({ record }) => record === 'slo:database_objective:ratio');
    expect(recorded.map(({ labels, expr }) => [labels?.['plan'], expr])).toEqual(
      [...plansOf(one).values()]
        .sort((a, b) => (a.name < b.name ? -1 : 1))
        .map(({ name, availability }) => [name, `vector(${Number((availability / 100).toFixed(6))})`]),
    );
  });
});

describe('with both options of monitoring', () => {
  const monitoring = /^monitoring:\n(?: .*\n|\n)*/m;
  const cloudText =
    'monitoring:\n  use: cloud-native\n  alerts:\n    critical: { type: pagerduty }\n    warning: { type: email, address: platform@acme.example }\n\n';
  const teams = [team('payments', [{ engine: 'postgresql', name: 'orders' }])];
  const whole = (platform: Platform): Rendered => rendered('aws-euc1', factoriesOf(platform), platform);
  const own = whole(fleet(teams));
  const cloud = whole(fleet(teams, (yaml) => yaml.replace(monitoring, cloudText)));

  it('the same monitors look through all namespaces', () => {
    for (const { name } of scrapes) {
      const monitor = own.object('prometheus', 'PodMonitor', name);
      expect(cloud.object('metrics-agent', 'PodMonitor', name)['spec']).toEqual(monitor['spec']);
      expect(at(monitor, 'spec', 'namespaceSelector')).toEqual({ any: true });
    }
  });

  it.each([
    ['prometheus', () => own.object('prometheus', 'Prometheus', 'platform')],
    ['metrics-agent', () => cloud.object('metrics-agent', 'PrometheusAgent', 'platform')],
  ] as const)('%s takes as many targets as tenants may bring', (_, object) => {
    expect(at(object(), 'spec', 'enforcedTargetLimit')).toBe(20_000);
  });

  it('without tenants the limit is that of the platform', () => {
    expect(at(whole(withCloudMonitoring()).object('metrics-agent', 'PrometheusAgent', 'platform'), 'spec', 'enforcedTargetLimit')).toBe(2000);
  });

  it('whoever scrapes may go to every tenant, and may come in there', () => {
    for (const [platform, name] of [
      [own, 'prometheus'],
      [cloud, 'metrics-agent'],
    ] as const) {
      const policies = platform
        .objects('namespace-policies')
        .filter(({ metadata }) => metadata.namespace === 'observability' && metadata.name.endsWith('egress'));
      const toTenants = policies.filter((policy) => JSON.stringify(policy['spec']).includes('dbaas/tenant'));
      expect([name, toTenants.length]).toEqual([name, 1]);
      for (const port of [9187, 9127, 9104]) expect(JSON.stringify(toTenants[0]?.['spec'])).toContain(`"port":${port}`);
      const inside = platform.objects('tenant-payments').filter(({ kind }) => kind === 'NetworkPolicy');
      for (const { targetPort } of scrapes) expect(inside.some((policy) => JSON.stringify(policy['spec']).includes(`"port":${targetPort}`))).toBe(true);
    }
  });

  it('kube-state-metrics reads each kind once, with all of its metrics', () => {
    const values = parse(own.component('metrics-operator').built.values ?? '') as unknown;
    const resources = at(values, 'kube-state-metrics', 'customResourceState', 'config', 'spec', 'resources') as readonly {
      readonly groupVersionKind: { readonly kind: string };
      readonly metrics: readonly { readonly name: string }[];
    }[]; // what object-states.ts writes
    const kinds = resources.map(({ groupVersionKind }) => groupVersionKind.kind);
    expect(kinds.length).toBe(new Set(kinds).size);
    expect(resources.find(({ groupVersionKind }) => groupVersionKind.kind === 'Cluster')?.metrics.map(({ name }) => name)).toEqual([
      'database_info',
      'database_instances_wanted',
      'database_instances_ready',
    ]);
  });
});
