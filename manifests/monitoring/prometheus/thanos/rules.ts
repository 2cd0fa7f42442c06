import type { ComponentIntents } from '../../../../lib/components';

const lastUpload = 'thanos_objstore_bucket_last_successful_upload_time{job="thanos-sidecar"}';

export const thanosRules: NonNullable<ComponentIntents['rules']> = [
  {
    group: 'metrics-long-term',
    alerts: [
      {
        alert: 'ObjectStoreUploadsStopped',
        // Zero after each start until the first upload, up to two hours later: what it was before counts on, and a pod younger than four hours is not judged.
        expr: `time() - max by (pod) (max_over_time(${lastUpload}[6h])) > 14400 and on (pod) max by (pod) (max_over_time(${lastUpload}[15m] offset 4h)) >= 0`,
        for: '30m',
        severity: 'critical',
        summary: '{{ $labels.pod }} has uploaded no block for more than four hours',
        description:
          'Blocks wait on its disk until `localRetentionHours` passes, then they are lost. The log of container thanos-sidecar tells rights (identity prometheus), network (object store) and disk apart.',
      },
      {
        alert: 'ObjectStoreErrors',
        expr: 'sum by (job, operation) (rate(thanos_objstore_bucket_operation_failures_total[15m])) / (sum by (job, operation) (rate(thanos_objstore_bucket_operations_total[15m])) > 0) > 0.05',
        for: '15m',
        severity: 'warning',
        summary: '{{ $labels.job }}: {{ $value | humanizePercentage }} of {{ $labels.operation }} at the bucket fail',
        description: 'Throttling passes by itself; "access denied" does not: compare the identity of the pod with the role of the cloud layer.',
      },
      {
        alert: 'CompactorHalted',
        expr: 'thanos_compact_halted{job="thanos-compact"} == 1',
        for: '5m',
        severity: 'warning',
        summary: 'The compactor stopped on a block that it does not understand',
        description:
          'It stays up and does nothing: retention is not applied, long queries get slow. Its log names the block; mark it with `thanos tools bucket mark --marker=no-compact-mark.json` and delete the pod.',
      },
      {
        alert: 'CompactorMissing',
        expr: 'absent(up{job="thanos-compact"} == 1)',
        for: '1h',
        severity: 'warning',
        summary: 'No compactor has run for an hour',
        description: 'Look at the pod thanos-compact-0: memory, or a volume in a zone without a free node.',
      },
      {
        alert: 'CompactorFailing',
        expr: 'sum(increase(thanos_compact_group_compactions_failures_total[2h])) > 2',
        for: '30m',
        severity: 'warning',
        summary: '{{ $value | printf "%.0f" }} compactions failed within two hours',
        description: 'Usually its disk is too small for the largest block, or the bucket refuses writes. See its log.',
      },
      {
        alert: 'SidecarWithoutPrometheus',
        expr: 'thanos_sidecar_prometheus_up{job="thanos-sidecar"} == 0',
        for: '10m',
        severity: 'warning',
        summary: 'The sidecar of {{ $labels.pod }} does not reach its Prometheus',
        description: 'This replica answers no query and uploads nothing. Look at its container prometheus.',
      },
      {
        alert: 'QueriesOverloaded',
        expr: 'max_over_time(thanos_query_concurrent_gate_queries_in_flight[5m]) / (thanos_query_concurrent_gate_queries_max > 0) > 0.9',
        for: '15m',
        severity: 'warning',
        summary: '{{ $labels.pod }} answers as many queries as it may',
        description: 'More of them wait. The query frontend logs the slow ones (longer than 20 seconds): usually one dashboard over a long range.',
      },
      {
        alert: 'StoresUnresolved',
        // A name that does not exist is no failure of the lookup: it has no results.
        expr: 'min by (pod) (thanos_query_endpoints_dns_provider_results) == 0 or sum by (pod) (rate(thanos_query_endpoints_dns_failures_total[5m])) > 0',
        for: '15m',
        severity: 'warning',
        summary: '{{ $labels.pod }} cannot resolve the names of its stores',
        description: 'Graphs have gaps. Look at cluster DNS and at the Services prometheus-sidecars and thanos-store.',
      },
      {
        alert: 'StoresFailing',
        expr: 'sum by (job) (rate(grpc_server_handled_total{job=~"thanos-(store|sidecar|peer-query)", grpc_code=~"Unknown|Internal|Unavailable|DataLoss|ResourceExhausted"}[5m])) / (sum by (job) (rate(grpc_server_handled_total{job=~"thanos-(store|sidecar|peer-query)"}[5m])) > 0) > 0.05',
        for: '15m',
        severity: 'warning',
        summary: '{{ $labels.job }} fails {{ $value | humanizePercentage }} of its answers',
        description: 'Graphs have gaps without saying so. Its log has the reason; "downloaded bytes limit" means one query asks for too much.',
      },
      {
        alert: 'PeersDoNotAsk',
        // A querier asks each of its endpoints for its state every few seconds, whether anybody looks at a dashboard or not.
        expr: 'sum(rate(grpc_server_handled_total{job="thanos-peer-query", grpc_method="Info"}[15m])) == 0 or absent(grpc_server_handled_total{job="thanos-peer-query", grpc_method="Info"})',
        for: '30m',
        severity: 'warning',
        summary: 'The other cluster does not read the metrics of this one',
        description:
          'Its dashboards lack this cluster; alerts are not affected. In order: does metrics-<cluster>.<domain> resolve, does the load balancer admit the other side (addresses in cloud.lock.yaml), are the certificates thanos-peer-server here and thanos-peer-client there ready?',
      },
    ],
  },
];
