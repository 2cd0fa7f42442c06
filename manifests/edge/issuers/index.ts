/** Public certificates by ACME; the names are proven by DNS records, so that no port must be open and wildcards work. */
import type { Chart } from 'cdk8s';
import { ClusterIssuer, type ClusterIssuerProps } from '../../../imports/cert-manager.io';
import type { ComponentIntents } from '../../../lib/components';
import { certificateController, issuers as issuerNames, namespaces } from '../../../lib/names';
import type { Context, Factory } from '../../context';

/** Let's Encrypt; the second one is for trying: its certificates are worthless and its rate limits wide. */
const authorities = [
  { name: issuerNames.public, host: 'acme-v02.api.letsencrypt.org' },
  { name: issuerNames.publicStaging, host: 'acme-staging-v02.api.letsencrypt.org' },
] as const;

type Spec = NonNullable<ClusterIssuerProps['spec']>;
type Solver = NonNullable<NonNullable<NonNullable<Spec['acme']>['solvers']>[number]['dns01']>;

/** What of the issuers depends on who keeps the zone. */
export interface ProofProvider {
  /** In words, for people. */
  readonly title: string;
  readonly solver: (context: Context) => Solver;
  readonly hosts: (context: Context) => readonly string[];
  readonly secrets?: (context: Context) => NonNullable<ComponentIntents['secrets']>;
  /** Further objects, such as rights. */
  readonly objects?: (chart: Chart, context: Context) => void;
}

export const issuers =
  (provider: ProofProvider): Factory =>
  (context) => ({
    name: 'public-issuers',
    summary: `ClusterIssuers \`public\` and \`public-staging\`: Let's Encrypt, proven by DNS records at ${provider.title}`,
    namespace: namespaces.certificates,
    needs: ['crds', 'namespaces', 'certificate-controller', ...(provider.secrets ? (['secrets'] as const) : [])],
    provides: ['certificates'],
    content: {
      kind: 'manifests',
      build(chart) {
        for (const { name, host } of authorities) new ClusterIssuer(chart, name, { metadata: { name }, spec: acme(context, name, host, provider) });
        provider.objects?.(chart, context);
      },
    },
    intents: {
      ...(provider.secrets ? { secrets: provider.secrets(context) } : {}),
      egressHosts: [
        { from: certificateController, hosts: authorities.map(({ host }) => host), why: 'orders certificates' },
        { from: certificateController, hosts: provider.hosts(context), why: 'writes the DNS records that prove a name' },
      ],
    },
  });

const acme = (context: Context, name: string, host: string, { solver }: ProofProvider): Spec => ({
  acme: {
    email: context.platform.owner.email,
    server: `https://${host}/directory`,
    // Each cluster has an account of its own: neither is stopped by what the other one does.
    privateKeySecretRef: { name: `acme-account-${name}` },
    solvers: [{ selector: { dnsZones: [context.platform.edge.zone.name] }, dns01: solver(context) }],
  },
});
