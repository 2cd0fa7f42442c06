/** What every stack owes whoever applies it, for each cloud and each edge. */
import { terraformFiles } from '../../infra/synth';
import { stackFindings } from '../../infra/check';
import { emptyLock, type Cluster, type Edge, type Security } from '../../lib/model';
import { platformOf, withSecurity } from '../manifests/foundation/rendered';

const platform = platformOf();
const stacks = terraformFiles({ platform, lock: emptyLock, clusters: [] });
const clusters: readonly Cluster[] = platform.cloud.clusters;

interface StackJson {
  readonly terraform: {
    readonly required_version: string;
    readonly required_providers: Readonly<Record<string, { readonly source: string; readonly version: string }>>;
    readonly backend: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  };
  readonly provider: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
  readonly resource: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}
const jsonOf = (id: string): StackJson => JSON.parse(stacks.find((stack) => stack.id === id)?.files[0]?.content ?? '{}') as StackJson;

/** Providers and backends, by whose stacks they are. A cloud or an edge that is missing here does not compile. */
const expected: Record<Cluster['provider'] | Edge['use'], { readonly source: string; readonly backend: 's3' | 'azurerm' }> = {
  aws: { source: 'hashicorp/aws', backend: 's3' },
  azure: { source: 'hashicorp/azurerm', backend: 'azurerm' },
  cloudflare: { source: 'cloudflare/cloudflare', backend: 's3' },
  'cloud-native': { source: 'hashicorp/aws', backend: 's3' },
};
const ownerOf = (id: string): keyof typeof expected => {
  if (id === 'edge') return platform.edge.use;
  if (id.startsWith('bootstrap-')) return id.slice('bootstrap-'.length) as Cluster['provider']; // bootstrap-<provider>
  return clusters.find(({ name }) => id.startsWith(`${name}-`))?.provider ?? 'aws';
};

/** Provider of the stack `security`, where the identity provider is somebody else's. */
const identityProviders: Record<Security['use'], string | undefined> = {
  'istio-keycloak': undefined,
  'nginx-auth0': 'auth0/auth0',
  'istio-auth0': 'auth0/auth0',
};

describe('stacks', () => {
  it('have ids of their own, and states of their own', () => {
    expect(new Set(stacks.map(({ id }) => id)).size).toBe(stacks.length);
    const states = stacks.map(({ id }) => JSON.stringify(jsonOf(id).terraform.backend));
    expect(new Set(states).size).toBe(stacks.length);
  });

  it('are the same for each cluster: network, identity, cluster, data, observability', () => {
    for (const { name } of clusters)
      expect(
        stacks
          .map(({ id }) => id)
          .filter((id) => id.startsWith(`${name}-`))
          .sort(),
      ).toEqual(['cluster', 'data', 'identity', 'network', 'observability'].map((kind) => `${name}-${kind}`));
    for (const provider of new Set(clusters.map((cluster) => cluster.provider))) expect(stacks.map(({ id }) => id)).toContain(`bootstrap-${provider}`);
  });

  it('fit together and refer to nothing that does not exist', () => {
    expect(stackFindings(stacks.map(({ id, files }) => ({ id, json: files[0]?.content ?? '' })))).toEqual([]);
  });
});

describe.each(Object.entries(identityProviders))('the identity provider of %s', (use, source) => {
  const other = use === 'istio-keycloak' ? platform : withSecurity(use as 'nginx-auth0' | 'istio-auth0');
  const made = terraformFiles({ platform: other, lock: emptyLock, clusters: [] });
  const text = made.find(({ id }) => id === 'security')?.files[0]?.content;

  it(source === undefined ? 'has no stack: it runs in the clusters' : `is a stack of its own, by ${source}`, () => {
    if (source === undefined) return expect(text).toBeUndefined();
    const { terraform } = JSON.parse(text ?? '{}') as StackJson;
    expect(Object.values(terraform.required_providers).map((each) => each.source)).toEqual([source]);
    expect(terraform.backend).toMatchObject({ s3: { key: 'security.tfstate', encrypt: true, use_lockfile: true } });
  });

  it('fits together with the other stacks', () => {
    expect(stackFindings(made.map(({ id, files }) => ({ id, json: files[0]?.content ?? '' })))).toEqual([]);
  });
});

describe.each(stacks.map(({ id, summary, files }) => [id, { summary, files }] as const))('stack %s', (id, { summary, files }) => {
  const { terraform, provider, resource } = jsonOf(id);
  const { source, backend } = expected[ownerOf(id)];

  it('says what it is for', () => {
    expect(summary).toMatch(/^[A-Z].{15,200}$/);
    for (const { path } of files) expect(path).toMatch(new RegExp(`^terraform/${id}/(main\\.tf\\.json|README\\.md)$`));
  });

  it('keeps its state in one place, locked and encrypted, without a key', () => {
    const [[kind, settings = {}] = []] = Object.entries(terraform.backend);
    expect(kind).toBe(backend);
    expect(settings['key']).toBe(`${id}.tfstate`);
    // Blobs of Azure are locked by a lease, always.
    expect(settings).toMatchObject(
      backend === 's3'
        ? { encrypt: true, use_lockfile: true, kms_key_id: expect.stringContaining(':alias/') as string }
        : { use_azuread_auth: true, container_name: 'tfstate' },
    );
    for (const secret of ['access_key', 'secret_key', 'sas_token', 'client_secret']) expect(settings).not.toHaveProperty(secret);
  });

  it('names its providers in full, at a pinned minor version', () => {
    const { required_providers: providers, required_version: version } = terraform;
    expect(version).toMatch(/^>= \d+\.\d+/);
    expect(Object.values(providers).map((each) => each.source)).toContain(source);
    for (const each of Object.values(providers))
      expect(each).toMatchObject({
        source: expect.stringMatching(/^[a-z0-9-]+\/[a-z0-9-]+$/) as string,
        version: expect.stringMatching(/^~> \d+\.\d+\.\d+$/) as string,
      });
    for (const name of Object.keys(provider)) expect(Object.keys(providers)).toContain(name);
  });

  it('has no credentials in its provider', () => {
    for (const settings of Object.values(provider).flat())
      expect(Object.keys(settings).filter((key) => /secret|token|password|access_key|api_key/.test(key))).toEqual([]);
  });

  it('makes something', () => {
    expect(Object.keys(resource).length).toBeGreaterThan(0);
  });
});
