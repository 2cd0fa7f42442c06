/** The database of Keycloak: in the active cluster the one that is written, in the standby a copy that follows it. */
import type { PodPeer } from '../../../../../lib/components';
import { PostgresCluster, type PostgresClusterProps } from '../../../../../lib/constructs/postgres-cluster';
import { postgresIntents } from '../../../../../lib/constructs/postgres-intents';
import { ownIdentity } from '../../../../../lib/model';
import { namespaces } from '../../../../../lib/names';
import type { Context, Factory } from '../../../../context';

const namespace = namespaces.identity;
export const database = {
  name: 'keycloak',
  host: 'keycloak-db-rw',
  port: 5432,
  /** Made by the operator; its key `ca.crt` signs the servers, `ca.key` concerns nobody else. */
  caSecret: 'keycloak-db-ca',
  /** Keys username and password. */
  ownerSecret: 'keycloak-db-owner',
  maxConnections: 150,
} as const;

/** Servers, and the jobs that the operator makes from the same pod template. */
const keycloakPods: PodPeer = { namespace, pods: { 'app.kubernetes.io/managed-by': 'keycloak-operator' } };

const props = ({ platform }: Context): PostgresClusterProps => ({
  identity: 'keycloak-db',
  database: database.name,
  ownerSecret: database.ownerSecret,
  storageGiB: 20,
  walGiB: 10,
  cpu: '500m',
  memoryMiB: 2048,
  maxConnections: database.maxConnections,
  clients: [keycloakPods],
  replication: { reader: 'keycloak-db-reader', promotionToken: ownIdentity(platform.security)?.promotionToken },
});

export const keycloakDatabase: Factory = (context) => ({
  name: 'keycloak-database',
  summary: context.names.isActive()
    ? 'PostgreSQL of Keycloak, backed up to the object store'
    : 'Copy of the PostgreSQL of Keycloak that follows the active cluster',
  namespace,
  needs: ['crds', 'namespaces', 'priority-classes', 'storage', 'secrets', 'postgres', 'postgres-backup'],
  after: ['node-autoscaling'],
  provides: ['identity-database'],
  keep: true,
  content: {
    kind: 'manifests',
    build: (chart) => {
      new PostgresCluster(chart, 'keycloak-db', context, props(context));
    },
  },
  intents: {
    ...postgresIntents(context, props(context)),
    namespaces: [{ name: namespace, podSecurity: 'restricted', mesh: true, holdsData: true, quota: { pods: 30, cpu: '16', memory: '40Gi', storageGiB: 200 } }],
    secrets: [
      {
        namespace,
        name: database.ownerSecret,
        type: 'kubernetes.io/basic-auth',
        // The operator applies a changed password without a restart.
        labels: { 'cnpg.io/reload': 'true' },
        keys: { username: { from: 'literal', value: database.name }, password: { from: 'store', id: 'keycloak-db', property: 'password' } },
      },
    ],
  },
});
