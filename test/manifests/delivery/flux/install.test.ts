import type { KubeObject } from '../../../../lib/components';
import { versions } from '../../../../manifests/versions';
import { fluxDelivered, fluxPlatform } from './delivered';

const all = fluxDelivered();

interface Rule {
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly verbs: readonly string[];
}
const rulesOf = (object: KubeObject | undefined): readonly Rule[] => (object?.['rules'] ?? []) as readonly Rule[]; // of a role

describe.each(all.clusters.map((rendered) => [rendered.cluster.name, rendered] as const))('Flux of %s', (cluster, { components }) => {
  const objects = all.folder(`dist/clusters/${cluster}/flux`);
  const object = (kind: string, name: string) => objects.find((each) => each.kind === kind && each.metadata.name === name);
  const deployments = objects.filter(({ kind }) => kind === 'Deployment') as unknown as readonly (KubeObject & {
    readonly spec: {
      readonly replicas: number;
      readonly strategy: { readonly type: string };
      readonly template: {
        readonly spec: {
          readonly priorityClassName: string;
          readonly containers: readonly { readonly image: string; readonly args: readonly string[]; readonly resources: object }[];
        };
      };
    };
  })[]; // by their kind

  it('lists every file of its folder', () => {
    const files = [...all.dist.keys()].filter((path) => path.startsWith(`dist/clusters/${cluster}/flux/`));
    expect(objects).toHaveLength(files.length - 1);
  });

  it('has two of each controller but the one that stores, and budgets for those', () => {
    expect(
      deployments.map(({ metadata, spec }) => [metadata.name, spec.replicas, spec.strategy.type, object('PodDisruptionBudget', metadata.name) !== undefined]),
    ).toEqual([
      ['helm-controller', 2, 'RollingUpdate', true],
      ['kustomize-controller', 2, 'RollingUpdate', true],
      ['notification-controller', 2, 'RollingUpdate', true],
      ['source-controller', 1, 'Recreate', false],
    ]);
  });

  it('is locked down: one namespace, no reference out of it, no rights without an account, no remote bases', () => {
    for (const { metadata, spec } of deployments) {
      const { args } = spec.template.spec.containers[0] ?? { args: [] };
      expect(args).toContain('--watch-all-namespaces=false');
      if (metadata.name !== 'source-controller') expect(args).toContain('--no-cross-namespace-refs=true');
      if (/^(kustomize|helm)-/.test(metadata.name)) expect(args).toContain('--default-service-account=default');
      if (metadata.name === 'kustomize-controller') expect(args).toContain('--no-remote-bases=true');
    }
    expect(objects.filter(({ kind, metadata }) => kind === 'ServiceAccount' && metadata.name === 'default')).toEqual([]);
  });

  it('runs images of the same releases as its definitions', () => {
    const tags = {
      source: versions.git.fluxSourceCrds,
      kustomize: versions.git.fluxKustomizeCrds,
      helm: versions.git.fluxHelmCrds,
      notification: versions.git.fluxNotificationCrds,
    };
    for (const [part, { tag }] of Object.entries(tags)) {
      const deployment = deployments.find(({ metadata }) => metadata.name === `${part}-controller`);
      expect(deployment?.spec.template.spec.containers[0]?.image).toBe(`ghcr.io/fluxcd/${part}-controller:${tag}`);
      expect(deployment?.spec.template.spec.priorityClassName).toBe('system-cluster-critical');
    }
  });

  it('gives its controllers no right outside of their namespace, and none on Secrets elsewhere', () => {
    const bindings = objects.filter(({ kind }) => kind === 'ClusterRoleBinding') as unknown as readonly (KubeObject & {
      readonly roleRef: { readonly name: string };
      readonly subjects: readonly { readonly name: string }[];
    })[]; // by their kind
    const bound = new Map(bindings.map(({ roleRef, subjects }) => [roleRef.name, subjects.map(({ name }) => name)]));
    expect(bound.get('flux-platform')).toEqual(['platform']);
    expect(bound.get('flux-definitions')).toEqual(['definitions']);
    expect(rulesOf(object('ClusterRole', 'flux-flow-control'))).toEqual([{ nonResourceURLs: ['/livez/ping'], verbs: ['head'] }]);
    // Not cluster-admin, which the platform's own admission policies refuse to bind.
    expect([...bound.keys()].sort()).toEqual(['flux-definitions', 'flux-flow-control', 'flux-platform']);
  });

  it('cannot delete a definition, and applies them as an account that can do nothing else', () => {
    expect(rulesOf(object('ClusterRole', 'flux-definitions'))).toEqual([
      { apiGroups: ['apiextensions.k8s.io'], resources: ['customresourcedefinitions'], verbs: ['get', 'list', 'watch', 'create', 'update', 'patch'] },
    ]);
  });

  it('lets only the controllers that apply something act as accounts', () => {
    const acting = objects.filter((each) => rulesOf(each).some(({ verbs }) => verbs.includes('impersonate'))).map(({ metadata }) => metadata.name);
    expect(acting).toEqual(['helm-controller', 'kustomize-controller']);
  });

  it('gives no pod the token of an account that controllers act as', () => {
    const names = deployments.map(({ metadata }) => metadata.name);
    const accounts = [...objects, ...all.folder(`dist/clusters/${cluster}/flux-tenants`)].filter(
      ({ kind, metadata }) => kind === 'ServiceAccount' && !names.includes(metadata.name),
    );
    expect(accounts.map(({ metadata }) => metadata.name)).toEqual(expect.arrayContaining(['definitions', 'delivery', 'platform', 'workload-api']));
    for (const account of accounts) expect(account['automountServiceAccountToken']).toBe(false);
  });

  it('is bootstrapped by kubectl alone: namespace, definitions of every kind that a controller watches, controllers, source and root', () => {
    const { resources } = all.object<{ readonly resources: readonly string[] }>(`${all.bootstrap(cluster)}/kustomization.yaml`);
    expect(resources[0]).toBe('namespace-flux-system.yaml');
    expect(
      resources.filter((each) => each.startsWith('https://')).map((url) => url.replace(/^.*\/(\w+-controller)\/(v[\d.]+)\/.*_(\w+)\.yaml$/, '$1 $2 $3')),
    ).toEqual([
      ...['buckets', 'externalartifacts', 'gitrepositories', 'helmcharts', 'helmrepositories', 'ocirepositories'].map(
        (kind) => `source-controller ${versions.git.fluxSourceCrds.tag} ${kind}`,
      ),
      `kustomize-controller ${versions.git.fluxKustomizeCrds.tag} kustomizations`,
      `helm-controller ${versions.git.fluxHelmCrds.tag} helmreleases`,
      ...['alerts', 'providers', 'receivers'].map((kind) => `notification-controller ${versions.git.fluxNotificationCrds.tag} ${kind}`),
    ]);
    expect(resources.slice(-3)).toEqual([`../../clusters/${cluster}/flux`, 'gitrepository-flux-system.yaml', 'kustomization-flux-system.yaml']);
    expect(all.object(`${all.bootstrap(cluster)}/gitrepository-flux-system.yaml`)).toEqual(
      all.delivered(cluster).find(({ kind, metadata }) => kind === 'GitRepository' && metadata.name === 'flux-system'),
    );
  });

  it('gives each workload an account for its own namespace and for what it consists of', () => {
    for (const { component, built } of components.filter((each) => each.component.tier === 'workload')) {
      const rights = all
        .folder(`dist/clusters/${cluster}/flux-tenants`)
        .filter(({ kind, metadata }) => kind === 'Role' && metadata.namespace === component.name);
      expect(rights).toHaveLength(1);
      const written = rulesOf(rights[0]).filter(({ verbs }) => verbs.includes('delete'));
      for (const { object: held } of built.objects) {
        expect(held.metadata.namespace).toBe(component.name);
        const group = held.apiVersion.includes('/') ? (held.apiVersion.split('/')[0] ?? '') : '';
        expect([
          held.kind,
          written.some(({ apiGroups, resources }) => apiGroups?.includes(group) && resources?.includes(`${held.kind.toLowerCase()}s`)),
        ]).toEqual([held.kind, true]);
      }
      expect(written.flatMap(({ resources }) => resources ?? [])).not.toEqual(expect.arrayContaining(['secrets']));
      expect(all.object(`dist/flux/${cluster}/root/kustomization-${component.name}.yaml`)).toMatchObject({
        spec: { serviceAccountName: `workload-${component.name}` },
      });
    }
  });

  it('tells failures to the alert router of the cluster', () => {
    const delivered = all.delivered(cluster);
    expect(delivered.find(({ kind }) => kind === 'Provider')).toMatchObject({
      spec: { type: 'alertmanager', address: 'http://alertmanager.observability.svc.cluster.local:9093/api/v2/alerts' },
    });
    expect(delivered.find(({ kind }) => kind === 'Alert')).toMatchObject({ spec: { eventSeverity: 'error', eventMetadata: { cluster } } });
  });
});

describe('the repository', () => {
  const platform = (access: string, url: string) =>
    fluxPlatform((yaml) => yaml.replace('  repository: https://github.com/acme/dbaas-platform\n', `  repository: ${url}\n  access: ${access}\n`));
  const source = (access: string, url: string) => {
    const read = fluxDelivered(platform(access, url));
    return {
      spec: read.object<{ readonly spec: object }>('dist/flux/aws-euc1/root/gitrepository-flux-system.yaml').spec,
      secrets: read.clusters[0]?.components.find(({ component }) => component.name === 'flux')?.component.intents?.secrets ?? [],
      readme: read.dist.get('dist/bootstrap/aws-euc1/README.md') ?? '',
      egress: read.dist.get('dist/clusters/aws-euc1/namespace-policies/networkpolicy-source-controller-egress.flux-system.yaml') ?? '',
    };
  };

  it.each([
    ['github-app', ['githubAppID', 'githubAppInstallationID', 'githubAppPrivateKey'], 'https://github.com/acme/dbaas-platform'],
    ['ssh-key', ['identity', 'known_hosts'], 'ssh://git@github.com/acme/dbaas-platform'],
    ['token', ['username', 'password'], 'https://github.com/acme/dbaas-platform'],
  ])('is read with access %s by the Secret that source-controller expects', (access, keys, url) => {
    const { spec, secrets, readme } = source(access, url);
    expect(spec).toMatchObject({ url, secretRef: { name: 'repository' }, ref: { branch: 'main' } });
    expect('provider' in spec).toBe(access === 'github-app');
    expect(secrets).toMatchObject([{ namespace: 'flux-system', name: 'repository' }]);
    expect(Object.keys(secrets[0]?.keys ?? {})).toEqual(keys);
    for (const key of keys) {
      expect(secrets[0]?.keys[key]).toMatchObject({ from: 'store', id: 'repository' });
      expect(readme).toContain(`=${key}=`);
    }
  });

  it('needs no Secret where everybody may read it', () => {
    const { spec, secrets, readme } = source('public', 'https://github.com/acme/dbaas-platform');
    expect(spec).not.toHaveProperty('secretRef');
    expect(secrets).toEqual([]);
    expect(readme).not.toContain('create secret');
  });

  it('is asked for tokens where it lives, when it is a server of one’s own', () => {
    expect(source('github-app', 'https://git.acme.example/acme/dbaas-platform').secrets[0]?.keys).toMatchObject({
      githubAppBaseURL: { from: 'literal', value: 'https://git.acme.example/api/v3' },
    });
  });

  it('is reached by ssh on the port of its address', () => {
    expect(source('ssh-key', 'ssh://git@git.acme.example:2222/acme/dbaas-platform').egress).toContain('port: 2222');
  });
});
