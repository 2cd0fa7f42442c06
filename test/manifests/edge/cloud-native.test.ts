/** What the edge of the clouds installs, and how gateways behind it tell it from everybody else. */
import type { KubeObject } from '../../../lib/components';
import type { Platform } from '../../../lib/model';
import { factoriesOf } from '../../../manifests/registry';
import { platformOf, rendered, withCloudEdge } from '../foundation/rendered';

const platform = withCloudEdge();
const of = (cluster: 'aws-euc1' | 'az-weu', which: Platform = platform) => rendered(cluster, factoriesOf(which), which);
const aws = of('aws-euc1');
const azure = of('az-weu');
const solvers = (objects: readonly KubeObject[]) =>
  objects.filter(({ kind }) => kind === 'ClusterIssuer').map(({ spec }) => (spec as { acme: { solvers: readonly unknown[] } }).acme.solvers[0]);

describe('proofs of names', () => {
  it('need no key: Pod Identity at AWS, a token of its own elsewhere', () => {
    expect(solvers(aws.objects('public-issuers'))[0]).toEqual({ selector: { dnsZones: ['acme-db.example'] }, dns01: { route53: { region: 'eu-central-1' } } });
    expect(solvers(azure.objects('public-issuers'))[0]).toMatchObject({
      dns01: {
        route53: {
          role: 'arn:aws:iam::111122223333:role/acme-db-aws-euc1-cert-manager-peer',
          auth: { kubernetes: { serviceAccountRef: { name: 'cert-manager', audiences: ['sts.amazonaws.com'] } } },
        },
      },
    });
  });

  it('let cert-manager ask for tokens of itself alone', () => {
    expect(azure.object('public-issuers', 'Role', 'cert-manager-own-tokens')).toMatchObject({
      rules: [{ resources: ['serviceaccounts/token'], resourceNames: ['cert-manager'], verbs: ['create'] }],
    });
    expect(aws.objects('public-issuers').some(({ kind }) => kind === 'Role')).toBe(false);
  });
});

describe('gateways', () => {
  it('have one listener, since the edge names no host in the handshake', () => {
    for (const { objects } of [aws, azure])
      expect(objects('ingress-routes').find(({ kind }) => kind === 'Gateway')?.spec).toMatchObject({
        servers: [{ hosts: ['./*'], tls: { mode: 'SIMPLE', credentialName: 'ingress-tls' } }],
      });
  });

  it('take from Front Door what carries the id of our profile, and nothing before it is known', () => {
    expect(azure.object('ingress-routes', 'AuthorizationPolicy', 'edge-proof').spec).toMatchObject({
      action: 'DENY',
      rules: [
        {
          to: [{ operation: { notHosts: ['origin-az-weu.acme-db.example', 'origin-az-weu.acme-db.example:*'] } }],
          when: [{ key: 'request.headers[x-azure-fdid]', notValues: ['unset--az-weu--edge.frontDoorId'] }],
        },
      ],
    });
    expect(aws.objects('ingress-routes').some(({ metadata }) => metadata.name === 'edge-proof')).toBe(false);
  });

  it('do the same behind NGINX', () => {
    const nginx = platformOf((yaml) =>
      yaml
        .replace('  use: istio-keycloak\n', '  use: nginx-auth0\n  auth0: { tenant: acme-db.eu.auth0.com }\n')
        .replace(/^edge:\n(?: .*\n)+/m, 'edge:\n  use: cloud-native\n  zone: { name: acme-db.example }\n  adminRanges: [203.0.113.0/24]\n'),
    );
    const data = (cluster: 'aws-euc1' | 'az-weu') =>
      of(cluster, nginx)
        .objects('ingress-routes')
        .flatMap(({ kind, data: found }) => (kind === 'ConfigMap' && found ? [found as Readonly<Record<string, string>>] : []))[0];
    expect(data('az-weu')?.['http-snippets']).toContain('"~:unset--az-weu--edge.frontDoorId$" 1;');
    expect(data('az-weu')?.['server-snippets']).toContain('if ($edge_proof = 0) { return 403; }');
    expect(data('aws-euc1')?.['http-snippets'] ?? '').not.toContain('edge_proof');
    expect(data('aws-euc1')?.['set-real-ip-from']).not.toContain('0.0.0.0/0');
  });
});
