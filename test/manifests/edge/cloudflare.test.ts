import { parse } from 'yaml';
import { option } from '../../../manifests/edge/cloudflare';
import { rendered, stub } from '../foundation/rendered';

const base = stub('base', { provides: ['crds', 'namespaces', 'priority-classes', 'certificate-controller', 'secrets'] });
const aws = rendered('aws-euc1', [base, ...option.components]);
const azure = rendered('az-weu', [base, ...option.components]);

describe('public issuers', () => {
  it('prove names by DNS records in the zone, with the token of the secret store', () => {
    expect(aws.object('public-issuers', 'ClusterIssuer', 'public')).toMatchObject({
      spec: {
        acme: {
          server: 'https://acme-v02.api.letsencrypt.org/directory',
          email: 'data-platform@acme.example',
          solvers: [{ selector: { dnsZones: ['acme-db.example'] }, dns01: { cloudflare: { apiTokenSecretRef: { name: 'cloudflare-token', key: 'token' } } } }],
        },
      },
    });
    expect(aws.object('public-issuers', 'ClusterIssuer', 'public-staging')).toMatchObject({ spec: { acme: { server: expect.stringContaining('staging') } } });
    expect(aws.component('public-issuers').component.intents?.secrets).toContainEqual({
      namespace: 'cert-manager',
      name: 'cloudflare-token',
      keys: { token: { from: 'store', id: 'dns-token', property: 'token' } },
    });
  });

  it('hand the authority of origin pulls to the gateway', () => {
    expect(aws.component('public-issuers').component.intents?.secrets).toContainEqual({
      namespace: 'istio-ingress',
      name: 'ingress-tls-cacert',
      keys: { 'ca.crt': { from: 'store', id: 'origin-pull-ca', property: 'ca' } },
    });
  });
});

describe('external-dns', () => {
  const values = (of: typeof aws): Record<string, unknown> => parse(of.component('external-dns').built.values ?? '') as Record<string, unknown>; // values of a chart are an object

  it('writes below the name of tenants only, and deletes only what this cluster made', () => {
    expect(values(aws)).toMatchObject({
      domainFilters: ['t.acme-db.example'],
      policy: 'sync',
      registry: 'txt',
      txtOwnerId: 'acme-db-aws-euc1',
      sources: ['crd'],
      annotationPrefix: 'external-dns.kubernetes.io/',
    });
    expect(values(azure)['txtOwnerId']).toBe('acme-db-az-weu');
  });

  it('looks the zone up by id, since its name lies above the filter', () => {
    expect(values(aws)).toMatchObject({ extraArgs: { 'zone-id-filter': '9a8b7c6d5e4f30211203f4e5d6c7b8a9' } });
  });

  it('reads its token from a Secret', () => {
    expect(values(aws)).toMatchObject({ env: [{ name: 'CF_API_TOKEN', valueFrom: { secretKeyRef: { name: 'cloudflare-token', key: 'token' } } }] });
  });
});
