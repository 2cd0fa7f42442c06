import { edgeOf, istioGateway as gateway, priorityClasses } from '../../../../lib/names';
import type { Context } from '../../../context';

/** Seconds that a gateway goes on serving after it was told to stop: longer than the load balancer needs to notice. */
const drainSeconds = 45;

/** Three gateways in three zones. The release's name is that of Service, Deployment and service account. */
export const gatewayValues = (context: Context): object => ({
  labels: { ...gateway.selector },
  service: {
    // The cloud layer owns the load balancer; nothing in the cluster asks for another one.
    type: 'ClusterIP',
    ports: [
      { name: 'status-port', port: gateway.statusPort, protocol: 'TCP', targetPort: gateway.statusPort },
      { name: 'https', port: gateway.httpsPort, protocol: 'TCP', targetPort: gateway.httpsTargetPort },
    ],
  },
  podAnnotations: { 'proxy.istio.io/config': JSON.stringify(proxyConfig(context)) },
  // Replaces the chart's block: with the sysctl that lets an unprivileged process listen on 443, and the seccomp profile that the chart lacks.
  securityContext: { sysctls: [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }], seccompProfile: { type: 'RuntimeDefault' } },
  resources: { requests: { cpu: '200m', memory: '256Mi' }, limits: { cpu: '2', memory: '1Gi' } },
  autoscaling: { enabled: true, minReplicas: 3, maxReplicas: 10, targetCPUUtilizationPercentage: 70 },
  podDisruptionBudget: { maxUnavailable: 1, unhealthyPodEvictionPolicy: 'AlwaysAllow' },
  strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
  terminationGracePeriodSeconds: drainSeconds + 30,
  topologySpreadConstraints: spread,
  priorityClassName: priorityClasses.platform,
  global: { networkPolicy: { enabled: false } },
});

const spread = [
  {
    maxSkew: 1,
    topologyKey: 'topology.kubernetes.io/zone',
    whenUnsatisfiable: 'DoNotSchedule',
    nodeTaintsPolicy: 'Honor',
    labelSelector: { matchLabels: gateway.selector },
    matchLabelKeys: ['pod-template-hash'],
  },
  { maxSkew: 1, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'ScheduleAnyway', labelSelector: { matchLabels: gateway.selector } },
];

const proxyConfig = ({ platform, cluster }: Context) => ({
  gatewayTopology: {
    numTrustedProxies: edgeOf(platform, cluster).trustedProxies,
    // The edge's client certificate opens the door and is of no use behind it.
    forwardClientCertDetails: 'SANITIZE',
  },
  // Nothing about the proxy in answers.
  proxyHeaders: { server: { disabled: true }, envoyDebugHeaders: { disabled: true }, metadataExchangeHeaders: { mode: 'IN_MESH' } },
  terminationDrainDuration: `${drainSeconds}s`,
  // About 40 KiB a connection: half of the memory limit. Beyond it new connections are refused instead of the pod being killed.
  runtimeValues: { 'overload.global_downstream_max_connections': '12000' },
});
