/** What every option of every aspect owes the rest of the platform, whatever it installs. */
import { dataSources, hosts, secrets } from '../../lib/names';
import type { Platform } from '../../lib/model';
import type { Factory } from '../../manifests/context';
import { checked, imagesIn, intentsOf, unresolvedHosts, type Checked } from './whole-platform';

const label = /^[a-z][a-z0-9-]*[a-z0-9]$/;
const hostName = /^(\*\.)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/;
const duration = /^\d+[smhd]$/;
/** Namespaces of Kubernetes and of the cloud. */
const given = ['kube-system', 'default'];
const repeated = (items: readonly string[]): readonly string[] => items.filter((item, index) => items.indexOf(item) !== index);
const ports = (list: readonly { readonly port: number }[]): boolean =>
  list.length > 0 && list.every(({ port }) => Number.isInteger(port) && port > 0 && port < 65536);

/** One contract over all options of an aspect. */
export function optionContract<Id extends string>(
  aspect: string,
  registry: Readonly<Record<Id, { readonly components: readonly Factory[] }>>,
  platforms: Readonly<Record<Id, Platform>>,
): void {
  const ids = Object.keys(registry) as Id[]; // keys of a record by Id
  describe.each(ids)(`${aspect}: %s`, (id) => contract(platforms[id], registry[id].components));
}

/** The contract of components that belong to no option. */
export function contract(platform: Platform, factories: readonly Factory[]): void {
  describe.each(checked(platform, factories).map((each) => [each.cluster, each] as const))('in %s', (_, each) => {
    components(each);
    content(each);
    networkIntents(each);
    identityIntents(each);
    observabilityIntents(each);
  });
}

function components({ own, all }: Checked): void {
  const stated = [...intentsOf(all, 'namespaces').map(({ intent }) => intent.name), ...given];

  it('has components whose names are theirs alone', () => {
    expect(own.length).toBeGreaterThan(0);
    expect(repeated(all.map(({ component }) => component.name))).toEqual([]);
    for (const { component } of own) expect(component.name).toMatch(label);
  });

  it('says in one line what each of them does', () => {
    for (const { component } of own) expect([component.name, component.summary]).toEqual([component.name, expect.stringMatching(/^[A-Za-z][^\n]{15,160}$/)]);
  });

  it('needs what something provides, and nothing twice', () => {
    const provided = new Set(all.flatMap(({ component }) => component.provides));
    for (const { component, dependsOn } of own) {
      expect([component.name, component.needs.filter((need) => !provided.has(need))]).toEqual([component.name, []]);
      expect(repeated([...component.needs])).toEqual([]);
      expect(dependsOn).not.toContain(component.name);
    }
  });

  it('lives in namespaces that one component states', () => {
    expect(repeated(stated)).toEqual([]);
    for (const { component, built } of own)
      for (const namespace of [component.namespace, ...built.objects.flatMap(({ object }) => object.metadata.namespace ?? [])])
        expect(stated).toContain(namespace);
  });

  it('bounds every namespace that it states', () => {
    for (const { intent } of intentsOf(own, 'namespaces')) {
      expect(intent.name).toMatch(label);
      expect(intent.quota).toMatchObject({
        pods: expect.any(Number) as number,
        cpu: expect.stringMatching(/^\d+m?$/) as string,
        memory: expect.stringMatching(/^\d+[MG]i$/) as string,
      });
    }
  });
}

function content({ own }: Checked): void {
  it('pins every chart, every release and every image', () => {
    for (const { component, built } of own) {
      const { content: made } = component;
      if (made.kind === 'helm')
        expect(made.chart).toMatchObject({
          repository: expect.stringMatching(/^(https|oci):\/\//) as string,
          version: expect.stringMatching(/^v?\d+\.\d+\.\d+$/) as string,
        });
      if (made.kind === 'git')
        for (const source of made.sources)
          expect(source).toMatchObject({
            repository: expect.stringMatching(/^https:\/\//) as string,
            tag: expect.stringMatching(/^v?\d+\.\d+\.\d+$/) as string,
          });
      for (const image of built.objects.flatMap(({ object }) => imagesIn(object)))
        expect([component.name, image]).toEqual([component.name, expect.stringMatching(/^[a-z0-9.-]+\.[a-z]+\/.+(:(?!latest$)[\w.-]+|@sha256:[0-9a-f]{64})$/)]);
    }
  });

  it('gives every container requests, a limit of memory and no more rights than it says', () => {
    for (const { component, built } of own)
      for (const { object } of built.objects) {
        const template = podTemplate(object);
        for (const container of template?.containers ?? []) {
          const place = `${component.name}/${object.kind}/${object.metadata.name}/${container.name}`;
          expect([place, container.resources]).toEqual([
            place,
            expect.objectContaining({
              requests: expect.objectContaining({ cpu: expect.any(String) as string, memory: expect.any(String) as string }) as object,
              limits: expect.objectContaining({ memory: expect.any(String) as string }) as object,
            }),
          ]);
          expect([place, container.securityContext]).toEqual([
            place,
            expect.objectContaining({ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true }),
          ]);
          expect([place, container.securityContext?.capabilities?.drop]).toEqual([place, ['ALL']]);
        }
      }
  });

  it('marks as kept whatever holds data', () => {
    const holds = own.filter(({ built }) =>
      built.objects.some(
        ({ object }) =>
          ['PersistentVolumeClaim', 'ObjectStore'].includes(object.kind) || (object.apiVersion.startsWith('postgresql.') && object.kind === 'Cluster'),
      ),
    );
    for (const { component } of [...holds, ...own.filter((each) => each.component.provides.includes('crds'))])
      expect([component.name, component.keep]).toEqual([component.name, true]);
  });
}

interface Container {
  readonly name: string;
  readonly resources?: object;
  readonly securityContext?: { readonly capabilities?: { readonly drop?: readonly string[] } };
}
/** The pods of a workload that is written here. */
function podTemplate(object: { readonly kind: string; readonly [field: string]: unknown }): { readonly containers: readonly Container[] } | undefined {
  if (!['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob'].includes(object.kind)) return undefined;
  const spec = object['spec'] as {
    template?: { spec: { containers: readonly Container[] } };
    jobTemplate?: { spec: { template: { spec: { containers: readonly Container[] } } } };
  }; // one of the kinds above
  return (spec.template ?? spec.jobTemplate?.spec.template)?.spec;
}

function networkIntents(each: Checked): void {
  const { own, all, platform } = each;
  const stated = [...intentsOf(all, 'namespaces').map(({ intent }) => intent.name), ...given];

  it('states flows between namespaces that exist, with ports and a reason', () => {
    for (const { by, intent } of intentsOf(own, 'flows')) {
      for (const peer of [intent.from, intent.to])
        if ('namespace' in peer) expect([by, stated.includes(peer.namespace), peer.namespace]).toEqual([by, true, peer.namespace]);
      expect([by, intent.why, ports(intent.ports)]).toEqual([by, expect.stringMatching(/\S.{2,}/), true]);
      expect('namespace' in intent.from || 'namespace' in intent.to).toBe(true);
    }
  });

  it('opens hosts outside by name, with a reason', () => {
    for (const { by, intent } of intentsOf(own, 'egressHosts')) {
      expect([by, stated.includes(intent.from.namespace)]).toEqual([by, true]);
      expect(intent.hosts.length).toBeGreaterThan(0);
      for (const host of intent.hosts) expect([by, host]).toEqual([by, expect.stringMatching(hostName)]);
      expect(intent.why).toMatch(/\S.{2,}/);
    }
  });

  it('has endpoints on hosts of the contract, each in front of a Service that exists', () => {
    const endpoints = intentsOf(own, 'endpoints').map(({ intent }) => intent);
    expect(repeated(intentsOf(all, 'endpoints').map(({ intent }) => intent.id))).toEqual([]);
    const known = hosts(platform).map(({ host }) => host);
    for (const { host, id } of endpoints) {
      expect(known).toContain(host);
      expect(id).toMatch(label);
    }
    expect(
      unresolvedHosts(
        each,
        endpoints.map(({ service }) => `${service.name}.${service.namespace}.svc.cluster.local:${service.port}`),
      ),
    ).toEqual([]);
  });
}

function identityIntents({ own, all, platform }: Checked): void {
  const specs = new Map(secrets(platform).map((spec) => [spec.id, spec.properties]));

  it('takes from the store what the contract of names has', () => {
    for (const { by, intent } of intentsOf(own, 'secrets'))
      for (const value of Object.values(intent.keys)) {
        if (value.from === 'store') expect([by, value.id, specs.get(value.id)]).toEqual([by, value.id, expect.arrayContaining([value.property])]);
        if (value.from === 'generated') expect(value.length).toBeGreaterThanOrEqual(24);
      }
    expect(repeated(intentsOf(all, 'secrets').map(({ intent }) => `${intent.namespace}/${intent.name}`))).toEqual([]);
  });

  it('registers clients once, with exact addresses and a secret where one is needed', () => {
    expect(repeated(intentsOf(all, 'oidcClients').map(({ intent }) => intent.clientId))).toEqual([]);
    for (const { intent } of intentsOf(own, 'oidcClients')) {
      for (const uri of [...intent.redirectUris, ...(intent.postLogoutRedirectUris ?? [])])
        expect(uri).toMatch(/^(https:\/\/[^*]+|http:\/\/(localhost|127\.0\.0\.1)(:\d+)?\/[^*]*)$/);
      if (intent.kind === 'confidential' || intent.kind === 'service') expect(specs.get(intent.secretId ?? '')).toContain('client-secret');
      else expect(intent.secretId).toBeUndefined();
    }
  });
}

function observabilityIntents({ own, all }: Checked): void {
  const stated = [...intentsOf(all, 'namespaces').map(({ intent }) => intent.name), ...given];

  it('is scraped under names of its own, by labels, on a port', () => {
    expect(repeated(intentsOf(all, 'scrapes').map(({ intent }) => intent.name))).toEqual([]);
    for (const { intent } of intentsOf(own, 'scrapes')) {
      if (typeof intent.namespace === 'string') expect(stated).toContain(intent.namespace);
      expect(Object.keys(intent.selector).length).toBeGreaterThan(0);
      expect(ports([{ port: intent.targetPort }])).toBe(true);
    }
  });

  it('has alerts that say how bad it is, what is wrong and what to do', () => {
    expect(repeated(intentsOf(all, 'rules').map(({ intent }) => intent.group))).toEqual([]);
    for (const { intent: group } of intentsOf(own, 'rules')) {
      expect(repeated((group.alerts ?? []).map(({ alert }) => alert))).toEqual([]);
      expect((group.alerts ?? []).length + (group.recordings ?? []).length).toBeGreaterThan(0);
      for (const alert of group.alerts ?? []) {
        const { alert: name } = alert;
        expect(name).toMatch(/^[A-Z][A-Za-z0-9]+$/);
        expect([name, alert.severity, alert.summary, alert.description]).toEqual([
          name,
          expect.stringMatching(/^(critical|warning|none)$/),
          expect.stringMatching(/^.{8,160}$/),
          expect.stringMatching(/^[\s\S]{20,}$/),
        ]);
        expect([name, alert.for ?? '1m']).toEqual([name, expect.stringMatching(duration)]);
        expect([name, balanced(alert.expr)]).toEqual([name, true]);
      }
      for (const { record, expr } of group.recordings ?? []) expect([record, balanced(expr)]).toEqual([expect.stringMatching(/^[a-z_]+:[a-z0-9_:]+$/), true]);
    }
  });

  it('has dashboards with stable ids and panels that ask something', () => {
    expect(repeated(intentsOf(all, 'dashboards').map(({ intent }) => intent.uid))).toEqual([]);
    for (const { intent } of intentsOf(own, 'dashboards')) {
      expect(intent.uid).toMatch(/^[a-z0-9-]{3,40}$/);
      expect(intent.description.length).toBeGreaterThan(10);
      for (const panel of intent.rows.flatMap((row) => row.panels)) {
        const asks = panel.type === 'logs' ? Object.keys(panel.search).length : panel.queries.length;
        expect([intent.uid, panel.title, asks > 0]).toEqual([intent.uid, expect.stringMatching(/\S/), true]);
        if (panel.type === 'logs') continue;
        for (const { expr } of panel.queries)
          expect([panel.title, balanced(expr), expr.includes('$cluster') || expr.includes('cluster')]).toEqual([panel.title, true, true]);
      }
    }
  });

  it('offers data sources under ids of their own, and keeps the logs of namespaces that exist', () => {
    expect(repeated(intentsOf(all, 'datasources').map(({ intent }) => intent.uid))).toEqual([]);
    for (const { intent } of intentsOf(own, 'logTenants')) expect(stated).toContain(intent.namespace);
    for (const { intent } of intentsOf(own, 'datasources').filter(({ intent: { uid } }) => uid === dataSources.logs)) expect(intent.logs).toBeDefined();
  });
}

/** Brackets outside of quotes are closed in order. */
function balanced(expr: string): boolean {
  const open: string[] = [];
  const pairs: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };
  for (const char of expr.replace(/"(?:[^"\\]|\\.)*"|'[^']*'|`[^`]*`/g, '')) {
    if ('([{'.includes(char)) open.push(char);
    else if (char in pairs && open.pop() !== pairs[char]) return false;
  }
  return open.length === 0;
}
