import type { Wiring } from '../../../../lib/components';
import { edgeOf, loginProxy, nginxGateway as gateway, priorityClasses } from '../../../../lib/names';
import type { Context } from '../../../context';
import { nginx, tokenProxy } from '../names';

/** Seconds that a gateway goes on serving after it was told to stop: longer than the load balancer needs to notice. */
const drainSeconds = 45;

/** Three gateways in three zones. */
export const controllerValues = (context: Context, wiring: Wiring): object => ({
  fullnameOverride: nginx.fullName,
  serviceNameOverride: gateway.service,
  // The role that goes with the chart reads every Secret: ours is beside the routes.
  rbac: { create: true, clusterrole: { create: false } },
  prometheus: { create: true, port: nginx.metricsPort },
  controller: {
    kind: 'deployment',
    image: image(context.versions.images.nginxIngress),
    selectorLabels: { ...gateway.selector },
    serviceAccount: { name: gateway.serviceAccount },
    ...pods,
    ...configuration(wiring),
    service: {
      // The cloud layer owns the load balancer; nothing in the cluster asks for another one.
      type: 'ClusterIP',
      httpPort: { enable: false },
      httpsPort: { enable: true, port: gateway.httpsPort, targetPort: gateway.httpsTargetPort, name: 'https' },
    },
    // Answers once the first configuration is loaded.
    readyStatus: { enable: true, port: gateway.statusPort },
    enableLatencyMetrics: true,
    logFormat: 'json',
    disableIPV6: true,
    nginxStatus: { enable: false },
    ...defaultCertificate(context),
    telemetryReporting: { enable: false },
    // The controllers agree on one that writes the state of hosts. Ingresses with an address there are none.
    reportIngressStatus: { enable: false, enableLeaderElection: true },
  },
});

/** An edge that names no host in the handshake is shown the certificate of all hosts; otherwise an unknown name gets no handshake. */
const defaultCertificate = ({ platform, cluster }: Context): object =>
  edgeOf(platform, cluster).namesHost ? {} : { defaultTLS: { secret: `${gateway.namespace}/${gateway.certificateSecret}` } };

/** What it reads, and what it may do with it. */
const configuration = (wiring: Wiring) => ({
  customConfigMap: nginx.configMap,
  ingressClass: { name: nginx.ingressClass, create: true, setAsDefaultIngress: false },
  watchNamespace: watched(wiring).join(','),
  watchSecretNamespace: gateway.namespace,
  // Whoever may write a host must not write configuration of NGINX. Snippets in the ConfigMap are ours.
  enableSnippets: false,
  // One host that NGINX refuses does not stop the others.
  enableConfigSafety: true,
});

/** Namespaces with a Service behind a host; without the list it would read Secrets everywhere. */
function watched(wiring: Wiring): readonly string[] {
  const services = wiring.all('endpoints').map(({ service }) => service.namespace);
  return [...new Set([gateway.namespace, loginProxy.namespace, tokenProxy.namespace, ...services])].sort();
}

/** The chart takes repository and tag apart. */
function image(reference: string): object {
  const colon = reference.lastIndexOf(':');
  return { repository: reference.slice(0, colon), tag: reference.slice(colon + 1) };
}

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

const pods = {
  // With the sysctl an unprivileged process listens on 443.
  podSecurityContext: {
    runAsNonRoot: true,
    fsGroup: 101,
    sysctls: [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }],
    seccompProfile: { type: 'RuntimeDefault' },
  },
  readOnlyRootFilesystem: true,
  resources: { requests: { cpu: '200m', memory: '256Mi' }, limits: { cpu: '2', memory: '1Gi' } },
  initContainerResources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '64Mi' } },
  autoscaling: { enabled: true, minReplicas: 3, maxReplicas: 10, targetCPUUtilizationPercentage: 70, targetMemoryUtilizationPercentage: 0 },
  podDisruptionBudget: { enabled: true, maxUnavailable: 1 },
  strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
  terminationGracePeriodSeconds: drainSeconds + 30,
  lifecycle: { preStop: { sleep: { seconds: drainSeconds } } },
  topologySpreadConstraints: spread,
  priorityClassName: priorityClasses.platform,
  // Where NGINX looks for authorities of servers that it calls: the internal one, and no other.
  volumes: [{ name: 'authority', secret: { secretName: nginx.authoritySecret, items: [{ key: 'ca.crt', path: 'ca-certificates.crt' }] } }],
  volumeMounts: [{ name: 'authority', mountPath: '/etc/ssl/certs', readOnly: true }],
} as const;
