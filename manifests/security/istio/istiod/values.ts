import { onSystemNodes, priorityClasses, meshesAreJoined } from '../../../../lib/names';
import type { Context } from '../../../context';
import type { IstioOption } from '../option';
import { meshConfig, meshNetwork, meshNetworks } from './mesh-config';

export const istiodPods = { app: 'istiod', istio: 'pilot' } as const;

export const istiodValues = (context: Context, option: IstioOption): object => ({
  autoscaleMin: 2,
  autoscaleMax: 5,
  pdb: { minAvailable: 1, unhealthyPodEvictionPolicy: 'AlwaysAllow' },
  resources: { requests: { cpu: '250m', memory: '1Gi' }, limits: { cpu: '2', memory: '2Gi' } },
  seccompProfile: { type: 'RuntimeDefault' },
  ...onSystemNodes(context.cluster),
  topologySpreadConstraints: spread,
  cni: { enabled: true },
  env: environment(context, option),
  // AKS adds its own exceptions to webhooks unless told not to; it and delivery would change them back and forth.
  ...(context.cluster.provider === 'azure' ? { sidecarInjectorWebhookAnnotations: { 'admissions.enforcer/disabled': 'true' } } : {}),
  base: { validationFailurePolicy: 'Fail' },
  meshConfig: meshConfig(context, option),
  global: globals(context),
});

const spread = [
  {
    maxSkew: 1,
    topologyKey: 'topology.kubernetes.io/zone',
    whenUnsatisfiable: 'DoNotSchedule',
    nodeTaintsPolicy: 'Honor',
    labelSelector: { matchLabels: istiodPods },
    matchLabelKeys: ['pod-template-hash'],
  },
  { maxSkew: 1, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'ScheduleAnyway', labelSelector: { matchLabels: istiodPods } },
];

/** Link-local and loopback: istiod fetches keys from where an object says, and nobody may point it at the node or the cloud's metadata. */
const neverKeys = ['127.0.0.0/8', '169.254.0.0/16', '::1/128', 'fe80::/10'];

const environment = (context: Context, option: IstioOption) => ({
  PILOT_JWT_ENABLE_REMOTE_JWKS: option.keys(context).fetchedBy === 'proxies' ? 'hybrid' : 'istiod',
  // The default of 20 minutes is how long logins would fail after a key that could not be fetched once.
  PILOT_JWT_PUB_KEY_REFRESH_INTERVAL: '2m',
  BLOCKED_CIDRS_IN_JWKS_URIS: neverKeys.join(','),
  // Gateways are declared by the platform; istiod must not start proxies for whoever creates a Gateway API object.
  PILOT_ENABLE_GATEWAY_API: 'false',
});

const globals = ({ platform, cluster, peers, names }: Context) => ({
  meshID: meshesAreJoined(platform) ? platform.name : names.prefix(),
  multiCluster: { clusterName: cluster.name },
  ...(meshesAreJoined(platform) ? { network: meshNetwork(cluster), meshNetworks: meshNetworks(platform, [cluster, ...peers]) } : {}),
  enableReaderRBAC: meshesAreJoined(platform),
  variant: 'distroless',
  logAsJson: true,
  priorityClassName: priorityClasses.platform,
  // Network policies of every namespace come from declared flows; the chart's own would open all egress again.
  networkPolicy: { enabled: false },
  proxy: {
    seccompProfile: { type: 'RuntimeDefault' },
    // Quotas of namespaces count with these for every pod. A sidecar knows only what its namespace calls, so it stays small.
    resources: { requests: { cpu: '50m', memory: '128Mi' }, limits: { cpu: '1', memory: '256Mi' } },
  },
});
