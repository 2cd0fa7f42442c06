/** The rules. Expressions are CEL; each is true for what may pass. */
import { celList, type AdmissionRule } from '../../../lib/constructs/admission-rule';
import { choose, type Cluster, type Logging, type Platform } from '../../../lib/model';
import { annotations, labels } from '../../../lib/names';

const writes = ['CREATE', 'UPDATE'];

/** Namespaces that the cloud itself fills and changes. */
export const cloudNamespaces: Record<Cluster['provider'], readonly string[]> = {
  aws: ['kube-system', 'kube-public', 'kube-node-lease', 'amazon-guardduty'],
  azure: ['kube-system', 'kube-public', 'kube-node-lease', 'gatekeeper-system', 'dataprotection-microsoft'],
};

/** The control plane and what the cloud runs with its rights: add-ons that it installs and upgrades by itself. */
const notTheCloud = {
  'not-the-cloud':
    'request.userInfo.username != "aksService" && !request.userInfo.username.startsWith("eks:") && !("system:masters" in request.userInfo.groups)',
};

/** Pods, not the workloads above them: whoever makes a pod passes here, after every webhook has changed it. */
export const pinnedImages = (exemptNamespaces: readonly string[]): AdmissionRule => ({
  name: 'pinned-images',
  resources: [{ apiGroups: [''], apiVersions: ['v1'], operations: writes, resources: ['pods', 'pods/ephemeralcontainers'] }],
  exemptNamespaces,
  variables: {
    images:
      'object.spec.containers.map(c, c.image) + (has(object.spec.initContainers) ? object.spec.initContainers.map(c, c.image) : []) + (has(object.spec.ephemeralContainers) ? object.spec.ephemeralContainers.map(c, c.image) : [])',
    floating:
      "variables.images.filter(i, !i.matches('@sha256:[0-9a-f]{64}$') && (i.endsWith(':latest') || !i.matches('(^|/)[^/:@]+:[A-Za-z0-9_][A-Za-z0-9_.-]*$')))",
  },
  validations: [
    {
      expression: 'variables.floating.size() == 0',
      messageExpression: "'images without a pinned tag or digest: ' + variables.floating.join(', ')",
      message: 'every image needs a tag other than latest, or a digest',
      reason: 'Invalid',
    },
  ],
});

/** Kinds whose objects hold data, of options that not every platform has. */
export interface ProtectedKind {
  readonly group: string;
  readonly resources: readonly string[];
}
export const keptKinds = ({ logging, tenants }: Pick<Platform, 'logging' | 'tenants'>): readonly ProtectedKind[] => [
  ...keptLogs(logging),
  ...(Object.keys(tenants).length > 0 ? [mariadb] : []),
];
const mariadb: ProtectedKind = { group: 'k8s.mariadb.com', resources: ['mariadbs', 'physicalbackups'] };
const keptLogs = (logging: Logging): readonly ProtectedKind[] =>
  choose<Logging, readonly ProtectedKind[]>(logging, {
    loki: () => [],
    elk: () => [{ group: 'elasticsearch.k8s.elastic.co', resources: ['elasticsearches'] }],
    'cloud-native': () => [],
  });

/** What is lost with the object cannot be had back by a sync: definitions take every object of their kind along. */
export const protectedDeletes = (further: readonly ProtectedKind[]): AdmissionRule => ({
  name: 'protected-deletes',
  resources: [
    { apiGroups: [''], apiVersions: ['v1'], operations: ['DELETE'], resources: ['namespaces'] },
    { apiGroups: ['apiextensions.k8s.io'], apiVersions: ['v1'], operations: ['DELETE'], resources: ['customresourcedefinitions'] },
    { apiGroups: ['postgresql.cnpg.io'], apiVersions: ['*'], operations: ['DELETE'], resources: ['clusters', 'databases'] },
    { apiGroups: ['barmancloud.cnpg.io'], apiVersions: ['*'], operations: ['DELETE'], resources: ['objectstores'] },
    ...further.map(({ group, resources }) => ({ apiGroups: [group], apiVersions: ['*'], operations: ['DELETE'], resources })),
  ],
  conditions: {
    ...(further.includes(mariadb)
      ? {
          // What the operator makes for itself, to bring a lost replica back, it also takes away.
          'not-of-the-operator': 'request.resource.resource != "physicalbackups" || !has(oldObject.metadata.ownerReferences)',
        }
      : {}),
    // Namespaces without data come and go.
    'holds-data': `request.resource.resource != "namespaces" || (has(oldObject.metadata.labels) && "${labels.holdsData}" in oldObject.metadata.labels && oldObject.metadata.labels["${labels.holdsData}"] == "true")`,
    // Empties a namespace whose own deletion was approved.
    'not-the-namespace-controller': 'request.userInfo.username != "system:serviceaccount:kube-system:namespace-controller"',
  },
  variables: {
    approved: `has(oldObject.metadata.annotations) && "${annotations.allowDelete}" in oldObject.metadata.annotations && oldObject.metadata.annotations["${annotations.allowDelete}"] == oldObject.metadata.name`,
  },
  validations: [
    {
      expression: 'variables.approved',
      messageExpression: `"deleting " + oldObject.metadata.name + " deletes data: first annotate it with ${annotations.allowDelete}=" + oldObject.metadata.name`,
      message: `annotate the object with ${annotations.allowDelete}: <its name> first`,
      reason: 'Forbidden',
    },
  ],
  audit: { 'approved-delete': 'request.userInfo.username + " deletes " + oldObject.metadata.name + (variables.approved ? ", approved" : ", refused")' },
});

/** Pod Security is only as strong as the label on the namespace. */
export const namespaceSecurity = (
  exemptNamespaces: readonly string[],
  loose: Readonly<Record<'baseline' | 'privileged', readonly string[]>>,
): AdmissionRule => ({
  name: 'namespace-security',
  resources: [{ apiGroups: [''], apiVersions: ['v1'], operations: writes, resources: ['namespaces'] }],
  conditions: { ...notTheCloud, 'not-of-the-cloud': `!(object.metadata.name in ${celList([...exemptNamespaces, 'default'])})` },
  variables: {
    level:
      'has(object.metadata.labels) && "pod-security.kubernetes.io/enforce" in object.metadata.labels ? object.metadata.labels["pod-security.kubernetes.io/enforce"] : "none"',
  },
  validations: [
    {
      expression: `variables.level == "restricted" || (variables.level == "baseline" && object.metadata.name in ${celList([...loose.baseline, ...loose.privileged])}) || (variables.level == "privileged" && object.metadata.name in ${celList(loose.privileged)})`,
      messageExpression: '"namespace " + object.metadata.name + " may not have Pod Security level " + variables.level',
      message: 'pod-security.kubernetes.io/enforce must be restricted',
      reason: 'Forbidden',
    },
  ],
});

/** In CEL: whether the object is in the namespace of a tenant. */
const ofTenant = `has(namespaceObject.metadata.labels) && "${labels.tenant}" in namespaceObject.metadata.labels`;
/** In CEL: whether a load balancer says whom it lets in, and not everybody. */
const limited =
  'has(object.spec.loadBalancerSourceRanges) && object.spec.loadBalancerSourceRanges.size() > 0 && object.spec.loadBalancerSourceRanges.all(r, !r.endsWith("/0"))';

/** Everything comes in through the gateway, where access rules are. Databases of tenants have load balancers of their own, with an allow list. */
export const serviceExposure = (exemptNamespaces: readonly string[], loadBalancers: readonly string[], tenants: boolean): AdmissionRule => ({
  name: 'service-exposure',
  resources: [{ apiGroups: [''], apiVersions: ['v1'], operations: writes, resources: ['services'] }],
  exemptNamespaces,
  conditions: notTheCloud,
  validations: [
    {
      expression: '!has(object.spec.externalIPs) || object.spec.externalIPs.size() == 0',
      message: 'externalIPs let a Service take the traffic of any address',
      reason: 'Forbidden',
    },
    {
      expression: '!has(object.spec.type) || object.spec.type != "NodePort"',
      message: 'a node port is a way in past the gateway: use type ClusterIP and an endpoint',
      reason: 'Forbidden',
    },
    {
      expression: `!has(object.spec.type) || object.spec.type != "LoadBalancer" || object.metadata.namespace in ${celList(loadBalancers)}${tenants ? ` || (${ofTenant} && ${limited})` : ''}`,
      message: 'a load balancer is a way in past the gateway: use type ClusterIP and an endpoint',
      reason: 'Forbidden',
    },
  ],
});

/** Whoever may bind a target group may take the traffic of every listener that uses it. Groups of tenants have names of their own. */
export const targetGroupBindings = (exposed: readonly string[], tenants: boolean): AdmissionRule => ({
  name: 'target-group-bindings',
  resources: [{ apiGroups: ['elbv2.k8s.aws'], apiVersions: ['*'], operations: writes, resources: ['targetgroupbindings'] }],
  validations: [
    {
      expression: `object.metadata.namespace in ${celList(exposed)}${tenants ? ` || (${ofTenant})` : ''}`,
      messageExpression: '"namespace " + object.metadata.namespace + " is not behind the load balancer"',
      message: 'only the namespaces behind the load balancer may bind its target groups',
      reason: 'Forbidden',
    },
    ...(tenants ? [ownGroups] : []),
    { expression: '!has(object.spec.iamRoleArnToAssume)', message: 'target groups of other accounts are not bound', reason: 'Forbidden' },
  ],
});

/** Both ways: a tenant binds groups of databases only, and nobody else binds those. */
const ownGroups = {
  expression: `(${ofTenant}) == (has(object.spec.targetGroupName) && object.spec.targetGroupName.startsWith("db-"))`,
  message: 'target groups of databases (db-...) are bound by namespaces of tenants, by name, and these bind no others',
  reason: 'Forbidden',
} as const;

/** Who administers the cluster is said in the cloud layer (access entries, Entra groups), not by bindings. */
export const clusterAdmins: AdmissionRule = {
  name: 'cluster-admins',
  resources: [{ apiGroups: ['rbac.authorization.k8s.io'], apiVersions: ['v1'], operations: writes, resources: ['clusterrolebindings', 'rolebindings'] }],
  conditions: notTheCloud,
  validations: [
    { expression: 'object.roleRef.name != "cluster-admin"', message: 'nobody is bound to cluster-admin: name the rights that are needed', reason: 'Forbidden' },
    {
      expression:
        '!has(object.subjects) || !object.subjects.exists(s, s.kind == "Group" && s.name in ["system:anonymous", "system:unauthenticated"]) && !object.subjects.exists(s, s.kind == "User" && s.name == "system:anonymous")',
      message: 'callers without a login get no rights',
      reason: 'Forbidden',
    },
  ],
};
