/** The one store of the cluster: Secrets Manager of its region, or its own key vault. */
import { ClusterSecretStore, type ClusterSecretStoreProps } from '../../../imports/external-secrets.io';
import { namespaces, secretStore } from '../../../lib/names';
import type { Context, Factory } from '../../context';
import { azureAccount } from '../../../lib/model';

type Provider = NonNullable<ClusterSecretStoreProps['spec']>['provider'];

/** Both use the identity of the controller's own pod: no key, and no service account that could be named instead. */
const provider = ({ platform, cluster, names }: Context): Provider =>
  cluster.provider === 'aws'
    ? { aws: { service: 'SecretsManager', region: cluster.region } }
    : {
        azurekv: {
          authType: 'WorkloadIdentity',
          vaultUrl: `https://${names.vault()}.vault.azure.net`,
          tenantId: azureAccount(platform).tenantId,
          environmentType: 'PublicCloud',
        },
      };

export const secretStores: Factory = (context) => ({
  name: 'secret-stores',
  summary: 'ClusterSecretStore of the cluster, open to the namespaces that declared secrets',
  namespace: namespaces.secrets,
  needs: ['crds', 'namespaces', 'secret-controller'],
  provides: ['secrets'],
  content: {
    kind: 'manifests',
    build(chart, wiring) {
      const users = wiring.all('secrets').flatMap(({ namespace, keys }) => (Object.values(keys).some(({ from }) => from === 'store') ? [namespace] : []));
      new ClusterSecretStore(chart, 'store', {
        metadata: { name: secretStore },
        // Which of its secrets each namespace may ask for is an admission policy (secret-access).
        spec: { conditions: [{ namespaces: [...new Set(users)].sort() }], refreshInterval: 300, provider: provider(context) },
      });
    },
  },
});
