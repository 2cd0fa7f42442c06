/**
 * Which kinds the toolkit emits, and so which bindings and schemas `npm run imports` makes. A kind that is not here
 * cannot be emitted by accident: `npm run validate` refuses objects without a schema.
 */

/** Folder below CRDS_DIR -> kinds of its definitions. Upstream addresses and versions: cdk8s.yaml. */
export const customKinds: Readonly<Record<string, readonly string[]>> = {
  'argo-cd': ['Application', 'ApplicationSet', 'AppProject'],
  'aws-load-balancer-controller': ['TargetGroupBinding', 'IngressClassParams'],
  'cert-manager': ['Certificate', 'ClusterIssuer', 'Issuer'],
  'cloudnative-pg': ['Cluster', 'ScheduledBackup', 'Pooler', 'Database', 'DatabaseRole', 'ImageCatalog', 'ClusterImageCatalog'],
  'cloudnative-pg-barman-plugin': ['ObjectStore'],
  eck: ['Elasticsearch', 'Kibana'],
  'external-dns': ['DNSEndpoint'],
  'external-secrets': ['ClusterSecretStore', 'SecretStore', 'ExternalSecret', 'ClusterExternalSecret', 'PushSecret', 'Password'],
  flux: ['Alert', 'GitRepository', 'HelmRelease', 'HelmRepository', 'Kustomization', 'OCIRepository', 'Provider'],
  istio: ['Gateway', 'VirtualService', 'DestinationRule', 'ServiceEntry', 'Sidecar', 'AuthorizationPolicy', 'PeerAuthentication', 'RequestAuthentication', 'Telemetry', 'EnvoyFilter', 'ProxyConfig'],
  karpenter: ['EC2NodeClass', 'NodePool'],
  keycloak: ['Keycloak', 'KeycloakRealmImport'],
  'mariadb-operator': ['MariaDB', 'PhysicalBackup', 'PointInTimeRecovery', 'Database', 'User', 'Grant'],
  'nginx-ingress': ['Policy', 'VirtualServer'],
  'prometheus-operator': ['Alertmanager', 'PodMonitor', 'Probe', 'Prometheus', 'PrometheusAgent', 'PrometheusRule', 'ServiceMonitor', 'ThanosRuler', 'ScrapeConfig'],
  'snapshot-controller': ['VolumeSnapshotClass'],
};

/** Built-in kinds, `version/Kind` of each group; core is ''. */
export const builtInKinds: Readonly<Record<string, readonly string[]>> = {
  '': ['ConfigMap', 'LimitRange', 'Namespace', 'PersistentVolumeClaim', 'Pod', 'ResourceQuota', 'Secret', 'Service', 'ServiceAccount'],
  'admissionregistration.k8s.io': ['ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding'],
  apps: ['DaemonSet', 'Deployment', 'StatefulSet'],
  autoscaling: ['HorizontalPodAutoscaler'],
  batch: ['CronJob', 'Job'],
  'networking.k8s.io': ['IngressClass', 'NetworkPolicy'],
  policy: ['PodDisruptionBudget'],
  'rbac.authorization.k8s.io': ['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding'],
  'scheduling.k8s.io': ['PriorityClass'],
  'storage.k8s.io': ['StorageClass'],
};
/** Newest stable version of each built-in group. */
export const builtInVersions: Readonly<Record<string, string>> = { autoscaling: 'v2' };
/** Kubernetes releases whose OpenAPI documents are validated against; bindings come from the first. */
export const kubernetesReleases = ['1.35.4', '1.36.3'] as const;
