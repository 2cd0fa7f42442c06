/** Nodes: what runs full, what is broken. Thresholds leave time to act before pods are evicted. */
import type { ComponentIntents } from '../../../lib/components';

/** Real disks; container layers and boot images are not ours to watch. */
const disks = 'fstype!~"tmpfs|squashfs|vfat|ramfs", mountpoint!~"/boot.*"';

export const nodeRules: NonNullable<ComponentIntents['rules']> = [
  {
    group: 'nodes',
    recordings: [
      { record: 'node:cpu_busy:ratio_rate5m', expr: '1 - avg by (node) (rate(node_cpu_seconds_total{mode="idle"}[5m]))' },
      { record: 'node:memory_used:ratio', expr: '1 - sum by (node) (node_memory_MemAvailable_bytes) / sum by (node) (node_memory_MemTotal_bytes)' },
      { record: 'node:disk_busy:ratio_rate5m', expr: 'max by (node) (rate(node_disk_io_time_seconds_total[5m]))' },
      { record: 'node:disk_used:ratio', expr: `max by (node) (1 - node_filesystem_avail_bytes{${disks}} / node_filesystem_size_bytes{${disks}})` },
    ],
    alerts: [
      {
        alert: 'NodeNotReady',
        expr: 'max by (node) (kube_node_status_condition{condition="Ready", status="true"}) == 0 unless on (node) kube_node_spec_unschedulable == 1',
        for: '10m',
        severity: 'critical',
        summary: 'Node {{ $labels.node }} has not been ready for 10 minutes',
        description:
          'Its pods are being moved; databases on it fail over. Read `kubectl describe node`: if the machine does not answer, delete the Node and let the autoscaler replace it.',
      },
      {
        alert: 'NodePressure',
        expr: 'max by (node, condition) (kube_node_status_condition{condition=~"MemoryPressure|DiskPressure|PIDPressure", status="true"}) == 1',
        for: '5m',
        severity: 'warning',
        summary: 'Node {{ $labels.node }} reports {{ $labels.condition }}',
        description: 'The kubelet evicts pods, lowest priority first. Find the largest consumer on the dashboard "Platform: nodes" and move or bound it.',
      },
      {
        alert: 'NodeFilesystemFillingUp',
        expr: `node_filesystem_avail_bytes{${disks}} / node_filesystem_size_bytes{${disks}} < 0.25 and predict_linear(node_filesystem_avail_bytes{${disks}}[6h], 86400) < 0 and node_filesystem_readonly{${disks}} == 0`,
        for: '1h',
        severity: 'warning',
        summary: '{{ $labels.mountpoint }} of node {{ $labels.node }} is full within a day',
        description:
          'At the rate of the last six hours. Usually images or logs of one pod: `kubectl get --raw /api/v1/nodes/{{ $labels.node }}/proxy/stats/summary` names it.',
      },
      {
        alert: 'NodeFilesystemFull',
        expr: `node_filesystem_avail_bytes{${disks}} / node_filesystem_size_bytes{${disks}} < 0.08 and node_filesystem_readonly{${disks}} == 0`,
        for: '15m',
        severity: 'critical',
        summary: '{{ $labels.mountpoint }} of node {{ $labels.node }} has {{ $value | humanizePercentage }} left',
        description: 'Pods are evicted and images can no longer be pulled. Cordon and drain the node; the autoscaler brings a new one.',
      },
      {
        alert: 'NodeInodesExhausted',
        expr: `node_filesystem_files_free{${disks}} / (node_filesystem_files{${disks}} > 0) < 0.08 and node_filesystem_readonly{${disks}} == 0`,
        for: '15m',
        severity: 'warning',
        summary: '{{ $labels.mountpoint }} of node {{ $labels.node }} is running out of inodes',
        description: 'Something writes very many small files. Drain the node, then look for the pod with an emptyDir that grows.',
      },
      {
        alert: 'NodeFilesystemReadOnly',
        expr: `node_filesystem_readonly{${disks}, mountpoint!~"/(run|sys|proc|etc/.*|x86_64.*|usr).*"} == 1 unless node_filesystem_readonly{${disks}} offset 1h == 1`,
        for: '5m',
        severity: 'critical',
        summary: '{{ $labels.mountpoint }} of node {{ $labels.node }} became read-only',
        description: 'The kernel gave up on the disk. Cordon and drain the node and replace it; check that the databases on it failed over.',
      },
      {
        alert: 'NodeClockSkew',
        expr: 'abs(node_timex_offset_seconds) > 0.05 and deriv(node_timex_offset_seconds[5m]) * node_timex_offset_seconds >= 0',
        for: '10m',
        severity: 'warning',
        summary: 'The clock of node {{ $labels.node }} is off by {{ $value | humanizeDuration }} and does not come back',
        description: 'Tokens and certificates are refused when clocks differ. The time service of the node is broken: replace the node.',
      },
      {
        alert: 'NodeConnectionTableFull',
        expr: 'node_nf_conntrack_entries / node_nf_conntrack_entries_limit > 0.8',
        for: '10m',
        severity: 'warning',
        summary: 'Node {{ $labels.node }} uses {{ $value | humanizePercentage }} of its connection table',
        description:
          'At 100 % new connections are dropped without a word. Find the pod that opens connections without reusing them (dashboard "Platform: nodes").',
      },
      {
        alert: 'NodeNetworkErrors',
        expr: 'sum by (node, device) (rate(node_network_receive_errs_total[5m])) > 10 or sum by (node, device) (rate(node_network_transmit_errs_total[5m])) > 10',
        for: '30m',
        severity: 'warning',
        summary: 'Node {{ $labels.node }} loses packets on {{ $labels.device }}',
        description: 'A virtual network card that reports errors does not heal: replace the node.',
      },
      {
        alert: 'NodeSaturated',
        expr: 'node:cpu_busy:ratio_rate5m > 0.95 or node:memory_used:ratio > 0.95',
        for: '30m',
        severity: 'warning',
        summary: 'Node {{ $labels.node }} has been more than 95 % busy for half an hour',
        description:
          'Its pods use far more than they request. Raise the requests of the largest ones (dashboard "Platform: capacity"), so that the scheduler spreads them.',
      },
    ],
  },
];
