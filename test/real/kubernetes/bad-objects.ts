/** What nobody may do, and which rule says so. Allowed neighbours show that a rule refuses no more than it must. */

export interface Attempt {
  /** ValidatingAdmissionPolicy, or the plugin of the API server. */
  readonly rule: string;
  readonly what: string;
  /** Created as a dry run; `remove` deletes as a dry run instead, `annotate` first. */
  readonly object?: object;
  readonly remove?: { readonly kind: string; readonly name: string; readonly namespace?: string; readonly approved?: boolean };
  /** Part of the refusal; undefined: it is allowed. */
  readonly refusal?: string;
  /** Clouds where the rule exists. @default - all */
  readonly cloud?: string;
}

const meta = (name: string, namespace?: string, labels?: Readonly<Record<string, string>>) => ({
  name,
  ...(namespace === undefined ? {} : { namespace }),
  ...(labels === undefined ? {} : { labels }),
});

const binding = (kind: string, role: string, subject: object) => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind,
  metadata: meta('attempt', kind === 'RoleBinding' ? 'api' : undefined),
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
  subjects: [subject],
});
const user = (name: string) => ({ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name });
const group = (name: string) => ({ apiGroup: 'rbac.authorization.k8s.io', kind: 'Group', name });

const namespace = (name: string, level?: string) => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: meta(name, undefined, level === undefined ? undefined : { 'pod-security.kubernetes.io/enforce': level }),
});

const restricted = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  runAsNonRoot: true,
  runAsUser: 1000,
  seccompProfile: { type: 'RuntimeDefault' },
};
const container = (image: string, more: object = {}) => ({
  name: 'main',
  image,
  resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { memory: '16Mi' } },
  securityContext: restricted,
  ...more,
});
const pod = (containers: readonly object[], more: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: meta('attempt', 'api'),
  spec: { containers, ...more },
});
const pinned = 'registry.example/app:1.2.3';
const digest = `registry.example/app@sha256:${'0'.repeat(64)}`;

const secret = (into: string, spec: object) => ({
  apiVersion: 'external-secrets.io/v1',
  kind: 'ExternalSecret',
  metadata: meta('attempt', into),
  spec: { secretStoreRef: { kind: 'ClusterSecretStore', name: 'platform' }, ...spec },
});
const remote = (key: string) => ({ data: [{ secretKey: 'value', remoteRef: { key } }] });

const service = (spec: object) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: meta('attempt', 'api'),
  spec: { ports: [{ port: 80 }], selector: { app: 'attempt' }, ...spec },
});

const targets = (into: string, spec: object = {}) => ({
  apiVersion: 'elbv2.k8s.aws/v1beta1',
  kind: 'TargetGroupBinding',
  metadata: meta('attempt', into),
  spec: {
    serviceRef: { name: 'attempt', port: 80 },
    targetGroupARN: 'arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/attempt/0123456789abcdef',
    targetType: 'ip',
    ...spec,
  },
});

export const attempts: readonly Attempt[] = [
  {
    rule: 'cluster-admins',
    what: 'a ClusterRoleBinding to cluster-admin',
    object: binding('ClusterRoleBinding', 'cluster-admin', user('mallory')),
    refusal: 'nobody is bound to cluster-admin',
  },
  {
    rule: 'cluster-admins',
    what: 'a RoleBinding to cluster-admin',
    object: binding('RoleBinding', 'cluster-admin', user('mallory')),
    refusal: 'nobody is bound to cluster-admin',
  },
  {
    rule: 'cluster-admins',
    what: 'rights for system:unauthenticated',
    object: binding('ClusterRoleBinding', 'view', group('system:unauthenticated')),
    refusal: 'callers without a login get no rights',
  },
  {
    rule: 'cluster-admins',
    what: 'rights for the group system:anonymous',
    object: binding('RoleBinding', 'view', group('system:anonymous')),
    refusal: 'callers without a login get no rights',
  },
  {
    rule: 'cluster-admins',
    what: 'rights for the user system:anonymous',
    object: binding('ClusterRoleBinding', 'view', user('system:anonymous')),
    refusal: 'callers without a login get no rights',
  },
  { rule: 'cluster-admins', what: 'a RoleBinding to view', object: binding('RoleBinding', 'view', user('alice')) },

  {
    rule: 'namespace-security',
    what: 'a namespace without a Pod Security level',
    object: namespace('attempt'),
    refusal: 'may not have Pod Security level none',
  },
  {
    rule: 'namespace-security',
    what: 'a privileged namespace',
    object: namespace('attempt', 'privileged'),
    refusal: 'may not have Pod Security level privileged',
  },
  { rule: 'namespace-security', what: 'a baseline namespace', object: namespace('attempt', 'baseline'), refusal: 'may not have Pod Security level baseline' },
  { rule: 'namespace-security', what: 'a restricted namespace', object: namespace('attempt', 'restricted') },

  {
    rule: 'pinned-images',
    what: 'an image tagged latest',
    object: pod([container('registry.example/app:latest')]),
    refusal: 'images without a pinned tag or digest',
  },
  { rule: 'pinned-images', what: 'an image without a tag', object: pod([container('registry.example/app')]), refusal: 'images without a pinned tag or digest' },
  {
    rule: 'pinned-images',
    what: 'a registry with a port and no tag',
    object: pod([container('registry.example:5000/app')]),
    refusal: 'images without a pinned tag or digest',
  },
  {
    rule: 'pinned-images',
    what: 'an init container tagged latest',
    object: pod([container(pinned)], { initContainers: [{ ...container('busybox:latest'), name: 'init' }] }),
    refusal: 'images without a pinned tag or digest',
  },
  { rule: 'pinned-images', what: 'a digest', object: pod([container(digest)]) },
  { rule: 'pinned-images', what: 'a registry with a port and a tag', object: pod([container('registry.example:5000/app:1.2.3')]) },

  {
    rule: 'protected-deletes',
    what: 'deleting the namespace of Keycloak',
    remove: { kind: 'namespace', name: 'keycloak' },
    refusal: 'deleting keycloak deletes data',
  },
  {
    rule: 'protected-deletes',
    what: 'deleting a PostgreSQL cluster',
    remove: { kind: 'clusters.postgresql.cnpg.io', name: 'keycloak-db', namespace: 'keycloak' },
    refusal: 'deleting keycloak-db deletes data',
  },
  {
    rule: 'protected-deletes',
    what: 'deleting the place of its backups',
    remove: { kind: 'objectstores.barmancloud.cnpg.io', name: 'keycloak-db', namespace: 'keycloak' },
    refusal: 'deleting keycloak-db deletes data',
  },
  { rule: 'protected-deletes', what: 'deleting a definition', remove: { kind: 'crd', name: 'clusters.postgresql.cnpg.io' }, refusal: 'deletes data' },
  {
    rule: 'protected-deletes',
    what: 'deleting a PostgreSQL cluster that says so',
    remove: { kind: 'clusters.postgresql.cnpg.io', name: 'keycloak-db', namespace: 'keycloak', approved: true },
  },
  { rule: 'protected-deletes', what: 'deleting a namespace without data', remove: { kind: 'namespace', name: 'status' } },

  { rule: 'secret-access', what: "another namespace's secret", object: secret('api', remote('repository')), refusal: 'namespace api may read only' },
  {
    rule: 'secret-access',
    what: 'every secret, by search',
    object: secret('login', { dataFrom: [{ find: { name: { regexp: '.*' } } }] }),
    refusal: 'namespace login may read only',
  },
  {
    rule: 'secret-access',
    what: "another namespace's secret, whole",
    object: secret('login', { dataFrom: [{ extract: { key: 'repository' } }] }),
    refusal: 'namespace login may read only',
  },
  {
    rule: 'secret-access',
    what: 'another store',
    object: secret('api', { data: [], secretStoreRef: { kind: 'SecretStore', name: 'mine' } }),
    refusal: 'the only store is ClusterSecretStore platform',
  },

  {
    rule: 'service-exposure',
    what: 'external addresses',
    object: service({ externalIPs: ['192.0.2.1'] }),
    refusal: 'externalIPs let a Service take the traffic',
  },
  { rule: 'service-exposure', what: 'a node port', object: service({ type: 'NodePort' }), refusal: 'a node port is a way in' },
  { rule: 'service-exposure', what: 'a load balancer', object: service({ type: 'LoadBalancer' }), refusal: 'a load balancer is a way in' },
  { rule: 'service-exposure', what: 'a ClusterIP service', object: service({}) },

  {
    rule: 'target-group-bindings',
    what: 'a target group for another namespace',
    object: targets('api'),
    refusal: 'namespace api is not behind the load balancer',
    cloud: 'aws',
  },
  {
    rule: 'target-group-bindings',
    what: 'a target group of another account',
    object: targets('istio-ingress', { iamRoleArnToAssume: 'arn:aws:iam::123456789012:role/other' }),
    refusal: 'target groups of other accounts are not bound',
    cloud: 'aws',
  },
  { rule: 'target-group-bindings', what: 'a target group for the gateway', object: targets('istio-ingress'), cloud: 'aws' },

  {
    rule: 'PodSecurity',
    what: 'a privileged container',
    object: pod([container(pinned, { securityContext: { privileged: true } })]),
    refusal: 'violates PodSecurity "restricted',
  },
  {
    rule: 'PodSecurity',
    what: 'a path of the node',
    object: pod([container(pinned)], { volumes: [{ name: 'root', hostPath: { path: '/' } }] }),
    refusal: 'violates PodSecurity "restricted',
  },
  {
    rule: 'PodSecurity',
    what: 'a container as root',
    object: pod([container(pinned, { securityContext: { ...restricted, runAsNonRoot: false, runAsUser: 0 } })]),
    refusal: 'violates PodSecurity "restricted',
  },
  { rule: 'PodSecurity', what: "the node's network", object: pod([container(pinned)], { hostNetwork: true }), refusal: 'violates PodSecurity "restricted' },
  {
    rule: 'PodSecurity',
    what: 'a container that says nothing about security',
    object: pod([container(pinned, { securityContext: {} })]),
    refusal: 'violates PodSecurity "restricted',
  },
  { rule: 'PodSecurity', what: 'a restricted container', object: pod([container(pinned)]) },

  {
    rule: 'ResourceQuota',
    what: 'a pod larger than the quota of its namespace',
    object: pod([container(pinned, { resources: { requests: { cpu: '10m', memory: '9Ti' }, limits: { memory: '9Ti' } } })]),
    refusal: 'exceeded quota: quota',
  },
  { rule: 'LimitRanger', what: 'a container without requests, which gets the defaults', object: pod([{ ...container(pinned), resources: {} }]) },
];
