/** What all tenants share, and none of them changes: flows to any of their namespaces, the store of their credentials, images. */
import { ClusterSecretStore } from '../../imports/external-secrets.io';
import { ClusterImageCatalog } from '../../imports/postgresql.cnpg.io';
import { admissionRule } from '../../lib/constructs/admission-rule';
import { postgresOperator } from '../../lib/constructs/postgres-intents';
import { azureAccount, postgresqlVersions } from '../../lib/model';
import { labels, namespaces, tenantStore, tenantVault } from '../../lib/names';
import type { Context, Factory } from '../context';
import { monitoring } from './monitoring';
import { tenantRules } from './guards';
import { imageCatalog } from './image-catalog';

const images: Factory = (context) => ({
  name: 'postgres-images',
  summary: 'Images of PostgreSQL, by major version: an update of a minor version of every database is one change of it',
  namespace: namespaces.postgres,
  needs: ['crds', 'postgres'],
  provides: ['postgres'],
  content: {
    kind: 'manifests',
    build: (chart) => {
      new ClusterImageCatalog(chart, 'catalog', {
        metadata: { name: imageCatalog },
        spec: { images: postgresqlVersions.map((version) => ({ major: Number(version), image: imageOf(context, version) })) },
      });
    },
  },
});

const imageOf = ({ versions: { images: of } }: Context, version: (typeof postgresqlVersions)[number]): string =>
  ({ 16: of.postgresql16, 17: of.postgresql17, 18: of.postgresql })[version];

/** Written by the controller with its own identity; which namespace writes where is an admission policy (tenant-secrets). */
const store: Factory = (context) => ({
  name: 'tenant-store',
  summary: 'ClusterSecretStore for credentials of tenants, each below its own name',
  namespace: namespaces.secrets,
  needs: ['crds', 'namespaces', 'secret-controller'],
  provides: ['secrets'],
  content: {
    kind: 'manifests',
    build: (chart) => {
      const { platform, cluster } = context;
      new ClusterSecretStore(chart, 'store', {
        metadata: { name: tenantStore },
        spec: {
          conditions: [{ namespaceSelector: { matchExpressions: [{ key: labels.tenant, operator: 'Exists' }] } }],
          refreshInterval: 300,
          provider:
            cluster.provider === 'aws'
              ? { aws: { service: 'SecretsManager', region: cluster.region } }
              : {
                  azurekv: {
                    authType: 'WorkloadIdentity',
                    vaultUrl: `https://${tenantVault(platform, cluster, azureAccount(platform).subscriptionId)}.vault.azure.net`,
                    tenantId: azureAccount(platform).tenantId,
                    environmentType: 'PublicCloud',
                  },
                },
        },
      });
    },
  },
});

/** Guard rails that the API server enforces, and the way of the operator to every tenant. */
const guards: Factory = (context) => ({
  name: 'tenant-guards',
  summary: 'What every database of a tenant must be and may not do',
  namespace: namespaces.postgres,
  needs: ['crds', 'admission-policies'],
  provides: ['tenant-guards'],
  content: { kind: 'manifests', build: (chart) => tenantRules(context).forEach((rule) => admissionRule(chart, rule)) },
  intents: {
    flows: [
      {
        from: postgresOperator,
        to: { outside: 'tenants' },
        ports: [{ port: 5432 }, { port: 8000 }],
        why: 'databases of tenants: state of the instances, switchover, backups',
      },
    ],
  },
});

export const sharedComponents: readonly Factory[] = [images, store, guards, monitoring];
