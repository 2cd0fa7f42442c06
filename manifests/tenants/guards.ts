/**
 * What every database of a tenant must be and may not do, in the API server itself. People of a tenant may not write
 * there at all (RBAC): these rules hold for the delivery, for the operators and for whoever administers the cluster.
 */
import { barmanPlugin } from '../../lib/constructs/postgres-cluster';
import type { AdmissionRule } from '../../lib/constructs/admission-rule';
import { annotations, labels, tenantSecretPrefix, tenantServiceAccount, tenantStore } from '../../lib/names';
import type { Context } from '../context';
import { imageCatalog } from './image-catalog';

const writes = ['CREATE', 'UPDATE'];
const kinds = {
  cluster: { apiGroups: ['postgresql.cnpg.io'], apiVersions: ['*'], resources: ['clusters'] },
  mariadb: { apiGroups: ['k8s.mariadb.com'], apiVersions: ['*'], resources: ['mariadbs'] },
  database: { apiGroups: ['postgresql.cnpg.io'], apiVersions: ['*'], resources: ['databases'] },
  store: { apiGroups: ['barmancloud.cnpg.io'], apiVersions: ['*'], resources: ['objectstores'] },
  namespace: { apiGroups: [''], apiVersions: ['v1'], resources: ['namespaces'] },
} as const;
const on = (operations: readonly string[], ...of: readonly (typeof kinds)[keyof typeof kinds][]) =>
  of.map(({ apiGroups, apiVersions, resources }) => ({
    apiGroups: [...apiGroups],
    apiVersions: [...apiVersions],
    operations: [...operations],
    resources: [...resources],
  }));

/** In CEL: a label of an object, or an empty text. */
const label = (object: string, name: string): string =>
  `(has(${object}.metadata.labels) && "${name}" in ${object}.metadata.labels ? ${object}.metadata.labels["${name}"] : "")`;

export const tenantRules = (context: Context): readonly AdmissionRule[] => [
  postgresql,
  mariadb,
  secrets(context),
  ownSecrets,
  ownership,
  tenantNamespaces,
  statements,
];

/** An object that is on its way out may still be changed: finalizers have to go. */
const staying = { 'not-being-deleted': '!has(object.metadata.deletionTimestamp)' };

const topology = {
  single: `${label('object', labels.topology)} == "single"`,
  memory:
    'has(object.spec.resources) && has(object.spec.resources.limits) && has(object.spec.resources.requests) && "memory" in object.spec.resources.limits && "memory" in object.spec.resources.requests && object.spec.resources.limits["memory"] == object.spec.resources.requests["memory"]',
};
const sizes = {
  expression: 'variables.memory',
  message: 'memory needs a limit and the same request: a database that is given more than there is gets killed',
  reason: 'Invalid',
} as const;
const account = {
  expression: `has(object.spec.serviceAccountName) && object.spec.serviceAccountName == "${tenantServiceAccount}"`,
  message: `serviceAccountName must be ${tenantServiceAccount}: the identity of the tenant in the cloud`,
  reason: 'Forbidden',
} as const;

const postgresql: AdmissionRule = {
  name: 'tenant-postgresql',
  resources: on(writes, kinds.cluster),
  namespaceLabel: labels.tenant,
  conditions: staying,
  variables: {
    ...topology,
    zones:
      'has(object.spec.affinity) && has(object.spec.affinity.podAntiAffinityType) && object.spec.affinity.podAntiAffinityType == "required" && has(object.spec.affinity.topologyKey) && object.spec.affinity.topologyKey == "topology.kubernetes.io/zone" && (!has(object.spec.affinity.enablePodAntiAffinity) || object.spec.affinity.enablePodAntiAffinity)',
  },
  validations: [
    {
      expression: `has(object.spec.plugins) && object.spec.plugins.exists(p, p.name == "${barmanPlugin}" && (!has(p.enabled) || p.enabled) && has(p.isWALArchiver) && p.isWALArchiver)`,
      message: `a database has backups: plugin ${barmanPlugin} with isWALArchiver`,
      reason: 'Forbidden',
    },
    {
      expression:
        '(!has(object.spec.backup) || !has(object.spec.backup.barmanObjectStore)) && (!has(object.spec.externalClusters) || object.spec.externalClusters.all(e, !has(e.barmanObjectStore)))',
      message: 'backups go through the plugin: barmanObjectStore is on its way out of the operator',
      reason: 'Forbidden',
    },
    {
      expression: '!has(object.spec.enableSuperuserAccess) || !object.spec.enableSuperuserAccess',
      message: 'nobody logs in as the superuser: enableSuperuserAccess must be false',
      reason: 'Forbidden',
    },
    sizes,
    {
      expression: 'variables.single ? object.spec.instances >= 1 : object.spec.instances >= 3 && variables.zones',
      message: `three instances, each in a zone of its own (required, topology.kubernetes.io/zone), unless label ${labels.topology} is single`,
      reason: 'Invalid',
    },
    {
      expression: `!has(object.spec.imageName) && has(object.spec.imageCatalogRef) && object.spec.imageCatalogRef.kind == "ClusterImageCatalog" && object.spec.imageCatalogRef.name == "${imageCatalog}"`,
      message: `images come from ClusterImageCatalog ${imageCatalog}`,
      reason: 'Forbidden',
    },
    account,
  ],
};

const mariadb: AdmissionRule = {
  name: 'tenant-mariadb',
  resources: on(writes, kinds.mariadb),
  namespaceLabel: labels.tenant,
  conditions: staying,
  variables: topology,
  validations: [
    sizes,
    {
      expression: 'variables.single || (has(object.spec.replicas) && object.spec.replicas >= 3)',
      message: `three instances, unless label ${labels.topology} is single`,
      reason: 'Invalid',
    },
    {
      expression: '!has(object.spec.rootEmptyPassword) || !object.spec.rootEmptyPassword',
      message: 'root has a password',
      reason: 'Forbidden',
    },
    account,
  ],
};

/** Where credentials of a tenant go: below its own name in the store of its cluster, and nowhere else. */
const secrets = ({ platform, cluster }: Context): AdmissionRule => ({
  name: 'tenant-push-secrets',
  resources: [{ apiGroups: ['external-secrets.io'], apiVersions: ['*'], operations: writes, resources: ['pushsecrets'] }],
  namespaceLabel: labels.tenant,
  conditions: staying,
  variables: {
    path:
      cluster.provider === 'aws'
        ? `"${tenantSecretPrefix(platform, cluster)}" + ${label('namespaceObject', labels.tenant)} + "/"`
        : `${label('namespaceObject', labels.tenant)} + "--"`,
  },
  validations: [
    {
      expression: 'has(object.spec.data) && object.spec.data.all(d, d.match.remoteRef.remoteKey.startsWith(variables.path)) && !has(object.spec.dataTo)',
      messageExpression: '"a tenant writes below its own name only: " + variables.path',
      message: 'a tenant writes below its own name only',
      reason: 'Forbidden',
    },
    {
      expression: `object.spec.secretStoreRefs.all(s, has(s.kind) && s.kind == "ClusterSecretStore" && has(s.name) && s.name == "${tenantStore}")`,
      message: `the only store is ClusterSecretStore ${tenantStore}`,
      reason: 'Forbidden',
    },
    {
      expression: '!has(object.spec.deletionPolicy) || object.spec.deletionPolicy == "None"',
      message: 'what clients still use stays in the store: deletionPolicy must be None',
      reason: 'Forbidden',
    },
  ],
});

/** Passwords are made inside the cluster: nothing of a store comes into the namespace of a tenant. */
const ownSecrets: AdmissionRule = {
  name: 'tenant-external-secrets',
  resources: [{ apiGroups: ['external-secrets.io'], apiVersions: ['*'], operations: writes, resources: ['externalsecrets', 'secretstores'] }],
  namespaceLabel: labels.tenant,
  conditions: staying,
  validations: [
    { expression: 'object.kind != "SecretStore"', message: 'a tenant has no store of its own', reason: 'Forbidden' },
    {
      expression:
        'object.kind != "ExternalSecret" || (!has(object.spec.secretStoreRef) && (!has(object.spec.data) || object.spec.data.size() == 0) && has(object.spec.dataFrom) && object.spec.dataFrom.all(d, !has(d.find) && !has(d.extract) && has(d.sourceRef) && has(d.sourceRef.generatorRef) && !has(d.sourceRef.storeRef) && d.sourceRef.generatorRef.kind == "Password"))',
      message: 'secrets of a tenant are generated passwords: no store is read',
      reason: 'Forbidden',
    },
  ],
};

/** Bills, alerts, quotas and these rules go by labels: whose an object is never changes. A plan does, when a database grows. */
const ownership: AdmissionRule = {
  name: 'tenant-ownership',
  resources: on(writes, kinds.cluster, kinds.mariadb),
  namespaceLabel: labels.tenant,
  conditions: staying,
  validations: [
    {
      expression: `${label('object', labels.tenant)} == ${label('namespaceObject', labels.tenant)}`,
      message: `label ${labels.tenant} must name the tenant of the namespace`,
      reason: 'Forbidden',
    },
    {
      expression: `${label('object', labels.database)} == object.metadata.name`,
      message: `label ${labels.database} must name the database`,
      reason: 'Forbidden',
    },
  ],
};

/** Every rule here finds its objects by the label of their namespace. */
const tenantNamespaces: AdmissionRule = {
  name: 'tenant-namespaces',
  resources: on(writes, kinds.namespace),
  conditions: { ...staying, 'of-a-tenant': `${label('object', labels.tenant)} != "" || object.metadata.name.startsWith("db-")` },
  validations: [
    {
      expression: `object.metadata.name == "db-" + ${label('object', labels.tenant)}`,
      message: `the namespace of a tenant is db-<tenant>, and its label ${labels.tenant} stays`,
      reason: 'Forbidden',
    },
  ],
};

/**
 * The statement that lifts the protection. Who makes it cannot be told from the request: git's identity for a reviewed
 * line, a person when a lost cluster is made anew. So it is written to the audit log, and must be spelt right.
 */
const statements: AdmissionRule = {
  name: 'tenant-statements',
  resources: on(writes, kinds.namespace, kinds.cluster, kinds.database, kinds.store, kinds.mariadb),
  namespaceLabel: labels.tenant,
  conditions: { stated: `has(object.metadata.annotations) && "${annotations.allowDelete}" in object.metadata.annotations` },
  variables: { statement: `object.metadata.annotations["${annotations.allowDelete}"]` },
  validations: [
    {
      expression: 'variables.statement == object.metadata.name',
      messageExpression: `"${annotations.allowDelete} must be " + object.metadata.name`,
      message: `${annotations.allowDelete} must be the name of the object`,
      reason: 'Invalid',
    },
  ],
  audit: { unprotected: 'request.userInfo.username + " allows the deletion of " + object.metadata.name' },
};
