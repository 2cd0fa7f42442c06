import { parsePlatform, type Access, type Workload } from '../../../lib/model';
import { asWritten } from '../../../lib/testing/as-written';
import { parseQuantity } from '../../quantity';
import { workloadFactories } from '../../../manifests/workloads';
import { platformOf, rendered, stub, type Rendered } from '../foundation/rendered';

/** What a workload waits for, without the options that bring it. */
const provided = stub('provided', { provides: ['namespaces', 'mesh-policy', 'mesh-network', 'priority-classes', 'admission-policies'] });
const withWorkloads = (yaml: string) => platformOf((text) => text.replace(/^workloads:\n[\s\S]*$/m, `workloads:\n${yaml}`));
const on = (platform: ReturnType<typeof platformOf>, cluster: 'aws-euc1' | 'az-weu' = 'aws-euc1'): Rendered =>
  rendered(cluster, [...workloadFactories(platform), provided], platform);
const one = (more = '', access = 'kind: public'): Rendered =>
  on(withWorkloads(`  - name: app\n    image: ghcr.io/acme/app:1.0.0\n    host: app.acme-db.example\n${more}    access: { ${access} }\n`));
const example = on(platformOf());

interface PodSpec {
  readonly containers: readonly {
    readonly securityContext: object;
    readonly resources: { readonly requests: Readonly<Record<string, string>>; readonly limits: Readonly<Record<string, string>> };
  }[];
}
const podOf = (of: Rendered, name = 'app'): PodSpec =>
  (of.object(name, 'Deployment', name) as unknown as { spec: { template: { spec: PodSpec } } }).spec.template.spec;
const intentsOf = (of: Rendered, name = 'app') => of.component(name).component.intents ?? {};

describe('a workload', () => {
  it('runs in a namespace of its name, with the mesh and the strictest Pod Security', () => {
    for (const name of ['console', 'api', 'status'])
      expect(intentsOf(example, name).namespaces).toMatchObject([{ name, podSecurity: 'restricted', mesh: true }]);
  });

  it('meets the strictest Pod Security itself', () => {
    expect(podOf(one())).toMatchObject({
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        {
          securityContext: {
            allowPrivilegeEscalation: false,
            privileged: false,
            readOnlyRootFilesystem: true,
            runAsNonRoot: true,
            capabilities: { drop: ['ALL'] },
          },
        },
      ],
    });
  });

  it('has an identity of its own that opens nothing', () => {
    expect(one().object('app', 'ServiceAccount', 'app')).toMatchObject({ metadata: { namespace: 'app' }, automountServiceAccountToken: false });
    expect(podOf(one())).toMatchObject({ serviceAccountName: 'app' });
  });

  it('serves until the gateway has heard of its end', () => {
    expect(podOf(one())).toMatchObject({ terminationGracePeriodSeconds: 45, containers: [{ lifecycle: { preStop: { sleep: { seconds: 10 } } } }] });
  });

  it('is spread over zones and nodes that can take it, counted by rollout', () => {
    expect(podOf(one())).toMatchObject({
      topologySpreadConstraints: [
        { topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'DoNotSchedule', nodeTaintsPolicy: 'Honor', matchLabelKeys: ['pod-template-hash'] },
        { topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'ScheduleAnyway' },
      ],
    });
  });

  it('loses one pod at a time, and a stuck one does not hold up the drain of a node', () => {
    expect(one().object('app', 'PodDisruptionBudget', 'app')).toMatchObject({
      spec: { maxUnavailable: 1, unhealthyPodEvictionPolicy: 'AlwaysAllow', selector: { matchLabels: { 'app.kubernetes.io/name': 'app' } } },
    });
  });

  it('listens where its settings say, and is asked for its health there', () => {
    const of = one('    port: 9999\n    health: { path: /ready }\n');
    expect(podOf(of)).toMatchObject({
      containers: [
        {
          env: [{ name: 'PORT', value: '9999' }],
          ports: [{ name: 'http', containerPort: 9999 }],
          livenessProbe: { httpGet: { path: '/ready', port: 9999 }, failureThreshold: 6 },
          readinessProbe: { httpGet: { path: '/ready', port: 9999 } },
        },
      ],
    });
    expect(of.object('app', 'Service', 'app')).toMatchObject({
      spec: { type: 'ClusterIP', ports: [{ name: 'http', port: 80, targetPort: 9999 }], selector: { 'app.kubernetes.io/name': 'app' } },
    });
    expect(intentsOf(of).endpoints).toMatchObject([
      { service: { namespace: 'app', name: 'app', port: 80, targetPort: 9999, pods: { 'app.kubernetes.io/name': 'app' } } },
    ]);
  });

  it('gets what it asks for: processor as a request, memory as request and limit', () => {
    expect(podOf(one('    resources: { cpu: 1500m, memory: 1Gi }\n')).containers[0]?.resources).toEqual({
      requests: { cpu: '1500m', memory: '1024Mi' },
      limits: { memory: '1024Mi' },
    });
  });

  it('runs on the clusters that its settings name, and on all where they name none', () => {
    const platform = withWorkloads(
      '  - name: app\n    image: ghcr.io/acme/app:1.0.0\n    host: app.acme-db.example\n    clusters: [az-weu]\n    access: { kind: public }\n',
    );
    expect(on(platform, 'aws-euc1').components.map(({ component }) => component.name)).toEqual(['provided']);
    expect(
      on(platform, 'az-weu')
        .components.map(({ component }) => component.name)
        .sort(),
    ).toEqual(['app', 'provided']);
    for (const cluster of ['aws-euc1', 'az-weu'] as const)
      expect(
        on(platformOf(), cluster)
          .components.map(({ component }) => component.name)
          .sort(),
      ).toEqual(['api', 'console', 'provided', 'status']);
  });
});

describe('the number of pods', () => {
  it('is the autoscaler’s where it may grow', () => {
    const of = one('    replicas: { min: 2, max: 5 }\n');
    expect(of.object('app', 'HorizontalPodAutoscaler', 'app')).toMatchObject({
      spec: {
        minReplicas: 2,
        maxReplicas: 5,
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'app' },
        metrics: [{ resource: { name: 'cpu', target: { averageUtilization: 70 } } }],
      },
    });
    // Written in git as well, every sync would undo what the autoscaler did.
    expect(of.object('app', 'Deployment', 'app')).not.toHaveProperty('spec.replicas');
  });

  it('is fixed where it may not', () => {
    const of = one('    replicas: { min: 3, max: 3 }\n');
    expect(of.object('app', 'Deployment', 'app')).toHaveProperty('spec.replicas', 3);
    expect(of.objects('app').map(({ kind }) => kind)).not.toContain('HorizontalPodAutoscaler');
  });

  it.each([
    [2, 2, '100m', '128Mi'],
    [2, 4, '250m', '512Mi'],
    [3, 10, '1', '1Gi'],
    [10, 100, '1500m', '2Gi'],
  ])('from %i to %i, with those that a rollout adds and their sidecars, fits the quota', (min, max, cpu, memory) => {
    const of = one(`    replicas: { min: ${min}, max: ${max} }\n    resources: { cpu: "${cpu}", memory: ${memory} }\n`);
    const [namespace] = intentsOf(of).namespaces ?? [];
    const pods = max + Math.ceil(max / 4);
    expect(namespace?.quota.pods).toBeGreaterThanOrEqual(pods);
    expect(parseQuantity(namespace?.quota.cpu ?? '')).toBeGreaterThanOrEqual(pods * (parseQuantity(cpu) + parseQuantity('50m')));
    expect(parseQuantity(namespace?.quota.memory ?? '')).toBeGreaterThanOrEqual(pods * (parseQuantity(memory) + parseQuantity('256Mi')));
    expect(of.object('app', 'Deployment', 'app')).toMatchObject({ spec: { strategy: { rollingUpdate: { maxSurge: '25%', maxUnavailable: 0 } } } });
  });

  it('is watched: too few, none, and as many as there may be', () => {
    const alerts = (more: string) => (intentsOf(one(more)).rules ?? []).flatMap((group) => group.alerts ?? []);
    expect(alerts('    replicas: { min: 2, max: 5 }\n').map(({ alert, severity }) => [alert, severity])).toEqual([
      ['WorkloadReplicasMissing', 'warning'],
      ['WorkloadDown', 'critical'],
      ['WorkloadAtMaximum', 'warning'],
    ]);
    expect(alerts('    replicas: { min: 3, max: 3 }\n').map(({ alert }) => alert)).not.toContain('WorkloadAtMaximum');
    // A Deployment that was deleted has no series: that is down as well.
    expect(alerts('').find(({ alert }) => alert === 'WorkloadDown')?.expr).toContain('absent(kube_deployment_status_replicas_available');
  });
});

describe('access', () => {
  const expected: Readonly<Record<Access['kind'], { readonly yaml: string; readonly clients: readonly object[]; readonly summary: string }>> = {
    public: { yaml: 'kind: public', clients: [], summary: 'Workload app, public.' },
    login: { yaml: 'kind: login, roles: [platform-admin]', clients: [], summary: 'Workload app, for people after login.' },
    token: {
      yaml: 'kind: token, audience: app-api, permissions: [{ name: "things:read", methods: [GET], paths: ["/v1/*"] }, { name: "things:write", methods: [POST], paths: ["/v1/*"] }]',
      // What tokens are for: it asks for none itself.
      clients: [{ clientId: 'app-api', title: 'app', kind: 'audience', redirectUris: [], roles: [], permissions: ['things:read', 'things:write'] }],
      summary: 'Workload app, for programs with a token.',
    },
  };

  it.each(Object.entries(expected))('of kind %s is handed to the security option as it was written', (kind, { yaml, clients, summary }) => {
    const of = one('', yaml);
    const [endpoint] = intentsOf(of).endpoints ?? [];
    expect(endpoint).toMatchObject({ id: 'app', host: 'app.acme-db.example', access: { kind } });
    expect(intentsOf(of).oidcClients ?? []).toEqual(clients);
    expect(of.component('app').component.summary).toBe(summary);
  });
});

describe('any workload', () => {
  it('belongs to the tier that may hold nothing but workloads', () => {
    for (const { component } of example.components.filter((each) => each.component.name !== 'provided')) expect(component.tier).toBe('workload');
  });

  it('depends on its own entry only: what another one changes does not touch it', () => {
    const before = on(platformOf());
    const after = on(platformOf((yaml) => yaml.replace('ghcr.io/acme/dbaas-api:2.3.1', 'ghcr.io/acme/dbaas-api:2.3.2')));
    const text = (of: Rendered, name: string): string =>
      of
        .component(name)
        .built.objects.map((each) => each.text)
        .join('');
    expect(text(after, 'console')).toBe(text(before, 'console'));
    expect(text(after, 'api')).not.toBe(text(before, 'api'));
    const paths = [...before.component('console').recording.reads.keys()].filter((path) => path.startsWith('platform.workloads.'));
    expect(paths.filter((path) => !path.startsWith('platform.workloads.0'))).toEqual([]);
  });

  it('has defaults that stand a lost zone', () => {
    const defaults: Workload | undefined = parsePlatform(
      JSON.stringify({
        ...asWritten(platformOf()),
        workloads: [{ name: 'app', image: 'ghcr.io/acme/app:1.0.0', host: 'app.acme-db.example', access: { kind: 'public' } }],
      }),
      'platform.yaml',
    ).platform.workloads[0];
    expect(defaults?.replicas.min).toBeGreaterThanOrEqual(2);
  });
});
