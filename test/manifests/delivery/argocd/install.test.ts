import { parse } from 'yaml';
import { charts } from '../../../../manifests/third-party/charts';
import { versions } from '../../../../manifests/versions';
import { platformOf } from '../../foundation/rendered';
import { delivered } from './delivered';

const all = delivered();
const clusterNames = all.clusters.map(({ cluster }) => cluster.name);
const names = (folder: string): readonly string[] =>
  all
    .below(folder)
    .map((path) => path.slice(path.lastIndexOf('/') + 1))
    .sort();

interface Patch {
  readonly patch: string;
  readonly target?: { readonly kind: string };
}
interface Kustomization {
  readonly namespace: string;
  readonly resources: readonly string[];
  readonly patches: readonly Patch[];
}
const read = <T>(path: string): T => all.object(path) as T;
const values = (object: unknown): Readonly<Record<string, string>> => (object as { data: Readonly<Record<string, string>> }).data; // ConfigMaps

describe.each(clusterNames)('Argo CD of %s', (cluster) => {
  const folder = `clusters/${cluster}/argocd`;
  const kustomization = read<Kustomization>(`dist/${folder}/kustomization.yaml`);
  const patches = kustomization.patches.map(
    ({ patch }) => parse(patch) as { $patch?: string; kind?: string; metadata?: { name: string }; spec?: Record<string, unknown> },
  );
  const config = (name: string) => values(read(`dist/${folder}/configmap-${name}.yaml`));

  it('lists every file of its folder, beside the pinned manifests of upstream', () => {
    const { repository, tag, path, include } = versions.git.argocd;
    expect(kustomization.resources[0]).toBe(`${repository.replace('github.com', 'raw.githubusercontent.com')}/${tag}/${path}/${include ?? ''}`);
    expect([...kustomization.resources.slice(1)].sort()).toEqual(names(folder).filter((name) => name !== 'kustomization.yaml'));
    expect(kustomization.namespace).toBe('argocd');
  });

  it('limits, places and spreads each of its parts', () => {
    const parts = patches.filter(({ kind, spec }) => spec !== undefined && (kind === 'Deployment' || kind === 'StatefulSet'));
    expect(parts.map(({ metadata }) => metadata?.name)).toEqual([
      'argocd-application-controller',
      'argocd-applicationset-controller',
      'argocd-repo-server',
      'argocd-server',
      'argocd-redis-ha-haproxy',
      'argocd-redis-ha-server',
    ]);
    for (const { spec } of parts)
      expect(spec).toMatchObject({
        template: {
          spec: {
            priorityClassName: 'system-cluster-critical',
            topologySpreadConstraints: [{ topologyKey: 'topology.kubernetes.io/zone' }],
            containers: [
              {
                resources: {
                  requests: { cpu: expect.any(String) as string, memory: expect.any(String) as string },
                  limits: { memory: expect.any(String) as string },
                },
              },
            ],
          },
        },
      });
  });

  it('follows the health of every Application: ApplicationSets report it, and waves wait for what they report', () => {
    expect(config('argocd-cmd-params-cm')).toMatchObject({ 'applicationsetcontroller.enable.progressive.syncs': 'true' });
    expect(config('argocd-cm')['resource.customizations.health.argoproj.io_ApplicationSet']).toContain('obj.status.resources');
  });

  it('leaves out what the platform does not use, and the network policies that would open it to every namespace', () => {
    const removed = patches.filter(({ $patch }) => $patch === 'delete').map(({ kind, metadata }) => `${kind ?? ''}/${metadata?.name ?? ''}`);
    expect(removed).toEqual(
      expect.arrayContaining([
        'Deployment/argocd-dex-server',
        'Deployment/argocd-notifications-controller',
        'NetworkPolicy/argocd-server-network-policy',
        'NetworkPolicy/argocd-redis-ha-proxy-network-policy',
        'NetworkPolicy/argocd-repo-server-network-policy',
      ]),
    );
    expect(removed.filter((each) => each.startsWith('NetworkPolicy/'))).toHaveLength(8);
    for (const name of ['argocd-cm', 'argocd-cmd-params-cm', 'argocd-rbac-cm']) expect(removed).toContain(`ConfigMap/${name}`);
  });

  it('keeps its own definitions: with them every Application would go', () => {
    expect(kustomization.patches.find(({ target }) => target?.kind === 'CustomResourceDefinition')?.patch).toContain('value: Prune=false,Delete=false');
  });

  it('logs people in at the identity provider, by roles, and nobody without one', () => {
    expect(config('argocd-cm')).toMatchObject({
      url: `https://argocd-${cluster}.acme-db.example`,
      'admin.enabled': 'false',
      'users.anonymous.enabled': 'false',
      'exec.enabled': 'false',
    });
    expect(parse(config('argocd-cm')['oidc.config'] ?? '')).toMatchObject({
      issuer: 'https://id.acme-db.example/realms/acme-db',
      clientID: 'argocd',
      enablePKCEAuthentication: true,
    });
    const rbac = config('argocd-rbac-cm');
    expect(rbac).toMatchObject({ 'policy.default': '', scopes: '[roles]' });
    const lines = (rbac['policy.csv'] ?? '').trim().split('\n');
    expect(lines).toEqual(expect.arrayContaining(['g, platform-admin, role:admin', 'g, platform-viewer, role:viewer']));
    // Whoever only looks may only get.
    for (const line of lines.filter((each) => each.startsWith('p, role:viewer'))) expect(line).toMatch(/, get, .*, allow$/);
  });

  it('is known to the identity provider by the address that it uses, and reached through the service that it has', () => {
    const { component } = all.clusters.find((each) => each.cluster.name === cluster)?.components.find((each) => each.component.name === 'argocd') ?? {};
    expect(component?.intents?.oidcClients).toMatchObject([
      {
        clientId: 'argocd',
        kind: 'public',
        // One client for the Argo CD of every cluster, wherever the identity provider runs.
        redirectUris: [...['aws-euc1', 'az-weu'].map((name) => `https://argocd-${name}.acme-db.example/auth/callback`), 'http://localhost:8085/auth/callback'],
      },
    ]);
    const [endpoint] = component?.intents?.endpoints ?? [];
    const { services = [] } = charts['argocd'] as { services?: readonly { name: string; ports: readonly unknown[] }[] }; // data, no function
    expect(services.find(({ name }) => name === endpoint?.service.name)?.ports).toContainEqual(['http', endpoint?.service.port]);
  });

  it('waits in the root Application until all Applications of a set are synced and healthy', () => {
    const lua = config('argocd-cm')['resource.customizations.health.argoproj.io_ApplicationSet'] ?? '';
    expect(lua).toMatch(/#obj\.status\.resources == 0 then\n {2}return \{ status = "Progressing"/);
    expect(lua).toMatch(/resource\.status ~= "Synced" or health ~= "Healthy"/);
    expect(lua).toMatch(/return \{ status = "Healthy".*\n$/);
  });

  it.each(['argoproj.io_ApplicationSet', 'postgresql.cnpg.io_Cluster', 'k8s.keycloak.org_KeycloakRealmImport'])(
    'judges the health of %s in Lua whose blocks are closed and that always answers',
    (kind) => {
      const lua = (config('argocd-cm')[`resource.customizations.health.${kind}`] ?? '').replace(/"[^"]*"/g, '""');
      const count = (pattern: RegExp): number => lua.match(pattern)?.length ?? 0;
      // `for … do` opens one block, like `if … then`; this code has no other kinds and no elseif.
      expect(count(/\bend\b/g)).toBe(count(/\bthen\b/g) + count(/\bdo\b/g));
      expect(count(/\{/g)).toBe(count(/\}/g));
      expect(lua.trimEnd().split('\n').pop()).toMatch(/^return \{ status = /);
      expect(lua).toContain('obj.status == nil'.replace('==', kind.endsWith('KeycloakRealmImport') ? '~=' : '=='));
    },
  );

  it('calls planned operations of a database progress, and what waits for a person a failure', () => {
    const lua = config('argocd-cm')['resource.customizations.health.postgresql.cnpg.io_Cluster'] ?? '';
    const degraded = [...lua.matchAll(/\["([^"]+)"\] = true/g)].map(([, phase]) => phase);
    expect(degraded).toEqual(
      expect.arrayContaining([
        'Invalid cluster definition',
        'Cluster cannot proceed to reconciliation due to an error while interacting with plugins',
        'Cluster is unrecoverable and needs manual intervention',
        'Waiting for user action',
        'Not enough disk space',
      ]),
    );
    for (const planned of [
      'Switchover in progress',
      'Failing over',
      'Applying configuration',
      'Online upgrade in progress',
      'Primary instance is being restarted in-place',
      'Cluster upgrade delayed',
    ])
      expect(degraded).not.toContain(planned);
  });

  it('is applied by hand once: its namespace, itself, its project and the root Application', () => {
    const bootstrap = `bootstrap/${cluster}`;
    const { resources } = read<Kustomization>(`dist/${bootstrap}/kustomization.yaml`);
    expect(resources.filter((path) => !path.startsWith('../')).sort()).toEqual(names(bootstrap).filter((name) => name !== 'kustomization.yaml'));
    expect(resources.filter((path) => path.startsWith('../'))).toEqual([`../../clusters/${cluster}/argocd`]);
    expect(names(bootstrap)).toEqual(['application-root.yaml', 'appproject-delivery.yaml', 'kustomization.yaml', 'namespace-argocd.yaml']);
  });

  it('has a root Application that reads projects and ApplicationSets, and never gives up', () => {
    expect(read(`dist/bootstrap/${cluster}/application-root.yaml`)).toMatchObject({
      metadata: { name: 'acme-db', namespace: 'argocd' },
      spec: {
        project: 'delivery',
        source: { path: `dist/argocd/${cluster}/root`, repoURL: all.platform.delivery.repository, targetRevision: 'main', directory: { recurse: true } },
        destination: { name: cluster, namespace: 'argocd' },
        syncPolicy: { automated: { prune: true, selfHeal: true, allowEmpty: false }, retry: { limit: -1, refresh: true } },
      },
    });
  });
});

describe('the repository', () => {
  const secrets = (edit: (yaml: string) => string) =>
    delivered(platformOf(edit)).clusters[0]?.components.find(({ component }) => component.name === 'argocd')?.component.intents?.secrets ?? [];

  it.each([
    ['github-app', ['githubAppID', 'githubAppInstallationID', 'githubAppPrivateKey'], 'https://github.com/acme/dbaas-platform'],
    ['ssh-key', ['sshPrivateKey'], 'ssh://git@github.com/acme/dbaas-platform'],
    ['token', ['username', 'password'], 'https://github.com/acme/dbaas-platform'],
  ])('is read with access %s by a Secret that Argo CD finds', (access, keys, url) => {
    const [secret] = secrets((yaml) => yaml.replace('  repository: https://github.com/acme/dbaas-platform\n', `  repository: ${url}\n  access: ${access}\n`));
    expect(secret).toMatchObject({
      namespace: 'argocd',
      name: 'repository',
      labels: { 'argocd.argoproj.io/secret-type': 'repository' },
      keys: { type: { from: 'literal', value: 'git' }, url: { from: 'literal', value: url } },
    });
    for (const key of keys) expect(secret?.keys[key]).toMatchObject({ from: 'store', id: 'repository' });
  });

  it('needs no Secret where everybody may read it', () => {
    expect(
      secrets((yaml) =>
        yaml.replace('  repository: https://github.com/acme/dbaas-platform\n', '  repository: https://github.com/acme/dbaas-platform\n  access: public\n'),
      ),
    ).toEqual([]);
  });
});
