/** Certificates of gateways behind Front Door, whose suites towards origins are all with RSA. */
import { openRoutes } from '../../../manifests/security/istio/routes/open-routes';
import { ingressRoutes } from '../../../manifests/security/nginx-auth0/routes';
import { rendered, stub, withCloudEdge, withSecurity, type Rendered } from '../foundation/rendered';

type ClusterName = Parameters<typeof rendered>[0];
const given = stub('given', { provides: ['crds', 'namespaces', 'gateway', 'certificates', 'internal-certificates', 'secrets'] });
const istio = (cluster: ClusterName): Rendered => rendered(cluster, [given, openRoutes], withCloudEdge());
const nginx = (cluster: ClusterName): Rendered =>
  rendered(cluster, [given, ingressRoutes], { ...withCloudEdge(), security: withSecurity('nginx-auth0').security });
const kind = (from: Rendered, wanted: string) => from.objects('ingress-routes').find((object) => object.kind === wanted);

it.each([
  ['az-weu', 'RSA', 2048],
  ['aws-euc1', 'ECDSA', 256],
] as const)('the certificate on %s has a key of kind %s', (cluster, algorithm, size) => {
  for (const gateway of [istio(cluster), nginx(cluster)])
    expect(kind(gateway, 'Certificate')?.['spec']).toMatchObject({ privateKey: { algorithm, size, rotationPolicy: 'Always' } });
});

it('NGINX offers the suites that go with the key', () => {
  const suites = (cluster: ClusterName) => (kind(nginx(cluster), 'ConfigMap')?.['data'] as Readonly<Record<string, string>>)['ssl-ciphers']?.split(':') ?? [];
  for (const [cluster, key] of [
    ['az-weu', 'RSA'],
    ['aws-euc1', 'ECDSA'],
  ] as const) {
    expect(suites(cluster)).toHaveLength(3);
    for (const suite of suites(cluster)) expect(suite).toContain(`ECDHE-${key}-`);
  }
});
