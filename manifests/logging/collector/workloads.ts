/** The collector's workloads: an agent on every node, a gateway for all of them. */
import type { Chart } from 'cdk8s';
import { Certificate } from '../../../imports/cert-manager.io';
import {
  ClusterRole,
  ClusterRoleBinding,
  ConfigMap,
  DaemonSet,
  Deployment,
  HorizontalPodAutoscaler,
  PodDisruptionBudget,
  Role,
  RoleBinding,
  Service,
  ServiceAccount,
  type Container,
} from '../../../imports/k8s';
import { cloudIdentity } from '../../../lib/constructs/cloud-identity';
import { digest, issuers, namespaces, onNodes, onZones, priorityClasses } from '../../../lib/names';
import { yaml } from '../../../lib/output/yaml';
import type { Context } from '../../context';
import { gatewayHost, healthPort, metricsPort, otlpAgents, otlpGrpc, otlpHttp, tlsFolder } from './config';
import type { CollectedStore } from './store';

export const agentLabels = { 'app.kubernetes.io/name': 'otel-agent' };
export const gatewayLabels = { 'app.kubernetes.io/name': 'otel-gateway' };

/** Names, namespace and certificate that agent and gateway have alike. */
function common(
  chart: Chart,
  name: string,
  namespace: string,
  config: object,
  annotations: Readonly<Record<string, string>> = {},
): { readonly checksum: string } {
  const text = yaml(config);
  new ServiceAccount(chart, 'account', { metadata: { name, namespace, ...(Object.keys(annotations).length > 0 ? { annotations } : {}) } });
  new ConfigMap(chart, 'config', { metadata: { name, namespace }, data: { 'config.yaml': text } });
  new Certificate(chart, 'certificate', {
    metadata: { name, namespace },
    spec: {
      secretName: `${name}-tls`,
      duration: '2160h',
      renewBefore: '720h',
      privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
      usages: ['digital signature', 'server auth', 'client auth'],
      // The agent is a client only: its name is nobody's address.
      dnsNames: [name === 'otel-gateway' ? gatewayHost : `${name}.${namespace}`],
      issuerRef: { kind: 'ClusterIssuer', name: issuers.internal, group: 'cert-manager.io' },
    },
  });
  return { checksum: digest(text) };
}

const container = (image: string, extra: Pick<Container, 'env' | 'resources' | 'securityContext' | 'volumeMounts' | 'ports'>): Container => ({
  name: 'collector',
  image,
  args: ['--config=/etc/otelcol/config.yaml'],
  livenessProbe: { httpGet: { path: '/', port: healthPort }, failureThreshold: 6 },
  readinessProbe: { httpGet: { path: '/', port: healthPort } },
  ...extra,
  volumeMounts: [
    { name: 'config', mountPath: '/etc/otelcol/config.yaml', subPath: 'config.yaml', readOnly: true },
    { name: 'tls', mountPath: tlsFolder, readOnly: true },
    ...(extra.volumeMounts ?? []),
  ],
});

const volumes = (name: string) => [
  { name: 'config', configMap: { name } },
  { name: 'tls', secret: { secretName: `${name}-tls` } },
];

export function agent(chart: Chart, context: Context, config: object): void {
  const name = 'otel-agent';
  const namespace = namespaces.agents;
  const { checksum } = common(chart, name, namespace, config);
  new ClusterRole(chart, 'role', {
    metadata: { name },
    // Names of Deployments follow from those of ReplicaSets, which nobody asks for.
    rules: [{ apiGroups: [''], resources: ['pods', 'namespaces'], verbs: ['get', 'list', 'watch'] }],
  });
  new ClusterRoleBinding(chart, 'binding', {
    metadata: { name },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name },
    subjects: [{ kind: 'ServiceAccount', name, namespace }],
  });
  new DaemonSet(chart, 'agent', {
    metadata: { name, namespace, labels: agentLabels },
    spec: {
      selector: { matchLabels: agentLabels },
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '10%' } },
      template: {
        metadata: { labels: agentLabels, annotations: { 'dbaas/config': checksum } },
        spec: {
          serviceAccountName: name,
          priorityClassName: 'system-node-critical',
          tolerations: [{ operator: 'Exists' }],
          // Journal and chroot need the node's root; Bottlerocket lets only this SELinux type run its programs.
          securityContext: {
            runAsUser: 0,
            runAsGroup: 0,
            seccompProfile: { type: 'RuntimeDefault' },
            ...(context.cluster.provider === 'aws' ? { seLinuxOptions: { user: 'system_u', role: 'system_r', type: 'super_t', level: 's0' } } : {}),
          },
          containers: [
            container(context.versions.images.otelCollector, {
              env: [
                { name: 'K8S_NODE_NAME', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } },
                { name: 'GOMEMLIMIT', value: '320MiB' },
              ],
              resources: { requests: { cpu: '150m', memory: '200Mi' }, limits: { memory: '400Mi' } },
              securityContext: {
                allowPrivilegeEscalation: false,
                readOnlyRootFilesystem: true,
                capabilities: { drop: ['ALL'], add: ['DAC_READ_SEARCH', 'SYS_CHROOT'] },
              },
              ports: [{ name: 'metrics', containerPort: metricsPort }],
              volumeMounts: [
                { name: 'logs', mountPath: '/var/log', readOnly: true },
                { name: 'host', mountPath: '/host', readOnly: true, mountPropagation: 'HostToContainer' },
                { name: 'queue', mountPath: '/var/lib/otelcol' },
              ],
            }),
          ],
          volumes: [
            ...volumes(name),
            { name: 'logs', hostPath: { path: '/var/log' } },
            { name: 'host', hostPath: { path: '/' } },
            { name: 'queue', hostPath: { path: '/var/lib/otelcol', type: 'DirectoryOrCreate' } },
          ],
        },
      },
    },
  });
}

export function gateway(chart: Chart, context: Context, store: CollectedStore, config: object): void {
  const name = 'otel-gateway';
  const namespace = namespaces.observability;
  const identity = store.identity === undefined ? undefined : cloudIdentity(context, store.identity, gatewayLabels);
  const { checksum } = common(chart, name, namespace, config, identity?.serviceAccount.annotations);
  gatewayAccess(chart, name, namespace);
  new Deployment(chart, 'gateway', {
    metadata: { name, namespace, labels: gatewayLabels },
    spec: {
      selector: { matchLabels: gatewayLabels },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
      template: {
        metadata: { labels: { ...gatewayLabels, ...identity?.podLabels }, annotations: { 'dbaas/config': checksum } },
        spec: {
          serviceAccountName: name,
          priorityClassName: priorityClasses.services,
          securityContext: { runAsNonRoot: true, runAsUser: 10001, runAsGroup: 10001, fsGroup: 10001, seccompProfile: { type: 'RuntimeDefault' } },
          topologySpreadConstraints: [onZones(gatewayLabels), onNodes(gatewayLabels)],
          containers: [
            container(store.image, {
              env: [{ name: 'GOMEMLIMIT', value: '819MiB' }],
              resources: { requests: { cpu: '200m', memory: '400Mi' }, limits: { memory: '1Gi' } },
              securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } },
              ports: [
                { name: 'otlp-grpc', containerPort: otlpGrpc },
                { name: 'otlp-http', containerPort: otlpHttp },
                { name: 'otlp-agents', containerPort: otlpAgents },
                { name: 'metrics', containerPort: metricsPort },
              ],
            }),
          ],
          volumes: volumes(name),
        },
      },
    },
  });
  new HorizontalPodAutoscaler(chart, 'autoscaler', {
    metadata: { name, namespace },
    spec: {
      minReplicas: 3,
      maxReplicas: 9,
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
      metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } }],
    },
  });
  new PodDisruptionBudget(chart, 'budget', {
    metadata: { name, namespace },
    spec: { maxUnavailable: 1, selector: { matchLabels: gatewayLabels }, unhealthyPodEvictionPolicy: 'AlwaysAllow' },
  });
  // Headless: gRPC clients keep connections, so they must see every pod to spread over them.
  new Service(chart, 'service', {
    metadata: { name, namespace, labels: gatewayLabels },
    spec: {
      clusterIP: 'None',
      selector: gatewayLabels,
      ports: [
        { name: 'grpc-otlp', port: otlpGrpc, targetPort: otlpGrpc, appProtocol: 'grpc' },
        { name: 'http-otlp', port: otlpHttp, targetPort: otlpHttp, appProtocol: 'http' },
        { name: 'tls-agents', port: otlpAgents, targetPort: otlpAgents, appProtocol: 'tls' },
      ],
    },
  });
}

/** Reads events, and elects the one replica that does. */
function gatewayAccess(chart: Chart, name: string, namespace: string): void {
  const subjects = [{ kind: 'ServiceAccount', name, namespace }];
  new ClusterRole(chart, 'role', {
    metadata: { name },
    rules: [
      { apiGroups: ['', 'events.k8s.io'], resources: ['events'], verbs: ['get', 'list', 'watch'] },
      { apiGroups: [''], resources: ['namespaces'], verbs: ['get', 'list', 'watch'] },
    ],
  });
  new ClusterRoleBinding(chart, 'binding', { metadata: { name }, roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name }, subjects });
  new Role(chart, 'leases', {
    metadata: { name, namespace },
    rules: [{ apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['get', 'list', 'watch', 'create', 'update', 'patch'] }],
  });
  new RoleBinding(chart, 'leases-binding', { metadata: { name, namespace }, roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name }, subjects });
}
