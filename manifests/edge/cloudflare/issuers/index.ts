/** Public certificates by ACME; the names are proven by DNS records, so that no port must be open and wildcards work. */
import { ClusterIssuer, type ClusterIssuerProps } from '../../../../imports/cert-manager.io';
import type { Intents } from '../../../../lib/components';
import { certificateController, gatewayOf, issuers as issuerNames, namespaces } from '../../../../lib/names';
import type { Context, Factory } from '../../../context';
import { api, tokenIn, tokenSecret } from '../token';

/** Let's Encrypt; the second one is for trying: its certificates are worthless and its rate limits wide. */
const authorities = [
  { name: issuerNames.public, host: 'acme-v02.api.letsencrypt.org' },
  { name: issuerNames.publicStaging, host: 'acme-staging-v02.api.letsencrypt.org' },
] as const;

const namespace = namespaces.certificates;

/** Only Cloudflare reaches the gateway: it shows a client certificate that this authority signed. */
function originPullAuthority({ platform }: Context): Intents['secrets'] {
  const { namespace: of, originPull } = gatewayOf(platform);
  return {
    namespace: of,
    name: originPull.secret,
    ...(originPull.type === undefined ? {} : { type: originPull.type }),
    keys: { 'ca.crt': { from: 'store', id: 'origin-pull-ca', property: 'ca' } },
  };
}

export const issuers: Factory = (context) => ({
  name: 'public-issuers',
  summary: "ClusterIssuers `public` and `public-staging`: Let's Encrypt, proven by DNS records at Cloudflare",
  namespace,
  needs: ['crds', 'namespaces', 'certificate-controller', 'secrets'],
  provides: ['certificates'],
  content: {
    kind: 'manifests',
    build(chart) {
      for (const { name, host } of authorities) new ClusterIssuer(chart, name, { metadata: { name }, spec: acme(context, name, host) });
    },
  },
  intents: {
    secrets: [tokenIn(namespace), originPullAuthority(context)],
    egressHosts: [
      { from: certificateController, hosts: authorities.map(({ host }) => host), why: 'orders certificates' },
      { from: certificateController, hosts: [api], why: 'writes the DNS records that prove a name' },
    ],
  },
});

const acme = ({ platform }: Context, name: string, host: string): NonNullable<ClusterIssuerProps['spec']> => ({
  acme: {
    email: platform.owner.email,
    server: `https://${host}/directory`,
    // Each cluster has an account of its own: neither is stopped by what the other one does.
    privateKeySecretRef: { name: `acme-account-${name}` },
    solvers: [
      { selector: { dnsZones: [platform.edge.zone.name] }, dns01: { cloudflare: { apiTokenSecretRef: { name: tokenSecret.name, key: tokenSecret.key } } } },
    ],
  },
});
