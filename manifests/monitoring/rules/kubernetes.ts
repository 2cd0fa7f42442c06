/** Pods, their controllers and the API: what Kubernetes knows and tells nobody. Volumes speak for themselves (storage). */
import type { ComponentIntents } from '../../../lib/components';

type Alert = NonNullable<NonNullable<ComponentIntents['rules']>[number]['alerts']>[number];

const pods: readonly Alert[] = [
  {
    alert: 'PodCrashLooping',
    expr: 'max_over_time(kube_pod_container_status_waiting_reason{reason="CrashLoopBackOff"}[5m]) >= 1',
    for: '15m',
    severity: 'warning',
    summary: '{{ $labels.namespace }}/{{ $labels.pod }} ({{ $labels.container }}) keeps crashing',
    description:
      '`kubectl -n {{ $labels.namespace }} logs {{ $labels.pod }} -c {{ $labels.container }} --previous` says why. If it began with a commit: git revert it.',
  },
  {
    alert: 'PodNotReady',
    expr: 'sum by (namespace, pod) (max by (namespace, pod) (kube_pod_status_phase{phase=~"Pending|Unknown|Failed"}) * on (namespace, pod) group_left () max by (namespace, pod) (kube_pod_owner{owner_kind!="Job"})) > 0',
    for: '20m',
    severity: 'warning',
    summary: '{{ $labels.namespace }}/{{ $labels.pod }} has not started for 20 minutes',
    description:
      '`kubectl -n {{ $labels.namespace }} describe pod {{ $labels.pod }}`: no node has room (look at the autoscaler), a volume sits in another zone, an image or a Secret is missing, or admission refuses it.',
  },
  {
    alert: 'ContainerOutOfMemory',
    expr: 'increase(container_oom_events_total{container!=""}[15m]) > 0',
    severity: 'warning',
    summary: '{{ $labels.namespace }}/{{ $labels.pod }} ({{ $labels.container }}) was killed for lack of memory',
    description: 'It reached its limit. Compare usage with the limit on the dashboard "Platform: capacity": raise the limit, or find what it holds on to.',
  },
  {
    alert: 'ContainerThrottled',
    expr: 'sum by (namespace, pod, container) (increase(container_cpu_cfs_throttled_periods_total{container!=""}[5m])) / (sum by (namespace, pod, container) (increase(container_cpu_cfs_periods_total{container!=""}[5m])) > 0) > 0.5',
    for: '30m',
    severity: 'warning',
    summary: '{{ $labels.namespace }}/{{ $labels.pod }} ({{ $labels.container }}) waits for CPU in {{ $value | humanizePercentage }} of its periods',
    description: 'Its CPU limit is below what it needs: it answers late. Raise or drop the limit.',
  },
];

/**
 * What kube-state-metrics says of an object, whichever of its pods says it: while one takes over from another there are
 * two, and an alert must neither break nor ring anew for that.
 */
const of = (kind: string) => (metric: string) => `max by (namespace, ${kind}) (kube_${kind}_${metric})`;
const deployment = of('deployment');
const autoscaler = of('horizontalpodautoscaler');

const controllers: readonly Alert[] = [
  {
    alert: 'DeploymentReplicasMissing',
    expr: `${deployment('spec_replicas')} - ${deployment('status_replicas_available')} > 0`,
    for: '15m',
    severity: 'warning',
    summary: '{{ $labels.namespace }}/{{ $labels.deployment }} lacks {{ $value }} of its pods',
    description:
      'Fewer pods are available than asked for. `kubectl -n {{ $labels.namespace }} describe deployment {{ $labels.deployment }}` and its newest ReplicaSet.',
  },
  {
    alert: 'DeploymentUnavailable',
    expr: `${deployment('status_replicas_available')} == 0 and ${deployment('spec_replicas')} > 0`,
    for: '5m',
    severity: 'critical',
    summary: '{{ $labels.namespace }}/{{ $labels.deployment }} has no pod at all',
    description: 'What it serves is down in this cluster. If it began with a commit: git revert it; otherwise look at the events of its pods.',
  },
  {
    alert: 'RolloutStuck',
    expr: `${deployment('status_observed_generation')} != ${deployment('metadata_generation')}`,
    for: '15m',
    severity: 'warning',
    summary: 'The rollout of {{ $labels.namespace }}/{{ $labels.deployment }} was not taken up',
    description:
      'The controller manager lags behind or the object is refused: `kubectl -n {{ $labels.namespace }} describe deployment {{ $labels.deployment }}`.',
  },
  {
    alert: 'StatefulSetReplicasMissing',
    expr: `${of('statefulset')('replicas')} - ${of('statefulset')('status_replicas_ready')} > 0`,
    for: '15m',
    severity: 'warning',
    summary: '{{ $labels.namespace }}/{{ $labels.statefulset }} lacks {{ $value }} of its pods',
    description:
      'A replica with a disk does not come back: often its volume sits in a zone without a free node. `kubectl -n {{ $labels.namespace }} describe pod` of the missing one.',
  },
  {
    alert: 'DaemonSetIncomplete',
    expr: `${of('daemonset')('status_desired_number_scheduled')} - ${of('daemonset')('status_number_available')} > 0`,
    for: '20m',
    severity: 'warning',
    summary: 'Nodes without a pod of {{ $labels.namespace }}/{{ $labels.daemonset }}: {{ $value }}',
    description: 'These nodes lack logs, metrics or network until it runs. Look at its pods that are not ready.',
  },
  {
    alert: 'DaemonSetMisplaced',
    expr: `${of('daemonset')('status_number_misscheduled')} > 0`,
    for: '1h',
    severity: 'warning',
    summary: 'Nodes where {{ $labels.namespace }}/{{ $labels.daemonset }} should not run: {{ $value }}',
    description: 'Labels or taints of nodes changed under it. Delete these pods.',
  },
  {
    alert: 'JobFailed',
    expr: 'max by (namespace, job_name) (kube_job_failed) > 0',
    for: '5m',
    severity: 'warning',
    summary: 'Job {{ $labels.namespace }}/{{ $labels.job_name }} failed',
    description: '`kubectl -n {{ $labels.namespace }} logs job/{{ $labels.job_name }}` says why. After repair delete the Job; its owner makes a new one.',
  },
  {
    alert: 'JobTooLong',
    expr: 'time() - max by (namespace, job_name) (kube_job_status_start_time and kube_job_status_active > 0) > 43200',
    severity: 'warning',
    summary: 'Job {{ $labels.namespace }}/{{ $labels.job_name }} has run for more than 12 hours',
    description: 'It waits for something that does not come: `kubectl -n {{ $labels.namespace }} logs job/{{ $labels.job_name }}`.',
  },
  {
    alert: 'AutoscalerAtMaximum',
    expr: `${autoscaler('status_current_replicas')} >= ${autoscaler('spec_max_replicas')} and ${autoscaler('spec_max_replicas')} > 1`,
    for: '30m',
    severity: 'warning',
    summary: '{{ $labels.namespace }}/{{ $labels.horizontalpodautoscaler }} cannot grow any further',
    description: 'More load will only make it slower. Raise `replicas.max` in platform.yaml, or find out who sends the load.',
  },
  {
    alert: 'DisruptionBudgetViolated',
    expr: `${of('poddisruptionbudget')('status_current_healthy')} < ${of('poddisruptionbudget')('status_desired_healthy')}`,
    for: '30m',
    severity: 'warning',
    summary: '{{ $labels.namespace }}/{{ $labels.poddisruptionbudget }} has too few healthy pods',
    description:
      'No node with such a pod can be drained, so upgrades of nodes stop. Repair its pods first: `kubectl -n {{ $labels.namespace }} describe pdb {{ $labels.poddisruptionbudget }}`.',
  },
];

const control: readonly Alert[] = [
  {
    alert: 'ApiServerErrors',
    expr: 'sum(rate(apiserver_request_total{code=~"5.."}[5m])) / (sum(rate(apiserver_request_total[5m])) > 0) > 0.03',
    for: '10m',
    severity: 'critical',
    summary: 'The Kubernetes API fails {{ $value | humanizePercentage }} of its requests',
    description:
      'Operators and autoscalers act late or not at all; what runs keeps running. Look at webhooks first (a failing one refuses every write), then at the health page of the cloud.',
  },
  {
    alert: 'ApiServerSlow',
    expr: 'histogram_quantile(0.99, sum by (le, verb, resource) (rate(apiserver_request_sli_duration_seconds_bucket{verb=~"POST|PUT|PATCH|DELETE|GET"}[10m]))) > 4',
    for: '20m',
    severity: 'warning',
    summary: 'The Kubernetes API needs {{ $value | humanizeDuration }} to {{ $labels.verb }} {{ $labels.resource }}',
    description: 'Usually an admission webhook or a client that lists everything. Its audit log names the client.',
  },
  {
    alert: 'ApiServiceUnavailable',
    expr: 'max by (name) (aggregator_unavailable_apiservice) == 1',
    for: '15m',
    severity: 'warning',
    summary: 'The API {{ $labels.name }} does not answer',
    description: 'Whatever uses it stops (metrics.k8s.io: autoscaling of pods). Look at the pods behind its Service.',
  },
  {
    alert: 'KubeletUnreachable',
    expr: 'up{job="kubelet", metrics_path="/metrics"} == 0',
    for: '15m',
    severity: 'warning',
    summary: 'The kubelet of {{ $labels.node }} does not answer Prometheus',
    description: 'If the node is ready, its port 10250 is closed to Prometheus; else see the alert NodeNotReady.',
  },
  {
    alert: 'KubeletCertificateExpires',
    expr: 'kubelet_certificate_manager_client_ttl_seconds < 86400',
    for: '1h',
    severity: 'warning',
    summary: 'The client certificate of the kubelet on {{ $labels.node }} expires in {{ $value | humanizeDuration }}',
    description: 'The kubelet did not renew it by itself; with the certificate the node leaves the cluster. Cordon, drain and replace it now.',
  },
  {
    alert: 'KubeletSlow',
    // Ten seconds are its last bucket: nothing longer can be told apart.
    expr: 'histogram_quantile(0.99, sum by (node, le) (rate(kubelet_pleg_relist_duration_seconds_bucket[5m]))) >= 10',
    for: '15m',
    severity: 'warning',
    summary: 'The kubelet of {{ $labels.node }} needs {{ $value | humanizeDuration }} or more to look at its pods',
    description: 'Disk or container runtime are overloaded; the node will soon be not ready. Look at its disk on the dashboard "Platform: nodes".',
  },
  {
    alert: 'ClusterDnsErrors',
    expr: 'sum(rate(coredns_dns_responses_total{rcode="SERVFAIL"}[5m])) / (sum(rate(coredns_dns_responses_total[5m])) > 0) > 0.05',
    for: '10m',
    severity: 'critical',
    summary: 'Cluster DNS fails {{ $value | humanizePercentage }} of its answers',
    description: 'Pods cannot find each other or the world. `kubectl -n kube-system logs -l k8s-app=kube-dns`: the resolver above it, or its own pods.',
  },
];

/** True of every pod and controller: silent where the owner's own critical alert rings for the same namespace. */
const general = (alert: Alert): Alert => ({ ...alert, labels: { scope: 'general' } });

export const kubernetesRules: NonNullable<ComponentIntents['rules']> = [
  { group: 'pods', alerts: pods.map(general) },
  { group: 'controllers', alerts: controllers.map(general) },
  { group: 'control-plane', alerts: control },
  {
    group: 'capacity',
    recordings: [
      {
        record: 'cluster:cpu_requested:ratio',
        expr: 'sum(kube_pod_container_resource_requests{resource="cpu"} * on (namespace, pod) group_left () max by (namespace, pod) (kube_pod_status_phase{phase="Running"})) / sum(kube_node_status_allocatable{resource="cpu"})',
      },
      {
        record: 'cluster:memory_requested:ratio',
        expr: 'sum(kube_pod_container_resource_requests{resource="memory"} * on (namespace, pod) group_left () max by (namespace, pod) (kube_pod_status_phase{phase="Running"})) / sum(kube_node_status_allocatable{resource="memory"})',
      },
    ],
    alerts: [
      {
        alert: 'QuotaNearlyUsed',
        expr: 'max by (namespace, resourcequota, resource) (kube_resourcequota{type="used", resource!~"services[.].*"}) / (max by (namespace, resourcequota, resource) (kube_resourcequota{type="hard"}) > 0) > 0.9',
        for: '30m',
        severity: 'warning',
        summary: 'Namespace {{ $labels.namespace }} uses {{ $value | humanizePercentage }} of its quota for {{ $labels.resource }}',
        description:
          'The next pod may be refused. See what grew (dashboard "Platform: capacity"); quotas of platform namespaces are generated from the components, those of workloads from platform.yaml.',
      },
    ],
  },
];
