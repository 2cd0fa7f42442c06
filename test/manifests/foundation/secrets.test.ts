import type { Intents } from '../../../lib/components';
import { secretStores } from '../../../manifests/foundation/secret-stores';
import { secrets } from '../../../manifests/foundation/secrets';
import { rendered, stub } from './rendered';

const stored: Intents['secrets'] = { namespace: 'keycloak', name: 'admin', keys: { password: { from: 'store', id: 'keycloak-admin', property: 'password' } } };
const generated: Intents['secrets'] = {
  namespace: 'login',
  name: 'redis',
  keys: { admin: { from: 'generated', length: 32 }, user: { from: 'generated', length: 32 }, salt: { from: 'generated', length: 16, alphabet: 'hex' } },
};
const base = stub('base', { provides: ['crds', 'namespaces', 'secret-controller'] });
const render = (cluster: 'aws-euc1' | 'az-weu', ...intents: readonly Intents['secrets'][]) =>
  rendered(cluster, [base, secretStores, secrets, stub('subject', { intents: { secrets: intents } })]);

describe('secrets', () => {
  it('are read from the store under the name of the contract, every hour, and kept when the store loses them', () => {
    expect(render('aws-euc1', stored).object('secrets', 'ExternalSecret', 'admin')).toMatchObject({
      metadata: { namespace: 'keycloak' },
      spec: {
        refreshPolicy: 'Periodic',
        refreshInterval: '1h0m0s',
        secretStoreRef: { kind: 'ClusterSecretStore', name: 'platform' },
        target: { name: 'admin', creationPolicy: 'Owner', deletionPolicy: 'Retain', template: { engineVersion: 'v2', type: 'Opaque' } },
        data: [{ secretKey: 'password', remoteRef: { key: 'acme-db/aws-euc1/keycloak-admin', property: 'password' } }],
      },
    });
    expect(render('az-weu', stored).object('secrets', 'ExternalSecret', 'admin')).toMatchObject({ spec: { data: [{ remoteRef: { key: 'keycloak-admin' } }] } });
  });

  it('are generated once, each key with a value of its own, and outlive their ExternalSecret', () => {
    const subject = render('aws-euc1', generated);
    expect(subject.object('secrets', 'ExternalSecret', 'redis')).toMatchObject({
      spec: { refreshPolicy: 'CreatedOnce', target: { creationPolicy: 'Orphan', deletionPolicy: 'Retain' } },
    });
    expect(subject.object('secrets', 'ExternalSecret', 'redis')).not.toHaveProperty('spec.secretStoreRef');
    expect(subject.object('secrets', 'Password', 'redis-alphanumeric-32')).toMatchObject({
      metadata: { namespace: 'login' },
      spec: { length: 32, symbols: 0, secretKeys: ['admin', 'user'] },
    });
    expect(subject.object('secrets', 'Password', 'redis-hex-16')).toMatchObject({ spec: { length: 8, encoding: 'hex', secretKeys: ['salt'] } });
  });

  it('carry literals beside fetched values', () => {
    const keys = { ...stored.keys, username: { from: 'literal', value: 'admin' } } as const;
    expect(
      render('aws-euc1', { ...stored, keys, type: 'kubernetes.io/basic-auth', labels: { a: 'b' } }).object('secrets', 'ExternalSecret', 'admin'),
    ).toMatchObject({
      spec: { target: { template: { type: 'kubernetes.io/basic-auth', mergePolicy: 'Merge', metadata: { labels: { a: 'b' } }, data: { username: 'admin' } } } },
    });
  });

  it('are rendered by a template in which literals are values as well', () => {
    const keys = { ...stored.keys, 'user-name': { from: 'literal', value: 'a"b' }, host: { from: 'literal', value: 'db' } } as const;
    const template = { url: 'postgres://{{ index . "user-name" }}:{{ .password }}@{{ .host }}/x' };
    expect(render('aws-euc1', { ...stored, keys, template }).object('secrets', 'ExternalSecret', 'admin')).toMatchObject({
      spec: { target: { template: { mergePolicy: 'Replace', data: { url: 'postgres://{{ "a\\"b" }}:{{ .password }}@{{ "db" }}/x' } } } },
    });
  });

  it('do not mix what is renewed with what never changes', () => {
    expect(() => render('aws-euc1', { ...stored, keys: { ...stored.keys, ...generated.keys } })).toThrow('keycloak/admin mixes stored and generated values');
  });
});

describe('the secret store', () => {
  it('is open to the namespaces that read from it, and to no others', () => {
    expect(render('aws-euc1', stored, generated).object('secret-stores', 'ClusterSecretStore', 'platform')).toMatchObject({
      spec: { conditions: [{ namespaces: ['keycloak'] }], provider: { aws: { service: 'SecretsManager', region: 'eu-central-1' } } },
    });
  });

  it('acts with the identity of the controller: no service account can be named', () => {
    const provider = JSON.stringify(
      [render('aws-euc1', stored), render('az-weu', stored)].map((subject) => subject.object('secret-stores', 'ClusterSecretStore', 'platform')['spec']),
    );
    expect(provider).toContain('"authType":"WorkloadIdentity"');
    expect(provider).not.toContain('serviceAccountRef');
    expect(provider).not.toContain('secretRef');
  });

  it('comes before the secrets that are read from it', () => {
    expect(render('aws-euc1', stored).component('secrets').dependsOn).toContain('secret-stores');
  });
});
