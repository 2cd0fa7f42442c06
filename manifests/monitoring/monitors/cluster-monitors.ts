/** The cluster itself: kubelets with their containers, the API server, cluster DNS. Managed clouds hide the rest. */
import type { Chart } from 'cdk8s';
import { PodMonitor, ServiceMonitor } from '../../../imports/monitoring.coreos.com';
import { namespaces } from '../../../lib/names';
import { identity, tokenFile } from './monitors';

export function clusterMonitors(chart: Chart): void {
  kubelet(chart);
  apiServer(chart);
  clusterDns(chart);
}

const caFile = '/var/run/secrets/kubernetes.io/serviceaccount/ca.crt';
const drop = (regex: string) => ({ action: 'drop' as const, sourceLabels: ['__name__'], regex });
const keep = (regex: string) => ({ action: 'keep' as const, sourceLabels: ['__name__'], regex });
/** Control groups of the node itself: node-exporter tells the same in fewer series. */
const outsidePods = { action: 'drop' as const, sourceLabels: ['__name__', 'pod'], regex: 'container_.+;' };

/** Kubelets sign their serving certificates themselves on both clouds: the token is sent, the certificate is not checked. */
function kubelet(chart: Chart): void {
  const base = {
    port: 'https-metrics',
    scheme: 'https' as const,
    bearerTokenFile: tokenFile,
    tlsConfig: { insecureSkipVerify: true },
    honorLabels: true,
    relabelings: [
      { targetLabel: 'job', replacement: 'kubelet' },
      { sourceLabels: ['__metrics_path__'], targetLabel: 'metrics_path' },
    ],
  };
  new ServiceMonitor(chart, 'kubelet', {
    metadata: { name: 'kubelet' },
    spec: {
      namespaceSelector: { matchNames: [namespaces.system] },
      // The operator keeps this Service and labels it so.
      selector: { matchLabels: { 'app.kubernetes.io/name': 'kubelet', 'k8s-app': 'kubelet' } },
      endpoints: [
        {
          ...base,
          path: '/metrics',
          metricRelabelings: [
            keep('(kubelet|rest_client_requests|volume_manager|storage_operation|process|go_goroutines|up).*'),
            drop('kubelet_(http_requests|runtime_operations)_duration_seconds_bucket'),
          ],
        },
        {
          ...base,
          path: '/metrics/cadvisor',
          metricRelabelings: [
            keep(
              '(container_(cpu_usage_seconds|cpu_cfs_periods|cpu_cfs_throttled_periods|network_(receive|transmit)_(bytes|packets_dropped)|fs_(reads|writes)(_bytes)?|oom_events)_total|container_(memory_(working_set_bytes|rss|cache)|spec_.+|fs_usage_bytes|start_time_seconds)|machine_.+)',
            ),
            outsidePods,
          ],
        },
      ],
    },
  });
}

function apiServer(chart: Chart): void {
  new ServiceMonitor(chart, 'api-server', {
    metadata: { name: 'api-server' },
    spec: {
      namespaceSelector: { matchNames: ['default'] },
      selector: { matchLabels: { component: 'apiserver', provider: 'kubernetes' } },
      endpoints: [
        {
          port: 'https',
          scheme: 'https',
          bearerTokenFile: tokenFile,
          tlsConfig: { caFile, serverName: 'kubernetes' },
          relabelings: [{ targetLabel: 'job', replacement: 'api-server' }],
          metricRelabelings: [
            keep(
              '(apiserver_(request_total|request_sli_duration_seconds_(bucket|count|sum)|request_terminations_total|current_inflight_requests|client_certificate_expiration_seconds_.+|admission_webhook_(rejection_count|request_total|fail_open_count)|validating_admission_policy_check_total|flowcontrol_rejected_requests_total|storage_size_bytes)|aggregator_unavailable_apiservice|process_.+|go_goroutines)',
            ),
          ],
        },
      ],
    },
  });
}

/** By pod and number: the port has a name on neither cloud that could be relied on. */
function clusterDns(chart: Chart): void {
  new PodMonitor(chart, 'cluster-dns', {
    metadata: { name: 'cluster-dns' },
    spec: {
      namespaceSelector: { matchNames: [namespaces.system] },
      selector: { matchLabels: { 'k8s-app': 'kube-dns' } },
      podMetricsEndpoints: [{ portNumber: 9153, path: '/metrics', relabelings: identity('cluster-dns') }],
    },
  });
}
