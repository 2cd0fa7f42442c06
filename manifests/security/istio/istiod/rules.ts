import type { Intents } from '../../../../lib/components';

const day = 86400;

/** What a counter of istiod counted: it is born with the first event, which `increase` alone would miss. */
const counted = (metric: string, window: string): string => `increase(${metric}[${window}]) > 0 or (${metric} unless ${metric} offset ${window})`;

/** Alerts on the control plane and on the authority that signs the certificates of the mesh. */
export const istiodRules: Readonly<Intents['rules']> = {
  group: 'mesh-control-plane',
  alerts: [
    {
      alert: 'MeshControlPlaneDown',
      expr: 'sum(up{job="istiod"}) < 1 or absent(up{job="istiod"})',
      for: '5m',
      severity: 'critical',
      summary: 'No istiod answers',
      description:
        'Running proxies go on with what they have, but new pods get no certificate and no configuration, and certificates end within 24 hours. Look at kubectl -n istio-system get pods and the events there.',
    },
    {
      alert: 'MeshConfigRejected',
      expr: `sum by (type) (${counted('pilot_total_xds_rejects', '10m')}) > 0`,
      for: '5m',
      severity: 'warning',
      summary: 'Proxies refuse configuration of type {{ $labels.type }}',
      description:
        'They keep the last good configuration, so a change that was rolled out does not take effect. The reason is in the istiod log (grep NACK); istioctl proxy-status shows which proxies.',
    },
    {
      alert: 'MeshConfigSlow',
      // Half a minute is its last bucket: nothing longer can be told apart.
      expr: 'histogram_quantile(0.99, sum by (le) (rate(pilot_proxy_convergence_time_bucket[5m]))) >= 30',
      for: '15m',
      severity: 'warning',
      summary: 'Configuration needs {{ $value | humanizeDuration }} or more to reach the proxies',
      description: 'Endpoints of pods that left are still called meanwhile. Look at the CPU of istiod and at the rate of pushes on the dashboard "Mesh".',
    },
    {
      alert: 'MeshInjectionFailing',
      expr: `sum(${counted('sidecar_injection_failure_total', '10m')}) > 0`,
      for: '5m',
      severity: 'critical',
      summary: '{{ $value | printf "%.0f" }} pods did not get their sidecar within ten minutes',
      description:
        'New pods of the mesh are refused: a rollout, a drained node or a scale-up will not come back. The reason is in the istiod log (grep injection).',
    },
    {
      alert: 'MeshKeysNotFetched',
      // It asks every 20 minutes; after failures in a row less and less often, at last once an hour.
      expr: 'increase(pilot_jwks_resolver_network_fetch_fail_total[70m]) > 0 unless increase(pilot_jwks_resolver_network_fetch_success_total[30m]) > 0',
      for: '15m',
      severity: 'warning',
      summary: 'istiod cannot fetch the keys of the identity provider',
      description:
        'Keys that it has stay in use; a proxy without keys answers 401 to every token. istiod waits longer after each failure, up to an hour: when the identity provider answers again, restart it (kubectl -n istio-system rollout restart deployment istiod).',
    },
    {
      alert: 'MeshProviderUnknown',
      expr: `sum by (type) (${counted('provider_lookup_cluster_failures', '10m')}) > 0`,
      for: '5m',
      severity: 'critical',
      summary: 'The mesh does not know the service behind provider {{ $labels.type }}',
      description:
        'With type authz every request to a host with a login is refused: the Service of the login proxy is missing or another Service has its name.',
    },
    {
      alert: 'MeshAuthorityExpiring',
      expr: `min(citadel_server_cert_chain_expiry_timestamp) - time() < ${30 * day}`,
      for: '1h',
      severity: 'warning',
      summary: 'The certificate authority of this mesh ends in {{ $value | humanizeDuration }}',
      description:
        'Sign a new intermediate with the offline root, put it into the secret store (mesh-ca) and restart istiod; docs/production.md, "The mesh root".',
    },
    {
      alert: 'MeshAuthorityEndsSoon',
      expr: `min(citadel_server_cert_chain_expiry_timestamp) - time() < ${7 * day}`,
      for: '10m',
      severity: 'critical',
      summary: 'The certificate authority of this mesh ends in {{ $value | humanizeDuration }}',
      description: 'When it ends no pod of the mesh reaches another one. Sign a new intermediate now: docs/production.md, "The mesh root".',
    },
    {
      alert: 'MeshRootExpiring',
      expr: `min(citadel_server_root_cert_expiry_timestamp) - time() < ${180 * day}`,
      for: '1h',
      severity: 'warning',
      summary: 'The root certificate of the mesh ends in {{ $value | humanizeDuration }}',
      description: 'A new root must be trusted everywhere before it signs anything: start the rotation, docs/production.md, "The mesh root".',
    },
  ],
};
