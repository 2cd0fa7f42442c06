/** Objects with every fault that a scanner of Kubernetes is there for, and who must find it. */

const pod = {
  hostNetwork: true,
  hostPID: true,
  hostIPC: true,
  volumes: [{ name: 'docker', hostPath: { path: '/var/run/docker.sock' } }],
  containers: [
    {
      name: 'bad',
      image: 'registry.example/bad:latest',
      securityContext: { privileged: true, allowPrivilegeEscalation: true, runAsUser: 0, capabilities: { add: ['SYS_ADMIN'] } },
      env: [{ name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'a', key: 'b' } } }],
      volumeMounts: [{ name: 'docker', mountPath: '/var/run/docker.sock' }],
    },
  ],
};

const labels = { app: 'planted' };

/** Path below a folder -> object. */
export const plantedObjects: Readonly<Record<string, object>> = {
  'deployment-planted.yaml': {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'planted', namespace: 'default', labels },
    spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: pod } },
  },
  'clusterrole-planted.yaml': {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: 'planted' },
    rules: [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }],
  },
};

const deployment = 'Deployment/default/planted';
const role = 'ClusterRole/planted';

/** Hosts' namespaces, privileges, root, sockets, limits, probes, tags, wildcards: what NSA, CIS and Pod Security name. */
export const wantedOf: Readonly<Record<'checkov' | 'trivy', readonly (readonly [id: string, resource: string])[]>> = {
  checkov: [
    ...['16', '17', '18', '19', '20', '23', '25', '27', '14', '11', '13', '8', '9', '22', '31', '35', '38', '37', '40', '43'].map(
      (number) => [`CKV_K8S_${number}`, deployment] as const,
    ),
    ['CKV_K8S_49', role],
  ],
  trivy: [
    ...['0001', '0003', '0005', '0006', '0008', '0009', '0010', '0011', '0012', '0013', '0014', '0017', '0018', '0020', '0021', '0023', '0104'].map(
      (number) => [`KSV-${number}`, deployment] as const,
    ),
    ['KSV-0044', role],
  ],
};
